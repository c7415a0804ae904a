import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};
