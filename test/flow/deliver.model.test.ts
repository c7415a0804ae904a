import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasOpen,
  isSettled,
  isUncertain,
  totalsOf,
  type LedgerRecord,
} from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { dueDeliveries } from '../../src/core/sending/retry.ts';
import { deliver, type Delivered } from '../../src/flow/deliver.ts';
import {
  answers,
  deliveryOrder,
  diariesInMemory,
  ledgerInMemory,
  readerIds,
  transportInMemory,
  type TransportInMemory,
} from '../support/deliveryInMemory.ts';
import { sleepyClock } from '../support/sending.ts';

const hourMs = 3_600_000;
const at = '2026-11-20T19:00:00.000Z';

type Said = keyof typeof answers;
const isSaid = (word: string): word is Said => word in answers;
const saidWords = Object.keys(answers).filter(isSaid);
/** Mostly acceptances, so that runs get somewhere; the rest in all its variety. */
const said = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Said>('accepted') },
  { weight: 6, arbitrary: fc.constantFrom(...saidWords) },
);

const world = fc.record({
  readers: fc.integer({ min: 1, max: 12 }),
  connections: fc.integer({ min: 1, max: 4 }),
  perMinute: fc.constantFrom(0, 0, 3),
  said: fc.array(said, { minLength: 1, maxLength: 60 }),
  /** Whether all goes well after what is said, or goes on like that for ever. */
  isHealed: fc.constantFrom(true, true, true, false),
  /** The process dies at these records, before or after they are on disk. */
  kills: fc.array(fc.record({ record: fc.nat(60), isWritten: fc.boolean() }), { maxLength: 4 }),
  /** At these attempts the author speaks, or the first account comes or goes. */
  pauses: fc.uniqueArray(fc.nat(60), { maxLength: 2 }),
  cancelledAt: fc.option(fc.nat(60), { freq: 5 }),
  flips: fc.uniqueArray(fc.nat(60), { maxLength: 4 }),
  jumpMs: fc.constantFrom(0, 0, 5000, hourMs, -hourMs),
  waits: fc.boolean(),
  pipelines: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

interface History {
  readonly records: readonly LedgerRecord[];
  readonly transport: TransportInMemory;
  readonly last: Delivered | undefined;
}

/** Runs, is killed, paused and run again, until nobody is left to try. */
async function live(plan: World): Promise<History> {
  const records: LedgerRecord[] = [{ type: 'audience', ids: readerIds(plan.readers) }];
  const diaries = diariesInMemory();
  const clock = sleepyClock();
  const kills = [...plan.kills];
  let attempts = 0;
  let isFirstUp = true;
  const transport = transportInMemory(
    async () => {
      const index = attempts++;
      // Others get their turn in between.
      for (let count = 0; count < index % 3; count++) await Promise.resolve();
      if (plan.pauses.includes(index)) diaries.write({ type: 'paused', at, by: 'command', reason: null });
      if (plan.cancelledAt === index) diaries.write({ type: 'cancelled', at, by: 'link' });
      if (plan.flips.includes(index)) isFirstUp = !isFirstUp;
      clock.set(new Date(clock.now().getTime() + 200 + (index % 7 === 0 ? plan.jumpMs : 0)));
      const isOver = plan.isHealed && index >= plan.said.length;
      return isOver ? answers.accepted : answers[plan.said[index % plan.said.length] ?? 'accepted'];
    },
    {
      accounts: ['first', 'second'],
      isUp: (name) => name === 'second' || isFirstUp,
      pipelines: plan.pipelines,
    },
  );
  const patient = {
    now: () => clock.now(),
    async sleep(ms: number, signal: AbortSignal) {
      // An author who paused comes back.
      if ((await diaries.read(week)).paused) diaries.write({ type: 'resumed', at, by: 'command' });
      await clock.sleep(ms, signal);
    },
  };
  const { week } = deliveryOrder({ readers: 1, transport });
  let last: Delivered | undefined;
  for (let run = 0; run < 2000 && hasOpen(foldLedger(records)); run++) {
    let isDead = false;
    const ledger = ledgerInMemory(records, (record) => {
      const kill = kills.findIndex((one) => one.record <= records.length);
      if (!isDead && kill >= 0) {
        isDead = true;
        if (kills.splice(kill, 1)[0]?.isWritten === true) records.push(record);
      }
      if (isDead) throw new Error('killed');
    });
    if ((await diaries.read(week)).paused) diaries.write({ type: 'resumed', at, by: 'command' });
    last = undefined;
    const inDoubtBefore = foldLedger(records).deliveries.inDoubt;
    try {
      const { connections, perMinute, readers, waits } = plan;
      const limits = { connections, perSecond: 0, perMinute, perHour: 0, perDay: 0 };
      const changes = { run: `run${run}`, ledger, diaries, clock: patient, limits, waits };
      last = await deliver(deliveryOrder({ readers, transport, records }, changes));
    } catch (error) {
      if (!(error instanceof Error && error.message === 'killed')) throw error;
      const { inDoubt } = foldLedger(records).deliveries;
      expect(inDoubt - inDoubtBefore).toBeLessThanOrEqual(plan.connections);
      continue;
    }
    const next = Math.max(last.nextTryAt?.getTime() ?? 0, clock.now().getTime());
    clock.set(new Date(next + (last.stopped ? 60_000 : 0)));
    if (last.stopped) isFirstUp = true;
  }
  return { records, transport, last };
}

test('whatever servers, kills, pauses and clocks do: nobody gets it twice, nobody is forgotten, and a death leaves one doubt a connection (R1, R4, R5, R8, R10)', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { records, transport, last } = await live(plan);
      const state = foldLedger(records);

      expect(hasOpen(state)).toBe(false);
      const { audience, ...parts } = totalsOf(state);
      expect(audience).toBe(plan.readers);
      expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(audience);
      if (last) {
        expect(totalsOf(last.state)).toEqual(totalsOf(state));
        expect(last.nextTryAt).toBeNull();
        expect(isSettled(state)).toBe(parts.uncertain === 0);
      }

      for (const [id, delivery] of state.deliveries) {
        const contents = transport.handed.filter((one) => one.id === id);
        // What may have arrived, and what was refused for good, is never followed by another.
        const ends = contents.findIndex(({ answer }) =>
          answer.code === null ? answer.isContentEnded : answer.code < 400 || answer.code >= 500,
        );
        if (ends >= 0) expect(contents).toHaveLength(ends + 1);
        expect(new Set(contents.map(({ account }) => account)).size).toBeLessThanOrEqual(1);
        const isAccepted = contents.some(({ answer }) => answer.code === 250);
        if (isAccepted) expect(isUncertain(delivery) || isAnswered(delivery, 'accepted')).toBe(true);
        else expect(isAnswered(delivery, 'accepted')).toBe(false);
      }
      const attempted = records.filter(({ type }) => type === 'attempted').length;
      expect(attempted).toBeGreaterThanOrEqual(transport.handed.length);
    }),
    { numRuns: 80 },
  );
});

