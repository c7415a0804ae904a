import { describe, expect, test } from 'vitest';
import { totalsOf, type LedgerRecord } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Answer, Clock } from '../../src/core/ports.ts';
import { nextTryAt } from '../../src/core/sending/retry.ts';
import { deliver, type Rest } from '../../src/flow/deliver.ts';
import {
  answers,
  deliveryOrder,
  diariesInMemory,
  ledgerInMemory,
  readerIds,
  transportInMemory,
} from '../support/deliveryInMemory.ts';
import { sleepyClock } from '../support/sending.ts';

const noLimits = { connections: 1, perSecond: 0, perMinute: 0, perHour: 0, perDay: 0 };
const minuteMs = 60_000;
const at = '2026-11-20T19:00:00.000Z';
const secondsBetween = (from: Date, to: Date | null): number =>
  ((to?.getTime() ?? NaN) - from.getTime()) / 1000;

/** What each reader hears in turn; then the last answer again and again. */
function script(lines: Readonly<Record<string, readonly Answer[]>>, other: Answer = answers.accepted) {
  const turns = new Map<string, number>();
  return (id: string): Answer => {
    const turn = turns.get(id) ?? 0;
    turns.set(id, turn + 1);
    const said = lines[id] ?? [other];
    return said[Math.min(turn, said.length - 1)] ?? other;
  };
}

const [anna = '', berta = '', carla = ''] = readerIds(3);

describe('deferred readers', () => {
  test('are tried again after 1, 5, 15 and 30 minutes, then every 2 hours, and given up after 48 hours (R22)', async () => {
    const clock = sleepyClock();
    const triedAt: number[] = [];
    const transport = transportInMemory(() => {
      triedAt.push(clock.now().getTime() / minuteMs);
      return answers.deferred;
    });
    const { state, nextTryAt } = await deliver(
      deliveryOrder({ readers: 1, transport }, { clock, waits: true }),
    );
    const pauses = triedAt.slice(1).map((instant, index) => instant - (triedAt[index] ?? 0));
    for (const [index, least] of [1, 5, 15, 30, 120, 120].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(least);
      expect(pauses[index]).toBeLessThanOrEqual(least * 1.2 + 0.2);
    }
    expect(totalsOf(state)).toMatchObject({ audience: 1, expired: 1, deferred: 0 });
    expect(nextTryAt).toBeNull();
    const first = triedAt[0] ?? 0;
    expect((triedAt.at(-1) ?? 0) - first).toBeLessThan(48 * 60);
    expect(clock.now().getTime() / minuteMs - first).toBeGreaterThanOrEqual(48 * 60);
  });

  test('do not make a run wait that was not asked to', async () => {
    const clock = sleepyClock();
    const transport = transportInMemory(script({ [anna]: [answers.deferred, answers.accepted] }));
    const start = clock.now();
    const { state, nextTryAt } = await deliver(deliveryOrder({ readers: 3, transport }, { clock }));
    expect(totalsOf(state)).toMatchObject({ accepted: 2, deferred: 1 });
    expect(clock.now()).toEqual(start);
    expect(secondsBetween(start, nextTryAt)).toBeGreaterThanOrEqual(60);
    expect(secondsBetween(start, nextTryAt)).toBeLessThanOrEqual(72);
  });
});

