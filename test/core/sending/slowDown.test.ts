import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterAcceptance,
  afterBreak,
  afterSlowDown,
  connectionsAt,
  fullTempo,
  isHopeless,
  limitsAt,
  restMs,
  type Tempo,
} from '../../../src/core/sending/slowDown.ts';

const steps = { accepted: afterAcceptance, slow: afterSlowDown, broken: afterBreak };
const history = fc.array(fc.constantFrom<keyof typeof steps>('accepted', 'slow', 'broken'), {
  maxLength: 300,
});
const after = (events: readonly (keyof typeof steps)[]): Tempo =>
  events.reduce<Tempo>((tempo, event) => steps[event](tempo), fullTempo);
const limit = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 }));
const limits = fc.record({ perSecond: limit, perMinute: limit, perHour: limit, perDay: limit });

test('whatever a server says, one connection is left and nothing is faster than the settings allow (R21)', () => {
  fc.assert(
    fc.property(history, limits, fc.integer({ min: 1, max: 50 }), (events, most, connections) => {
      const tempo = after(events);
      const open = connectionsAt(tempo, connections);
      expect(open).toBeGreaterThanOrEqual(1);
      expect(open).toBeLessThanOrEqual(connections);
      const slowed = limitsAt(tempo, most);
      if (most.perSecond > 0) expect(slowed.perSecond).toBeLessThanOrEqual(most.perSecond);
      expect(slowed).toMatchObject({
        perMinute: most.perMinute,
        perHour: most.perHour,
        perDay: most.perDay,
      });
      expect(restMs(tempo)).toBeLessThanOrEqual(60_000);
    }),
  );
});

test('each request halves connections and pace, as long as there is something to halve', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 50 }), (events, connections) => {
      const before = after(events);
      const slower = afterSlowDown(before);
      const most = { perSecond: 8, perMinute: 0, perHour: 0, perDay: 0 };
      expect(connectionsAt(slower, connections)).toBeLessThanOrEqual(connectionsAt(before, connections));
      expect(limitsAt(slower, most).perSecond).toBeLessThanOrEqual(limitsAt(before, most).perSecond);
      expect(restMs(slower)).toBeGreaterThanOrEqual(restMs(before.halvings === 0 ? slower : before));
    }),
  );
  const once = afterSlowDown(fullTempo);
  expect(connectionsAt(once, 5)).toBe(2);
  expect(limitsAt(once, { perSecond: 10, perMinute: 0, perHour: 0, perDay: 0 }).perSecond).toBe(5);
  expect(limitsAt(once, { perSecond: 0, perMinute: 60, perHour: 0, perDay: 0 }).perSecond).toBe(0.5);
  expect([1, 2, 3, 4].map((times) => restMs(after(Array.from({ length: times }, () => 'slow'))))).toEqual([
    10_000, 30_000, 60_000, 60_000,
  ]);
});

test('enough acceptances bring back the full speed, step by step', () => {
  fc.assert(
    fc.property(history, (events) => {
      let tempo = after(events);
      let { halvings } = tempo;
      for (let count = 0; count < 200; count++) {
        tempo = afterAcceptance(tempo);
        expect(halvings - tempo.halvings).toBeLessThanOrEqual(1);
        ({ halvings } = tempo);
      }
      expect(tempo.halvings).toBe(0);
    }),
  );
});

test('five setbacks in a row are hopeless, one acceptance is hope', () => {
  fc.assert(
    fc.property(history, (events) => {
      const row = events.length - 1 - events.lastIndexOf('accepted');
      expect(isHopeless(after(events))).toBe(row >= 5);
    }),
  );
});
