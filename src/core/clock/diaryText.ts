import type { DiaryRecord } from './diary.ts';
import { damagedLine, formatLine, readLines, type LinesReading } from '../sending/recordLines.ts';

/** One record of a diary as its line, like those of the ledger. */
export const formatDiaryRecord = (record: DiaryRecord): string => formatLine(record);

/**
 * Reads a diary; a line that is torn or unknown throws `ledger.damaged` (R35), the last one too: a diary is replaced as a
 * whole, so that no crash tears it, and a lost last word could be "hold".
 */
export function readDiary(text: string, fileName: string): LinesReading<DiaryRecord> {
  if (text !== '' && !text.endsWith('\n')) throw damagedLine(fileName, text.split('\n').length, hint);
  return readLines<DiaryRecord>(text, {
    types,
    damaged: (line) => damagedLine(fileName, line, hint),
  });
}

const types: Readonly<Record<DiaryRecord['type'], true>> = {
  started: true,
  composed: true,
  told: true,
  approved: true,
  held: true,
  asked: true,
  paused: true,
  resumed: true,
  cancelled: true,
  failed: true,
};

const hint = {
  de: 'Das Tagebuch sagt, ob dieser Brief hinausgehen darf. Aus einer Sicherung zurückholen; wer es löscht, nimmt auch „hold“ und „cancel“ zurück.',
  en: 'The diary says whether this letter may leave. Restore it from a backup; deleting it takes back "hold" and "cancel" too.',
};
