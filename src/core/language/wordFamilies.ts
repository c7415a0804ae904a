import type { Language } from '../errors.ts';
import { stemOf } from './stems.ts';

/**
 * Words that speak of one matter although their stems differ, one family a line: what a blog about people, work and
 * reflection comes back to. A word may stand in several.
 */
const families: Readonly<Record<Language, string>> = {
  de: `
vertrauen vertraut vertraute vertrauenswürdig vertrauensvoll anvertrauen zutrauen zutraut verlass verlassen verlässlich verlässlichkeit zuverlässig zuverlässigkeit misstrauen misstrauisch
dienen dient diente gedient dienst dienste diener dienend dienstleistung dienstbar bedienen bedienung kundendienst dienlich
wertschätzung wertschätzen wertgeschätzt wertschätzend anerkennung anerkennen anerkannt würdigen würdigung gewürdigt achtung schätzen geschätzt respekt respektvoll respektieren
lob loben lobt gelobt lobend lobenswert kompliment komplimente anerkennung
mut mutig mutige mutmacher ermutigen ermutigt ermutigung ermutigend mutlos entmutigt tapfer tapferkeit wagen wagt gewagt wagnis beherzt zivilcourage courage
dank danke danken dankt dankte gedankt bedanken bedankt dankbar dankbarkeit dankeschön dankend verdanken
geduld geduldig ungeduld ungeduldig gedulden abwarten langmut
zuhören zuhört zugehört zuhörer zuhörend hinhören hinhört gehör lauschen lauscht anhören
helfen hilft half geholfen hilfe hilfsbereit hilfsbereitschaft helfer hilfreich hilflos mithelfen nachbarschaftshilfe unterstützen unterstützung unterstützt beistand beistehen
fehler fehlerhaft fehlerkultur fehlertritt irrtum irrtümer irren geirrt versehen missgeschick panne scheitern gescheitert misserfolg lapsus
scheitern gescheitert misserfolg niederlage versagen versagt rückschlag
annehmen annimmt angenommen
verzeihen verzeiht verziehen verzeihung vergeben vergibt vergebung entschuldigen entschuldigt entschuldigung versöhnen versöhnung versöhnt nachtragend
sinn sinnvoll sinnlos sinnhaft sinnhaftigkeit sinnstiftend bedeutung zweck
meinung meinungen meinen ansicht standpunkt überzeugung
arbeit arbeiten arbeitet gearbeitet arbeiter arbeitsplatz beruf berufe beruflich job jobs berufung büro mitarbeit zusammenarbeit zusammenarbeiten
rat raten rät geraten ratschlag ratschläge beraten beratung berater ratgeber ratlos ratlosigkeit tipp tipps empfehlung
beziehung beziehungen bindung verbindung verbinden verbunden verbundenheit
kunde kunden kundin käufer auftraggeber klient klienten klientin
team teams mannschaft kollege kollegen kollegin kolleginnen mitarbeiter mitarbeiterin mitarbeiten belegschaft mitarbeitende mitarbeitenden
zusammenarbeit zusammenarbeiten miteinander kooperation kooperieren teamarbeit gemeinschaft gemeinsam
führung führen führt geführt führungskraft führungskräfte leitung leiten chef chefs chefin vorgesetzte vorgesetzter vorgesetzten anführen boss
stille still schweigen schweigt geschwiegen schwieg schweigend verschweigen wortlos lautlos ruhe
ruhe ruhig unruhe unruhig ausruhen ruhen pause pausen rast erholung erholen erholt entspannung entspannen entspannt auszeit muße innehalten feierabend rasten gelassen gelassenheit besinnung besinnen
natur wald wälder baum bäume garten gärten wiese landschaft draußen pflanze pflanzen gärtner gärtnern
familie familien familiär eltern mutter vater kind kinder großeltern großmutter großvater oma opa geschwister bruder schwester tochter sohn enkel
kindheit kindlich kinderzeit jugend jugendzeit
freund freunde freundin freundschaft freundschaften freundschaftlich befreundet anfreunden freundeskreis
freundlich freundlichkeit unfreundlich nett höflich höflichkeit liebenswürdig zuvorkommend herzlich herzlichkeit wohlwollen
veränderung verändern verändert ändern ändert änderung wandel wandeln gewandelt umbruch umstellung wechsel wechseln neuanfang
anfang anfangen angefangen anfänger anfänge beginn beginnen begonnen neubeginn neuanfang aufbruch aufbrechen starten
abschied abschiede verabschieden verabschiedet verabschiedung loslassen losgelassen trennung trennen trauer trauern traurig verlust
zeit zeiten zeitig auszeit zeitdruck zeitmangel lebenszeit eile eilig hektik hektisch termin termine kalender
aufmerksam aufmerksamkeit achtsam achtsamkeit wahrnehmen wahrgenommen wahrnehmung beobachten beobachtung bemerken hinsehen hinschauen beachten beachtung unaufmerksam präsenz gegenwärtig
ehrlich ehrlichkeit aufrichtig aufrichtigkeit wahrheit wahr wahrhaftig lüge lügen gelogen unehrlich authentisch authentizität offenheit verschweigen zugeben
offen offenheit öffnen geöffnet aufgeschlossen unvoreingenommen
angst ängste ängstlich furcht fürchten befürchten befürchtung sorge sorgen bange zweifel
fürsorge fürsorglich kümmern kümmert umsorgen fürsorglichkeit pflege pflegen gepflegt pflegerin pfleger betreuen betreuung versorgen versorgt
freude freuden freuen freut gefreut freudig erfreuen glück glücklich fröhlich fröhlichkeit heiter heiterkeit vorfreude begeisterung begeistern
glück glücklich glückseligkeit unglück unglücklich zufrieden zufriedenheit
zufrieden zufriedenheit unzufrieden genügsam genügsamkeit genug genügen bescheiden bescheidenheit
demut demütig bescheiden bescheidenheit hochmut
liebe lieben liebt geliebt liebevoll zuneigung verliebt nächstenliebe selbstliebe
gespräch gespräche gesprächspartner reden redet geredet dialog unterhaltung unterhalten austausch austauschen sprache unterredung aussprache
frage fragen fragt gefragt fragend nachfragen nachgefragt rückfrage befragen befragung
antwort antworten antwortet geantwortet beantworten
streit streiten gestritten konflikt konflikte auseinandersetzung ärger ärgern geärgert ärgerlich wut wütend zorn zornig meinungsverschiedenheit
kritik kritisch kritisieren kritiker rückmeldung feedback tadel tadeln vorwurf vorwürfe
entscheidung entscheiden entscheidet entschieden entschluss entschließen entschlossen wahl wählen abwägen
verantwortung verantworten verantwortlich verantwortungsvoll verantwortungsbewusst pflicht zuständig zuständigkeit
ziel ziele zielstrebig vorhaben vorsatz vorsätze plan pläne planen geplant planung
erfolg erfolge erfolgreich gelingen gelingt gelungen gewinn leistung leisten geleistet
lernen lernt gelernt lehre lehren lehrer lehrerin schüler schule üben geübt übung wachsen wachstum entwicklung entwickeln entwickelt
wachsen wächst gewachsen wachstum reifen reife entwicklung
erinnerung erinnern erinnert gedenken andenken vergessen vergisst vergesslich gedächtnis
hoffnung hoffen hofft gehofft hoffnungsvoll zuversicht zuversichtlich optimismus optimistisch hoffnungslos
glaube glauben gläubig gott gebet beten kirche religion religiös spirituell spiritualität segen gesegnet bibel gottesdienst predigt
kraft kräfte kräftig energie kraftlos kraftquelle erschöpft erschöpfung müde müdigkeit ausgebrannt burnout ermüdet übermüdet
erschöpft erschöpfung müde müdigkeit ausgebrannt burnout überlastet überlastung überforderung überfordert schlaflos
stärke stärken stark stärkste talent talente begabung begabt fähigkeit fähigkeiten gabe gaben
schwäche schwächen schwach verletzlich verletzlichkeit unvollkommen
gesundheit gesund krank krankheit heilung heilen genesung wohlbefinden
nachbar nachbarn nachbarin nachbarschaft nachbarschaftlich nebenan
gast gäste gastgeber gastfreundschaft gastlich besuch besuchen besucht besucher einladung einladen eingeladen
geschenk geschenke schenken schenkt geschenkt verschenken beschenken großzügig großzügigkeit freigebig
teilen teilt geteilt teilhabe abgeben spende spenden gespendet
tod sterben stirbt gestorben tot trauer trauern verstorben
einsam einsamkeit allein alleine alleinsein
gerecht gerechtigkeit fair fairness ungerecht ungerechtigkeit unfair
freiheit frei befreien befreit unabhängig unabhängigkeit freiraum
ordnung ordnen geordnet aufräumen aufgeräumt unordnung struktur strukturiert
gewohnheit gewohnheiten gewöhnen gewöhnt ritual rituale routine routinen gepflogenheit
lachen lacht gelacht humor humorvoll lächeln lächelt gelächelt spaß witz heiterkeit
neugier neugierig neugierde staunen staunt gestaunt entdecken entdeckt entdeckung wissbegierig interesse
versprechen verspricht versprochen zusage zusagen treue treu verbindlich verbindlichkeit
treue treu loyal loyalität untreu beständig beständigkeit
grenze grenzen abgrenzen abgrenzung nein neinsagen absage absagen abgesagt ablehnen abgelehnt ablehnung überforderung überfordert
geld geldes sparen preis preise bezahlen bezahlt kosten reichtum reich wohlstand rechnung rechnungen lohn miete honorar kredit gehalt
essen isst gegessen mahlzeit kochen gekocht küche tisch abendbrot brot frühstück backen gebacken
weg wege unterwegs reise reisen verreisen wandern wanderung gewandert pilgern spaziergang spazieren
lesen liest gelesen leser leserin lektüre buch bücher
schreiben schreibt geschrieben brief briefe tagebuch notiz notizen
handwerk handwerker werkstatt werkzeug werkzeuge reparieren repariert reparatur
reparieren repariert reparatur flicken geflickt heilmachen instandsetzen ausbessern
weihnachten weihnacht weihnachtlich advent adventlich heiligabend christkind nikolaus bescherung
ostern österlich osterei fastenzeit fasten karfreitag
neujahr silvester jahreswechsel jahresende jahresanfang vorsatz vorsätze
sommer sommerlich urlaub ferien sommerferien
besitz besitzen besaß eigentum überfluss dinge
vorbild vorbilder vorbildlich vorleben beispielhaft
menschlich menschlichkeit mitmensch mitmenschen mitmenschlich mitmenschlichkeit
mitgefühl einfühlen einfühlsam einfühlung einfühlungsvermögen empathie empathisch mitleid verständnis verständnisvoll verstehen versteht verstanden
gefühl gefühle fühlen fühlt gefühlt emotion emotionen emotional empfinden empfindung
perfekt perfektion perfektionismus perfektionistisch vollkommen makellos
selbst selbstvertrauen selbstbewusst selbstbewusstsein selbstwert selbstwertgefühl selbstachtung
qualität sorgfalt sorgfältig gründlich gründlichkeit gewissenhaft
einfach einfachheit schlicht schlichtheit vereinfachen verzicht verzichten minimalismus
digital digitalisierung smartphone handy bildschirm internet erreichbarkeit erreichbar
anrufen anruf telefon telefonieren telefonat
`,
  en: `
trust trusts trusted trusting trustworthy trustful reliable reliability rely confide confidence distrust mistrust entrust entrusted
serve serves served serving service servant volunteer volunteers volunteering volunteered
appreciate appreciation appreciated appreciative value valued acknowledge acknowledged acknowledgement recognition recognise recognize respect respectful
praise praised praising compliment compliments 
courage courageous brave bravery bold boldness dare dared encourage encouraged encouragement risk risks risked daring hero heroic
gratitude grateful thank thanks thanked thankful thankfulness ungrateful
patience patient patiently impatient impatience wait waiting
listen listened listener listeners listening hear heard hearing
help helps helped helper helpful helpless support supported supportive assist assistance aid
error errors mistake mistakes mistaken wrong fault faults failure fail failed slip
failure fail failed failing defeat setback
forgive forgave forgiven forgiveness apologise apologize apology apologies sorry reconcile reconciled reconciliation pardon forgiving
meaning meaningful meaningless purpose purposeful vocation
opinion opinions view views belief conviction
work works worked worker working job jobs profession career office workplace task tasks occupation employer employment employed
customer customers client clients buyer patron shopper shoppers
team teams teamwork colleague colleagues coworker coworkers staff employee employees crew
together cooperation cooperate collaborate collaboration togetherness community communities belonging belong
lead leader leaders leadership leading boss manager managers delegate delegated delegation management supervisor director supervise
silence silent quiet quietly stillness still hush
rest rested resting restful calm calmness pause pauses break relax relaxed relaxation restless unrest leisure peaceful exhausted exhaustion sleep slept sleeping sleepy nap weekend boredom idle idleness unwind
nature natural forest woods tree trees garden gardens gardener outdoors meadow plant plants flower flowers bird birds river lake sea mountain mountains hill hills soil seed seeds sow sown harvest compost allotment orchard hedge
family families familial parents parent mother father child children grandmother grandfather grandparents siblings brother sister daughter son aunt uncle cousin mum dad wife husband marriage married baby
friend friends friendship friendships befriend
kind kindness friendliness polite politeness warmth unkind
change changes changed changing transformation transform shift transition adapt adapted adapting
beginning begin begins began begun start starts started beginner fresh
goodbye farewell parting loss grief grieve mourn mourning lose lost funeral
time hurry hurried rush deadline calendar schedule busy haste hasty appointment appointments planner
attention attentive attentively mindful mindfulness notice noticed observe observation aware awareness presence focus focused concentrate concentration distraction distracted distractions watchful
honest honesty honestly truth truthful sincere sincerity lie lies lying dishonest authentic
open openness openly
fear fears afraid fearful fearless anxiety anxious worry worries worried doubt scared scary nervous
care cares cared caring careful carer concern compassion
joy joyful joyous happy happiness glad delight delighted cheerful enjoy enjoyed enjoyment enjoying play playful
content contentment contented satisfied satisfaction enough modest modesty
humble humility modest modesty pride
love loves loved loving affection
talk talks talked conversation conversations speak spoke dialogue discuss discussed discussion discussions chat chatted dialog
answer answers answered reply
conflict conflicts quarrel quarrels quarrelled argue argued argument anger angry disagreement furious rage annoyed dispute disputes
criticism critical criticise criticize critic feedback blame review reviewed
decision decisions decide decided choice choose chose chosen decisive dilemma
responsible responsibility duty accountable accountability obligation obligations
goal goals aim aims plan plans planned planning resolution resolutions ambition ambitions target targets intention intentions
success successful succeed succeeded achievement achieve achieved prize
learn learned learning learner teach teacher taught school pupil lesson lessons practise practised practising study studied studying student students apprentice
grow growing growth grown mature maturity develop development
memory memories remember remembered forget forgot forgotten remind reminded reminder recall recalled nostalgia
hope hopes hoped hopeful optimism optimistic hopeless confident confidence
faith pray prayer god church religion religious spiritual blessing sermon worship bible hymn congregation parish priest soul
strength strengths strong strengthen strongest
energy energetic tired tiredness exhausted exhaustion burnout weary
weakness weak vulnerable vulnerability imperfect
health healthy ill illness sick heal healing doctor hospital wellbeing
neighbour neighbours neighbor neighbors neighbourhood neighborhood nextdoor
guest guests host hospitality visit visited visitor invite invited invitation welcome welcomed welcoming
gift gifts give giving gave generous generosity
sharing share donate donation lend lent generous generosity
death die died dying dead grief
lonely loneliness alone solitude
just justice fair fairness unfair unjust injustice
free freedom independent independence
order tidy tidied untidy structure declutter clutter
habit habits ritual rituals routine routines
child children childhood childlike
laugh laughed laughter humour humor smile smiled fun joke jokes funny giggle
curious curiosity wonder wondered discover discovery interest
promise promises promised commitment loyal loyalty faithful
boundary boundaries limit limits overwhelmed
money price cost costs rich wealth saving pay paid buy bought sell sold budget salary wage wages income debt debts afford expensive cheap cheaply
meal meals eat ate cook cooked cooking kitchen bread table breakfast dinner lunch supper soup bake baked baking recipe recipes food eating tea coffee
walk walks walked walking hike hiking journey travel path trip trips pilgrim pilgrimage wander wandered stroll
read reader reading book books novel novels library bookshop poem poems poetry
write writing wrote written letter letters diary journal
craft craftsman workshop tool tools repair repaired mend craftsmanship carpenter carpentry wood wooden sew sewing knit knitting handmade
christmas advent nativity
summer holiday holidays vacation
empathy empathic empathise empathize sympathy understand understanding understood
feeling feelings emotion emotions emotional
perfect perfection perfectionism flawless
simple simplicity simplify minimalism minimalist
digital smartphone phone screen internet email emails inbox notification notifications app apps device devices offline
advice advise advised advises adviser counsel recommend recommendation recommended tip tips
quality thorough thoroughly diligence diligent excellence accuracy precise precision
sound sounds noise noises noisy music song songs sing singing sang melody
death funeral burial buried widow widower grave
repair repaired repairing mend mended mending fix fixed fixing restore restored broken
easter lent
`,
};

