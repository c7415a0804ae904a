import { keyOf } from '../core/list/listBook.ts';
import { idEndIn, idStart } from '../core/list/peopleLines.ts';
import type { TwinFilter } from '../core/list/twinFilter.ts';
import type { Roll } from '../core/sending/roll.ts';
import { changedMiddle } from './changedMiddle.ts';
import { checkedPeople, passingIds, personIn } from './listCheck.ts';
import { isUntouched, passOver, type ListVersionFile, type Stretch } from './listVersionFile.ts';

/** Where the lines of a roll's readers stand in one version of the list; four bytes a reader. */
export interface ReaderIndex {
  /** Where the line of a reader begins in the file; -1 where she is not on the list. */
  placeOf(number: number): number;
}

/** An index that goes with the list. */
export interface MovingIndex extends ReaderIndex {
  /** Finds everybody anew, checking the list where nobody has; undefined where only the careful reader can judge it. */
  build(file: ListVersionFile, twins: TwinFilter | undefined): Promise<TwinFilter | undefined>;
  /**
   * Turns from the version it is of to the next, and only looks at what differs; false where it cannot, and must be built.
   * What the new lines say of ids and addresses is noted.
   */
  follow(before: ListVersionFile, next: ListVersionFile, twins: TwinFilter): Promise<boolean>;
}

/** An index of nobody yet. Places count from where people's lines begin, and from one on: nought is nowhere. */
export function readerIndex(roll: Roll): MovingIndex {
  let places: Uint32Array | Float64Array = new Uint32Array(0);
  let start = 0;

  const note = (bytes: Buffer, from: number, to: number, offset: number): void => {
    const number = roll.numberIn(bytes, from, to);
    if (number >= 0) places[number] = offset - start + 1;
  };

  return {
    placeOf(number) {
      const place = places[number] ?? 0;
      return place === 0 ? -1 : start + place - 1;
    },
    async build(file, twins) {
      places = file.size < 2 ** 32 ? new Uint32Array(roll.size) : new Float64Array(roll.size);
      start = file.people.start;
      let found = twins;
      if (twins) {
        for await (const isOurs of passingIds(file, note)) if (!isOurs) return undefined;
        return found;
      }
      for await (const people of checkedPeople(file, (checked) => (found = checked), note))
        if (people === undefined) return undefined;
      return found;
    },
    async follow(before, next, twins) {
      if (next.size >= 2 ** 32 && places instanceof Uint32Array) return false;
      const middle = isUntouched(before) ? await changedMiddle(before, next) : undefined;
      const former = middle && (await idsAndKeys(before, middle.before));
      if (!middle || !former || !isUntouched(before)) return false;
      for (const id of former.ids) {
        const number = roll.numberOf(id);
        if (number >= 0) places[number] = 0;
      }
      const growth = lengthOf(next.people) - lengthOf(before.people);
      move(places, middle.before.end - before.people.start, growth);
      start = next.people.start;
      return takeMiddle(next, middle.next, former, twins, note, (id) => {
        const number = roll.numberOf(id);
        return number >= 0 && places[number] !== 0;
      });
    },
  };
}

function lengthOf({ start, end }: Stretch): number {
  return end - start;
}

/** Moves all places from one on. */
function move(places: Uint32Array | Float64Array, from: number, by: number): void {
  if (by === 0) return;
  for (let number = 0; number < places.length; number++) {
    const place = places[number] ?? 0;
    if (place > from) places[number] = place + by;
  }
}

interface Named {
  readonly ids: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

async function idsAndKeys(file: ListVersionFile, stretch: Stretch): Promise<Named | undefined> {
  const ids = new Set<string>();
  const keys = new Set<string>();
  const isOurs = await passOver(file.descriptor, stretch, (bytes, start, end) => {
    const person = personIn(bytes, start, end);
    if (!person) return false;
    ids.add(person.id);
    keys.add(keyOf(person));
    return true;
  });
  return isOurs ? { ids, keys } : undefined;
}

/** Looks at new lines; false where one of them is odd, or somebody who is on the list already, perhaps. */
async function takeMiddle(
  next: ListVersionFile,
  stretch: Stretch,
  former: Named,
  twins: TwinFilter,
  note: (bytes: Buffer, from: number, to: number, offset: number) => void,
  isPlaced: (id: string) => boolean,
): Promise<boolean> {
  const ids = new Set<string>();
  const keys = new Set<string>();
  return passOver(next.descriptor, stretch, (bytes, start, end, offset) => {
    const idEnd = idEndIn(bytes, start, end);
    const person = idEnd < 0 ? undefined : personIn(bytes, start, end);
    if (!person) return false;
    const key = keyOf(person);
    if (ids.has(person.id) || keys.has(key) || isPlaced(person.id)) return false;
    if (!former.ids.has(person.id) && twins.noteId(bytes, start, end)) return false;
    if (!former.keys.has(key) && twins.noteAddress(bytes, start, end, person)) return false;
    ids.add(person.id);
    keys.add(key);
    note(bytes, start + idStart, idEnd, offset);
    return true;
  });
}