test('in every prefix of a ledger, as a kill may leave it, all are counted and only the open are due (R10)', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (plan) => {
      const { records } = await live(plan);
      const givenUp = new Map<string, number>();
      for (const [count, record] of records.entries()) {
        const prefix = foldLedger(records.slice(0, count + 1));
        const { audience, ...parts } = totalsOf(prefix);
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(audience);
        if (record.type === 'expired') givenUp.set(record.id, Date.parse(record.at));
        if (record.type === 'attempted') {
          const before = foldLedger(records.slice(0, count)).deliveries.get(record.id);
          expect(before?.state === 'waiting' || (before && isAnswered(before, 'deferred'))).toBe(true);
        }
        const due = dueDeliveries(prefix, new Date(Date.parse('at' in record ? record.at : at) + hourMs));
        for (const id of due) {
          const delivery = prefix.deliveries.get(id);
          expect(delivery?.state === 'waiting' || (delivery && isAnswered(delivery, 'deferred'))).toBe(true);
        }
      }
      // Only who was put off for two days is given up (R22).
      const state = foldLedger(records);
      for (const [id, instant] of givenUp) {
        const since = Date.parse(state.deliveries.get(id)?.since ?? '');
        expect(instant - since).toBeGreaterThanOrEqual(48 * hourMs);
      }
      const cancelled = records.findIndex(({ type }) => type === 'cancelled');
      if (cancelled >= 0)
        expect(records.slice(cancelled).filter(({ type }) => type === 'attempted')).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

type OneDelivery = Parameters<typeof isUncertain>[0];

function isAnswered(delivery: OneDelivery, outcome: string): boolean {
  return delivery.state === 'answered' && delivery.answer.outcome === outcome;
}
