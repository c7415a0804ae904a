import { setImmediate } from 'node:timers/promises';
import { inTurns } from '../core/inTurns.ts';

/** Runs a long computation on this machine, letting other work have its turn in between. */
export function unhurried<T>(steps: Generator<void, T>): Promise<T> {
  return inTurns(steps, { nowMs: () => performance.now(), othersTurn: () => setImmediate() });
}
