import type { AuthorNews, LetterFigures } from '../clock/authorNews.ts';
import type { Issue } from '../issue.ts';
import { noTotals, type Totals } from '../sending/delivery.ts';

const sendAt = new Date('2026-11-22T06:00:00Z');

/** Totals in which only what is named is not zero. */
export function totals(changes: Partial<Totals>): Totals {
  const counts = { ...noTotals, ...changes };
  return { ...counts, audience: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

/** A letter that went well, and what is otherwise. */
export function figures(changes: Partial<LetterFigures> = {}): LetterFigures {
  return {
    subject: 'Wem hast du zuletzt ohne Grund gedankt?',
    totals: totals({ accepted: 412 }),
    refusals: [],
    deferrals: [],
    nextTryAt: null,
    newReaders: 0,
    goodbyes: 0,
    suppressed: 0,
    isBounceShareHigh: false,
    ...changes,
  };
}

/** A letter with which everything happened that can. */
export const fullFigures = figures({
  totals: totals({
    accepted: 1412,
    rejected: 3,
    expired: 1,
    deferred: 2,
    uncertain: 1,
    left: 1,
    withdrawn: 2,
  }),
  refusals: [
    { reason: '550 5.1.1 User unknown', count: 3 },
    { reason: '451 4.7.1 Greylisted, please try again later', count: 1 },
  ],
  deferrals: [{ reason: '452 4.2.2 Mailbox full', count: 2 }],
  nextTryAt: new Date('2026-11-22T08:15:00Z'),
  newReaders: 7,
  goodbyes: 1,
  suppressed: 3,
  isBounceShareHigh: true,
});

/** The names of the samples. */
export type NewsSample =
  | 'draft'
  | 'draft-ask'
  | 'reminder'
  | 'held-author'
  | 'held-unanswered'
  | 'held-late'
  | 'quiet-ask'
  | 'quiet-skip'
  | 'trouble-compose'
  | 'trouble-send'
  | 'paused'
  | 'report'
  | 'report-plain'
  | 'final';

/** News of every kind about an issue, by name. */
export function newsSamples(issue: Issue): Readonly<Record<NewsSample, AuthorNews>> {
  const { week, subject } = issue;
  const draft = { week, issue, sendAt, readers: 412 } as const;
  return {
    draft: {
      ...draft,
      kind: 'draft',
      approval: 'automatic',
      notes: [
        { de: 'Wartet auf den nächsten Brief: „Ein Koffer“', en: 'Waits for the next letter: "A suitcase"' },
      ],
    },
    'draft-ask': { ...draft, kind: 'draft', approval: 'ask', notes: [] },
    reminder: { ...draft, kind: 'reminder', approval: 'ask', notes: [] },
    'held-author': { week, kind: 'held', issue, sendAt, reason: 'author' },
    'held-unanswered': { week, kind: 'held', issue, sendAt, reason: 'unanswered' },
    'held-late': { week, kind: 'held', issue: null, sendAt, reason: 'late' },
    'quiet-ask': { week, kind: 'quiet', mayStillLeave: true, sendAt },
    'quiet-skip': { week, kind: 'quiet', mayStillLeave: false, sendAt },
    'trouble-compose': {
      week,
      kind: 'trouble',
      what: 'compose',
      reason: {
        de: 'https://blog.example.org/feed/ antwortet nicht.\nStimmt die Adresse?',
        en: 'https://blog.example.org/feed/ does not answer.\nIs the address right?',
      },
      since: new Date('2026-11-20T08:00:00Z'),
    },
    'trouble-send': {
      week,
      kind: 'trouble',
      what: 'send',
      reason: { de: 'mail.example.org ist nicht zu erreichen.', en: 'mail.example.org cannot be reached.' },
      since: new Date('2026-11-22T06:00:00Z'),
    },
    paused: {
      week,
      kind: 'paused',
      reason: {
        de: 'Von den ersten 50 wurden 9 abgewiesen.',
        en: 'Of the first 50, 9 were rejected.',
      },
      figures: figures({
        subject,
        totals: totals({ accepted: 41, rejected: 9, waiting: 362 }),
        refusals: [{ reason: '550 5.7.1 Message refused', count: 9 }],
      }),
    },
    report: { week, kind: 'report', figures: { ...fullFigures, subject } },
    'report-plain': { week, kind: 'report', figures: figures({ subject }) },
    final: {
      week,
      kind: 'final',
      figures: figures({
        subject,
        totals: totals({ accepted: 414, rejected: 1 }),
        goodbyes: 2,
      }),
    },
  };
}

/** An instant at which each kind of news may be told. */
export function toldAt(news: AuthorNews): Date {
  return 'figures' in news || (news.kind === 'held' && news.reason !== 'author')
    ? new Date('2026-11-22T06:30:00Z')
    : new Date('2026-11-20T08:01:00Z');
}
