import { renameSync } from 'node:fs';
import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListVersion } from '../../src/core/list/listVersion.ts';
import {
  bareSuppression,
  type Subscriber,
  type SubscriberList,
  type Suppression,
} from '../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import type { PassingList, ReaderFinder } from '../../src/core/ports.ts';
import { newRoll, type Roll } from '../../src/core/sending/roll.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader } from '../support/newsletter.ts';

const readers = (count: number): readonly Subscriber[] =>
  Array.from({ length: count }, (_, index) => confirmedReader(index));

const suppression = (name: string): Suppression => ({
  ...bareSuppression,
  hash: name.padEnd(43, '-'),
  reason: 'complaint',
  since: '2026-05-01T00:00:00Z',
});

interface Opened {
  readonly folder: string;
  readonly path: string;
  readonly passing: PassingList;
  /** Replaces the list, as the program does. */
  readonly replace: (text: string) => Promise<void>;
  /** Writes into the file that is there, as some editors do. */
  readonly edit: (text: string) => Promise<void>;
}

async function opened(text: string): Promise<Opened> {
  const folder = await temporaryFolder();
  const path = join(folder, 'subscribers.json');
  await writeFile(path, text);
  return {
    folder,
    path,
    passing: subscribersFile(folder).passing,
    replace: async (text) => {
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
    },
    edit: async (text) => {
      const file = await open(path, 'r+');
      await file.truncate(0);
      await file.write(text, 0);
      await file.close();
    },
  };
}

const textOf = (
  subscribers: readonly Subscriber[],
  suppressions: readonly Suppression[] = [],
  revision = 1,
): string => formatSubscribers({ revision, subscribers, suppressions });

async function all<T>(walk: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const some of walk) found.push(...some);
  return found;
}

const whole = async (version: ListVersion): Promise<object> => ({
  people: await all(version.people()),
  ids: await all(version.ids()),
  again: await all(version.people()),
  hashes: [...version.suppressed.hashes],
});

const expected = ({ subscribers, suppressions }: SubscriberList): object => ({
  people: subscribers,
  ids: subscribers.map(({ id }) => id),
  again: subscribers,
  hashes: suppressions.map(({ hash }) => hash),
});

function rollOf(subscribers: readonly Subscriber[]): Roll {
  const roll = newRoll();
  for (const { id } of subscribers) roll.add(id);
  return roll;
}

/** Everybody on the roll, looked for anew, by five at a time. */
async function foundBy(finder: ReaderFinder, roll: Roll): Promise<readonly (Subscriber | undefined)[]> {
  finder.revision();
  const found: (Subscriber | undefined)[] = [];
  for (let from = 0; from < roll.size; from += 5) {
    const numbers = Array.from({ length: Math.min(5, roll.size - from) }, (_, index) => from + index);
    found.push(...(await Promise.all(numbers.map(async (number) => finder.find(number)))));
  }
  return found;
}

/** Why the whole reader refuses the list of a folder. */
async function refusalOf(folder: string): Promise<Error> {
  const error = await subscribersFile(folder)
    .read()
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (error instanceof Error) return error;
  throw new Error('it was not refused');
}

const inList = (text: string, roll: Roll): readonly (Subscriber | undefined)[] => {
  const byId = new Map(readSubscribers(text).subscribers.map((person) => [person.id, person]));
  return Array.from({ length: roll.size }, (_, number) => byId.get(roll.idAt(number)));
};

