import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { NewsletterError, reasonOf, systemCodeOf } from '../core/errors.ts';
import { delimiterOf, type Delimiter } from '../core/import/delimiter.ts';
import {
  csvReader,
  readJson,
  type CsvReader,
  type ImportOrder,
  type ReadList,
} from '../core/import/readImport.ts';
import { decoded, encodingOf, holdsUtf8, readChunks, type ImportEncoding } from './importEncoding.ts';
import { importShelf } from './importShelf.ts';

/** A list from elsewhere, and how it was written down. */
export interface ImportFile extends ReadList {
  readonly encoding: ImportEncoding;
  /** It is read as Windows-1252, and yet some of it is UTF-8: some umlauts are wrong either way. */
  readonly isMixed: boolean;
  /** Null for JSON. */
  readonly delimiter: Delimiter | null;
  /** Lets go of its people. */
  close(): void;
}

/** How a list is read. */
export interface ImportFileOrder extends Omit<ImportOrder, 'fileName'> {
  /** The list that it is read for: what does not fit in memory waits beside it. */
  readonly listPath: string;
}

/** Longer than any row with notes and attributes; what goes beyond has lost its line ends or a quotation mark. */
const maxRowBytes = 1_000_000;
/** JSON is read as a whole. */
const maxJsonBytes = 256 * 1024 * 1024;

/** Reads a list from elsewhere row by row; throws `import.unreadable`. The file is read twice and never held as a whole, unless it is JSON. */
export async function readImportFile(path: string, order: ImportFileOrder): Promise<ImportFile> {
  const size = await sizeOf(path);
  const encoding = await encodingOf(path);
  const isMixed = encoding === 'windows-1252' && (await holdsUtf8(path));
  const head = await headOf(path, encoding);
  if (head.trim() === '') throw emptyFile(path);
  const named: ImportOrder = { ...order, fileName: basename(path) };
  if (/^\s*[{[]/.test(head)) {
    if (size > maxJsonBytes) throw tooLarge(path);
    let text = '';
    for await (const part of decoded(readChunks(path), encoding)) text += part;
    return { ...readJson(text, named), encoding, isMixed, delimiter: null, close: () => undefined };
  }
  const { delimiter, hasSepLine } = delimiterOf(head);
  const shelf = importShelf(order.listPath);
  const close = (): void => shelf.close();
  try {
    const reader = csvReader(named, shelf);
    const list = await readCsv(path, encoding, delimiter, hasSepLine, reader);
    return { ...list, encoding, isMixed, delimiter, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function readCsv(
  path: string,
  encoding: ImportEncoding,
  delimiter: Delimiter,
  hasSepLine: boolean,
  reader: CsvReader,
): Promise<ReadList> {
  let nextLine = hasSepLine ? 2 : 1;
  let emptyLines = 0;
  const parser = parse({
    bom: true,
    delimiter,
    from_line: hasSepLine ? 2 : 1,
    max_record_size: maxRowBytes,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record(cells: string[], { empty_lines }) {
      // A row of several lines is named by its first. The parser's own count takes CRLF within a cell for two.
      const line = nextLine + empty_lines - emptyLines;
      reader.take(cells, line);
      nextLine = line + 1 + lineEndsIn(cells);
      emptyLines = empty_lines;
      return null;
    },
  });
  // Every row is taken in on_record; nothing is left to be read, and the stream must not wait for it.
  parser.resume();
  try {
    const chunks = readChunks(path);
    await pipeline(encoding === 'utf-8' ? chunks : decoded(chunks, encoding), parser);
  } catch (error) {
    throw error instanceof CsvError ? brokenRow(path, nextLine, error) : error;
  }
  return reader.done();
}

function lineEndsIn(cells: readonly string[]): number {
  let count = 0;
  // Hardly any cell has one, and a list has a million cells.
  for (const cell of cells)
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n?|\n/g)?.length ?? 0;
  return count;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isFile()) return found.size;
  throw new NewsletterError(
    'import.unreadable',
    { de: `${path} ist keine Datei.`, en: `${path} is no file.` },
    { hint: { de: 'Eine CSV- oder JSON-Datei nennen.', en: 'Name a CSV or JSON file.' } },
  );
}

/** Enough of a file to see how it is written. */
async function headOf(path: string, encoding: ImportEncoding): Promise<string> {
  for await (const text of decoded(readChunks(path), encoding)) return text.slice(0, 65_536);
  return '';
}

function unreadable(path: string, cause: unknown): NewsletterError {
  const isMissing = systemCodeOf(cause) === 'ENOENT';
  return new NewsletterError(
    'import.unreadable',
    {
      de: isMissing ? `${path} gibt es nicht.` : `${path} lässt sich nicht lesen: ${reasonOf(cause)}`,
      en: isMissing ? `${path} does not exist.` : `${path} cannot be read: ${reasonOf(cause)}`,
    },
    { cause },
  );
}

function emptyFile(path: string): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    { de: `${path} ist leer.`, en: `${path} is empty.` },
    { hint: { de: 'Den Export noch einmal herunterladen.', en: 'Download the export once more.' } },
  );
}

function tooLarge(path: string): NewsletterError {
  return new NewsletterError(
    'import.unreadable',
    { de: `${path} ist als JSON zu groß.`, en: `${path} is too large as JSON.` },
    {
      hint: {
        de: 'Als CSV exportieren; das wird Zeile für Zeile gelesen.',
        en: 'Export it as CSV; that is read row by row.',
      },
    },
  );
}

function brokenRow(path: string, line: number, cause: CsvError): NewsletterError {
  const isOpen = cause.code === 'CSV_QUOTE_NOT_CLOSED';
  return new NewsletterError(
    'import.unreadable',
    {
      de: `${path}:${line}  ${isOpen ? 'Hier beginnt ein Anführungszeichen, das nirgends endet.' : 'Hier beginnt eine Zeile, die nicht endet.'}`,
      en: `${path}:${line}  ${isOpen ? 'A quotation mark begins here that ends nowhere.' : 'A row begins here that does not end.'}`,
    },
    {
      hint: {
        de: 'Meist fehlt dort ein Anführungszeichen, oder eines ist zu viel.',
        en: 'Mostly a quotation mark is missing there, or there is one too many.',
      },
      cause,
    },
  );
}
