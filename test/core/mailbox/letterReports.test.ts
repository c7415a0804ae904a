import { describe, expect, test } from 'vitest';
import { bounceShare } from '../../../src/core/list/bounces.ts';
import { totalsOf, type LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import {
  complaintShare,
  countAnswers,
  formatReport,
  newReports,
  readReports,
  withReports,
  type LetterReport,
} from '../../../src/core/mailbox/letterReports.ts';

const at = '2026-11-22T06:00:00.000Z';
const idOf = (number: number): string => `reader${String(number).padStart(6, '0')}`;
const gone = (number: number): LetterReport => ({
  type: 'bounce',
  at,
  id: idOf(number),
  code: 550,
  enhanced: '5.1.1',
  reply: '550 5.1.1 unknown',
});
const answered = (number: number): LetterReport => ({ type: 'answered', at, id: idOf(number) });
const complained = (number: number): LetterReport => ({ type: 'complaint', at, id: idOf(number) });

/** A letter that the relay took for so many readers. */
function accepted(count: number): ReturnType<typeof foldLedger> {
  const ids = Array.from({ length: count }, (_, n) => idOf(n));
  const records: LedgerRecord[] = [{ type: 'audience', ids }];
  const answer = { stage: 'final', code: 250, enhanced: null, reply: 'OK', outcome: 'accepted' } as const;
  for (const id of ids) records.push({ type: 'outcome', at, run: 'r', id, attempt: 1, ...answer });
  return foldLedger(records);
}

describe('reports of a letter', () => {
  test('read back as they were written; a torn end is left out, a changed line is named (R35)', () => {
    const text = [gone(1), complained(2), answered(3)].map(formatReport).join('');
    expect(readReports(text, 'reports.jsonl').records).toEqual([gone(1), complained(2), answered(3)]);
    expect(readReports(text.slice(0, -3), 'reports.jsonl').records).toEqual([gone(1), complained(2)]);
    expect(() => readReports(text.replace('550', '250'), 'reports.jsonl')).toThrow(/reports\.jsonl, line 1/);
  });

  test('the same one is kept once', () => {
    expect(newReports([gone(1)], [gone(1), gone(2), gone(2), complained(1)])).toEqual([
      gone(2),
      complained(1),
    ]);
  });

  test('an answer is counted once for each reader, and takes nothing back', () => {
    const reports = newReports([answered(1)], [answered(1), answered(2), complained(2), answered(2)]);
    expect(reports).toEqual([answered(2), complained(2)]);
    expect(countAnswers([answered(1), ...reports])).toBe(2);
    const state = accepted(3);
    expect(totalsOf(withReports(state, [answered(1)]))).toEqual(totalsOf(state));
    expect(complaintShare(state, [answered(1)]).complaints).toBe(0);
  });

  test('what came back was not accepted after all, and counts into the share of bounces (R32)', () => {
    const state = withReports(accepted(100), [gone(1), gone(2), gone(3)]);
    expect(totalsOf(state)).toMatchObject({ audience: 100, accepted: 97, rejected: 3 });
    expect(bounceShare(state)).toMatchObject({ bounced: 3, isHigh: true });
  });

  test('a report about somebody who was refused already, or never tried, changes nothing', () => {
    const state = accepted(1);
    expect(totalsOf(withReports(state, [gone(5), complained(0)]))).toEqual(totalsOf(state));
  });

  test.each([
    [1_000, 0, 'none'],
    [1_000, 1, 'none'],
    [1_000, 2, 'high'],
    [1_000, 3, 'refused'],
    [1, 1, 'refused'],
  ])('of %i readers %i complained: %s (R32)', (readers, complaints, warning) => {
    const reports = Array.from({ length: complaints }, (_, n) => complained(n));
    const share = complaintShare(accepted(readers), [...reports, ...reports]);
    expect(share).toMatchObject({ complaints, accepted: readers, warning });
  });
});
