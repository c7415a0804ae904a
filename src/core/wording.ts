import type { Config } from './config.ts';
import type { FeaturedPost, Question } from './issue.ts';

type Voice = Pick<Config, 'title' | 'locale' | 'address' | 'from'>;

/** The reasons an issue gives for its posts, in the newsletter's language. */
export interface ReasonWords {
  readonly neverFeatured: string;
  readonly archive: string;
  readonly sharedTheme: (tags: readonly string[]) => string;
}

/** The reasons in one language. */
export function reasonWords(locale: Config['locale']): ReasonWords {
  return locale === 'de'
    ? {
        neverFeatured: 'neu, noch in keinem Brief',
        archive: 'aus dem Archiv',
        sharedTheme: (tags) => `gemeinsames Thema: ${tags.map((tag) => `„${tag}“`).join(', ')}`,
      }
    : {
        neverFeatured: 'new, not in any letter yet',
        archive: 'from the archive',
        sharedTheme: (tags) => `shared theme: ${tags.map((tag) => `“${tag}”`).join(', ')}`,
      };
}

/** A proposal for the subject: the question, else the newest post, else the newsletter's name. */
export function subjectFor(question: Question | null, posts: readonly FeaturedPost[], voice: Voice): string {
  return question?.text ?? posts[0]?.title ?? voice.title;
}

/** A proposal for the line that stands beside the subject in the inbox: what is to be read. */
export function preheaderFor(
  posts: readonly FeaturedPost[],
  older: readonly FeaturedPost[],
  locale: Config['locale'],
): string {
  const titles = posts.map((post) => post.title);
  if (titles.length > 0)
    return `${locale === 'de' ? 'Neu im Blog' : 'New on the blog'}: ${enumerate(titles.slice(0, 2), locale, titles.length > 2)}`;
  const [first] = older;
  if (first)
    return `${locale === 'de' ? 'Zum Wiederlesen' : 'Worth reading again'}: ${quoted(first.title, locale)}`;
  return locale === 'de' ? 'Ein Gedanke für die Woche' : 'A thought for the week';
}

/** The letter's first draft in Markdown; the author makes it her own. */
export function draftLetter(posts: readonly FeaturedPost[], question: Question | null, voice: Voice): string {
  const paragraphs =
    voice.locale === 'de' ? germanLetter(posts, question, voice) : englishLetter(posts, question);
  const farewell = voice.locale === 'de' ? 'Herzlich' : 'Warmly';
  return `${[...paragraphs, `${farewell}\n${asMarkdown(voice.from.name)}`].join('\n\n')}\n`;
}

/** A text that means itself inside a line of Markdown. */
function asMarkdown(text: string): string {
  const meaningful = /[\\`*[\]~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=\S)|&(?=#?\w+;)/gu;
  return text.replaceAll(meaningful, String.raw`\$&`);
}

function germanLetter(posts: readonly FeaturedPost[], question: Question | null, voice: Voice): string[] {
  const you = voice.address === 'sie' ? 'Sie' : 'du';
  const titles = posts.map((post) => asMarkdown(post.title));
  const news =
    titles.length === 0
      ? 'diese Woche ist es still im Blog. Manchmal ist das gut so: Zeit, etwas Älteres noch einmal zu lesen.'
      : titles.length === 1
        ? `diese Woche ist ein neuer Beitrag erschienen: ${enumerate(titles, 'de')}.`
        : `diese Woche sind ${numberWord(titles.length)} neue Beiträge erschienen; ${you === 'Sie' ? 'Sie finden' : 'du findest'} sie weiter unten.`;
  const thought = question
    ? `Dazu eine Frage, die ${you} mit in die nächsten Tage nehmen ${you === 'Sie' ? 'können' : 'kannst'}. Sie braucht keine schnelle Antwort.`
    : '';
  return [news, thought].filter((paragraph) => paragraph !== '');
}

function englishLetter(posts: readonly FeaturedPost[], question: Question | null): string[] {
  const titles = posts.map((post) => asMarkdown(post.title));
  const news =
    titles.length === 0
      ? 'It has been quiet on the blog this week. Sometimes that is good: there is time to read something older again.'
      : titles.length === 1
        ? `One new post has appeared this week: ${enumerate(titles, 'en')}.`
        : `There are ${titles.length} new posts this week; you find them below.`;
  const thought = question
    ? 'And a question to take along into the coming days. It needs no quick answer.'
    : '';
  return [news, thought].filter((paragraph) => paragraph !== '');
}

function enumerate(titles: readonly string[], locale: Config['locale'], isMore = false): string {
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  const rest = isMore ? [locale === 'de' ? 'mehr' : 'more'] : [];
  return format.format([...titles.map((title) => quoted(title, locale)), ...rest]);
}

/** Quotation marks inside a quoted title become single ones, as both languages want it. */
function quoted(title: string, locale: Config['locale']): string {
  return locale === 'de'
    ? `„${title.replaceAll('„', '‚').replaceAll('“', '‘')}“`
    : `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`;
}

function numberWord(count: number): string {
  const words = [
    'null',
    'ein',
    'zwei',
    'drei',
    'vier',
    'fünf',
    'sechs',
    'sieben',
    'acht',
    'neun',
    'zehn',
    'elf',
    'zwölf',
  ];
  return words[count] ?? String(count);
}

/** The comment at the head of a fresh draft. */
export function draftComment(locale: Config['locale']): string {
  return locale === 'de'
    ? 'Alles hier darf sich ändern: Betreff, Frage, Reihenfolge, Texte. Was du streichst, bleibt gestrichen.\n„reason“ sagt, warum etwas gewählt wurde; Leserinnen und Leser sehen es nicht.'
    : 'Everything here may change: subject, question, order, texts. What you take out stays out.\n"reason" tells why something was chosen; readers do not see it.';
}
