import { crc32 } from 'node:zlib';
import { NewsletterError, type Text } from '../errors.ts';

/** One record as its line: JSON whose last key is the CRC-32 of all before it. */
export function formatLine(record: object): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"sum":"${checksum(body)}"}\n`;
}

/** A file of records as read, and how many bytes of it are whole lines. */
export interface LinesReading<T> {
  readonly records: readonly T[];
  /** Less than the file's size when a kill tore the last line; writing goes on from here. */
  readonly wholeBytes: number;
}

const sumPattern = /,"sum":"([0-9a-f]{8})"\}$/;

/**
 * Reads records. A last line without its end is tolerated, since its write was never acknowledged; any other line that
 * is torn, or of a kind not in `types`, throws what `damaged` makes of its number (R35).
 */
export function readLines<T extends { readonly type: string }>(
  text: string,
  types: Readonly<Record<T['type'], true>>,
  damaged: (line: number) => NewsletterError,
): LinesReading<T> {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const records: T[] = [];
  let wholeBytes = 0;
  for (const [index, line] of lines.entries()) {
    const record = readLine(line);
    if (record === undefined || !Object.hasOwn(types, record.type)) throw damaged(index + 1);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the checksum proves that formatLine wrote this line
    records.push(record as T);
    wholeBytes += Buffer.byteLength(line) + 1;
  }
  if (isGrownTogether(rest)) throw damaged(lines.length + 1);
  return { records, wholeBytes };
}

function readLine(line: string): { readonly type: string } | undefined {
  const match = sumPattern.exec(line);
  if (!match || checksum(line.slice(0, match.index)) !== match[1]) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  const { sum: _, ...record } = JSON.parse(line) as { type: string; sum: string };
  return record;
}

/** A kill tears a line before its end. Where a whole record is followed by anything, its end was damaged later. */
function isGrownTogether(rest: string): boolean {
  return [...rest.matchAll(/,"sum":"([0-9a-f]{8})"\}(?=[^])/g)].some(
    (match) => checksum(rest.slice(0, match.index)) === match[1],
  );
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** The error for a line that cannot be trusted; the hint says what the file is for, and what not to do with it. */
export function damagedLine(fileName: string, line: number, hint: Text): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `${fileName}, Zeile ${line}: beschädigt oder von Hand geändert. Nichts wurde gesendet.`,
      en: `${fileName}, line ${line}: damaged or changed by hand. Nothing was sent.`,
    },
    { hint },
  );
}
