import { afterEach, describe, expect, test, vi } from 'vitest';
import { wakeEveryMinute, type WakeOrder } from '../../src/schedule/wakeEveryMinute.ts';

const minuteMs = 60_000;

/** A clock that is woken by `order` and stops when the test does. */
function woken(order: Partial<WakeOrder> = {}) {
  const stop = new AbortController();
  const wakes: Date[] = [];
  const errors: unknown[] = [];
  const ended = wakeEveryMinute({
    onWake: () => {
      wakes.push(new Date());
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
    signal: stop.signal,
    ...order,
  });
  const end = (): Promise<void> => {
    stop.abort();
    return ended;
  };
  const times = (): readonly string[] => wakes.map((at) => at.toISOString().slice(11, 19));
  return { wakes, times, errors, end };
}

describe('a clock that is woken every minute', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
  const startAt = (instant: string): void => {
    // Not all of it: a faked Intl, which node-cron asks for each minute, costs a hundredfold.
    vi.useFakeTimers({ now: new Date(instant), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  };

  test('wakes at the start, then with each minute, and ends with the signal', async () => {
    startAt('2026-11-22T05:58:30Z');
    const { wakes, times, errors, end } = woken();
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    expect(times()).toEqual(['05:58:30', '05:59:00', '06:00:00', '06:01:00']);
    await end();
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    expect(wakes).toHaveLength(4);
    expect(errors).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ['that spring leaps over', '2026-03-29T00:30:30Z'],
    ['that comes twice in autumn', '2026-10-25T00:30:30Z'],
  ])('does not pause in the hour %s (R15)', async (_, before) => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    startAt(before);
    const { wakes, end } = woken();
    await vi.advanceTimersByTimeAsync(120 * minuteMs);
    expect(wakes).toHaveLength(121);
    await end();
  });

  test.each([
    ['forwards by 3 days', '2026-11-25T05:00:10Z'],
    ['forwards by 50 years', '2076-11-25T05:00:10Z'],
    ['back by a month', '2026-10-22T05:00:10Z'],
  ])('wakes within a minute after the clock of the machine was set %s (R14, R16)', async (_, to) => {
    startAt('2026-11-22T05:00:10Z');
    const { wakes, end } = woken();
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    vi.setSystemTime(new Date(to));
    const before = wakes.length;
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(wakes.length).toBeGreaterThan(before);
    await vi.advanceTimersByTimeAsync(10 * minuteMs);
    expect(wakes.length).toBeGreaterThanOrEqual(before + 11);
    await end();
  });

  test('what a wake throws is told, and the next wake comes all the same', async () => {
    startAt('2026-11-22T05:00:30Z');
    const { errors, end } = woken({ onWake: () => Promise.reject(new Error('a broken disk')) });
    await vi.advanceTimersByTimeAsync(2 * minuteMs);
    expect(errors).toEqual(Array.from({ length: 3 }, () => new Error('a broken disk')));
    await end();
  });

  test('a wake that takes long is finished before the next one, and before the end', async () => {
    startAt('2026-11-22T05:00:30Z');
    let under = 0;
    let most = 0;
    let count = 0;
    const { end } = woken({
      async onWake() {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setTimeout(resolve, 2.5 * minuteMs));
        under -= 1;
        count += 1;
      },
    });
    await vi.advanceTimersByTimeAsync(4 * minuteMs);
    const ended = end();
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    await ended;
    expect([most, under, count]).toEqual([1, 0, 2]);
  });

  test('in real time, too, a process that was blocked over the time catches up at once (R14)', async () => {
    const { wakes, errors, end } = woken({ expression: '* * * * * *' });
    const until = Date.now() + 1300;
    while (Date.now() < until);
    const before = wakes.length;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(wakes.length).toBeGreaterThan(before);
    await end();
    expect(errors).toEqual([]);
  });
});
