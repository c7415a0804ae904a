import { openingOf, thoughtOf } from '../composing/opening.ts';
import { quietParagraphs } from '../composing/quietWords.ts';
import type { Config } from '../config.ts';
import type { WeekId } from '../week.ts';

type Voice = Pick<Config, 'locale'>;

/** What one of the draft's own sentences tells of the letter. */
export interface OwnSentence {
  readonly is: 'opening' | 'older' | 'question';
  /** How many new posts it speaks of: 0 where it says that there are none, null where it says nothing of them. */
  readonly newPosts: number | null;
  /** The title it names, in its quotation marks; null where it names none. */
  readonly title: string | null;
}

/** A letter as the draft writes it: its paragraphs, each on one line, and how it ends. */
export interface LetterParts {
  readonly paragraphs: readonly string[];
  /** The greeting at the end as it is written; null where there is none. */
  readonly farewell: string | null;
}

/** No letter has more new posts. */
const mostPosts = 50;
/** Stands where a title will be; no sentence holds it by itself. */
export const someTitle = '\uE000';
const forms = ['du', 'sie'] as const;

/** Takes a letter apart; whatever greets at its end counts as farewell, under any name. */
export function letterParts(letter: string): LetterParts {
  const written = letter
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  const last = written.at(-1);
  const farewell = last !== undefined && isFarewell(last) ? last : null;
  return {
    paragraphs: (farewell === null ? written : written.slice(0, -1)).map(onOneLine),
    farewell,
  };
}

/** The draft's own, or a few short lines with no sentence among them. */
function isFarewell(paragraph: string): boolean {
  const lines = paragraph.split('\n').map((line) => line.trim());
  if (lines.length === 2 && (lines[0] === 'Herzlich' || lines[0] === 'Warmly')) return true;
  return lines.length <= 3 && lines.every((line) => line.length <= 40 && !/[.?:;…]["“”]?$/.test(line));
}

/** A text with every gap as one plain space. */
export function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Reads what the draft's own sentences of a week say, whatever posts they were written for; null for anything else. */
export function ownSentences(week: WeekId, { locale }: Voice): (paragraph: string) => OwnSentence | null {
  const known = forms.flatMap((address) => sentencesOf(week, { locale, address }));
  return (paragraph) => {
    const line = onOneLine(paragraph);
    for (const { text, ...says } of known) {
      const [start = ''] = text.split(someTitle);
      // Patterns take their time, and hardly any sentence begins like the paragraph.
      const match = line.startsWith(start) ? patternOf(text, locale).exec(line) : null;
      if (match) return { ...says, title: match[1] ?? null };
    }
    return null;
  };
}

interface Sentence extends Pick<OwnSentence, 'is' | 'newPosts'> {
  readonly text: string;
}

function sentencesOf(week: WeekId, voice: Pick<Config, 'locale' | 'address'>): readonly Sentence[] {
  const openings = Array.from({ length: mostPosts }, (_, more): Sentence => {
    const others = Array.from({ length: more }, () => someTitle);
    return { is: 'opening', newPosts: more + 1, text: openingOf([someTitle, ...others], week, voice) };
  });
  const question = thoughtOf(week, voice);
  const quiet = [0, 1, 2].flatMap((before) =>
    [someTitle, null].flatMap((olderTitle) =>
      quietParagraphs(week, before, { olderTitle, hasQuestion: false }, voice).map((text, index): Sentence =>
        index === 0 ? { is: 'opening', newPosts: 0, text } : { is: 'older', newPosts: null, text },
      ),
    ),
  );
  return [...openings, { is: 'question' as const, newPosts: null, text: question }, ...quiet].map(
    (sentence) => ({ ...sentence, text: onOneLine(sentence.text) }),
  );
}

/** Finds a text with any title in quotation marks where it names one. */
export function patternOf(text: string, locale: Config['locale']): RegExp {
  const title = locale === 'de' ? '(„[^„“]+“)' : '(“[^“”]+”)';
  const escaped = onOneLine(text).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(someTitle, title)}$`, 'u');
}
