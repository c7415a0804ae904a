import * as z from 'zod';
import type { Fault } from '../fault.ts';
import { repeatedKeyOffsets } from '../jsonKeys.ts';
import { jsonPlaces, type JsonPlaces } from '../jsonPlaces.ts';
import { jsonFaultOffset } from '../jsonText.ts';
import { validate } from '../validate.ts';
import { duplicateFaults, findDuplicates } from './duplicates.ts';
import { jsonFault, repeatedFault } from './listFaults.ts';
import type { SubscriberList } from './subscriber.ts';
import { formatSubscribers } from './subscriberFile.ts';
import { subscriberFileSchema } from './subscriberSchema.ts';

/** All that can be said about a list's file (R38). */
export interface ListInspection {
  /** What keeps it from being read; each with its line. */
  readonly faults: readonly Fault[];
  /** Traces of other programs and of hands, which do no harm. */
  readonly notes: readonly Fault[];
  /** Undefined where there are faults. */
  readonly list: SubscriberList | undefined;
}

/** Looks a list's file through to its end; other than reading it, this names everything at once. */
export function inspectList(text: string, fileName: string): ListInspection {
  const json = text.replace(/^\uFEFF/, '');
  const notes = foreignTraces(text, fileName);
  const places = jsonPlaces(json, fileName);
  const offset = jsonFaultOffset(json);
  // Behind the first fault nothing can be told from its consequences.
  if (offset !== undefined) return { faults: [jsonFault(places.at(offset))], notes, list: undefined };
  const value: unknown = JSON.parse(json);
  const result = validate(subscriberFileSchema, {
    value,
    locate: (path) => places.locate(path),
    locateKey: (path) => places.locateKey(path),
  });
  const faults = [
    ...Array.from(repeatedKeyOffsets(json), (at) => repeatedFault(places.at(at))),
    ...('faults' in result ? result.faults : []),
    ...duplicates(value, places),
  ].toSorted((a, b) => lineOf(a.where) - lineOf(b.where));
  if (faults.length > 0 || !('value' in result)) return { faults, notes, list: undefined };
  const { revision, subscribers, suppressions } = result.value;
  const list = { revision, subscribers, suppressions };
  return { faults, notes: [...notes, ...handEdits(json, list, fileName)], list };
}

/** Whatever else is wrong with a record, its address and its id can stand twice. */
const records = z.looseObject({ subscribers: z.array(z.unknown()) });
const record = z.looseObject({ address: z.string().optional(), id: z.string().optional() });

function duplicates(value: unknown, places: JsonPlaces): readonly Fault[] {
  const subscribers = records.safeParse(value).data?.subscribers ?? [];
  const people = subscribers.map((one) => record.safeParse(one).data);
  return duplicateFaults(findDuplicates(people), places);
}

/** What editors and other systems put into a text: a mark at its start, and their own line ends. */
function foreignTraces(text: string, fileName: string): readonly Fault[] {
  const notes: Fault[] = [];
  if (text.startsWith('\uFEFF')) {
    notes.push({
      where: `${fileName}:1`,
      what: {
        de: 'Am Anfang steht eine BOM (ein unsichtbares Zeichen, das manche Editoren setzen).',
        en: 'A BOM stands at the start (an invisible mark that some editors put there).',
      },
      hint: writtenAnew,
    });
  }
  const lines = text.split('\n').flatMap((line, index) => (line.endsWith('\r') ? [index + 1] : []));
  if (lines.length > 0) {
    notes.push({
      where: `${fileName}:${lineRanges(lines)}`,
      what: {
        de: `${lines.length === 1 ? 'Eine Zeile endet' : `${lines.length} Zeilen enden`} mit CRLF, wie unter Windows.`,
        en: `${lines.length === 1 ? 'One line ends' : `${lines.length} lines end`} in CRLF, as on Windows.`,
      },
      hint: writtenAnew,
    });
  }
  return notes;
}

const writtenAnew = {
  de: 'Das schadet nicht; mit der nächsten Änderung an der Liste verschwindet es.',
  en: 'It does no harm and is gone with the next change to the list.',
};

/** Lines that the program would have written in another way. */
function handEdits(json: string, list: SubscriberList, fileName: string): readonly Fault[] {
  const own = new Set(formatSubscribers(list).split('\n').map(bare));
  const edited = json.split('\n').flatMap((line, index) => {
    const isOwn = own.has(bare(line)) || bare(line).startsWith('"$schema":');
    return isOwn ? [] : [index + 1];
  });
  if (edited.length === 0) return [];
  return [
    {
      where: `${fileName}:${lineRanges(edited)}`,
      what: {
        de: `${edited.length === 1 ? 'Diese Zeile ist' : `Diese ${edited.length} Zeilen sind`} von Hand oder von einem anderen Programm geschrieben.`,
        en: `${edited.length === 1 ? 'This line was' : `These ${edited.length} lines were`} written by hand or by another program.`,
      },
      hint: {
        de: 'Sie lassen sich lesen und gelten. Wer sie nicht geschrieben hat, sehe sie sich an.',
        en: 'They can be read, and they count. If it was not you who wrote them, look at them.',
      },
    },
  ];
}

function bare(line: string): string {
  return line.replace(/,?\r?$/, '');
}

/** `3–5, 9` for 3, 4, 5 and 9. */
export function lineRanges(lines: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range?.last === line - 1) range.last = line;
    else ranges.push({ first: line, last: line });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

function lineOf(where: string): number {
  return Number(where.split(':').at(-2));
}
