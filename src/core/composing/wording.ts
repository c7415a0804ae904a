import type { Config } from '../config.ts';
import type { FeaturedPost, Issue, Question } from '../issue.ts';
import { typeset } from '../language/typography.ts';
import type { WeekId } from '../week.ts';
import { openingOf, thoughtOf } from './opening.ts';
import { quietLettersBefore, quietParagraphs } from './quietWords.ts';
import { quoted } from './quoting.ts';

type Voice = Pick<Config, 'title' | 'locale' | 'address' | 'from'>;

/** What decides, besides posts and question, how a draft's letter begins. */
export interface Occasion {
  readonly week: WeekId;
  readonly olderPosts: readonly FeaturedPost[];
  readonly past: readonly Pick<Issue, 'week' | 'posts'>[];
}

/** The letter's first draft in Markdown, in other words than the weeks before; the author makes it her own. */
export function draftLetter(
  posts: readonly FeaturedPost[],
  question: Question | null,
  voice: Voice,
  { week, olderPosts, past }: Occasion,
): string {
  const titleOf = (post: FeaturedPost): string =>
    asMarkdown(typeset(quoted(post.title, voice.locale), voice.locale));
  const [first, ...more] = posts.map(titleOf);
  const olderTitle = olderPosts.map(titleOf)[0] ?? null;
  const quiet = (): readonly string[] =>
    quietParagraphs(
      week,
      quietLettersBefore(week, past),
      { olderTitle, hasQuestion: question !== null },
      voice,
    );
  const paragraphs =
    first === undefined
      ? quiet()
      : [openingOf([first, ...more], week, voice), ...(question ? [thoughtOf(week, voice)] : [])];
  const farewell = voice.locale === 'de' ? 'Herzlich' : 'Warmly';
  return `${[...paragraphs, `${farewell}\n${asMarkdown(voice.from.name)}`].join('\n\n')}\n`;
}

/** A text that means itself inside a line of Markdown. */
function asMarkdown(text: string): string {
  const meaningful = /[\\`*[\]~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=\S)|&(?=#?\w+;)/gu;
  return text.replaceAll(meaningful, String.raw`\$&`);
}

/** The comment at the head of a fresh draft. */
export function draftComment(locale: Config['locale']): string {
  return locale === 'de'
    ? 'Alles hier darf sich ändern: Betreff, Frage, Reihenfolge, Texte. Was du streichst, bleibt gestrichen.\n„reason“ sagt, warum etwas gewählt wurde; Leserinnen und Leser sehen es nicht.'
    : 'Everything here may change: subject, question, order, texts. What you take out stays out.\n"reason" tells why something was chosen; readers do not see it.';
}
