import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasBegun,
  hasOpen,
  isOpen,
  isSettled,
  isUncertain,
  totalsOf,
  type DeliveryState,
  type LedgerRecord,
  type LedgerState,
} from '../../../src/core/sending/delivery.ts';
import { foldLedger, ledgerFold } from '../../../src/core/sending/ledgerFold.ts';
import { plainFold } from '../../support/plainFold.ts';
import { anyRecord } from './ledgerRecords.ts';

/** Instants that clocks do show, and such as only a clock that was wrong, or another program, would write. */
const anyAt = fc.oneof(
  fc.date({ min: new Date('2026-11-01'), max: new Date('2026-11-30'), noInvalidDate: true }),
  fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
);
const at = fc.oneof(
  anyAt.map((date) => date.toISOString()),
  fc.constantFrom('2026-11-20T19:00:00Z', '2026-11-20T19:00:61.000Z', 'yesterday', ''),
);
/** Records as they come, with more attempts, accounts and instants than a few numbers hold. */
const wildRecord = fc
  .tuple(anyRecord, at, fc.constantFrom(1, 2, 255, 256, 70_000), fc.nat(400), fc.boolean())
  .map(([record, at, attempt, account, isWild]): LedgerRecord => {
    if (!isWild || !('at' in record)) return record;
    if (record.type === 'attempted') return { ...record, at, attempt, account: `mail${account}.example.org` };
    return record.type === 'outcome' ? { ...record, at, attempt } : { ...record, at };
  });
const records = fc
  .array(wildRecord, { maxLength: 60 })
  .map((some): LedgerRecord[] => [
    { type: 'audience', ids: ['reader000002', 'reader000000', 'reader000001'] },
    ...some,
  ]);

/** What is known of a delivery besides what a server said when it accepted. */
const withoutThanks = (delivery: DeliveryState): DeliveryState =>
  delivery.state === 'answered' && delivery.answer.outcome === 'accepted'
    ? { ...delivery, answer: { ...delivery.answer, reply: '' } }
    : delivery;

function expectAlike(state: LedgerState, records: readonly LedgerRecord[]): void {
  const plain = plainFold(records);
  const { deliveries } = state;
  const expected = [...plain.deliveries].map(([id, delivery]) => [id, withoutThanks(delivery)]);
  expect([...deliveries].map(([id, delivery]) => [id, withoutThanks(delivery)])).toEqual(expected);
  expect(state.frozen).toEqual(plain.frozen);
  expect([...state.skipped]).toEqual([...plain.skipped]);
  expect(totalsOf(state)).toEqual({ audience: plain.deliveries.size, ...plain.counts });
  expect(hasBegun(state)).toBe(plain.hasBegun);
  const all = [...plain.deliveries.values()];
  expect(hasOpen(state)).toBe(all.some(isOpen));
  expect(isSettled(state)).toBe(!all.some(isOpen) && !all.some(isUncertain));
  expect(deliveries.inDoubt).toBe(all.filter(({ state }) => state === 'inDoubt').length);
  for (const [number, [id, delivery]] of [...plain.deliveries].entries()) {
    expect(deliveries.roll.idAt(number)).toBe(id);
    expect(deliveries.has(id)).toBe(true);
    expect(deliveries.isOpenAt(number)).toBe(isOpen(delivery));
    expect(deliveries.attemptsAt(number)).toBe(delivery.attempts);
    expect(deliveries.accountAt(number)).toBe(delivery.account);
  }
}

describe('a ledger added up in flat memory', () => {
  test('is what it is with an object for each reader, after each record', () => {
    fc.assert(
      fc.property(records, (records) => {
        const fold = ledgerFold();
        for (const [index, record] of records.entries()) {
          fold.see(record);
          if (index % 7 === 0) expectAlike(fold.state, records.slice(0, index + 1));
        }
        expectAlike(fold.state, records);
      }),
      { numRuns: 300 },
    );
  });

  test('shows all answers with their instants, and all that are in doubt', () => {
    fc.assert(
      fc.property(records, (records) => {
        const { deliveries } = plainFold(records);
        const state = foldLedger(records);
        const shown: string[] = [];
        state.deliveries.eachAnswer(({ outcome, code }, atMs, isExpired) => {
          shown.push(`${outcome} ${code} ${atMs} ${isExpired}`);
        });
        const expected = [...deliveries.values()].flatMap((delivery) =>
          'answer' in delivery
            ? [
                `${delivery.answer.outcome} ${delivery.answer.code} ${Date.parse(delivery.answer.at)} ${delivery.state === 'expired'}`,
              ]
            : [],
        );
        expect(shown.toSorted()).toEqual(expected.toSorted());
        const inDoubt = [...deliveries].filter(([, { state }]) => state === 'inDoubt');
        expect(new Map(state.deliveries.allInDoubt())).toEqual(new Map(inDoubt));
      }),
    );
  });

  test('keeps what servers said when they accepted where it is asked to', () => {
    fc.assert(
      fc.property(records, (records) => {
        const state = foldLedger(records, { keepsReplies: true });
        expect([...state.deliveries]).toEqual([...plainFold(records).deliveries]);
      }),
    );
  });

  test('with some deliveries elsewhere is another one, and stays itself', () => {
    fc.assert(
      fc.property(records, records, (records, later) => {
        const state = foldLedger(records);
        const elsewhere = plainFold([...records, ...later]).deliveries;
        const changed = [...state.deliveries].flatMap(([id]): [string, DeliveryState][] => {
          const delivery = elsewhere.get(id);
          return delivery ? [[id, delivery]] : [];
        });
        const other = { ...state, deliveries: state.deliveries.with(changed) };
        const order = new Map(changed);
        expect([...other.deliveries].map(([id, one]) => [id, withoutThanks(one)])).toEqual(
          [...order].map(([id, one]) => [id, withoutThanks(one)]),
        );
        expectAlike(state, records);
      }),
    );
  });

  test('keeps whole what does not fit into a few numbers: more kinds of answers than there are numbers for', () => {
    const count = 2 ** 16 + 10;
    const ids = Array.from({ length: count }, (_, index) => index.toString(16).padStart(8, '0'));
    const fold = ledgerFold();
    fold.see({ type: 'audience', ids });
    const base = {
      at: '2026-11-20T19:00:00.000Z',
      run: 'run1',
      attempt: 1,
      stage: 'rcpt',
      code: 450,
    } as const;
    for (const id of ids)
      fold.see({
        type: 'outcome',
        ...base,
        id,
        outcome: 'deferred',
        enhanced: null,
        reply: `450 ${id} later`,
      });
    let wrong = 0;
    for (const [id, delivery] of fold.state.deliveries)
      if (delivery.state !== 'answered' || delivery.answer.reply !== `450 ${id} later`) wrong += 1;
    expect(wrong).toBe(0);
    expect(totalsOf(fold.state)).toMatchObject({ audience: count, deferred: count });
  });
});
