/** How long other work may have to wait for a step of a long computation. */
const longestMs = 10;

/** Runs a long computation to its end, letting other work have its turn in between. */
export async function unhurried<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < longestMs) continue;
    await new Promise((next) => setImmediate(next));
    since = performance.now();
  }
}
