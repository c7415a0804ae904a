import type { LetterReport } from '../../../src/core/mailbox/letterReports.ts';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { describe, expect, test } from 'vitest';
import { foldDiary, type DiaryRecord } from '../../../src/core/clock/diary.ts';
import { figuresFold, figuresWhile, type SentFigures } from '../../../src/core/desk/sentFigures.ts';
import { yearLetters, type WeekRecords, type YearLetter } from '../../../src/core/desk/yearFigures.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { totals } from '../../support/sampleNews.ts';
import { ledgerOf } from '../../support/sentLetters.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const { schedule } = sampleConfig();
const now = new Date('2026-11-20T19:00:00Z');
const sentAt = '2026-11-08T06:00:00Z';

function letters(
  weeks: readonly (Partial<WeekRecords> & { readonly week: WeekRecords['week'] })[],
  memberships: { readonly goodbyesMs: readonly number[]; readonly completeSinceMs: number } | null = null,
): readonly YearLetter[] {
  const records = weeks.map((changes): WeekRecords => ({
    issue: sampleIssue(),
    hasDraft: true,
    diary: foldDiary([]),
    figures: undefined,
    isClaimed: false,
    fault: null,
    ...changes,
  }));
  return yearLetters({ weeks: records, memberships, schedule, now });
}

function stateOf(changes: Partial<WeekRecords>, week = '2026-W45'): string | undefined {
  return letters([{ week: parseWeek(week), ...changes }])[0]?.state;
}

const figures: SentFigures = {
  sentAt,
  totals: totals({ accepted: 5 }),
  inFlight: 0,
  isOpen: false,
  refusals: [],
  deferrals: [],
};
function sentFigures(
  records: readonly LedgerRecord[],
  reports: readonly LetterReport[],
): SentFigures | undefined {
  const fold = figuresFold();
  for (const record of records) fold.see(record);
  return fold.figures(reports);
}

const diaryWith = (...records: readonly DiaryRecord[]): WeekRecords['diary'] => foldDiary(records);
const composed = (outcome: 'drafted' | 'skipped'): DiaryRecord => ({
  type: 'composed',
  at: '2026-11-06T08:00:00Z',
  outcome,
  notes: [],
});

test('a mail in flight is uncertain only once nobody is at it any more', () => {
  const counted = sentFigures(ledgerOf('2026-W45', { sentAt, accepted: 2, uncertain: 1 }), []);
  if (!counted) throw new Error('the letter has begun');
  expect(figuresWhile(true, counted)).toMatchObject({ inFlight: 1, totals: { accepted: 2, uncertain: 0 } });
  expect(figuresWhile(false, counted)).toMatchObject({ inFlight: 0, totals: { accepted: 2, uncertain: 1 } });
});

