import type { Config } from '../config.ts';
import type { FeaturedPost, Issue, Question } from '../issue.ts';
import { typesetLine } from '../language/typography.ts';
import { endsSentence } from '../posts/excerpt.ts';
import { foldedTitle } from './postKeys.ts';
import { cutLine, quoted } from './quoting.ts';

type Voice = Pick<Config, 'title' | 'locale'>;
type Shown = Pick<FeaturedPost, 'title' | 'excerpt'>;
type Past = readonly Pick<Issue, 'subject'>[];

/** Phones show about this much of a subject. */
const aim = 50;
const longest = 70;
const mostSubjects = 4;
/** For half a year no subject comes again. */
const rememberedIssues = 26;
const shortestPreheader = 40;
const longestPreheader = 90;

/**
 * Subjects that fit the letter, the best first: the question, the post that leads, both; in a quiet week the older post. At
 * least two, whole before cut ones, none of the last 26 letters as long as there are others.
 */
export function subjectsFor(
  question: Pick<Question, 'text'> | null,
  posts: readonly Shown[],
  older: readonly Shown[],
  past: Past,
  voice: Voice,
): readonly string[] {
  const { locale } = voice;
  const used = new Set(past.slice(0, rememberedIssues).map(foldedSubject));
  const wishes = [
    ...(question ? [question.text] : []),
    ...(posts.length > 0 ? ofPosts(question, posts, locale) : ofOlder(question, older, locale)),
  ].map((text) => typesetLine(text.replaceAll(/\s+/g, ' ').trim(), locale));
  const calm = wishes.filter((text) => !isShouted(text));
  const fitting = [
    ...calm.filter((text, index) => text.length <= (index === 0 ? longest : aim)),
    ...calm.filter((text) => text.length <= longest),
    ...calm.filter((text) => text.length > longest).map((text) => cutLine(text, aim)),
    ...[voice.title, ...spare[locale], ...wishes].map((text) => cutLine(text, longest)),
  ].filter((text) => text !== '');
  const different = uniqueBy(fitting, foldedTitle);
  const unused = different.filter((text) => !used.has(foldedTitle(text)));
  const wanted = Math.min(mostSubjects, Math.max(2, wishes.length + 1));
  return [...unused, ...longestUnused(different, past)].slice(0, wanted);
}

const foldedSubjects = new WeakMap<Past[number], string>();

/** Kept, because each letter is remembered for half a year. */
function foldedSubject(issue: Past[number]): string {
  const kept = foldedSubjects.get(issue) ?? foldedTitle(issue.subject);
  foldedSubjects.set(issue, kept);
  return kept;
}

/** Where everything was used before, what was used the longest ago. */
function longestUnused(subjects: readonly string[], past: Past): readonly string[] {
  const remembered = past.slice(0, rememberedIssues).map(foldedSubject);
  const agoOf = (text: string): number => remembered.indexOf(foldedTitle(text));
  return subjects.filter((text) => agoOf(text) >= 0).toSorted((a, b) => agoOf(b) - agoOf(a));
}

function ofPosts(
  question: object | null,
  [lead, second]: readonly Shown[],
  locale: Config['locale'],
): readonly string[] {
  if (!lead) return [];
  const [and, withQuestion] = locale === 'de' ? ['und', 'und eine Frage'] : ['and', 'and a question'];
  const title = quoted(lead.title, locale);
  return [
    lead.title,
    ...(question ? [`${title} ${withQuestion}`] : []),
    ...(second ? [`${title} ${and} ${quoted(second.title, locale)}`, second.title] : []),
  ];
}

function ofOlder(
  question: object | null,
  [first]: readonly Shown[],
  locale: Config['locale'],
): readonly string[] {
  if (!first) return [];
  const title = quoted(first.title, locale);
  return locale === 'de'
    ? [`Wiedergelesen: ${title}`, ...(question ? [`Eine Frage und ${title}`] : [])]
    : [`From the archive: ${title}`, ...(question ? [`A question and ${title}`] : [])];
}

/** What a letter can always be called. */
const spare: Readonly<Record<Config['locale'], readonly string[]>> = {
  de: ['Ein Gedanke für die Woche', 'Ein ruhiger Brief zur Woche', 'Etwas zu lesen für diese Woche'],
  en: ['A thought for the week', 'A quiet letter for the week', 'Something to read this week'],
};

/** Capitals throughout, or several exclamation marks: filters take it for advertising, and readers too. */
function isShouted(text: string): boolean {
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  return /!\s*!/.test(text) || (letters.length >= 8 && letters === letters.toUpperCase());
}

/**
 * Lines for beside the subject in the inbox: what is to be read, in 40 to 90 characters. None repeats the subject, nor what
 * stood there in the last letters as long as there is another.
 */
