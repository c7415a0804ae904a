import { formatIssue } from '../../src/core/issueFile.ts';
import type { FeaturedPost, Issue } from '../../src/core/issue.ts';
import { parseWeek } from '../../src/core/week.ts';

/** The week whose letter is sent. */
export const benchWeek = parseWeek('2026-W47');

/**
 * The letter of all sends: five posts, five older ones and a question in a dozen sections, about 33 KB of HTML and 6 KB
 * of text, 45 KB as MIME; salutation, address, two links, a date and the headers are each reader's own.
 */
function benchIssue(): Issue {
  return {
    week: benchWeek,
    subject: 'Wem hast du zuletzt beim Tragen geholfen?',
    preheader: 'Fünf Wege durch den Herbst, ein alter Schrank und eine Frage fürs Wochenende.',
    question: {
      text: 'Wem hast du in dieser Woche etwas abgenommen, ohne darum gebeten worden zu sein?',
      reason: 'Passt zu den Beiträgen der Woche.',
    },
    posts: titles.slice(0, 5).map((title, place) => post(title, place, true)),
    olderPosts: titles.slice(5).map((title, place) => post(title, place + 5, false)),
    letter: letterWords,
    since: '2026-11-13T08:00:00Z',
    offered: [],
  };
}

/** The same as issue.md. */
export function benchDraft(): string {
  return formatIssue(benchIssue(), 'The letter that is sent to measure sending.');
}

const titles = [
  'Über den Berg, und zwar zu zweit',
  'Was der Bäcker vor fünf Uhr weiß',
  'Ein Schrank, der durch keine Tür passte',
  'Zuhören, während der Regen fällt',
  'Die Brücke, die niemand mehr ausbessert',
  'Wie man einen Garten übergibt',
  'Drei Schlüssel für ein leeres Haus',
  'Warum wir älteren Fahrrädern trauen',
  'Schönes Wetter für Bücherkisten',
  'Fäden, Knöpfe und ein langer Abend',
  'Was über dem Türrahmen steht',
];

const excerpts = [
  'Der Weg war länger als auf der Karte, und keiner von uns beiden wollte es als Erster sagen. Erst auf der Höhe, als der Nebel sich hob, haben wir darüber gelacht und das letzte Brot geteilt.',
  'Wenn in der Straße noch alle schlafen, wird in der Backstube über Mehl, Zeit und Geduld gesprochen. Ich durfte eine Nacht lang dabei sein und weiß jetzt, warum gutes Brot nicht eilig ist.',
  'Wir haben gemessen, geschoben, geflucht und ihn am Ende doch im Hof stehen lassen müssen. Dort hat ihn jemand gefunden, der genau so einen gesucht hatte.',
];

const letterWords = [
  'am Dienstag hat mir jemand im Treppenhaus wortlos die zweite Kiste abgenommen und ist bis in den fünften Stock mitgegangen. Oben nickte er, stellte sie ab und war schon wieder auf dem Weg nach unten, bevor ich mich bedanken konnte.',
  'Seitdem überlege ich, wie oft das eigentlich geschieht, ohne dass es jemand aufschreibt: eine gehaltene Tür, ein vorgelassener Nachbar, ein Anruf zur rechten Zeit. Nichts davon steht in einer Zeitung, und doch wäre ohne es *kein einziger Tag* zu schaffen.',
  'Darum geht es in den Beiträgen dieser Woche um Dinge, die zu schwer für einen allein sind: um [einen Berg, der zu zweit kleiner wird](https://blog.example.org/ueber-den-berg/), um einen Schrank und um eine Brücke, für die sich niemand zuständig fühlt.',
  '## Was ich mir vorgenommen habe',
  '- einmal am Tag fragen, ob jemand Hilfe braucht, **bevor** es offensichtlich ist;\n- Hilfe annehmen, auch wenn es allein gerade noch ginge;\n- hinterher nicht darüber reden.',
  '| Tag | Wer | Was |\n| --- | --- | --- |\n| Mo | Käthe | Leiter |\n| Di | jemand | Kiste |\n| Mi | Jörg | Einkauf |\n| Do | Zoë | Übersetzung |\n| Fr | ich | Müll |',
  'Wenn du magst, antworte einfach auf diesen Brief und erzähle mir, wer dir zuletzt etwas abgenommen hat. Ich lese alles, auch wenn die Antwort manchmal ein paar Tage braucht.',
  'Komm gut ins Wochenende',
  'Johanna',
].join('\n\n');

function post(title: string, place: number, hasPicture: boolean): FeaturedPost {
  const day = `2026-${place < 5 ? '11' : '06'}-${String(20 - place).padStart(2, '0')}`;
  const slug = `beitrag-${place + 1}-${day}`;
  return {
    id: `posts/${slug}.md`,
    url: `https://blog.example.org/${slug}/`,
    title,
    date: `${day}T07:00:00Z`,
    excerpt: excerpts[place % excerpts.length] ?? '',
    picture: hasPicture
      ? { url: `https://blog.example.org/bilder/${slug}.jpg`, alt: `Ein Bild zu „${title}“` }
      : null,
    minutes: 3 + place,
    reason: 'Neu in dieser Woche.',
  };
}
