import { appendFileSync } from 'node:fs';
import fc, { type IAsyncProperty, type IRawProperty, type Parameters } from 'fast-check';

// Stands in for fast-check while `npm run soak` goes: a property is tried until its share of the time is over.
export * from 'fast-check';

const shareMs = Number(process.env['SOAK_SHARE_MS']);
const tallyFile = process.env['SOAK_TALLY'] ?? '';

/** As often as the share allows, and once at least; each time from a new seed, whatever the test says. */
export function assert<T>(property: IRawProperty<T>, parameters: Parameters<T> = {}): Promise<void> | void {
  const { seed: _, ...limits } = parameters;
  const once = (): Promise<void> | void =>
    fc.assert(property, { ...limits, seed: Math.floor(Math.random() * 2 ** 31) });
  const endsAt = performance.now() + shareMs;
  const isOver = (): boolean => performance.now() >= endsAt;
  const tally = (): void => appendFileSync(tallyFile, `${parameters.numRuns ?? 100}\n`);
  if (isAsync(property)) return untilOver();
  do {
    void once();
    tally();
  } while (!isOver());

  async function untilOver(): Promise<void> {
    do {
      await once();
      tally();
    } while (!isOver());
  }
}

function isAsync<T>(property: IRawProperty<T>): property is IAsyncProperty<T> {
  return property.isAsync();
}

export default { ...fc, assert };
