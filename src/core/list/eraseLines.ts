import { keyOf } from './listBook.ts';

/** People whose every trace is to go: their ids, and what their addresses' spellings have in common (`Address.key`). */
export interface Erased {
  readonly ids: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/**
 * A subscribers.json without some people, in pieces of what was there, so that even a long one takes little time; null
 * where none of them stands in it, undefined where it is not laid out as the program writes it. Yields now and then.
 */
export function* eraseLines(
  bytes: Buffer,
  { ids, keys }: Erased,
): Generator<void, readonly Buffer[] | null | undefined> {
  const head = bytes.subarray(0, headLength);
  if (head.includes(emptyArray)) return null;
  const start = head.indexOf(arrayStart) + arrayStart.length;
  // From behind: an end of line stands between records and nowhere else.
  const end = bytes.lastIndexOf(arrayEnd);
  if (start < arrayStart.length || end < start) return undefined;
  /** Runs of lines that stay, without the comma and line end behind them. */
  const kept: Buffer[] = [];
  let runStart = start;
  const closeRun = (runEnd: number): void => {
    if (runEnd > runStart) kept.push(bytes.subarray(runStart, runEnd));
  };
  let isErased = false;
  for (let at = start, count = 1; at < end; count++) {
    const lineEnd = bytes.indexOf(newline, at);
    const isLast = lineEnd === end;
    const textEnd = isLast ? lineEnd : lineEnd - 1;
    const person = personAt(bytes, at, textEnd);
    if (!person || (!isLast && bytes[textEnd] !== comma)) return undefined;
    if (ids.has(person.id) || keys.has(person.key)) {
      closeRun(at - betweenLines.length);
      runStart = lineEnd + 1;
      isErased = true;
    }
    at = lineEnd + 1;
    if (count % 500 === 0) yield;
  }
  if (!isErased) return null;
  closeRun(end);
  const before = bytes.subarray(0, start - 2);
  const after = bytes.subarray(end + 2);
  if (kept.length === 0) return [before, Buffer.from('[]'), after];
  const joined = kept.flatMap((run, index) => (index === 0 ? [run] : [betweenLines, run]));
  return [before, Buffer.from('[\n'), ...joined, Buffer.from('\n]'), after];
}

const newline = 10;
const comma = 44;
const arrayStart = Buffer.from('\n"subscribers": [\n');
const arrayEnd = Buffer.from('\n],\n"suppressions": [');
const emptyArray = Buffer.from('\n"subscribers": [],\n"suppressions": [');
const betweenLines = Buffer.from(',\n');
/** Longer than all that stands before the first person. */
const headLength = 1000;
const headPattern = /^\{"id":"([a-z0-9]+)","address":"([^"\\]*(?:\\.[^"\\]*)*)","name":/;

function personAt(
  bytes: Buffer,
  start: number,
  end: number,
): { readonly id: string; readonly key: string } | undefined {
  const line = bytes.toString('latin1', start, end);
  const head = headPattern.exec(line);
  if (!head || !line.endsWith('}') || line.includes('"id"', head[0].length)) return undefined;
  const [, id = '', address = ''] = head;
  return { id, key: keyInLine(address) };
}

/** Most addresses are plain ASCII, and then reading them as addresses would only take longer. */
function keyInLine(written: string): string {
  if (/^[!-[\]-~]+$/.test(written) && !written.includes('xn--')) return written.toLowerCase();
  return keyOf({ address: String(JSON.parse(`"${Buffer.from(written, 'latin1').toString('utf8')}"`)) });
}
