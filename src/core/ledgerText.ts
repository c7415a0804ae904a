import { crc32 } from 'node:zlib';
import type { LedgerRecord } from './delivery.ts';
import { NewsletterError } from './errors.ts';

/** One record as its line: JSON whose last key is the CRC-32 of all before it. */
export function formatRecord(record: LedgerRecord): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"sum":"${checksum(body)}"}\n`;
}

/** A ledger as read: its records, and how many bytes of it are whole lines. */
export interface LedgerReading {
  readonly records: readonly LedgerRecord[];
  /** Less than the file's size when a kill tore the last line; writing goes on from here. */
  readonly wholeBytes: number;
}

const sumPattern = /,"sum":"([0-9a-f]{8})"\}$/;

/**
 * Reads a ledger. A last line without its end is tolerated, since its write was never acknowledged; any other line
 * that is torn or unknown throws `ledger.damaged` with its number (R35).
 */
export function readLedger(text: string, fileName: string): LedgerReading {
  const lines = text.split('\n').slice(0, -1);
  const records: LedgerRecord[] = [];
  let wholeBytes = 0;
  for (const [index, line] of lines.entries()) {
    const record = readRecord(line);
    if (record === undefined) throw damaged(fileName, index + 1);
    records.push(record);
    wholeBytes += Buffer.byteLength(line) + 1;
  }
  return { records, wholeBytes };
}

function readRecord(line: string): LedgerRecord | undefined {
  const match = sumPattern.exec(line);
  if (!match || checksum(line.slice(0, match.index)) !== match[1]) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the checksum proves that formatRecord wrote this line
  const { sum: _, ...record } = JSON.parse(line) as LedgerRecord & { sum: string };
  return knownTypes.has(record.type) ? record : undefined;
}

const knownTypes: ReadonlySet<string> = new Set<LedgerRecord['type']>([
  'skipped',
  'audience',
  'frozen',
  'run',
  'attempted',
  'outcome',
  'withdrawn',
  'resolved',
]);

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

function damaged(fileName: string, line: number): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `${fileName}, Zeile ${line}: beschädigt oder von Hand geändert. Nichts wurde gesendet.`,
      en: `${fileName}, line ${line}: damaged or changed by hand. Nothing was sent.`,
    },
    {
      hint: {
        de: 'Das Versandbuch sagt, wer den Brief schon hat. Aus einer Sicherung zurückholen; nicht löschen, sonst geht der Brief zweimal hinaus.',
        en: 'The ledger says who already has the letter. Restore it from a backup; do not delete it, or the letter goes out twice.',
      },
    },
  );
}
