import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts what each of many may do in a time. */
export interface Bucket {
  /** Takes one for somebody; answers how long she has to wait where nothing is left, else 0. */
  take(key: string): Promise<number>;
  /** How long somebody would have to wait, without taking anything. */
  waitMs(key: string): Promise<number>;
  giveBack(key: string): Promise<void>;
}

/**
 * A bucket that remembers so many at most. Further ones are let through uncounted: a flood from countless addresses must
 * neither fill the memory nor lock out everybody else, and the total limit of sign-ups holds without them.
 */
export function bucket(points: number, seconds: number, mostKeys: number): Bucket {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  /** When each key is forgotten; all live equally long, so the oldest stand first. */
  const known = new Map<string, number>();

  const hasRoom = (key: string): boolean => {
    const now = Date.now();
    for (const [old, endsAt] of known) {
      if (endsAt > now) break;
      known.delete(old);
    }
    if (known.has(key)) return true;
    if (known.size >= mostKeys) return false;
    known.set(key, now + seconds * 1000);
    return true;
  };

  return {
    async take(key) {
      if (!hasRoom(key)) return 0;
      try {
        await limiter.consume(key);
        return 0;
      } catch (refused) {
        // The limiter rejects with its result where nothing is left.
        if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
        throw refused;
      }
    },
    async waitMs(key) {
      const state = await limiter.get(key);
      return state !== null && state.consumedPoints >= points ? state.msBeforeNext : 0;
    },
    async giveBack(key) {
      if (known.has(key)) await limiter.reward(key);
    },
  };
}
