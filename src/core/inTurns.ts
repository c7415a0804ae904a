/** What a long computation asks of the machine it runs on. */
export interface Machine {
  /** Milliseconds that go on steadily, whatever is done to the clock. */
  readonly nowMs: () => number;
  /** Other work has had its turn. */
  readonly othersTurn: () => Promise<unknown>;
}

/** How long other work may have to wait for a step of a long computation. */
const longestMs = 10;

/** Runs a long computation to its end, letting other work have its turn in between. */
export async function inTurns<T>(steps: Generator<void, T>, { nowMs, othersTurn }: Machine): Promise<T> {
  let since = nowMs();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (nowMs() - since < longestMs) continue;
    await othersTurn();
    since = nowMs();
  }
}

/** The same computation, given up with undefined where it takes longer than it may. */
export function* endingWithin<T>(
  ms: number,
  steps: Generator<void, T>,
  { nowMs }: Pick<Machine, 'nowMs'>,
): Generator<void, T | undefined> {
  const startMs = nowMs();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (nowMs() - startMs > ms) return undefined;
    yield;
  }
}
