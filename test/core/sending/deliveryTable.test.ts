import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isOpen,
  noTotals,
  totalOf,
  type Deliveries,
  type DeliveryState,
} from '../../../src/core/sending/delivery.ts';
import { deliveryTable } from '../../../src/core/sending/deliveryTable.ts';

const idOf = (number: number): string => `reader${String(number).padStart(6, '0')}`;
const day = Date.parse('2026-11-20T19:00:00.000Z');
/** Near each other, as in a send, and years apart, which does not fit into few bits. */
const instant = fc
  .oneof(fc.nat(1e6), fc.integer({ min: -1e11, max: 1e11 }))
  .map((ms) => new Date(day + ms).toISOString());
const common = {
  attempts: fc.oneof(fc.nat(3), fc.nat(600)),
  account: fc.constantFrom(null, 'a', 'b'),
  deferrals: fc.oneof(fc.nat(2), fc.nat(400)),
  since: fc.option(instant),
};
const answer = fc.record({
  type: fc.constant('outcome' as const),
  at: instant,
  run: fc.constantFrom('1', '2'),
  id: fc.constant(''),
  attempt: fc.constant(0),
  outcome: fc.constantFrom(
    'accepted' as const,
    'deferred' as const,
    'rejected' as const,
    'uncertain' as const,
  ),
  stage: fc.constant('final' as const),
  code: fc.constantFrom(250, 450),
  enhanced: fc.constantFrom(null, '4.2.0'),
  reply: fc.constantFrom('ok', 'no'),
});
const state: fc.Arbitrary<DeliveryState> = fc.oneof(
  fc.record({ state: fc.constantFrom('waiting' as const, 'cancelled' as const, 'left' as const), ...common }),
  fc.record({
    state: fc.constant('inDoubt' as const),
    ...common,
    at: instant,
    messageId: fc.constant('<1@example.org>'),
  }),
  fc.record({ state: fc.constantFrom('answered' as const, 'expired' as const), ...common, answer }),
  fc.record({ state: fc.constant('withdrawn' as const), ...common, reason: fc.constant('paused' as const) }),
);
const puts = fc.array(fc.tuple(fc.nat(19), state), { maxLength: 60 });

/** An answer belongs to the reader and to her last attempt. */
function ofReader(number: number, given: DeliveryState): DeliveryState {
  if (!('answer' in given)) return given;
  return { ...given, answer: { ...given.answer, id: idOf(number), attempt: given.attempts } };
}

const rising = (a: number, b: number): number => a - b;

function expectAll(table: Deliveries, all: readonly DeliveryState[]): void {
  expect([...table.values()]).toEqual(all);
  const counts = { ...noTotals };
  for (const one of all) counts[totalOf(one)] += 1;
  expect(table.counts).toEqual(counts);
  expect(all.map((_, number) => table.isOpenAt(number))).toEqual(all.map(isOpen));
  expect(all.map((_, number) => table.attemptsAt(number))).toEqual(all.map(({ attempts }) => attempts));
  const inDoubt = all.flatMap((one, number) =>
    one.state === 'inDoubt' ? [[idOf(number), one] as const] : [],
  );
  expect(new Map(table.allInDoubt())).toEqual(new Map(inDoubt));
  expect(table.inDoubt).toBe(inDoubt.length);
  const answers: number[] = [];
  table.eachAnswer((_, atMs) => answers.push(atMs));
  const expected = all.flatMap((one) => ('answer' in one ? [Date.parse(one.answer.at)] : []));
  expect(answers.toSorted(rising)).toEqual(expected.toSorted(rising));
}

test('a table tells what was put last for each reader, whether it is kept in few numbers or whole, and so does its copy', () => {
  fc.assert(
    fc.property(puts, puts, (first, second) => {
      const table = deliveryTable(true);
      for (let number = 0; number < 20; number++) table.add(idOf(number));
      const all = [...table.values()];
      const put = (number: number, given: DeliveryState): void => {
        all[number] = ofReader(number, given);
        table.put(number, all[number]);
      };
      for (const [number, given] of first) put(number, given);
      expectAll(table, all);
      const changes = second.map(([number, given]) => [number, ofReader(number, given)] as const);
      const copy = table.with(changes.map(([number, given]) => [idOf(number), given]));
      const changed = [...all];
      for (const [number, given] of changes) changed[number] = given;
      expectAll(copy, changed);
      expectAll(table, all);
      for (const [number, given] of second.toReversed()) put(number, given);
      expectAll(table, all);
      expectAll(copy, changed);
    }),
    { numRuns: 300 },
  );
});
