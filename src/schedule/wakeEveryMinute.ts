import { createTask } from 'node-cron';

/** What is woken, and until when. */
export interface WakeOrder {
  readonly onWake: () => Promise<void>;
  /** What a wake threw; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** When to wake; each minute when left out. */
  readonly expression?: string;
}

/** No pause is longer, whatever the machine's clock did meanwhile. */
const longestPauseMs = 60_000;

/**
 * Wakes at once, then every minute, one wake after the other. Resolves once the signal has fired and the wake under way is
 * over. When something is due is not decided here (R13).
 *
 * node-cron only tells when the next minute is, and the waiting is ours: its own waits for hours after the clock was set
 * back, counts every minute of the past after a long sleep, and in the hour that comes twice in autumn takes the time for
 * an hour earlier, spins and does not fire.
 */
export async function wakeEveryMinute(order: WakeOrder): Promise<void> {
  const { signal, expression = '* * * * *' } = order;
  const moments = createTask(expression, () => undefined, { timezone: 'UTC' });
  try {
    while (!signal.aborted) {
      await order.onWake().catch(order.onError);
      const [next] = moments.getNextRuns(1);
      const untilNextMs = next === undefined ? longestPauseMs : next.getTime() - Date.now();
      await pause(Math.min(Math.max(untilNextMs, 0), longestPauseMs), signal);
    }
  } finally {
    await moments.destroy();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
