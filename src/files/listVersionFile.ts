import {
  close,
  fstatSync,
  open as openCallback,
  read as readCallback,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { arrayEnd, arrayStart, emptyArray, headPattern, middle, tail } from '../core/list/listLayout.ts';
import { passLines, type LineOnlooker } from '../core/list/peopleLines.ts';
import { readJson, recordOf, suppressions } from '../core/list/listPages.ts';
import { suppressedBy, type Suppressed } from '../core/list/suppression.ts';
import type { Suppression } from '../core/list/subscriber.ts';

// Bare numbers: a handle that nobody closed would be complained about, and costs twice as much to read from.
const open = promisify(openCallback);
const read = promisify(readCallback);

/** One version of subscribers.json, held open, laid out as the program writes it. */
export interface ListVersionFile {
  readonly descriptor: number;
  /** As it was when it was opened. */
  readonly mark: Mark;
  readonly size: number;
  readonly revision: number;
  /** Where the lines of people stand: from the first byte to behind the last. */
  readonly people: Stretch;
  /** What follows them, up to the end of the file. */
  readonly rest: Stretch;
  readonly suppressed: Suppressed;
}

/** A stretch of a file. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Tells one version of a file from every other. */
export type Mark = Pick<Stats, 'ino' | 'size' | 'mtimeMs' | 'ctimeMs'>;

/** The mark of the file at a path; undefined where there is none. Cheap. */
export function markOfPath(path: string): Mark | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Whether two marks are of the same version. */
export function isSameMark(one: Mark, other: Mark): boolean {
  return (
    one.mtimeMs === other.mtimeMs &&
    one.size === other.size &&
    one.ctimeMs === other.ctimeMs &&
    one.ino === other.ino
  );
}

/** Whether nobody has written into a version since it was opened. That its name went to another is no matter. */
export function isUntouched({ descriptor, mark }: Pick<ListVersionFile, 'descriptor' | 'mark'>): boolean {
  const { size, mtimeMs } = fstatSync(descriptor);
  return size === mark.size && mtimeMs === mark.mtimeMs;
}

/** Lets go of a version. */
export function closeVersion({ descriptor }: Pick<ListVersionFile, 'descriptor'>): void {
  close(descriptor, () => undefined);
}

/** Opens the version that stands at a path; undefined for a layout of somebody else. Throws what the system says. */
export async function openVersion(path: string): Promise<ListVersionFile | undefined> {
  const descriptor = await open(path, 'r');
  let isOurs = false;
  try {
    const mark = fstatSync(descriptor);
    const { size } = mark;
    const frame = await readFrame(descriptor, size);
    const suppressed = frame && (await readSuppressed(descriptor, frame.rest));
    if (!suppressed) return undefined;
    isOurs = true;
    return { descriptor, mark, size, ...frame, suppressed };
  } finally {
    if (!isOurs) close(descriptor, () => undefined);
  }
}

type Frame = Pick<ListVersionFile, 'revision' | 'people' | 'rest'>;

const headBytes = 1000;

/** What stands around the people. */
async function readFrame(descriptor: number, size: number): Promise<Frame | undefined> {
  const text = (await bytesAt(descriptor, 0, Math.min(size, headBytes))).toString('latin1');
  const head = headPattern.exec(text);
  if (
    !head ||
    !isUtf8(Buffer.from(head[0], 'latin1')) ||
    typeof readJson(Buffer.from(head[1] ?? '', 'latin1').toString('utf8')) !== 'string'
  )
    return undefined;
  const start = head[0].length;
  const revision = Number(head[2]);
  if (text.startsWith(emptyArray.toString() + middle.toString(), start)) {
    const end = start + emptyArray.length;
    return { revision, people: { start: end, end }, rest: { start: end, end: size } };
  }
  if (!text.startsWith(arrayStart.toString(), start)) return undefined;
  const end = await lastPlaceOf(descriptor, Buffer.concat([arrayEnd, middle]), size);
  const peopleStart = start + arrayStart.length;
  if (end === undefined || end <= peopleStart) return undefined;
  return {
    revision,
    people: { start: peopleStart, end },
    rest: { start: end + arrayEnd.length, end: size },
  };
}

/** Where something stands last in a file. No record has a line end in it, so that it cannot stand within one. */
async function lastPlaceOf(descriptor: number, what: Buffer, size: number): Promise<number | undefined> {
  for (let end = size; end > 0; end -= blockBytes - what.length) {
    const start = Math.max(0, end - blockBytes);
    const found = (await bytesAt(descriptor, start, end)).lastIndexOf(what);
    if (found >= 0) return start + found;
  }
  return undefined;
}

async function readSuppressed(descriptor: number, rest: Stretch): Promise<Suppressed | undefined> {
  const from = rest.start + middle.length;
  const bareEnd = Buffer.concat([emptyArray, tail]);
  if (rest.end - from === bareEnd.length)
    return (await bytesAt(descriptor, from, rest.end)).equals(bareEnd) ? suppressedBy([]) : undefined;
  const ending = Buffer.concat([arrayEnd, tail]);
  const end = rest.end - ending.length;
  const start = from + arrayStart.length;
  if (end <= start || !(await bytesAt(descriptor, end, rest.end)).equals(ending)) return undefined;
  if (!(await bytesAt(descriptor, from, start)).equals(arrayStart)) return undefined;
  const found: Pick<Suppression, 'hash' | 'key' | 'proof'>[] = [];
  const isOurs = await passOver(descriptor, { start, end }, (bytes, lineStart, lineEnd) => {
    const record = recordOf(suppressions, bytes.toString('utf8', lineStart, lineEnd));
    if (record) found.push(record);
    return record !== undefined;
  });
  const suppressed = suppressedBy(found);
  return isOurs && suppressed.hashes.size === found.length ? suppressed : undefined;
}

/** Few enough readers for other work to have its turn in between. */
const blockBytes = 256 * 1024;
/**
 * So few are shown at once because V8, where it finds most of a hundred objects of a kind alive, takes that kind for long-lived:
 * then readers lie about by the hundred megabytes (P5).
 */
const portionLines = 32;

/** Shows every line in a stretch; false for a layout that is not the program's. */
export async function passOver(descriptor: number, stretch: Stretch, see: LineOnlooker): Promise<boolean> {
  for await (const isOurs of passing(descriptor, stretch, see)) if (!isOurs) return false;
  return true;
}

/** The same, a few lines at a time; what it yields last may be false. */
export async function* passing(
  descriptor: number,
  { start, end }: Stretch,
  see: LineOnlooker,
): AsyncGenerator<boolean> {
  let buffer = Buffer.allocUnsafeSlow(blockBytes);
  let filled = 0;
  let offset = start;
  while (offset < end) {
    const wanted = Math.min(buffer.length - filled, end - offset - filled);
    const { bytesRead } = await read(descriptor, buffer, filled, wanted, offset + filled);
    filled += bytesRead;
    // Cut short meanwhile: `isUntouched` will say so.
    if (bytesRead === 0) {
      yield false;
      return;
    }
    const isLast = offset + filled === end;
    let done = 0;
    while (done < filled) {
      const bytes = buffer.subarray(done, filled);
      const more = passLines(bytes, { offset: offset + done, isLast, see, most: portionLines });
      if (more < 0 || !isUtf8(bytes.subarray(0, more))) {
        yield false;
        return;
      }
      if (more === 0) break;
      done += more;
      yield true;
    }
    offset += done;
    if (done === 0 && filled === buffer.length) {
      buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    } else {
      buffer.copyWithin(0, done, filled);
      filled -= done;
    }
  }
}

/** The bytes of a stretch; fewer where the file is shorter. */
export async function bytesAt(descriptor: number, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  return bytes.subarray(0, await readFully(descriptor, bytes, start));
}

/** The same at once, for whoever writes what he reads. */
export function bytesAtOnce(descriptor: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const bytesRead = readSync(descriptor, bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Fills a buffer from a place of the file on; answers how many bytes there were. */
export async function readFully(descriptor: number, bytes: Buffer, start: number): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await read(descriptor, bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