describe('pausing and cancelling while it runs (R12)', () => {
  test('a paused letter lets go of its connections, waits, and goes on when the author says so', async () => {
    const diaries = diariesInMemory();
    const transport = transportInMemory((id) => {
      if (id === berta) diaries.write({ type: 'paused', at, by: 'command', reason: null });
      return answers.accepted;
    });
    const whileResting: number[] = [];
    const clock = sleepyClock();
    const patient: Clock = {
      now: () => clock.now(),
      async sleep(ms, signal) {
        whileResting.push(transport.opened() - transport.closed());
        if (whileResting.length === 5) diaries.write({ type: 'resumed', at, by: 'command' });
        await clock.sleep(ms, signal);
      },
    };
    // Between two messages a second passes, so that the run looks into the diary.
    const limits = { ...noLimits, perSecond: 1 };
    const rests: Rest[] = [];
    const onRest = (rest: Rest): void => void rests.push(rest);
    const order = { clock: patient, diaries, limits, onRest };
    const { state } = await deliver(deliveryOrder({ readers: 6, transport }, order));
    expect(totalsOf(state)).toMatchObject({ accepted: 6 });
    expect(rests).toEqual([{ why: 'paused', until: null }]);
    expect(whileResting.filter((open) => open === 0).length).toBeGreaterThan(1);
  });

  test('who stops a paused run gets the prompt back', async () => {
    const diaries = diariesInMemory();
    diaries.write({ type: 'paused', at, by: 'command', reason: null });
    const stop = new AbortController();
    const clock: Clock = {
      now: () => new Date(at),
      sleep: () => {
        stop.abort();
        return Promise.resolve();
      },
    };
    const transport = transportInMemory(() => answers.accepted);
    const order = { clock, diaries, signal: stop.signal };
    const { state, stopped } = await deliver(deliveryOrder({ readers: 2, transport }, order));
    expect(totalsOf(state)).toMatchObject({ waiting: 2 });
    expect(stopped).toBeUndefined();
  });

  test('a cancelled letter finishes what is in flight; everybody still open gets none', async () => {
    const diaries = diariesInMemory();
    const transport = transportInMemory((id) => {
      if (id === carla) diaries.write({ type: 'cancelled', at, by: 'command' });
      return id === anna ? answers.deferred : answers.accepted;
    });
    const limits = { ...noLimits, perSecond: 1 };
    const { state, nextTryAt } = await deliver(
      deliveryOrder({ readers: 30, transport }, { diaries, limits }),
    );
    expect(totalsOf(state)).toMatchObject({ accepted: 2, cancelled: 28, waiting: 0, deferred: 0 });
    expect(nextTryAt).toBeNull();
  });

  test('a letter that is cancelled with its last message keeps nobody open', async () => {
    const diaries = diariesInMemory();
    const transport = transportInMemory((id) => {
      if (id === berta) diaries.write({ type: 'cancelled', at, by: 'link' });
      return answers.deferred;
    });
    const { state } = await deliver(deliveryOrder({ readers: 2, transport }, { diaries }));
    expect(totalsOf(state)).toMatchObject({ cancelled: 2 });
  });

  test('a letter can be cancelled while it waits for deferred readers', async () => {
    const diaries = diariesInMemory();
    const clock = sleepyClock();
    let sleeps = 0;
    const patient: Clock = {
      now: () => clock.now(),
      async sleep(ms, signal) {
        sleeps += 1;
        if (sleeps === 3) diaries.write({ type: 'cancelled', at, by: 'command' });
        await clock.sleep(ms, signal);
      },
    };
    const transport = transportInMemory(() => answers.deferred);
    const order = { diaries, clock: patient, waits: true };
    const { state } = await deliver(deliveryOrder({ readers: 1, transport }, order));
    expect(totalsOf(state)).toMatchObject({ cancelled: 1 });
    expect(transport.tried).toHaveLength(1);
  });

  test('the diary is read at most once a second, however many letters leave', async () => {
    const diaries = diariesInMemory();
    const transport = transportInMemory(() => answers.accepted);
    await deliver(deliveryOrder({ readers: 200, transport }, { diaries }));
    // And once more when the first letter is about to leave.
    expect(diaries.reads()).toBeLessThanOrEqual(3);
  });

  test('a word that comes while the connection is being opened still counts', async () => {
    for (const type of ['paused', 'cancelled'] as const) {
      const diaries = diariesInMemory();
      const said = { at: '2026-11-22T06:00:00Z', by: 'command' } as const;
      const inner = transportInMemory(() => answers.accepted);
      const stop = new AbortController();
      const transport = {
        ...inner,
        open(account?: string) {
          diaries.write(type === 'paused' ? { type, reason: null, ...said } : { type, ...said });
          return inner.open(account);
        },
      };
      // A paused run waits for the author's next word.
      const clock = { ...sleepyClock(), sleep: () => Promise.resolve(stop.abort()) };
      const order = deliveryOrder({ readers: 5, transport }, { diaries, clock, signal: stop.signal });
      const { state } = await deliver(order);
      expect(inner.handed).toEqual([]);
      expect(totalsOf(state)).toMatchObject(type === 'paused' ? { waiting: 5 } : { cancelled: 5 });
    }
  });

  test('a letter whose time is over when it is about to leave stays at home (R14)', async () => {
    const transport = transportInMemory(() => answers.accepted);
    const order = deliveryOrder({ readers: 5, transport }, { mayBegin: () => Promise.resolve(false) });
    const { state, stopped } = await deliver(order);
    expect(stopped?.code).toBe('issue.held');
    expect(transport.handed).toEqual([]);
    expect(totalsOf(state)).toMatchObject({ waiting: 5 });
  });
});

