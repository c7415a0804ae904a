import { crc32 } from 'node:zlib';
import { NewsletterError, type Text } from '../errors.ts';

/** One record as its line: JSON whose last key is the CRC-32 of all before it. */
export function formatLine(record: object): string {
  return sealLine(JSON.stringify(record).slice(0, -1));
}

/** A line from its record as JSON, without the brace that ends it. */
export function sealLine(body: string): string {
  return `${body},"sum":"${crc32(body).toString(16).padStart(8, '0')}"}\n`;
}

/** A file of records as read, and how many bytes of it are whole lines. */
export interface LinesReading<T> {
  readonly records: readonly T[];
  /** Less than the file's size when a kill tore the last line; writing goes on from here. */
  readonly wholeBytes: number;
}

/** Which records a file may hold, and the error for a line that is none of them, by its number. */
export interface LineKinds<T extends { readonly type: string }> {
  readonly types: Readonly<Record<T['type'], true>>;
  readonly damaged: (line: number) => NewsletterError;
  /** Reads most lines faster than JSON.parse does, given their text without its checksum and the brace that ends it. */
  readonly usual?: (text: string) => T | undefined;
}

/** Reads records from chunks of a file, however they were cut. */
export interface LineReader {
  /** Hands on every record that ends in this chunk, or throws for one that is torn, or of a kind not in `types` (R35). */
  take(chunk: Buffer): void;
  /** After the last chunk: a line without its end is tolerated, since its write was never acknowledged. */
  end(): void;
  /** How many bytes of all chunks are whole lines. */
  readonly wholeBytes: number;
}

/** `,"sum":"01234567"}`: what every line ends with. */
const sealBytes = 18;
const sealStart = Buffer.from(',"sum":"');
const sealEnd = Buffer.from('"}');
const lineEnd = 0x0a;

/** Begins to read; `see` is handed each record. */
export function lineReader<T extends { readonly type: string }>(
  { types, damaged, usual }: LineKinds<T>,
  see: (record: T) => void,
): LineReader {
  /** What was taken of the line that has not ended yet. */
  let begun: Buffer[] = [];
  let lines = 0;
  let wholeBytes = 0;

  const readLine = (bytes: Buffer, start: number, end: number): void => {
    lines += 1;
    const body = end - sealBytes;
    if (body < start || !isSealed(bytes, start, body)) throw damaged(lines);
    const text = bytes.toString('utf8', start, body);
    const record = usual?.(text) ?? parsed(text);
    if (!Object.hasOwn(types, record.type)) throw damaged(lines);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the checksum proves that formatLine wrote this line
    see(record as T);
    wholeBytes += end - start + 1;
  };

  return {
    take(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
        if (begun.length > 0) {
          const line = Buffer.concat([...begun, chunk.subarray(0, end)]);
          begun = [];
          readLine(line, 0, line.length);
        } else readLine(chunk, start, end);
        start = end + 1;
      }
      // The chunk belongs to its giver, who may fill it anew.
      if (start < chunk.length) begun.push(Buffer.from(chunk.subarray(start)));
    },
    end() {
      if (isGrownTogether(Buffer.concat(begun))) throw damaged(lines + 1);
    },
    get wholeBytes() {
      return wholeBytes;
    },
  };
}

/** Reads all records of a text. */
export function readLines<T extends { readonly type: string }>(
  text: string,
  kinds: LineKinds<T>,
): LinesReading<T> {
  const records: T[] = [];
  const reader = lineReader(kinds, (record: T) => records.push(record));
  reader.take(Buffer.from(text));
  reader.end();
  return { records, wholeBytes: reader.wholeBytes };
}

function parsed(text: string): { readonly type: string } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the checksum proves that formatLine wrote this line
  return JSON.parse(`${text}}`) as { readonly type: string };
}

/** Whether the checksum of what stands from `start` on stands at `body`. */
function isSealed(bytes: Buffer, start: number, body: number): boolean {
  for (let at = 0; at < sealStart.length; at++) if (bytes[body + at] !== sealStart[at]) return false;
  for (let at = 0; at < sealEnd.length; at++) if (bytes[body + 16 + at] !== sealEnd[at]) return false;
  let sum = 0;
  for (let at = body + 8; at < body + 16; at++) {
    const byte = bytes[at] ?? 0;
    const digit =
      byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
    if (digit === -1) return false;
    sum = sum * 16 + digit;
  }
  return crc32(bytes.subarray(start, body)) === sum;
}

/** A kill tears a line before its end. Where a whole record is followed by anything, its end was damaged later. */
function isGrownTogether(rest: Buffer): boolean {
  for (let body = rest.indexOf(sealStart); body !== -1; body = rest.indexOf(sealStart, body + 1))
    if (body + sealBytes < rest.length && isSealed(rest, 0, body)) return true;
  return false;
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
