import { Temporal } from 'temporal-polyfill';
import { isWeekId, weeksBefore, type WeekId } from '../week.ts';
import { boundsOfWeek } from '../weekBounds.ts';
import type { Membership, Memberships } from './memberships.ts';

/** How many readers there were at an instant. */
export interface ReaderCount {
  readonly atMs: number;
  readonly readers: number;
}

/** One month of a year. */
export interface ReaderMonth {
  /** `2026-11`. */
  readonly month: string;
  /** At its end, or now; null where any of these cannot be known any more. */
  readonly figures: { readonly joined: number; readonly goodbyes: number; readonly readers: number } | null;
}

/** The readers of one year. */
export interface ReadersOverTime {
  readonly startMs: number;
  readonly endMs: number;
  /** From week to week, and now; only where everybody's dates are still there. */
  readonly counts: readonly ReaderCount[];
  /** The months that have begun and in which, or before which, there were readers. */
  readonly months: readonly ReaderMonth[];
  /** Whether dates have been deleted that fall into this year, or before a part of it. */
  readonly isIncomplete: boolean;
}

/** The weeks of a year (ISO 8601), the first first. */
export function weeksOfYear(year: number): readonly WeekId[] {
  const name = String(year).padStart(4, '0');
  const names = Array.from({ length: 53 }, (_, index) => `${name}-W${String(index + 1).padStart(2, '0')}`);
  return names.filter(isWeekId);
}

/** How many readers there were through a year. */
export function readersOverTime(
  { known, goodbyesMs, completeSinceMs }: Memberships,
  year: number,
  timeZone: string,
  now: Date,
): ReadersOverTime {
  const weeks = weeksOfYear(year);
  const starts = weeks.map((week) => boundsOfWeek(week, timeZone).start.getTime());
  const startMs = starts[0] ?? 0;
  const [last] = weeks.slice(-1);
  const endMs = last ? boundsOfWeek(weeksBefore(last, -1), timeZone).start.getTime() : startMs;
  const until = Math.min(endMs, now.getTime());
  const firstMs = known.reduce((first, { joinedMs }) => Math.min(first, joinedMs), Infinity);
  const countAt = readerCounter(known);
  // The week before the first reader is drawn too, so that one sees where she came.
  const from = Math.max(firstMs - weekMs, completeSinceMs);
  const instants = [...starts.filter((ms) => ms < until), until].filter((ms) => ms >= from);
  return {
    startMs,
    endMs,
    counts: until < startMs ? [] : instants.map((atMs) => ({ atMs, readers: countAt(atMs) })),
    months: monthsOf(year, timeZone)
      .filter(({ fromMs, toMs }) => fromMs < now.getTime() && toMs > firstMs)
      .map(({ month, fromMs, toMs }) => {
        if (fromMs < completeSinceMs) return { month, figures: null };
        const isWithin = (ms: number): boolean => ms >= fromMs && ms < toMs;
        const joined = known.filter(({ joinedMs }) => isWithin(joinedMs)).length;
        const goodbyes = goodbyesMs.filter(isWithin).length;
        return { month, figures: { joined, goodbyes, readers: countAt(Math.min(toMs, now.getTime())) } };
      }),
    isIncomplete: completeSinceMs > startMs,
  };
}

const weekMs = 7 * 24 * 3_600_000;

/** Answers how many were readers at an instant. */
function readerCounter(known: readonly Membership[]): (ms: number) => number {
  const joined = Float64Array.from(known, ({ joinedMs }) => joinedMs).toSorted();
  const left = Float64Array.from(known.flatMap(({ leftMs }) => leftMs ?? [])).toSorted();
  return (ms) => countUpTo(joined, ms) - countUpTo(left, ms);
}

/** How many of the sorted instants are not after one. */
function countUpTo(sorted: Float64Array, ms: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function monthsOf(
  year: number,
  timeZone: string,
): readonly { readonly month: string; readonly fromMs: number; readonly toMs: number }[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = Temporal.PlainDate.from({ year, month: index + 1, day: 1 });
    const startMs = (day: Temporal.PlainDate): number => day.toZonedDateTime(timeZone).epochMilliseconds;
    return {
      month: first.toString().slice(0, 7),
      fromMs: startMs(first),
      toMs: startMs(first.add({ months: 1 })),
    };
  });
}
