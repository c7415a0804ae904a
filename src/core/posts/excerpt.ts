import { foldSpace } from '../characters.ts';

/** How many words of a post the letter shows, and how many characters, where its words are none. */
const excerptWords = 45;
const excerptLength = 1_000;

/** Blogs write these instead of a summary when a post must not be shown. */
const refusals =
  /^(?:Es gibt keinen Textauszug, da dies ein geschützter Beitrag ist|There is no excerpt because this is a protected post)\.?$/i;

const closing = `["'”“»«’‘)\\]]*`;
const sentenceEnd = new RegExp(`[.!?…]${closing}$`, 'u');
const arrows = '[→»›▸▶⟶>\\s]*';

const ellipsis = /\s*(?:…|\.{3,}|&#8230;|&hellip;)\s*$/iu;

/** Ends of a teaser that say the text goes on. */
const continuations: readonly RegExp[] = [
  /\s*(?:\[\s*(?:&#8230;|&#x2026;|&hellip;|…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))\s*$/iu,
  ellipsis,
  new RegExp(
    `(?:^|(?<=[.!?…\\])”“"»›]))\\s*(?:Continue reading|Keep reading|Read more|Read the rest|Read on|` +
      `Weiterlesen|Weiter lesen|Mehr lesen|Mehr erfahren|Den ganzen Beitrag lesen|Ganzen Beitrag lesen|Zum Beitrag)\\b` +
      `(?:[^.!?]{0,200}|.{0,200}[→»›▸▶⟶…”“"])${arrows}$`,
    'u',
  ),
];

/** The line WordPress adds below every post of a feed. */
const attribution =
  /(?:^|\s+)(?:Der Beitrag|Dieser Beitrag|The post|The article)\s(?:(?!\s(?:Der Beitrag|The post)\s).){1,400}?\s(?:erschien zuerst (?:auf|bei)|ist zuerst erschienen auf|appeared first (?:on|at)|first appeared on)\s.{0,300}$/u;

/** A text without the marks blogs put at the end of a teaser ("[…]", "Weiterlesen", "The post … appeared first on …"). */
export function stripTeaserMarks(text: string): string {
  return splitTeaser(text).text;
}

/** Below this many words a text that ends in "…" was cut; a longer one may just end that way. */
const shortestWhole = 120;

/** Whether a text says at its end that it goes on elsewhere ("[…]", "Weiterlesen"). */
export function saysMore(text: string): boolean {
  return splitTeaser(text).isToldSo;
}

/** The whole text of a post without teaser marks, or '' where a blog shows only its beginning. */
export function wholeText(text: string): string {
  const { text: whole, isCut, isToldSo } = splitTeaser(text);
  const isTeaser = isToldSo || (isCut && countWords(whole) < shortestWhole);
  return isTeaser || refusals.test(whole) ? '' : whole;
}

/** How many words a text has; marks between them are none. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}

/** A text of at most `maxWords` words: up to a sentence end where one is near, else cut with " …". */
export function excerptOf(text: string, maxWords: number): string {
  const folded = foldSpace(text);
  const words = [...folded.matchAll(/\S+/gu)].filter(({ 0: word }) => word !== '…');
  if (words.length <= maxWords) return folded;
  const ends = words.map((word) => word.index + word[0].length);
  for (let count = maxWords; count >= Math.max(1, Math.ceil((maxWords * 2) / 3)); count -= 1) {
    if (endsSentence(words[count - 1]?.[0] ?? '', words[count]?.[0] ?? ''))
      return folded.slice(0, ends[count - 1]);
  }
  return withEllipsis(folded.slice(0, ends[maxWords - 1] ?? 0));
}

/** A text that begins by saying its title once more, without it, where enough is left to read. */
function withoutLeadingTitle(text: string, title: string): string {
  const folded = foldSpace(text);
  if (title === '') return text;
  const begun = title.replace(ellipsis, '');
  // A title that was cut is the beginning of the text, which then goes on behind it.
  if (begun !== title && begun !== '' && folded.startsWith(begun)) return restBehind(folded, begun.length);
  if (!folded.startsWith(title)) return text;
  const rest = folded.slice(title.length).replace(/^[\s.:!?–-]+/u, '');
  const isNewSentence =
    /^[„“"»‚‘'(]*\p{Lu}/u.test(rest) &&
    (/[.!?:]$/.test(title) || /^\s*[.:!?–-]/u.test(folded.slice(title.length)));
  return isNewSentence && rest.split(' ').length >= 8 ? rest : text;
}

/** The end of a text; it says with an ellipsis where it begins in the middle of a sentence. */
export function restBehind(text: string, length: number): string {
  const rest = text.slice(length);
  const isNewSentence = sentenceEnd.test(text.slice(0, length)) || /^\s*[.!?…]/u.test(rest);
  const shown = rest.replace(isNewSentence ? /^[\s.!?…]+/u : /^[\s,;:–—-]+/u, '');
  return isNewSentence || shown === '' ? shown : `…\u00A0${shown}`;
}

/** Where the first sentence of a text ends that has at least `shortest` and at most `longest` characters; undefined for none. */
export function sentenceEndWithin(text: string, shortest: number, longest: number): number | undefined {
  const words = [...text.slice(0, longest + 40).matchAll(/\S+/gu)];
  return words
    .filter(({ 0: word }, at) => endsSentence(word, words[at + 1]?.[0] ?? ''))
    .map(({ 0: word, index }) => index + word.length)
    .find((end) => end >= shortest && end <= longest);
}

/** What a letter shows of a post: its summary where that says something, else the first words of its content. */
export function postExcerpt(post: {
  readonly title: string;
  readonly summary: string;
  readonly content: string;
}): string {
  const summary = splitTeaser(withoutLeadingTitle(post.summary, post.title));
  const isUseful =
    /\p{L}{2}/u.test(summary.text) && !refusals.test(summary.text) && !isSame(summary.text, post.title);
  const content = splitTeaser(withoutLeadingTitle(post.content, post.title));
  const { text, isCut } = isUseful && !isBeginningOf(summary, content.text) ? summary : content;
  if (refusals.test(text)) return '';
  const excerpt = cutAt(excerptOf(text, excerptWords), excerptLength);
  return excerpt === text && isCut && text !== '' && !sentenceEnd.test(text) ? withEllipsis(text) : excerpt;
}

/**
 * Whether a blog cut its summary from the text by itself, with something before it that is none of the text. Without line
 * breaks nobody can tell where that ends, so that the text's own beginning reads better.
 */
function isBeginningOf({ text, isCut }: Teaser, content: string): boolean {
  if (!isCut || content.length < text.length / 2) return false;
  const words = text.split(' ');
  const first = bareLetters(words.slice(0, 4).join(' '));
  const last = bareLetters(words.slice(-6).join(' '));
  const whole = bareLetters(content.slice(0, text.length * 2 + 500));
  return last.length >= 15 && whole.includes(last) && !whole.startsWith(first);
}

interface Teaser {
  readonly text: string;
  /** Some mark stood at the end. */
  readonly isCut: boolean;
  /** And not only an ellipsis, which may be the author's own. */
  readonly isToldSo: boolean;
}

function splitTeaser(text: string): Teaser {
  const folded = foldSpace(text);
  // No mark is longer than this, and searching a hostile text from its start would take very long.
  const head = folded.slice(0, -1000);
  let rest = folded.slice(-1000);
  let isCut = false;
  let isToldSo = false;
  // Marks stand behind one another ("… [&#8230;] The post … appeared first on …"), so each may uncover the next.
  for (let round = 0; round < 10; round += 1) {
    const before = rest;
    rest = rest.replace(attribution, '').trimEnd();
    for (const mark of continuations) {
      const shorter = rest.replace(mark, '').trimEnd();
      isCut ||= shorter !== rest;
      isToldSo ||= shorter !== rest && mark !== ellipsis;
      rest = shorter;
    }
    if (rest === before) break;
  }
  return { text: (head + rest).trim(), isCut, isToldSo };
}

/** A text of at most `length` characters; what is longer than anybody writes is cut anywhere. */
export function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 2).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return withEllipsis(space > length / 2 ? cut.slice(0, space) : cut);
}

function withEllipsis(text: string): string {
  const tidy = text.replace(/[\s,;:·–—\-(["„“‚‘«»/&]+$/u, '');
  return tidy === '' ? '' : `${tidy}\u00A0…`;
}

const abbreviations = new Set(
  (
    'abb abs bd bspw bzgl bzw ca dipl dr etc evtl ff fr geb gem ggf hl hr hrsg inkl jh jhd lt max min mio mr mrd mrs ms nr ' +
    'prof s sog st std str tel u usf usw v vgl vs z zb zzgl jan feb mär apr jun jul aug sep sept okt nov dez'
  ).split(' '),
);

/** Whether a word closes a sentence: "Woche." does, "z. B.", "3." and "bzw." do not. */
export function endsSentence(word: string, next: string): boolean {
  if (!sentenceEnd.test(word) || !/^[^\p{L}\p{N}]*[\p{Lu}\p{N}]/u.test(next)) return false;
  const bare = word.replace(new RegExp(`${closing}$`, 'u'), '');
  if (!bare.endsWith('.') || bare.endsWith('..')) return !bare.endsWith('…') && !bare.endsWith('..');
  const stem = bare.slice(0, -1).replace(/^[^\p{L}\p{N}]+/u, '');
  return /\p{L}{2}$/u.test(stem) && !abbreviations.has(stem.toLowerCase());
}

function isSame(a: string, b: string): boolean {
  return bareLetters(a) === bareLetters(b);
}

function bareLetters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