describe('a no to our sender that comes only at the reader (R20)', () => {
  const reply = '550 5.1.8 <brief@example.org>: Sender address rejected: Domain not found';
  const refusal = { stage: 'rcpt', code: 550, reply, isContentEnded: false } as const;

  test('said of one reader keeps the letter from nobody else', async () => {
    const [odd] = readerIds(1);
    const transport = transportInMemory((id) => (id === odd ? refusal : answers.accepted));
    const { state, stopped } = await deliver(deliveryOrder({ readers: 40, transport }));
    expect(stopped).toBeUndefined();
    expect(totalsOf(state)).toMatchObject({ accepted: 39, deferred: 1, rejected: 0 });
  });

  test('said of everybody stops the run after a few, and blames nobody', async () => {
    const transport = transportInMemory(() => refusal);
    const limits = { ...noLimits, connections: 5 };
    const { state, stopped } = await deliver(deliveryOrder({ readers: 100, transport }, { limits }));
    expect(stopped?.code).toBe('smtp.refused');
    expect(totalsOf(state).rejected).toBe(0);
    expect(totalsOf(state).deferred).toBeLessThanOrEqual(8);
  });
});

describe('a server that asks for patience (R21)', () => {
  test('of everybody puts off a handful, not the list; the rest waits and nobody is blamed', async () => {
    for (const connections of [1, 5]) {
      const clock = sleepyClock();
      const transport = transportInMemory(() => answers.tooFast);
      const limits = { ...noLimits, connections };
      const { state, stopped, nextTryAt } = await deliver(
        deliveryOrder({ readers: 1450, transport }, { clock, limits }),
      );
      expect(stopped?.code).toBe('smtp.refused');
      expect(stopped?.text.de).toContain('454 4.7.0 too many messages');
      expect(totalsOf(state).deferred).toBeLessThanOrEqual(10);
      expect(totalsOf(state)).toMatchObject({ rejected: 0, waiting: 1450 - totalsOf(state).deferred });
      expect(secondsBetween(clock.now(), nextTryAt)).toBeGreaterThanOrEqual(60);
    }
  });

  test('gets fewer connections and a slower pace, and more again once it accepts', async () => {
    const clock = sleepyClock();
    const times: number[] = [];
    let tried = 0;
    const transport = transportInMemory(() => {
      times.push(clock.now().getTime());
      return ++tried === 11 ? answers.goodbye : answers.accepted;
    });
    const limits = { ...noLimits, connections: 1, perSecond: 2 };
    const rests: Rest[] = [];
    const onRest = (rest: Rest): void => void rests.push(rest);
    const { state } = await deliver(deliveryOrder({ readers: 60, transport }, { clock, limits, onRest }));
    expect(totalsOf(state)).toMatchObject({ accepted: 59, deferred: 1 });
    const gaps = times.slice(1).map((instant, index) => instant - (times[index] ?? 0));
    expect(gaps.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 500));
    expect(gaps[10]).toBe(10_000);
    expect(gaps.slice(11, 30)).toEqual(Array.from({ length: 19 }, () => 1000));
    expect(gaps.slice(31, 50)).toEqual(Array.from({ length: 19 }, () => 500));
    expect(rests.map(({ why }) => why)).toEqual(['slowDown']);
    expect(transport.opened()).toBe(3);
  });

  test('five connections that hear it at once have heard it once', async () => {
    let tried = 0;
    const transport = transportInMemory(() => (++tried <= 5 ? answers.goodbye : answers.accepted));
    const limits = { ...noLimits, connections: 5 };
    const { state, stopped } = await deliver(deliveryOrder({ readers: 40, transport }, { limits }));
    expect(stopped).toBeUndefined();
    expect(totalsOf(state)).toMatchObject({ accepted: 35, deferred: 5 });
  });

  test('that throttles in between still serves everybody in the end', async () => {
    let tried = 0;
    const clock = sleepyClock();
    const transport = transportInMemory(() => (++tried % 12 === 0 ? answers.tooFast : answers.accepted));
    const { state } = await deliver(deliveryOrder({ readers: 150, transport }, { clock, waits: true }));
    expect(totalsOf(state)).toMatchObject({ audience: 150, accepted: 150 });
  });

  test('a connection that breaks for everybody stops the run before the list is in doubt', async () => {
    const transport = transportInMemory(() => answers.dropLate);
    const limits = { ...noLimits, connections: 3 };
    const { state, stopped, nextTryAt } = await deliver(
      deliveryOrder({ readers: 500, transport }, { limits }),
    );
    expect(stopped?.code).toBe('smtp.unreachable');
    expect(totalsOf(state).uncertain).toBeLessThanOrEqual(15);
    expect(totalsOf(state).waiting).toBeGreaterThanOrEqual(485);
    expect(nextTryAt).not.toBeNull();
  });
});

