import { stemOf } from './stems.ts';

/**
 * Words that German compounds are often made with. A short word is recognised in a longer one only beside one of these,
 * because letters alone prove little: „acht“ stands in „Weihnacht“, „Rat“ in „Heirat“.
 */
const elements = `
abend abschied achtung advent alltag alter amt anfang angebot angst anruf antwort apfel arbeit arbeitgeber arm art arzt atem
auftrag auge ausflug auto bad bahn ball bank bau bauch baum becher bedarf begegnung beginn bein beitrag beratung bereit bereitschaft berg
bericht beruf besprechung besuch bett bild bildung blatt blick blume boden bogen brief brot bruch brücke bruder brunnen buch büro
chance chef dach dame danke dank dauer decke dieb dienst ding dorf druck ehre eis ei enkel ernte eltern ende energie entscheidung erde erfahrung erfolg
erinnerung erlebnis essen fach fahrt falle familie farbe fehler feier feld fenster ferien fest feuer figur film finger firma fisch fläche
flasche fleisch flug fluss form frage frau freiheit freitag freizeit freude freund freundschaft frieden frist frucht frühling frühstück führung
fuß gabe gang garten gast gebäude geber geburt geburtstag gedanke gefahr gefühl gegenstand geist geld gemeinde gemeinschaft geschäft
geschenk geschichte gesellschaft gesicht gespräch gesundheit glaube glas glück gott grenze großeltern größe gruppe gut haar halt haltung hand
handel handwerk haus haut heft heim held hemd herbst herd herz hilfe himmel hof holz hotel hund hunger hut idee industrie insel jahr job
jugend kaffee kalender kampf karte kasse katze kauf keller kette kilo kind kirche kiste klang klasse kleid knie koch koffer kollege kopf korb körper
kosten kraft kreis kreuz krieg krise kritik küche kuchen kuh kultur kunde kunst kurs küste land last lauf leben lehre lehrer leid leiter leitung
leser leute liebe lied liste lohn los luft lust macher macht mann mappe markt maschine mauer meer meinung meister mensch messe metall miete milch minute
mitarbeiter mittag mittel mitternacht modell moment monat mond montag moral morgen mühe mund musik mut mutter nachbar nacht name nase natur
netz not note nummer ofen ohr ordnung ort partner pause person pfad pferd pflanze pflege pflicht phase plan platz politik post preis probe problem produkt
programm projekt prozess prüfung punkt quelle rad rand rat raum rechnung recht rede regel regen reich reihe reise rest rettung rezept rhythmus ring
ritual rolle rose ruf ruhe rücken saal sache salz samstag sammlung satz schaden schatten schatz scheibe schicht schiff schlaf schlag schlange schluss
schlüssel schmerz schnee schrank schrift schritt schuh schuld schule schüler schutz schwester see seele sehnsucht seite sekunde semester
seminar service sicht sieg sinn sitte sitz sitzung sohn sommer sonne sonntag sorge spaß spiegel spiel spieler sport sprache sprung stadt stamm stand stein stelle
stern stille stimme stimmung stoff stolz straße strategie streit strom stück stuhl stunde sturm suche system tafel tag tal tanz tasche tasse
tat teil telefon text thema theorie tier tisch titel tochter tod ton topf tor tour training traum treffen treppe treue tropfen tuch tugend tür turm übung uhr
umgang unternehmen unterricht urlaub ursache vater verein verhalten verhältnis verkehr verlust verständnis versuch vertrag vertrauen volk vogel vorbild wache waffe wagen wahl wald wand wandel
ware wärme wäsche wasser wechsel weg weihnacht weihnachten wein weise welt werk wert wesen wetter wind winter wirkung wirtschaft wissen wissenschaft woche wohnen wohnung
wolke wort wunde wunsch würde würdig zahl zahn zaun zeichen zeile zeit zettel zeug ziel zimmer zirkel zone zorn zucker zug zukunft zunge zweck
voll leer reich arm wert los lang kurz weit tief hoch lehrling bewusst bewusstsein fähig kreativ team fokus quali feedback online internet kontakt qualität marke
`
  .trim()
  .split(/\s+/);

/** For a short stem, the beginnings and ends of words that hold its letters and mean something else. */
export const falseFriends: ReadonlyMap<string, readonly string[]> = new Map([
  ['zeit', ['hochzeit', 'zeitschrift', 'zeitung', 'mahlzeit']],
  ['rat', ['rathaus', 'vorrat', 'hausrat', 'zierrat', 'ratt']],
  ['feier', ['feierabend']],
  ['dien', ['dienstag', 'medien', 'indien', 'studien', 'gottesdien']],
  ['mut', ['mutt', 'armut', 'anmut', 'hochmut', 'wehmut', 'schwermut']],
  ['lob', ['glob']],
  ['wort', ['antwort']],
  ['ort', ['wort', 'sport', 'antwort']],
  ['tag', ['montag', 'dienstag', 'donnerstag', 'freitag', 'samstag', 'vertrag', 'beitrag', 'sonntag']],
  ['mensch', ['unmensch']],
  ['hand', ['handel', 'handlung', 'vorhand', 'handy']],
  ['herz', ['herzog']],
  ['wund', ['wunder']],
  ['leb', ['leber']],
  ['erd', ['werd', 'herd', 'pferd']],
  ['eis', ['reis', 'preis', 'kreis', 'weis', 'fleis', 'beweis']],
  ['ei', ['partei', 'bäckerei', 'polizei', 'abtei', 'kartei']],
  ['ruh', ['fruh']],
  ['land', ['verband']],
  ['lieb', ['lieblos']],
  ['fest', ['manifest', 'festplatt', 'festnetz', 'festleg', 'festhalt', 'feststell']],
  ['kost', ['kostum']],
  ['last', ['plastik', 'pflast', 'palast', 'ballast']],
  ['macht', ['weihnacht']],
  ['reich', ['bereich', 'zahlreich', 'österreich', 'osterreich', 'hilfreich']],
  ['wert', ['wertschatz']],
  ['arbeit', ['arbeitsagentur']],
  ['kind', ['kindl']],
  ['end', ['wend', 'legend', 'jugend', 'tugend', 'abend', 'spend', 'blend', 'sekund']],
  ['post', ['kompost']],
  ['all', ['ball', 'fall', 'knall', 'stall', 'metall', 'uberall']],
  ['art', ['partn', 'start', 'gart', 'kart', 'artikel', 'zart', 'wart', 'hart']],
  ['alt', ['halt', 'walt', 'falt', 'gestalt', 'gehalt', 'verhalt', 'kalt', 'altar']],
  ['team', ['steam']],
]);

let stems: ReadonlySet<string> | undefined;

/** Whether a stem is one that German compounds are often made with. */
export function isCompoundElement(stem: string): boolean {
  return (stems ??= new Set(elements.map((word) => stemOf(word, 'de')))).has(stem);
}