interface Families {
  /** The numbers of the families a stem belongs to. */
  readonly ofStem: ReadonlyMap<string, readonly number[]>;
  /** The stems of each family. */
  readonly stems: readonly (readonly string[])[];
}

const read: Partial<Record<Language, Families>> = {};

/** The numbers of the families a stem belongs to; two stems are kin when they have one in common. */
export function familiesOf(stem: string, language: Language): readonly number[] {
  const { ofStem } = (read[language] ??= readFamilies(language));
  return ofStem.get(stem) ?? (language === 'en' ? ofStem.get(rootOf(stem)) : undefined) ?? [];
}

/** What the English stemmer leaves on: “motherhood” speaks of mothers, “unhelpful” of help. */
function rootOf(stem: string): string {
  return stem.replace(/^un(?=.{3})/, '').replace(/(?<=.{3})(?:hood|ship|dom|less)$/, '');
}

/** All stems that share a family with one, itself among them. */
export function familyMembers(stem: string, language: Language): readonly string[] {
  const { stems } = (read[language] ??= readFamilies(language));
  return familiesOf(stem, language).flatMap((family) => stems[family] ?? []);
}

function readFamilies(language: Language): Families {
  const stems = families[language]
    .trim()
    .split('\n')
    .map((line) => [...new Set(line.split(' ').map((word) => stemOf(word, language)))]);
  const ofStem = new Map<string, number[]>();
  for (const [number, members] of stems.entries())
    for (const stem of members) {
      const known = ofStem.get(stem);
      if (known) known.push(number);
      else ofStem.set(stem, [number]);
    }
  return { ofStem, stems };
}