describe('the circuit breaker (R25)', () => {
  const every =
    (nth: number, said: Answer) =>
    (id: string): Answer =>
      Number(id.slice(-6)) % nth === 0 ? said : answers.accepted;

  test('more than 5 % rejected among the first readers pauses the letter and tells why', async () => {
    const diaries = diariesInMemory();
    const transport = transportInMemory(every(7, answers.rejected));
    const { state, stopped } = await deliver(deliveryOrder({ readers: 400, transport }, { diaries }));
    expect(stopped?.code).toBe('smtp.breaker');
    expect(totalsOf(state)).toMatchObject({ rejected: 3 });
    const { paused } = await diaries.read(deliveryOrder({ readers: 1, transport }).week);
    expect(paused).toMatchObject({ by: 'breaker', reason: { en: stopped?.message } });
    expect(stopped?.message).toContain('3 of the first 15 addresses');
  });

  test('more than 20 % put off among the first readers does the same', async () => {
    const transport = transportInMemory(every(3, answers.deferred));
    const { state, stopped } = await deliver(deliveryOrder({ readers: 400, transport }));
    expect(stopped?.code).toBe('smtp.breaker');
    expect(totalsOf(state).deferred).toBe(11);
  });

  test('two dead addresses, or those after the first 50 readers, stop nothing', async () => {
    const dead = [
      readerIds(20)[3],
      readerIds(20)[9],
      ...readerIds(400)
        .slice(60)
        .filter((_, index) => index % 3 === 0),
    ];
    const transport = transportInMemory((id) => (dead.includes(id) ? answers.rejected : answers.accepted));
    const { state, stopped } = await deliver(deliveryOrder({ readers: 400, transport }));
    expect(stopped).toBeUndefined();
    expect(totalsOf(state)).toMatchObject({ rejected: dead.length, waiting: 0 });
  });

  test('once the author has let it go on, it goes on', async () => {
    const diaries = diariesInMemory();
    const records: LedgerRecord[] = [];
    const transport = transportInMemory(every(7, answers.rejected));
    await deliver(deliveryOrder({ readers: 400, transport, records }, { diaries }));
    diaries.write({ type: 'resumed', at, by: 'command' });
    const { state, stopped } = await deliver(
      deliveryOrder({ readers: 400, transport, records }, { diaries }),
    );
    expect(stopped).toBeUndefined();
    expect(totalsOf(state)).toMatchObject({ waiting: 0, rejected: 58, accepted: 342 });
  });

  test('trips again at once after a kill that came before the pause was written', async () => {
    const records: LedgerRecord[] = [];
    const transport = transportInMemory(every(7, answers.rejected));
    const diaries = diariesInMemory();
    const deaf = { ...diaries, note: () => Promise.reject(new Error('killed')) };
    const killed = deliver(deliveryOrder({ readers: 400, transport, records }, { diaries: deaf }));
    await expect(killed).rejects.toThrow('killed');
    const tried = transport.tried.length;
    const { stopped } = await deliver(deliveryOrder({ readers: 400, transport, records }, { diaries }));
    expect(stopped?.code).toBe('smtp.breaker');
    expect(transport.tried).toHaveLength(tried);
  });

  test('a provider that rejects everybody from the middle on, as over its quota, is not asked for the rest', async () => {
    const transport = transportInMemory((id) =>
      Number(id.slice(-6)) < 200 ? answers.accepted : answers.rejected,
    );
    const { state, stopped } = await deliver(deliveryOrder({ readers: 1000, transport }));
    expect(stopped?.code).toBe('smtp.refused');
    expect(totalsOf(state)).toMatchObject({ accepted: 200, rejected: 20, waiting: 780 });
  });
});

