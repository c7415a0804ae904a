import { setImmediate } from 'node:timers/promises';
import { endingWithin, inTurns } from '../core/inTurns.ts';

const machine = { nowMs: () => performance.now(), othersTurn: () => setImmediate() };

/**
 * Runs a long computation on this machine, letting other work have its turn in between. Undefined where it takes longer
 * than it may: what strangers wrote must not keep the program busy (R59).
 */
export function unhurried<T>(steps: Generator<void, T>, withinMs: number): Promise<T | undefined> {
  return inTurns(endingWithin(withinMs, steps, machine), machine);
}
