import { bytesAt, readFully, type ListVersionFile, type Stretch } from './listVersionFile.ts';

/** What differs between the people of two versions of a list: whole lines, between a common beginning and a common end. */
export interface Middle {
  /** Without the comma and line end behind the last of them; empty where nothing stands there. */
  readonly before: Stretch;
  readonly next: Stretch;
}

const blockBytes = 256 * 1024;
const newline = 10;
/** Where more than that differs, everybody is found anew. */
const mostBytes = 2 * 1024 * 1024;
const lineEnd = Buffer.from(',\n');

/** Finds what differs; undefined where that is much, or hard to say. */
export async function changedMiddle(
  before: Pick<ListVersionFile, 'descriptor' | 'people'>,
  next: Pick<ListVersionFile, 'descriptor' | 'people'>,
): Promise<Middle | undefined> {
  const lengths = [before.people.end - before.people.start, next.people.end - next.people.start] as const;
  const shorter = Math.min(...lengths);
  const beginning = await linesInCommon(before, next, shorter, 'start');
  const end = await linesInCommon(before, next, shorter - beginning, 'end');
  const middleOf = ({ descriptor, people }: Pick<ListVersionFile, 'descriptor' | 'people'>) =>
    cutLineEnd(descriptor, { start: people.start + beginning, end: people.end - end }, end > 0);
  if (Math.max(...lengths) - beginning - end > mostBytes) return undefined;
  const former = await middleOf(before);
  const latter = await middleOf(next);
  // Where lines went from the end, the one before them has lost its comma, and differs too.
  if (!former || !latter || (end === 0 && latter.start >= latter.end)) return undefined;
  return { before: former, next: latter };
}

/** A stretch of lines with others behind them, without what stands between; undefined where that is something else. */
async function cutLineEnd(
  descriptor: number,
  { start, end }: Stretch,
  hasMore: boolean,
): Promise<Stretch | undefined> {
  if (!hasMore || start === end) return { start, end };
  const cut = end - lineEnd.length;
  return cut > start && (await bytesAt(descriptor, cut, end)).equals(lineEnd)
    ? { start, end: cut }
    : undefined;
}

/** How many bytes of whole lines both have in common at one end of their people, at most so many. */
async function linesInCommon(
  before: Pick<ListVersionFile, 'descriptor' | 'people'>,
  next: Pick<ListVersionFile, 'descriptor' | 'people'>,
  most: number,
  side: 'start' | 'end',
): Promise<number> {
  const one = Buffer.allocUnsafeSlow(blockBytes);
  const other = Buffer.allocUnsafeSlow(blockBytes);
  /** Up to the last line end that both have in common; from the first one on, seen from the end. */
  let whole = 0;
  for (let done = 0; done < most;) {
    const length = Math.min(blockBytes, most - done);
    const placeIn = ({ people }: Pick<ListVersionFile, 'people'>): number =>
      side === 'start' ? people.start + done : people.end - done - length;
    const mine = one.subarray(0, length);
    const theirs = other.subarray(0, length);
    const reads = [
      readFully(before.descriptor, mine, placeIn(before)),
      readFully(next.descriptor, theirs, placeIn(next)),
    ];
    for (const filled of await Promise.all(reads)) if (filled !== length) return 0;
    const isSame = mine.equals(theirs);
    const common = isSame ? length : bytesInCommon(mine, theirs, side);
    if (side === 'start') {
      const last = common === 0 ? -1 : mine.lastIndexOf(newline, common - 1);
      if (last >= 0) whole = done + last + 1;
    } else {
      const first = mine.indexOf(newline, length - common);
      if (first >= 0) whole = done + length - first - 1;
    }
    if (!isSame) break;
    done += length;
  }
  return whole;
}

function bytesInCommon(one: Buffer, other: Buffer, side: 'start' | 'end'): number {
  const { length } = one;
  let common = 0;
  if (side === 'start') while (common < length && one[common] === other[common]) common++;
  else while (common < length && one[length - 1 - common] === other[length - 1 - common]) common++;
  return common;
}
