import { people as peopleKind, recordOf } from '../core/list/listPages.ts';
import { idEndIn, idStart } from '../core/list/peopleLines.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { twinFilter, type TwinFilter } from '../core/list/twinFilter.ts';
import { passing, passOver, type ListVersionFile } from './listVersionFile.ts';

/** Told of everybody: where her line begins in the file, and where her id stands in the bytes. */
export type IdOnlooker = (bytes: Buffer, idFrom: number, idTo: number, offset: number) => void;

/**
 * Everybody on the list, block by block, while each line is checked as the careful reader checks it; undefined, as the last,
 * for a list that only that one can judge. What was noted of ids and addresses is handed on when all have passed.
 */
export async function* checkedPeople(
  file: ListVersionFile,
  onChecked: (twins: TwinFilter) => void,
  onId: IdOnlooker = () => undefined,
): AsyncGenerator<readonly Subscriber[] | undefined> {
  const twins = twinFilter(file.size);
  let people: Subscriber[] = [];
  const blocks = passing(file.descriptor, file.people, (bytes, start, end, offset) => {
    const idEnd = idEndIn(bytes, start, end);
    const person = idEnd < 0 ? undefined : personIn(bytes, start, end);
    if (person === undefined) return false;
    twins.noteId(bytes, start, end);
    twins.noteAddress(bytes, start, end, person);
    onId(bytes, start + idStart, idEnd, offset);
    people.push(person);
    return true;
  });
  for await (const isOurs of blocks) {
    yield isOurs ? people : undefined;
    if (!isOurs) return;
    people = [];
  }
  if (twins.isClear || (await isWithoutTwins(file, twins))) onChecked(twins);
  else yield undefined;
}

/** The person of a line; undefined for anything odd. */
export function personIn(bytes: Buffer, start: number, end: number): Subscriber | undefined {
  return recordOf(peopleKind, bytes.toString('utf8', start, end));
}

async function isWithoutTwins(file: ListVersionFile, twins: TwinFilter): Promise<boolean> {
  const isWithout = await passOver(file.descriptor, file.people, (bytes, start, end) =>
    twins.compare(bytes, start, end, () => personIn(bytes, start, end)),
  );
  twins.clear();
  return isWithout;
}

/** The ids of a list that was checked, block by block; false, as the last, where somebody has written into it since. */
export async function* passingIds(file: ListVersionFile, onId: IdOnlooker): AsyncGenerator<boolean> {
  yield* passing(file.descriptor, file.people, (bytes, start, end, offset) => {
    const idEnd = idEndIn(bytes, start, end);
    if (idEnd < 0) return false;
    onId(bytes, start + idStart, idEnd, offset);
    return true;
  });
}