describe('where the letters of a year stand', () => {
  test('a letter that left is sent, under way, interrupted, or cancelled on the way', () => {
    expect(stateOf({ figures })).toBe('sent');
    expect(stateOf({ figures: { ...figures, isOpen: true }, isClaimed: true })).toBe('sending');
    expect(stateOf({ figures: { ...figures, isOpen: true } })).toBe('interrupted');
    const paused = diaryWith({ type: 'paused', at: sentAt, by: 'command', reason: null });
    expect(stateOf({ figures: { ...figures, isOpen: true }, isClaimed: true, diary: paused })).toBe(
      'interrupted',
    );
    expect(stateOf({ figures: { ...figures, inFlight: 1 }, isClaimed: true })).toBe('sending');
    expect(stateOf({ figures: { ...figures, totals: totals({ accepted: 1, cancelled: 4 }) } })).toBe(
      'cancelled',
    );
  });

  test('one that did not leave is a draft, approved, held, cancelled, quiet, or over', () => {
    expect(stateOf({}, '2026-W47')).toBe('draft');
    const approved = diaryWith({ type: 'approved', at: '2026-11-20T12:00:00Z', by: 'command' });
    expect(stateOf({ diary: approved }, '2026-W47')).toBe('approved');
    const held = diaryWith(composed('drafted'), {
      type: 'held',
      at: '2026-11-07T08:00:00Z',
      by: 'command',
      reason: 'author',
    });
    for (const week of ['2026-W45', '2026-W20']) expect(stateOf({ diary: held }, week)).toBe('held');
    const cancelled = diaryWith({ type: 'cancelled', at: '2026-11-07T08:00:00Z', by: 'command' });
    expect(stateOf({ diary: cancelled })).toBe('cancelled');
    const quiet = { diary: diaryWith(composed('skipped')), hasDraft: false, issue: null };
    for (const week of ['2026-W46', '2026-W20']) expect(stateOf(quiet, week)).toBe('quiet');
    expect(stateOf({}, '2026-W20')).toBe('over');
  });

  test('a draft is over once the letter of a later week has left', () => {
    const [, earlier] = letters([{ week: parseWeek('2026-W47'), figures }, { week: parseWeek('2026-W46') }]);
    expect(earlier?.state).toBe('over');
  });

  test('a week of which nothing was ever composed is no letter', () => {
    expect(letters([{ week: parseWeek('2026-W20'), hasDraft: false, issue: null }])).toEqual([]);
  });

  test('what cannot be read says so', () => {
    expect(stateOf({ figures: 'damaged' })).toBe('damaged');
    expect(stateOf({ diary: null })).toBe('damaged');
    expect(stateOf({ figures: 'uncounted' })).toBe('sent');
  });
});

describe('goodbyes after a letter', () => {
  const week = parseWeek('2026-W45');
  const after = (days: number): number => Date.parse(sentAt) + days * 24 * 3_600_000;

  test('are those of the seven days from its first message on', () => {
    const goodbyesMs = [after(-0.1), after(0), after(3), after(6.9), after(7)];
    const [letter] = letters([{ week, figures }], { goodbyesMs, completeSinceMs: 0 });
    expect(letter?.goodbyes).toBe(3);
  });

  test('are not made up where dates may have been deleted, the list is lost, or nothing left', () => {
    const goodbyesMs = [after(1)];
    const known = { goodbyesMs, completeSinceMs: after(0.5) };
    expect(letters([{ week, figures }], known)[0]?.goodbyes).toBeNull();
    expect(letters([{ week, figures }], null)[0]?.goodbyes).toBeNull();
    expect(letters([{ week }], { goodbyesMs, completeSinceMs: 0 })[0]?.goodbyes).toBeNull();
  });
});

describe('what became of one letter', () => {
  test('counts what came back later as rejected, with its reason', () => {
    const records = ledgerOf('2026-W45', { sentAt, accepted: 2, rejected: 1, uncertain: 1, waiting: 1 });
    const bounce = {
      type: 'bounce',
      at: '2026-11-09T06:00:00Z',
      id: 'reader000001',
      code: 550,
      enhanced: '5.2.1',
      reply: '550 5.2.1 Mailbox disabled',
    } as const;
    expect(sentFigures(records, [bounce])).toMatchObject({
      sentAt,
      totals: { audience: 5, accepted: 1, rejected: 2, uncertain: 1, waiting: 1 },
      isOpen: true,
      refusals: [
        { reason: '550 5.1.1 User unknown', count: 1 },
        { reason: '550 5.2.1 Mailbox disabled', count: 1 },
      ],
    });
  });

  test('keeps a dozen reasons at most, for servers number their answers', () => {
    const numbered = ledgerOf('2026-W45', { sentAt, accepted: 0, rejected: 40 }).map((one, index) =>
      one.type === 'outcome' ? { ...one, reply: `550 no such user (${index})` } : one,
    );
    expect(sentFigures(numbered, [])?.refusals).toHaveLength(12);
  });

  test('is nothing before anybody was tried', () => {
    expect(sentFigures(ledgerOf('2026-W45', { sentAt, accepted: 0, waiting: 3 }), [])).toBeUndefined();
  });
});
