/** How long other work may have to wait for a step. */
const longestMs = 10;

/**
 * Runs a long computation step by step, letting other work have its turn in between. Undefined where it takes longer than
 * it may: what strangers wrote must not keep the program busy (R59).
 */
export async function unhurried<T>(steps: Generator<void, T>, withinMs: number): Promise<T | undefined> {
  const start = performance.now();
  let since = start;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < longestMs) continue;
    await new Promise((next) => setImmediate(next));
    since = performance.now();
    if (since - start > withinMs) return undefined;
  }
}
