import { expect, test } from 'vitest';
import type { LedgerRecord, OutcomeRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { letterFigures } from '../../../src/core/clock/letterFigures.ts';
import { bareSuppression } from '../../../src/core/list/subscriber.ts';
import { confirmedReader } from '../../support/newsletter.ts';

const begun = '2026-11-22T06:00:00.000Z';
const before = new Date('2026-11-15T06:00:00Z');
const now = new Date('2026-11-22T06:05:00Z');

const outcome = (id: string, changes: Partial<OutcomeRecord>): OutcomeRecord => ({
  type: 'outcome',
  at: '2026-11-22T06:00:01.000Z',
  run: 'run1',
  id,
  attempt: 1,
  outcome: 'accepted',
  stage: 'final',
  code: 250,
  enhanced: null,
  reply: '250 ok',
  ...changes,
});
const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(10));
const [a = '', b = '', c = '', d = '', e = ''] = ids;
const records: readonly LedgerRecord[] = [
  { type: 'audience', ids },
  { type: 'frozen', at: begun, week: '2026-W47', content: '', draft: '', audience: 5 },
  outcome(a, {}),
  outcome(b, { outcome: 'rejected', code: 550, reply: '550 5.1.1 no such mailbox' }),
  outcome(c, { outcome: 'rejected', code: 550, reply: '550 5.1.1 no such mailbox' }),
  outcome(d, { outcome: 'rejected', code: 552, reply: '552 5.2.2 full' }),
  outcome(e, { outcome: 'deferred', code: 451, reply: '451 4.7.1 greylisted' }),
];

test('the author learns how many, why not, and when it goes on', () => {
  const figures = letterFigures({
    subject: 'Wem konntest du dienen?',
    ledger: foldLedger(records),
    list: { revision: 1, subscribers: [], suppressions: [] },
    before,
    isBounceShareHigh: true,
    now,
  });
  expect(figures.totals).toMatchObject({ audience: 5, accepted: 1, rejected: 3, deferred: 1 });
  expect(figures.refusals).toEqual([
    { reason: '550 5.1.1 no such mailbox', count: 2 },
    { reason: '552 5.2.2 full', count: 1 },
  ]);
  expect(figures.deferrals).toEqual([{ reason: '451 4.7.1 greylisted', count: 1 }]);
  // A minute after the answer, and up to a fifth more.
  expect(figures.nextTryAt?.getTime()).toBeGreaterThanOrEqual(now.getTime());
  expect(figures.isBounceShareHigh).toBe(true);
});

test('who came and who went is counted since the letter before, and nobody twice', () => {
  const consentOf = (confirmedAt: string) => ({ ...confirmedReader(0).consent, confirmedAt });
  const suppression = { ...bareSuppression, since: '2026-11-22T06:01:00.000Z' };
  const figures = letterFigures({
    subject: '',
    ledger: foldLedger(records),
    list: {
      revision: 1,
      subscribers: [
        confirmedReader(1, { consent: consentOf('2026-11-16T10:00:00Z') }),
        confirmedReader(2, { consent: consentOf('2026-11-14T10:00:00Z') }),
        confirmedReader(3, { status: 'unsubscribed', unsubscribedAt: '2026-11-20T10:00:00Z' }),
        confirmedReader(4, { status: 'unsubscribed', unsubscribedAt: '2026-11-10T10:00:00Z' }),
      ],
      suppressions: [
        { ...suppression, hash: '1', reason: 'hard-bounce' },
        { ...suppression, hash: '2', reason: 'hard-bounce', since: '2026-11-01T00:00:00Z' },
        { ...suppression, hash: '3', reason: 'erased' },
        { ...suppression, hash: '4', reason: 'manual' },
      ],
    },
    before,
    isBounceShareHigh: false,
    now,
  });
  expect(figures).toMatchObject({ newReaders: 1, goodbyes: 2, suppressed: 1 });
});