describe('several accounts', () => {
  test('a reader whose letter was handed to one account never goes through another', async () => {
    const clock = sleepyClock();
    let isFirstUp = true;
    const transport = transportInMemory(script({ [anna]: [answers.deferredLate, answers.accepted] }), {
      accounts: ['first', 'second'],
      isUp: (name) => name === 'second' || isFirstUp,
    });
    const records: LedgerRecord[] = [];
    const once = await deliver(deliveryOrder({ readers: 1, transport, records }, { clock }));
    isFirstUp = false;
    clock.set(once.nextTryAt ?? new Date(NaN));
    const more = [...records];
    more.push({ type: 'audience', ids: readerIds(3) });
    records.splice(0, records.length, ...more);
    const second = await deliver(deliveryOrder({ readers: 3, transport, records }, { clock }));
    expect(second.stopped).toBeUndefined();
    expect(totalsOf(second.state)).toMatchObject({ accepted: 2, deferred: 1 });
    expect(second.state.deliveries.get(anna)).toMatchObject({ account: 'first', deferrals: 2 });
    isFirstUp = true;
    clock.set(second.nextTryAt ?? new Date(NaN));
    const third = await deliver(deliveryOrder({ readers: 3, transport, records }, { clock }));
    expect(totalsOf(third.state)).toMatchObject({ accepted: 3 });
    expect(transport.handed.map(({ id, account }) => `${id} ${account}`)).toEqual([
      `${anna} first`,
      `${berta} second`,
      `${carla} second`,
      `${anna} first`,
    ]);
  });

  test('before anything was handed over the next account takes over', async () => {
    let isFirstUp = true;
    const transport = transportInMemory(
      (_, account) => {
        if (account !== 'first') return answers.accepted;
        isFirstUp = false;
        return answers.dropEarly;
      },
      { accounts: ['first', 'second'], isUp: (name) => name === 'second' || isFirstUp },
    );
    const { state } = await deliver(deliveryOrder({ readers: 4, transport }));
    expect(totalsOf(state)).toMatchObject({ accepted: 4 });
    expect(transport.handed.every(({ account }) => account === 'second')).toBe(true);
  });

  test('where hers alone is left and cannot be reached, the run says so', async () => {
    const clock = sleepyClock();
    let isUp = true;
    const records: LedgerRecord[] = [];
    const transport = transportInMemory(() => answers.deferredLate, { isUp: () => isUp });
    const once = await deliver(deliveryOrder({ readers: 1, transport, records }, { clock }));
    isUp = false;
    clock.set(once.nextTryAt ?? new Date(NaN));
    const second = await deliver(deliveryOrder({ readers: 1, transport, records }, { clock }));
    expect(second.stopped?.code).toBe('smtp.unreachable');
    expect(totalsOf(second.state)).toMatchObject({ deferred: 1 });
    expect(secondsBetween(clock.now(), second.nextTryAt)).toBeGreaterThan(250);
  });
});