describe('a list that passes', () => {
  test('shows everybody in the list’s order, whoever wrote it and however long its lines are', async () => {
    const past = { ...confirmedReader(0).consent, unsubscribedAt: '2026-01-01T00:00:00Z' };
    const long = confirmedReader(2, { past: Array.from({ length: 1500 }, () => past) });
    const lists: readonly (readonly [readonly Subscriber[], readonly Suppression[]])[] = [
      [[], []],
      [[], [suppression('a')]],
      [readers(1), []],
      [readers(1000), [suppression('a'), suppression('b')]],
      [[confirmedReader(1, { name: 'Jörg "J." 🎉' }), long, confirmedReader(3)], []],
    ];
    for (const [subscribers, suppressions] of lists) {
      const text = textOf(subscribers, suppressions);
      for (const layout of [text, JSON.stringify(JSON.parse(text), null, 2)]) {
        const { passing } = await opened(layout);
        expect(await passing.look(whole)).toEqual(expected(readSubscribers(text)));
      }
    }
  });

  test.each([
    ['an id that is there twice', [...readers(600), confirmedReader(3, { address: 'other@example.org' })]],
    [
      'an address that is there twice',
      [...readers(600), confirmedReader(601, { address: 'reader3@example.org' })],
    ],
    [
      'its twin in another spelling',
      [...readers(600), confirmedReader(601, { address: 'Reader3@EXAMPLE.org' })],
    ],
    [
      'a twin in another script',
      [
        confirmedReader(1, { address: 'a@xn--bcher-kva.example' }),
        confirmedReader(2, { address: 'A@bücher.example' }),
      ],
    ],
    ['nobody’s address', [confirmedReader(1, { address: 'nobody' })]],
    ['no proof', [confirmedReader(1, { consent: { ...confirmedReader(1).consent, confirmedAt: null } })]],
  ])('is refused as a whole for %s, with the same words as ever (R36)', async (_, subscribers) => {
    const { folder, passing } = await opened(textOf(subscribers));
    const refusal = await refusalOf(folder);
    expect(refusal).toMatchObject({ code: 'list.invalid' });
    const { message } = refusal;
    for (const walk of ['people', 'ids'] as const)
      await expect(passing.look((version) => all<unknown>(version[walk]()))).rejects.toThrow(message);
    await expect((async () => passing.finder(rollOf(readers(1))).find(0))()).rejects.toThrow(message);
  });

  test('is refused for bytes that are no UTF-8, and for a key that a line has twice (R36)', async () => {
    const text = textOf(readers(3));
    const bad = Buffer.from(text.replace('reader1@', 'r\u00e4ader@'), 'latin1');
    const { folder, path, passing } = await opened(text);
    await writeFile(path, bad);
    await expect(passing.look(whole)).rejects.toMatchObject({ code: 'file.encoding' });
    await writeFile(path, text.replace('"name":null', '"name":null,"name":"Anna"'));
    await expect(passing.look(whole)).rejects.toMatchObject({ code: 'list.invalid' });
    expect(await readdir(folder)).toEqual(['subscribers.json']);
  });

  test.each([31, 32, 33, 64])('is refused for a comma behind the last of %i people (R36)', async (count) => {
    const text = textOf(readers(count));
    const { path, passing } = await opened(text);
    await writeFile(path, text.replace('}\n],\n"suppressions"', '},\n\n],\n"suppressions"'));
    await expect(passing.look(whole)).rejects.toMatchObject({ code: 'list.invalid' });
  });

  test('is missing where it is missing', async () => {
    const passing = subscribersFile(await temporaryFolder()).passing;
    await expect(passing.look(whole)).rejects.toMatchObject({ code: 'list.missing' });
    await expect((async () => passing.finder(newRoll()).find(0))()).rejects.toMatchObject({
      code: 'list.missing',
    });
  });

  test('stays the version it was where another takes its place meanwhile', async () => {
    const { passing, replace } = await opened(textOf(readers(2000)));
    const seen = await passing.look(async (version) => {
      const people = await all(version.people());
      await replace(textOf(readers(3)));
      return [people.length, (await all(version.ids())).length];
    });
    expect(seen).toEqual([2000, 2000]);
    expect(await passing.look(async (version) => (await all(version.ids())).length)).toBe(3);
  });

  test('is looked at once more, from the first on, where somebody writes into the file meanwhile', async () => {
    const { passing, edit } = await opened(textOf(readers(2000)));
    const seen: number[] = [];
    const answer = await passing.look(async (version) => {
      const people = await all(version.people());
      seen.push(people.length);
      if (seen.length === 1) await edit(textOf(readers(700), [], 2));
      return (await all(version.ids())).length;
    });
    expect(seen).toEqual([2000, 700]);
    expect(answer).toBe(700);
  });

  test('is never older than the question, even while an older version is still being opened (R11)', async () => {
    const people = readers(20);
    const left = {
      ...confirmedReader(5),
      status: 'unsubscribed',
      unsubscribedAt: '2026-11-20T00:00:00Z',
    } as const;
    const later = people.map((person) => (person.id === left.id ? left : person));
    const everybody = async (version: ListVersion): Promise<readonly Subscriber[]> => all(version.people());
    for (let turns = 0; turns < 12; turns++) {
      const { passing, path } = await opened(textOf(people));
      await writeFile(`${path}.new`, textOf(later, [], 2));
      const first = passing.look(everybody);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      renameSync(`${path}.new`, path);
      expect(await passing.look(everybody)).toEqual(later);
      await first;
    }
  });

  test('what the steps throw is thrown, and they are not taken again', async () => {
    const { passing } = await opened(textOf(readers(2)));
    let times = 0;
    const steps = async (): Promise<never> => {
      times += 1;
      return Promise.reject(new Error('no'));
    };
    await expect(passing.look(steps)).rejects.toThrow('no');
    expect(times).toBe(1);
  });
});

