import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { NewsletterError } from '../core/errors.ts';

/** How a file's bytes are meant. */
export type ImportEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of a file: its byte order mark, else UTF-8, and where a byte cannot be that, Windows-1252 as Excel writes
 * it. Reads the whole file, because the first umlaut may stand in the last row. Throws `import.unreadable` for a file
 * that is no text.
 */
export async function encodingOf(path: string): Promise<ImportEncoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let isFirst = true;
  for await (const chunk of readChunks(path)) {
    if (isFirst) {
      const mark = markedEncoding(chunk);
      if (mark !== undefined) return mark;
      if (isArchive(chunk)) throw notText(path, spreadsheetHint);
      isFirst = false;
    }
    if (chunk.includes(0)) throw notText(path, utf16Hint);
    isUtf8 &&= decodes(utf8, chunk);
  }
  return isUtf8 && decodes(utf8, undefined) ? 'utf-8' : 'windows-1252';
}

/** Whether bytes stand in a file that only UTF-8 puts next to one another. */
export async function holdsUtf8(path: string): Promise<boolean> {
  let before = '';
  for await (const chunk of readChunks(path)) {
    const bytes = before + chunk.toString('latin1');
    if (utf8Sign.test(bytes)) return true;
    before = bytes.slice(-3);
  }
  return false;
}

/** A letter of several bytes; in Windows-1252 it would be an accented letter with signs behind it: `Ã¶`. */
const utf8Sign =
  /[\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3}/;

/** The chunks of a file as bytes. */
export function readChunks(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}

/** The text of chunks of bytes, without a byte order mark. */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: ImportEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  // Node 20.20 corrupts „“–€ when windows-1252 is decoded in one call without `stream`.
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function markedEncoding([a, b]: Buffer): ImportEncoding | undefined {
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

/** Excel's .xlsx and every .zip begin alike. */
function isArchive(chunk: Buffer): boolean {
  return chunk.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]));
}

function decodes(decoder: TextDecoder, chunk: Buffer | undefined): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

const spreadsheetHint = {
  de: 'Das ist ein Archiv oder eine Excel-Datei: entpacken, oder in Excel als „CSV UTF-8“ speichern.',
  en: 'This is an archive or an Excel file: unpack it, or save it in Excel as "CSV UTF-8".',
};
const utf16Hint = {
  de: 'Ist es eine Tabelle, in Excel oder LibreOffice als „CSV UTF-8“ speichern.',
  en: 'If it is a table, save it in Excel or LibreOffice as "CSV UTF-8".',
};

function notText(path: string, hint: typeof utf16Hint): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    { de: `${path} ist keine Textdatei.`, en: `${path} is no text file.` },
    { hint },
  );
}