describe('the pace (R26)', () => {
  test('a day’s cap ends the run and tells when it goes on; several runs together keep to it', async () => {
    const clock = sleepyClock();
    const records: LedgerRecord[] = [];
    const transport = transportInMemory(() => answers.accepted);
    const order = { clock, limits: { ...noLimits, connections: 3, perDay: 10 } };
    const start = clock.now();
    const first = await deliver(deliveryOrder({ readers: 25, transport, records }, order));
    expect(totalsOf(first.state)).toMatchObject({ accepted: 10, waiting: 15 });
    expect(first.stopped).toBeUndefined();
    expect(secondsBetween(start, first.nextTryAt)).toBe(24 * 3600);
    const size = records.length;
    const early = await deliver(deliveryOrder({ readers: 25, transport, records }, order));
    expect(early.nextTryAt).toEqual(first.nextTryAt);
    expect(records).toHaveLength(size);
    clock.set(first.nextTryAt ?? new Date(NaN));
    const second = await deliver(deliveryOrder({ readers: 25, transport, records }, order));
    expect(totalsOf(second.state)).toMatchObject({ accepted: 20, waiting: 5 });
  });

  test('a run that may wait sleeps over the cap and serves everybody', async () => {
    const clock = sleepyClock();
    const transport = transportInMemory(() => answers.accepted);
    const order = { clock, waits: true, limits: { ...noLimits, connections: 3, perDay: 10, perMinute: 4 } };
    const start = clock.now();
    const { state } = await deliver(deliveryOrder({ readers: 25, transport }, order));
    expect(totalsOf(state)).toMatchObject({ accepted: 25 });
    expect(secondsBetween(start, clock.now())).toBeGreaterThanOrEqual(48 * 3600);
  });
});

describe('a run whose claim was taken over (R18)', () => {
  test('stops at once and hands over nothing more', async () => {
    const records: LedgerRecord[] = [{ type: 'audience', ids: readerIds(40) }];
    const transport = transportInMemory(() => answers.accepted);
    let isLost = false;
    const ledger = ledgerInMemory(records, () => {
      if (isLost) throw new NewsletterError('lock.lost', { de: 'übernommen', en: 'taken over' });
      isLost = transport.handed.length >= 12;
    });
    const order = { ledger, limits: { ...noLimits, connections: 4 } };
    const { state, stopped } = await deliver(deliveryOrder({ readers: 40, transport, records }, order));
    const attempted = records.filter(({ type }) => type === 'attempted').length;
    expect(stopped?.code).toBe('lock.lost');
    expect(transport.handed).toHaveLength(attempted);
    expect(attempted).toBeLessThan(20);
    expect(totalsOf(state)).toEqual(totalsOf(foldLedger(records)));
  });
});

test('a run that reaches nobody leaves no trace in the ledger', async () => {
  const records: LedgerRecord[] = [];
  const transport = transportInMemory(() => answers.accepted, { isUp: () => false });
  const { stopped } = await deliver(deliveryOrder({ readers: 3, transport, records }));
  expect(stopped?.code).toBe('smtp.unreachable');
  expect(records.map(({ type }) => type)).toEqual(['audience']);
  expect(nextTryAt(foldLedger(records), new Date(at))).toEqual(new Date(at));
});
