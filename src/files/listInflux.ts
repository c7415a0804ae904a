import { NewsletterError } from '../core/errors.ts';
import { keyOf, type Decision, type DecideInflux, type ListView } from '../core/list/listBook.ts';
import { passLines } from '../core/list/peopleLines.ts';
import { subscriberLine } from '../core/list/subscriberLines.ts';
import { subscriberSchema } from '../core/list/subscriberSchema.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { twinFilter, type TwinFilter } from '../core/list/twinFilter.ts';
import { readUsualLine } from '../core/list/usualLine.ts';
import { personIn } from './listCheck.ts';
import { spoolBeside, type Spool } from './spool.ts';

/** A decision with its newcomers written out, as they will stand in the list. */
export interface PreparedInflux<T> extends Decision<T> {
  /** Their lines. */
  readonly newcomers: Spool;
}

/** Decides, and writes the newcomers beside the list. Throws `list.invalid` for a list that could not be read again (R36). */
export async function prepareInflux<T>(
  view: ListView,
  decide: DecideInflux<T>,
  path: string,
): Promise<PreparedInflux<T>> {
  const spool = spoolBeside(path, ',\n');
  try {
    const influx = decide(view);
    let portion = 0;
    for (const newcomer of influx.newcomers) {
      spool.add(readableLine(newcomer, view));
      if (++portion % portionLength === 0) await new Promise((next) => setImmediate(next));
    }
    if (hasTwins(spool)) throw unreadable();
    return { ...influx.decision(), newcomers: spool };
  } catch (error) {
    spool.close();
    throw error;
  }
}

/** Few enough for other work to have its turn in between. */
const portionLength = 500;

function readableLine(newcomer: Subscriber, view: ListView): string {
  const line = subscriberLine(newcomer);
  const isReadable = readUsualLine(line) !== undefined || subscriberSchema.safeParse(newcomer).success;
  const isNew = view.byId(newcomer.id) === undefined && view.byKey(keyOf(newcomer)) === undefined;
  if (!isReadable || !isNew) throw unreadable();
  return line;
}

function hasTwins(newcomers: Spool): boolean {
  const twins = twinFilter(newcomers.size);
  let read = (): Subscriber | undefined => undefined;
  // Her line is read only where the bytes of the address do not tell enough.
  const person = {
    get address() {
      return read()?.address ?? '';
    },
  };
  eachLine(newcomers, (bytes, start, end) => {
    read = () => personIn(bytes, start, end);
    twins.noteId(bytes, start, end);
    twins.noteAddress(bytes, start, end, person);
    return true;
  });
  return !twins.isClear && !areDifferent(newcomers, twins);
}

function areDifferent(newcomers: Spool, twins: TwinFilter): boolean {
  return eachLine(newcomers, (bytes, start, end) =>
    twins.compare(bytes, start, end, () => personIn(bytes, start, end)),
  );
}

type See = (bytes: Buffer, start: number, end: number) => boolean;

function eachLine(newcomers: Spool, see: See): boolean {
  for (const bytes of newcomers.stretches()) {
    const isLast = bytes.at(-1) !== newline;
    if (passLines(bytes, { offset: 0, isLast, see }) < 0) return false;
  }
  return true;
}

const newline = 10;

function unreadable(): NewsletterError {
  return new NewsletterError('list.invalid', {
    de: 'Diese Änderung ergäbe eine Liste, die sich nicht mehr lesen ließe; sie unterbleibt.',
    en: 'This change would make a list that could not be read any more; it is not made.',
  });
}
