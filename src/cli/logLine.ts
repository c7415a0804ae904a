import { systemClock } from './clock.ts';
import type { Output } from './output.ts';

/** Writes what happens in a process that runs for long: JSON lines with their time, without addresses. */
export function logTo(output: Output): (line: object) => void {
  return (line) => output.note(JSON.stringify({ time: systemClock.now().toISOString(), ...line }));
}
