const germanWords = `
bevor solange sooft ehe trotz daraufhin hierauf hieran hieraus hierdurch hiermit hierüber hiervon inmitten jenseits diesseits mangels mittels
gemäß zufolge zuliebe binnen hierher dorther wogegen wonach worunter wovor weswegen weder immerhin bloß niemals selten gelegentlich
irgendjemand dasjenige beider vorerst hernach nunmehr soeben sogleich alsbald einst einstmals dereinst heutzutage obenauf unten rechts
herab hinab herauf hinauf herunter hinunter herüber hinüber umher ringsum ringsherum nebenher mithin folglich infolge ansonsten andernfalls
anderenfalls gleichwohl nichtsdestotrotz indes indessen wohingegen wenngleich obgleich obschon wiewohl insoweit inwiefern inwieweit möge
taten getan ließe bräuchte bräuchten dürfte dürften könnten per pro via anstelle hinsichtlich bezüglich betreffs mitsamt nebst versus seitens
zwecks gen wider oberhalb unterhalb beiderseits abseits unweit unfern circa ungefähr beinahe überaus hoffentlich offenbar jawohl nee tja naja
elf zwölf dreizehn zwanzig dreißig vierzig fünfzig
januar februar märz mai juni juli august september oktober november dezember
nachtrag nachträge nachtrags update updates
allzu anderswo beides bot bieten bietet dachte dachten denkt derzeit drittens durchweg ehesten erstens erwarte erwarten erwartet
fing fängt freilich funktionieren funktioniert galt gelten geradezu gilt handelt insofern jedenfalls keinesfalls keineswegs
konntest konnten leider manchmal mithilfe mitunter möchtest möchten möglicherweise nebenbei nirgends nirgendwo ohnehin passen
passiert passieren passt passte schlichtweg sowieso sozusagen tauchen taucht überdies überlege überlegen überlegt übers vielmehr wahrscheinlich wären
allesamt art arten äußerst bislang desto grunde person personen
fehle fehlen fehlst fehlt fehlte fehlten gefehlt obwohl weshalb
wenigstens wobei wofern womöglich worum zumal zweitens zuallererst
abends aber allgemein allmählich alt alte altem alten alter altes and anders anfangs anstatt anscheinend artikel
aufgrund ausreichend außerhalb
bald bedeutet bedeuten befindet begann beginnt beitrag beiträge beiträgen beitrags bekam bekomme bekommen bekommst
bekommt bemerkt beispiele beispiels beispielsweise bereich bereiche bereichen bessere besseren besserer besseres beste
bestem besten bester bestes bestimmt bestimmte bestimmten bestimmter bestimmtes bisschen bleibe bleiben bleibst bleibt
blieb blieben blog blogbeitrag blogs brachte brachten brauche brauchen brauchst braucht brauchte bringe bringen
bringst bringt bzw
da dahin dasselbe daran dazu definitiv demnach demnächst denke denen dennoch deutlich dich ding dinge dingen
dinger direkt dorthin dran drauf drei drum drunter dutzend
eher einfach einfache einfachen einfacher einfaches einmal eigentlich einzelne einzelnen einzelner einzelnes einzig
einzige einzigen einziger einziges endlich entlang entsprechend entsprechende entsprechenden entstand entsteht
entstehen erhalten erhält erneut erstmal erstmals erscheint etc etliche eventuell extrem
fall falls fallen fällt fand fanden fast fertig fest finde finden findest findet fing folgen folgt folgte folgenden folgender
fort früh frühe frühen früher frühere früheren
gab gaben ganzen gebe geben gebt gebracht geblieben gefallen gefunden gegeben gegenwärtig gegangen gehe gehst geht
gekommen geh gehalten gehört gelegt genannt genau genauso genommen gering gerne gesamt gesamte gesamten
geschehen geschieht geschrieben gesehen gesetzt gestellt gestern geworden gewiss gewisse gewissen gewisser gewisses
gewöhnlich gezeigt gibst glaube glauben glaubst glaubt gleichzeitig grad grund gründe gründen größer größere größeren größte
größten gute guten gutem
hält halb halbe halben halt halte halten hältst hälfte häufig heißen heißt heraus herein herum heutige heutigen hierbei hierfür
hierzu hieß hinaus hinein hingegen hinten hinter hinterher hinweg hinzu höchstens hundert
info infos inklusive insbesondere insgesamt innerhalb inzwischen irgendein irgendeine irgendetwas irgendwann irgendwas
irgendwelche irgendwie irgendwo
jahres jahrs jederzeit jeglich jegliche jeglicher jemals jeweilige jeweiligen jeweils jüngst
kamen kannte kenne kennen kennst kennt klar klare klaren klarer komme kommst kürzlich komplett konkret konkrete
konkreten könne könntest könntet
lag lagen längere längeren länger längst lasse lassen lässt laut lautet lauter lediglich lege legen legt legte leute leuten
letzte letztem letzten letzter letztes letztendlich letztlich lief liefen liegen liegt ließ ließen link links
mache machst machten mal male meist meiste meisten meistens menge merke merken merkt mehrere mehreren mehrfach
menschen meint meinte meinten mindestens minute minuten mitten mittlerweile mittags mittwoch monat monate monaten
morgens muss müsse müsste müssten
nächste nächstem nächsten nächster nächstes nachher nachmittag nachmittags nahe nahezu nämlich nehme nehmen nehmt
nenne nennen nennt nannte neuem neuer neues neulich newsletter nimmt nimmst normal normale normalen normalerweise nötig
nutze nutzen nutzt
öfter öfters oftmals okay online
paar plötzlich post posts praktisch prinzip punkt punkte punkten
quasi
relativ
sage sagen sagst sagten samt sämtliche sämtlichen satt saß saßen schaue schauen schaut scheinbar scheinen scheint
schien schließlich schlicht schnell schnelle schnellen schneller schöne schönen schöner schönes schon schreibe schreiben schreibt
schrieb schwer schwere schwieriger sehe sehen seht seite seiten selber selbe selben setze setzen setzt
setzte sicher sicherlich siehe siehst sieht sinnvoll sitze sitzen sitzt sobald sodass sofern sofort sogar
sogenannte sogenannten somit sonstige sowohl später sprach spreche sprechen spricht
ständig stand standen starte starten startet statt stehe stehen steht stehst stelle stellen stellt stellte stellten stets stück
stunde stunden
tatsächlich tausend teile teilen teils teilweise tolle tollen toll trage trägt tue tust tut
übrig überall umso unbedingt unzählige usw ursprünglich
verschieden verschiedene verschiedenen verschiedener verschiedenes versuche versuchen versucht versuchte viele völlig
voll volle vollen vollkommen vollständig voran voraus vorbei vorgestern vorher vorhin vormittag vorn vorne
website webseite weise weisen weiß weißt weiterhin weiterlesen weniger wenigen wer wesentlich wichtig wichtige wichtigen wichtiger wichtiges
wichtigste wichtigsten wirken wirkt wirkte woche wochen wodurch wofür womit woran worauf worin worüber worum wovon wozu
wollte wolltest wusste wussten würdest
zeige zeigen zeigt zeigte ziehen zieht ziemlich zog zudem zuletzt zumindest zusätzlich zuvor zweimal dreimal zwischendurch
übers unterm fürs ums hinterm überm beim nen
hallo liebe lieber liebes grüße gruß
`;