export function preheadersFor(
  subject: string,
  question: Pick<Question, 'text'> | null,
  posts: readonly Shown[],
  older: readonly Shown[],
  past: readonly Pick<Issue, 'preheader'>[],
  locale: Config['locale'],
): readonly string[] {
  const said = ` ${foldedTitle(subject)} `;
  const isSaid = (text: string): boolean => {
    const folded = ` ${foldedTitle(text)} `;
    return folded.trim() !== '' && (said.includes(folded) || (said.trim() !== '' && folded.includes(said)));
  };
  const fresh = posts.filter(({ title }) => !isSaid(title));
  const again = older.filter(({ title }) => !isSaid(title));
  const words = preheaderWords[locale];
  const tails = [
    ...(question && !isSaid(question.text) && !isSaid(words.question) ? [words.question] : []),
    ...(again.length > 0 && posts.length > 0 ? [words.older] : []),
    words.letter,
    words.calm,
  ];
  // No line announces twice what it already names.
  const without = (said: string): readonly string[] => tails.filter((tail) => tail !== said);
  const starts = [
    ...(fresh.length > 0 ? [{ start: listed(words.fresh, fresh, locale), tails }] : []),
    ...posts.slice(0, 1).map(({ excerpt }) => ({ start: firstSentences(excerpt), tails })),
    ...(question && !isSaid(question.text) ? [{ start: question.text, tails: without(words.question) }] : []),
    ...(again.length > 0 ? [{ start: listed(words.again, again, locale), tails: without(words.older) }] : []),
    ...older
      .slice(0, 1)
      .map(({ excerpt }) => ({ start: firstSentences(excerpt), tails: without(words.older) })),
    ...words.always.map((start) => ({ start, tails })),
  ];
  const lines = starts
    .map(({ start, tails }) => ({ start: start.replaceAll(/\s+/g, ' ').trim(), tails }))
    .filter(({ start }) => start !== '' && !isSaid(start))
    .map(({ start, tails }) => typesetLine(filled(start, tails), locale))
    .map((line) => cutLine(line, longestPreheader))
    .filter((line) => line.length >= shortestPreheader && !isSaid(line));
  const used = new Set(past.slice(0, rememberedIssues).map(({ preheader }) => foldedTitle(preheader)));
  const different = uniqueBy(lines, foldedTitle);
  return [
    ...different.filter((line) => !used.has(foldedTitle(line))),
    ...different.filter((line) => used.has(foldedTitle(line))),
  ].slice(0, mostSubjects);
}

/** One title or two with what is before them, within the length. */
function listed(
  before: string,
  [first, second, ...rest]: readonly Shown[],
  locale: Config['locale'],
): string {
  if (!first) return '';
  const [and, more] = locale === 'de' ? ['und', 'und mehr'] : ['and', 'and more'];
  const one = quoted(first.title, locale);
  const two = second ? quoted(second.title, locale) : '';
  const alone = `${before}: ${one}`;
  const lines = second
    ? [rest.length > 0 ? `${before}: ${one}, ${two} ${more}` : `${alone} ${and} ${two}`, `${alone} ${more}`]
    : [];
  return lines.find((line) => line.length <= longestPreheader) ?? alone;
}

/** The last word of a text stands as before another sentence. */
const afterTheEnd = 'A';

/** As much of an excerpt's beginning as fits, up to the end of a sentence. */
function firstSentences(excerpt: string): string {
  const words = [...excerpt.matchAll(/\S+/gu)];
  const ends = words
    .filter(({ 0: word }, at) => endsSentence(word, words[at + 1]?.[0] ?? afterTheEnd))
    .map(({ 0: word, index }) => index + word.length);
  const best = ends.findLast((end) => end <= longestPreheader && end >= shortestPreheader);
  return excerpt.slice(0, best ?? longestPreheader * 2);
}

/** A line that would leave the inbox room for the letter's first words says a little more. */
function filled(start: string, tails: readonly string[]): string {
  let line = start;
  for (const tail of tails) {
    if (line.length >= shortestPreheader) return line;
    const glue = /[.!?…]$/u.test(line) ? ` ${tail.charAt(0).toUpperCase()}${tail.slice(1)}` : ` – ${tail}`;
    line = `${line}${glue}`;
  }
  return line;
}

/** The words around what a preview line names. */
export const preheaderWords = {
  de: {
    fresh: 'Neu im Blog',
    again: 'Zum Wiederlesen',
    question: 'und eine Frage für die Woche',
    older: 'dazu etwas zum Wiederlesen',
    letter: 'der Brief zur Woche',
    calm: 'zum Lesen, wenn gerade Zeit ist',
    always: [
      'Ein Gedanke für die Woche und ein paar ruhige Minuten',
      'Ein Brief für zwischendurch, zum Lesen in aller Ruhe',
    ],
  },
  en: {
    fresh: 'New on the blog',
    again: 'Worth reading again',
    question: 'and a question for the week',
    older: 'with something worth reading again',
    letter: 'the letter for the week',
    calm: 'to read whenever there is time',
    always: [
      'A thought for the week and a few quiet minutes',
      'A letter to read in your own time, whenever that is',
    ],
  },
} as const;

function uniqueBy(texts: readonly string[], keyOf: (text: string) => string): readonly string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const key = keyOf(text);
    return !seen.has(key) && seen.add(key);
  });
}
