import type { Language } from '../errors.ts';

/** What speaks for a question. */
export interface PromptGrounds {
  /** Why now: `zum Advent`, `am 6. Dezember`. */
  readonly occasion: string | null;
  /** What the week's posts speak of, and in how many of them. */
  readonly themes: readonly string[];
  readonly posts: number;
  /** Whether there are posts that it could have fitted. */
  readonly hasPosts: boolean;
  /** Infinity where it was never asked. */
  readonly weeksAgo: number;
  /** How many readers answered it so far. */
  readonly answers: number;
}

/** Why a question was chosen: `gewählt wegen „Wertschätzung“ in zwei Beiträgen; noch nicht gestellt`. */
export function reasonFor(grounds: PromptGrounds, language: Language): string {
  const words = language === 'de' ? german : english;
  const { occasion, themes, posts, hasPosts } = grounds;
  const theme = themes.length > 0 ? words.theme(themes, posts) : null;
  const parts =
    occasion !== null
      ? [occasion, ...(theme === null ? [] : [words.also(theme)])]
      : [theme === null ? words.inTurn(hasPosts) : words.chosen(theme)];
  return [...parts, words.history(grounds)].join('; ');
}

interface ReasonWords {
  readonly theme: (themes: readonly string[], posts: number) => string;
  readonly chosen: (theme: string) => string;
  readonly also: (theme: string) => string;
  readonly inTurn: (hasPosts: boolean) => string;
  readonly history: (grounds: Pick<PromptGrounds, 'weeksAgo' | 'answers'>) => string;
}

const german: ReasonWords = {
  theme: (themes, posts) =>
    `wegen ${themes.map((theme) => `„${theme}“`).join(' und ')} in ${posts === 1 ? 'einem Beitrag' : `${germanNumber(posts)} Beiträgen`}`,
  chosen: (theme) => `gewählt ${theme}`,
  also: (theme) => `auch ${theme}`,
  inTurn: (hasPosts) => (hasPosts ? 'nichts passte näher; an der Reihe' : 'an der Reihe'),
  history: ({ weeksAgo, answers }) => {
    if (weeksAgo === Infinity) return 'noch nicht gestellt';
    const answered =
      answers === 0 ? '' : `, mit ${answers === 1 ? 'einer Antwort' : `${germanNumber(answers)} Antworten`}`;
    return `zuletzt vor ${weeksAgo === 1 ? 'einer Woche' : `${germanNumber(weeksAgo)} Wochen`} gestellt${answered}`;
  },
};

const english: ReasonWords = {
  theme: (themes, posts) =>
    `for ${themes.map((theme) => `“${theme}”`).join(' and ')} in ${englishNumber(posts)} ${posts === 1 ? 'post' : 'posts'}`,
  chosen: (theme) => `chosen ${theme}`,
  also: (theme) => `also ${theme}`,
  inTurn: (hasPosts) => (hasPosts ? 'nothing came closer; its turn' : 'its turn'),
  history: ({ weeksAgo, answers }) => {
    if (weeksAgo === Infinity) return 'not asked before';
    const answered =
      answers === 0 ? '' : `, with ${englishNumber(answers)} ${answers === 1 ? 'answer' : 'answers'}`;
    return `last asked ${englishNumber(weeksAgo)} ${weeksAgo === 1 ? 'week' : 'weeks'} ago${answered}`;
  },
};

const germanNumbers = 'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' ');
const englishNumbers = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

function germanNumber(count: number): string {
  return germanNumbers[count] ?? String(count);
}

function englishNumber(count: number): string {
  return englishNumbers[count] ?? String(count);
}