const germanAdjectives =
  'ander anfänglich bestimmt derzeitig deutlich direkt echt einfach einig einzeln einzig entsprechend extrem folgend gemacht genau ' +
  'gesamt gewiss gewöhnlich gleich groß halb heutig jeglich jetzig jeweilig klar klein komplett konkret kurz lang letzt mehrer ' +
  'meist möglich nah nächst neu normal nötig schlecht schlimm schnell schwierig selb sicher sogenannt solch ständig toll ' +
  'unser unterschiedlich ursprünglich verschieden viel voll völlig vorig weiter wenig wesentlich wichtig wirklich zahlreich ' +
  'zusätzlich zweit dritt viert weit irgendein irgendwelch jed kein manch sämtlich';
const adjectiveEndings = ['', 'e', 'em', 'en', 'er', 'es'];

/** German words besides the common stop words that stand in any text whatever it is about. */
export const germanFillers: readonly string[] = [
  ...germanWords.trim().split(/\s+/),
  ...germanAdjectives.split(' ').flatMap((word) => adjectiveEndings.map((ending) => word + ending)),
];

/** The same for English, where the package's list is short; also what stands before an apostrophe. */
export const englishFillers: readonly string[] = `
whichever whatsoever whereas whilst amid amidst amongst beneath underneath thereby therein whereby wherein furthermore nonetheless
notwithstanding lest provided albeit anyhow someplace anyplace ain shan mustn needn daren aren yourselves oneself eleven twelve thirteen
twenty thirty forty fifty million tells likes liked seldom rarely truly left follows plus minus versus regarding concerning considering
including outside opposite round fourth fifth sooner tonight elsewhere hello dear bye yeah please
january february march april june july august september october november december
leave leaving continued revisited update updates
able about above according across actually after again against ago ahead almost along already also although always among
amount another any anybody anyone anything anyway anywhere apart around article aside ask asked asking asks available away
back bad became become becomes becoming began begin begins behind being below beside besides best better between beyond big
bit blog both bring brings brought but
called calls came can cannot certain certainly clear clearly come comes coming completely couldn could couple
day days despite did didn different directly does doesn doing don done down due during
each early easily easy eight either else end ended ends enough entire entirely especially etc even ever every everybody
everyone everything everywhere exactly example examples except
fact fairly far feel feels felt few find finds first five follow following for found four from full fully further
gave general generally get gets getting give given gives giving goes going gone good got gotten great
had hadn half happen happened happens hardly has hasn have haven having hence her here hers herself high him himself his hour
hours how however hundred
idea indeed inside instead into isn its itself
just
keep keeps kept kind knew know known knows
large last late lately later latest least less let lets like likely little ll long longer look looked looking looks lot lots
low
made main mainly make makes making many matter may maybe mean means meant meanwhile might mine minute minutes moment month months
more moreover most mostly much must myself
near nearly necessary need needed needs neither never nevertheless new newsletter next nice nine nobody none nor normal not
nothing now nowhere number
obvious obviously off often okay old once one ones online only onto open other others otherwise ought our ours ourselves out
over own
part particular particularly parts past per perhaps person people place places point points possible possibly post posts
probably put puts
question questions quickly quite
rather read reading reads real really reason reasons recent recently right
said same saw say saying says second seem seemed seems seen sense several shall she should shouldn show showed shown shows
side simple simply since six small some somebody somehow someone something sometimes somewhat somewhere soon sort still stop
such suddenly sure
take taken takes taking tell ten than that the their theirs them themselves then there therefore these they thing things
think third this those though thought thousand three through throughout thus till to today together told tomorrow too took
toward towards tried tries try trying turn turned turns twice two
under unless until upon use used uses using usual usually
various ve very via
want wanted wants was wasn way ways website week weeks well went were weren what whatever when whenever where wherever whether
which while who whoever whole whom whose why will with within without won word words would wouldn write writes writing wrote
year years yes yesterday yet you your yours yourself
re
`
  .trim()
  .split(/\s+/);

/** Small words of English that are none of German: blogs quote, and some write in both. */
export const englishInGerman: readonly string[] = `
the and that this these those there then than they them their his him she you your our who whom whose which what when where why how
with from into onto upon about without through isn wasn aren weren don doesn didn hasn haven hadn couldn wouldn shouldn won ain can cannot
could would should shall must been being have has had does did for but nor yet only very just too because while until its itself
`
  .trim()
  .split(/\s+/);

/** And those of German that are none of English. */
export const germanInEnglish: readonly string[] = `
der das und oder aber nicht ist sind ein eine einen einem einer eines mit auf für dem des den aus bei nach von vom zum zur über unter
ich wir ihr sie ihn ihm uns euch mich dich sich mein dein sein seine ihre unser wie wenn weil dass als auch noch nur schon sehr mehr
hatte haben wird wurde werden kann konnte muss soll kein keine doch durch gegen ohne
`
  .trim()
  .split(/\s+/);
