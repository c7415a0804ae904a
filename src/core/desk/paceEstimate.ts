import type { PaceLimits } from '../sending/pace.ts';

const limitWindowsMs = {
  perMinute: 60_000,
  perHour: 3_600_000,
  perDay: 86_400_000,
} as const;

/**
 * How long so many letters take at least with the limits of the settings, in milliseconds, until the last one begins to
 * leave; 0 without limits, when only the server decides.
 */
export function leastDurationMs(letters: number, limits: PaceLimits): number {
  const others = Math.max(0, letters - 1);
  const perSecond = limits.perSecond > 0 ? (others * 1000) / limits.perSecond : 0;
  const windows = (['perMinute', 'perHour', 'perDay'] as const).map((limit) =>
    limits[limit] > 0 ? Math.floor(others / limits[limit]) * limitWindowsMs[limit] : 0,
  );
  return Math.max(perSecond, ...windows);
}

/** How long the rest takes at the pace so far, in milliseconds; null as long as nobody can tell. */
export function msLeft({
  done,
  left,
  elapsedMs,
}: {
  readonly done: number;
  readonly left: number;
  readonly elapsedMs: number;
}): number | null {
  return done > 0 && elapsedMs > 0 ? (left * elapsedMs) / done : null;
}