describe('finding readers in it', () => {
  test('answers each as the list has her at this moment, and nobody who is gone (R11)', async () => {
    const people = readers(1200);
    const { passing, replace } = await opened(textOf(people));
    const roll = rollOf([...people].reverse());
    const finder = passing.finder(roll);
    expect(await foundBy(finder, roll)).toEqual([...people].reverse());
    const first = finder.revision();
    expect(finder.revision()).toBe(first);
    const left = {
      ...confirmedReader(7),
      status: 'unsubscribed',
      unsubscribedAt: '2026-11-20T00:00:00Z',
    } as const;
    const next = people.flatMap((person, index) => (index === 7 ? [left] : index === 8 ? [] : [person]));
    await replace(textOf(next, [suppression('new')], 2));
    expect(finder.revision()).not.toBe(first);
    expect(await finder.find(roll.numberOf(left.id))).toEqual(left);
    expect(await finder.find(roll.numberOf(confirmedReader(8).id))).toBeUndefined();
    expect([...finder.suppressed.hashes]).toEqual([suppression('new').hash]);
    expect(await foundBy(finder, roll)).toEqual(inList(textOf(next), roll));
    finder.close();
  });

  test('is never older than the question, even while others still turn to an older version (R11)', async () => {
    const people = readers(3000);
    const roll = rollOf(people);
    const left = {
      ...confirmedReader(5),
      status: 'unsubscribed',
      unsubscribedAt: '2026-11-20T00:00:00Z',
    } as const;
    const later = textOf(
      people.map((person) => (person.id === left.id ? left : person)),
      [],
      2,
    );
    for (let turns = 0; turns < 40; turns += 3) {
      const { passing, path } = await opened(textOf(people));
      await writeFile(`${path}.new`, later);
      const finder = passing.finder(roll);
      const first = (async () => finder.find(0))();
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      renameSync(`${path}.new`, path);
      finder.revision();
      expect(await finder.find(5)).toEqual(left);
      await first;
      finder.close();
    }
  });

  const change = fc.record({
    how: fc.constantFrom('put', 'remove', 'change', 'move', 'suppress', 'empty', 'byHand', 'inPlace'),
    where: fc.nat(10_000),
    howMany: fc.integer({ min: 1, max: 3 }),
  });
  test.each([
    [12, 40],
    [900, 3],
  ])(
    'whatever becomes of a list of %i, an index that follows it equals one that is made anew',
    async (size, numRuns) => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
          let people = [...readers(size)];
          const suppressions: Suppression[] = [];
          let serial = size;
          let revision = 1;
          const { passing, replace, edit } = await opened(textOf(people));
          const roll = rollOf([
            ...people,
            ...Array.from({ length: 30 }, (_, index) => confirmedReader(size + index)),
          ]);
          const finder = passing.finder(roll);
          expect(await foundBy(finder, roll)).toEqual(inList(textOf(people), roll));
          for (const { how, where, howMany } of changes) {
            const at = people.length === 0 ? 0 : where % people.length;
            if (how === 'put') {
              const fresh = Array.from({ length: howMany }, () => confirmedReader(serial++));
              people.splice(where % 2 === 0 ? people.length : at, 0, ...fresh);
            }
            if (how === 'remove') people.splice(at, howMany);
            if (how === 'change')
              people = people.map((person, index) =>
                index >= at && index < at + howMany ? { ...person, name: `Name ${where}` } : person,
              );
            if (how === 'move') people.push(...people.splice(at, howMany));
            if (how === 'suppress') suppressions.push(suppression(`s${suppressions.length}`));
            if (how === 'empty') people = [];
            revision += 1;
            const text = textOf(people, suppressions, revision);
            if (how === 'inPlace') await edit(text);
            else await replace(how === 'byHand' ? text.replaceAll('"id":', ' "id":') : text);
            expect(await foundBy(finder, roll)).toEqual(inList(text, roll));
            expect([...finder.suppressed.hashes]).toEqual(suppressions.map(({ hash }) => hash));
          }
          finder.close();
        }),
        { numRuns },
      );
    },
  );

  test('a twin that comes while it goes on is refused, with the same words as ever (R36)', async () => {
    const people = readers(300);
    for (const twin of [
      confirmedReader(301, { address: 'READER3@example.org' }),
      confirmedReader(3, { address: 'new@example.org' }),
    ]) {
      const { folder, passing, replace } = await opened(textOf(people));
      const finder = passing.finder(rollOf(people));
      expect(await finder.find(0)).toEqual(people[0]);
      await replace(textOf([...people, twin], [], 2));
      finder.revision();
      const refusal = await refusalOf(folder);
      await expect((async () => finder.find(0))()).rejects.toThrow(refusal.message);
      await replace(textOf(people, [], 3));
      finder.revision();
      expect(await finder.find(0)).toEqual(people[0]);
      finder.close();
    }
  });

  test('an older state that turns up is not believed, and the newer one is kept', async () => {
    const newer = textOf(readers(3), [suppression('left')], 9);
    const { folder, passing, replace } = await opened(newer);
    const finder = passing.finder(rollOf(readers(3)));
    await finder.find(0);
    for (const older of [textOf(readers(4), [], 8), JSON.stringify(JSON.parse(textOf(readers(4), [], 8)))]) {
      await replace(older);
      finder.revision();
      await expect((async () => finder.find(0))()).rejects.toMatchObject({ code: 'list.stale' });
      await expect(passing.look(whole)).rejects.toMatchObject({ code: 'list.stale' });
    }
    const backups = await readdir(join(folder, 'backups'));
    for (const name of backups) expect(await readFile(join(folder, 'backups', name), 'utf8')).toBe(newer);
    expect(backups).toHaveLength(2);
    await replace(newer);
    finder.revision();
    expect(await finder.find(0)).toEqual(confirmedReader(0));
    finder.close();
  });

  test('an older state is not believed either where a person laid the newest out while one before was looked at', async () => {
    const { folder, passing, replace } = await opened(textOf(readers(3), [], 5));
    const finder = passing.finder(rollOf(readers(3)));
    await finder.find(0);
    const newest = textOf(readers(2), [suppression('left')], 9);
    await replace(JSON.stringify(JSON.parse(newest)));
    await passing.look(whole);
    await replace(textOf(readers(3), [], 7));
    await expect(passing.look(whole)).rejects.toMatchObject({ code: 'list.stale' });
    const [backup = ''] = await readdir(join(folder, 'backups'));
    expect(await readFile(join(folder, 'backups', backup), 'utf8')).toBe(newest);
    finder.close();
  });
});
