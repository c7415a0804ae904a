import type { Check, CheckPlace } from '../check.ts';
import { foldedTitle } from '../composing/postKeys.ts';
import { preheaderWords, subjectsFor } from '../composing/subjects.ts';
import type { Config } from '../config.ts';
import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { letterParts, onOneLine, ownSentences, patternOf, someTitle } from './ownSentences.ts';

/** What words promise of the letter they stand in. */
interface Announcement {
  readonly where: Extract<CheckPlace, 'subject' | 'preheader' | 'letter'>;
  readonly titles: readonly string[];
  readonly hasQuestion: boolean;
  /** How many new posts; 0 that there are none, null nothing of them. */
  readonly newPosts: number | null;
}

/** What readers find in a letter. */
type Shown = Pick<Issue, 'posts' | 'olderPosts'> & { readonly hasQuestion: boolean };

/** Whether the draft's own words in a letter, as far as they still stand there, announce what it holds. */
export function checkAnnouncements({
  issue,
  config,
}: Pick<CheckedLetter, 'issue' | 'config'>): readonly Check[] {
  const shown = shownOf(issue, config);
  const said = [
    ...(config.look.sections.includes('letter') ? inLetter(issue, config) : []),
    ...inSubject(issue, config),
    ...inPreheader(issue, config),
  ];
  const told = new Set<string>();
  return said
    .flatMap((one) => faultsOf(one, shown).map((found) => finding(found, one.where)))
    .filter(({ where, found }) => {
      const key = `${where} ${found.de}`;
      return !told.has(key) && told.add(key);
    });
}

function shownOf({ question, posts, olderPosts }: Issue, { look }: Config): Shown {
  return {
    hasQuestion: question !== null && look.sections.includes('question'),
    posts: look.sections.includes('posts') ? posts : [],
    olderPosts: look.sections.includes('olderPosts') ? olderPosts : [],
  };
}

function inLetter({ letter, week }: Issue, config: Config): readonly Announcement[] {
  const said = ownSentences(week, config);
  return letterParts(letter).paragraphs.flatMap((paragraph): Announcement[] => {
    const own = said(paragraph);
    if (own === null) return [];
    const { is, title, newPosts } = own;
    return [
      { where: 'letter', titles: title === null ? [] : [title], hasQuestion: is === 'question', newPosts },
    ];
  });
}

/** The lines that the draft proposes as subject, with any title. */
function inSubject({ subject }: Issue, { title, locale }: Config): readonly Announcement[] {
  const question = { text: '' };
  const post = { title: someTitle, excerpt: '' };
  const voice = { title, locale };
  const proposed = (asked: typeof question | null, hasNews: boolean): readonly Announcement[] =>
    subjectsFor(asked, hasNews ? [post] : [], hasNews ? [] : [post], [], voice)
      .filter((line) => line.includes(someTitle) && line !== someTitle)
      .flatMap((line) => {
        const named = patternOf(unquoted(line, locale), locale).exec(onOneLine(subject))?.[1];
        const hasQuestion = asked !== null;
        return named === undefined
          ? []
          : [{ where: 'subject', titles: [named], hasQuestion, newPosts: null } as const];
      });
  const [plain] = proposed(null, false);
  if (plain) return [plain];
  return [...proposed(question, true), ...proposed(question, false)].slice(0, 1);
}

/** The quotation marks belong to the title that stands in for it. */
function unquoted(line: string, locale: Config['locale']): string {
  const [open, close] = locale === 'de' ? ['„', '“'] : ['“', '”'];
  return line.replaceAll(`${open}${someTitle}${close}`, someTitle);
}

/** The lines that the draft proposes for beside the subject: a list of titles, and what goes with them. */
function inPreheader({ preheader }: Issue, { locale }: Config): readonly Announcement[] {
  const line = onOneLine(preheader);
  const { fresh, again, question } = preheaderWords[locale];
  const isList = [fresh, again].some((start) => line.startsWith(`${start}: `));
  const quotes = locale === 'de' ? /„[^„“]+“/gu : /“[^“”]+”/gu;
  const titles = isList ? Array.from(line.matchAll(quotes), ([title]) => title) : [];
  const hasQuestion = line.toLowerCase().includes(question.toLowerCase());
  return [{ where: 'preheader', titles, hasQuestion, newPosts: null }];
}

/** What an announcement promises that readers will not find. */
function faultsOf({ titles, hasQuestion, newPosts }: Announcement, shown: Shown): readonly Text[] {
  const all = [...shown.posts, ...shown.olderPosts];
  const missing = titles.filter((title) => !all.some((post) => isTitleOf(title, post.title)));
  return [
    ...missing.map((title) => ({
      de: `Hier ist von ${title} die Rede, aber dieser Beitrag steht nicht im Brief.`,
      en: `This speaks of ${title}, but that post is not in the letter.`,
    })),
    ...(hasQuestion && !shown.hasQuestion ? [noQuestion] : []),
    ...(newPosts === null || missing.length > 0 ? [] : countFaults(newPosts, shown.posts.length)),
  ];
}

const noQuestion: Text = {
  de: 'Hier ist von einer Frage die Rede, aber im Brief steht keine.',
  en: 'This speaks of a question, but the letter holds none.',
};

function countFaults(said: number, there: number): readonly Text[] {
  if (said === there) return [];
  if (said === 0)
    return [
      {
        de: 'Hier steht, es gebe nichts Neues, aber im Brief stehen neue Beiträge.',
        en: 'This says that nothing is new, but the letter holds new posts.',
      },
    ];
  if (there === 0)
    return [
      {
        de: 'Hier ist von neuen Beiträgen die Rede, aber im Brief steht keiner.',
        en: 'This speaks of new posts, but the letter holds none.',
      },
    ];
  return [
    {
      de: `Hier steht eine andere Zahl neuer Beiträge (${said}), als im Brief zu finden sind (${there}).`,
      en: `This gives another number of new posts (${said}) than the letter holds (${there}).`,
    },
  ];
}

/** A long title may be cut. */
function isTitleOf(quoted: string, title: string): boolean {
  const named = foldedTitle(quoted);
  const whole = foldedTitle(title);
  return named === whole || (quoted.includes('…') && whole.startsWith(named));
}

function finding(found: Text, where: Announcement['where']): Check {
  return {
    check: 'announcements',
    status: 'warning',
    found,
    why: {
      de: 'Wer danach sucht, findet nichts und fragt sich, was fehlt.',
      en: 'Whoever looks for it finds nothing, and wonders what is missing.',
    },
    hint: {
      de: 'Den Satz ändern oder streichen.',
      en: 'Change the sentence or take it out.',
    },
    where,
  };
}
