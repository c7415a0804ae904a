import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/core/address.ts';
import { takeOver } from '../../src/core/import/decideImport.ts';
import { gatherer, type Gathered } from '../../src/core/import/gatherPeople.ts';
import type { ImportedPerson, RowReading } from '../../src/core/import/importedPerson.ts';
import type { DecideInflux } from '../../src/core/list/listBook.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../../src/core/list/subscriberFile.ts';
import { importShelf } from '../../src/files/importShelf.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { gathererAtOnce } from '../support/gatheredAtOnce.ts';
import { emptyList, importOrder, readForImport } from '../support/importing.ts';
import { confirmedReader } from '../support/newsletter.ts';

const wrong = { de: 'ein Fehler', en: 'a fault' };
const addressOf = (number: number): ImportedPerson['address'] => {
  const address = parseAddress(`reader${number}@${number % 3 === 0 ? 'bücher.example.org' : 'example.org'}`);
  if (!address) throw new Error('no address');
  return address;
};

const anyPerson = fc.record({
  number: fc.nat(7),
  standing: fc.constantFrom('complained', 'bounced', 'unsubscribed', 'confirmed', 'confirmed', 'asked'),
  name: fc.constantFrom(null, 'Anna', 'Jörg „J“', '🙂'),
  leftAt: fc.constantFrom(null, '2020-01-01T00:00:00Z', '2026-10-01T00:00:00Z'),
  suppressed: fc.constantFrom(null, null, { reason: 'erased' as const, since: '2020-01-01T00:00:00Z' }),
  isOurs: fc.boolean(),
});

const anyRow: fc.Arbitrary<RowReading> = fc.oneof(
  { weight: 8, arbitrary: anyPerson.map(personRow) },
  fc.constant({ blank: true as const }),
  fc.constant({ fault: wrong }),
  fc.nat(7).map((number) => ({ fault: wrong, mayHaveLeft: addressOf(number).key })),
);

function personRow({
  number,
  isOurs,
  ...changes
}: typeof anyPerson extends fc.Arbitrary<infer T> ? T : never): RowReading {
  const address = addressOf(number);
  const status =
    changes.standing === 'confirmed'
      ? 'confirmed'
      : changes.standing === 'asked'
        ? 'pending'
        : 'unsubscribed';
  const isRecord =
    isOurs && (status === 'confirmed' || changes.standing === 'asked' || changes.standing === 'unsubscribed');
  return {
    person: {
      address,
      language: 'de',
      requestedAt: '2019-05-13T09:20:01Z',
      requestIp: '192.0.2.10',
      confirmedAt: '2019-05-13T09:21:09Z',
      confirmIp: null,
      ...changes,
      record: isRecord
        ? confirmedReader(number, {
            address: address.address,
            status,
            unsubscribedAt: status === 'unsubscribed' ? (changes.leftAt ?? '2020-01-01T00:00:00Z') : null,
          })
        : null,
    },
  };
}

const anyReader = fc
  .tuple(fc.nat(7), fc.constantFrom('pending', 'confirmed', 'unsubscribed'))
  .map(([number, status]) =>
    confirmedReader(number + 50, {
      address: addressOf(number).address,
      status,
      unsubscribedAt: status === 'unsubscribed' ? '2026-06-01T00:00:00Z' : null,
    }),
  );

/** Takes a file over in one change with everything in memory. */
async function takenAtOnce(folder: string, file: Gathered): Promise<unknown> {
  return subscribersFile(folder).change((view) => {
    const influx = takeOver(file, importOrder())(view);
    const puts = [...influx.newcomers].map((put) => ({ put }));
    const { edits, value } = influx.decision();
    return { edits: [...puts, ...edits], value };
  });
}

async function folderWith(
  readers: readonly Subscriber[],
): Promise<{ folder: string; text: () => Promise<string> }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'subscribers.json');
  await writeFile(path, formatSubscribers({ ...emptyList, revision: 3, subscribers: readers }), {
    mode: 0o600,
  });
  return { folder, text: () => readFile(path, 'utf8') };
}

test('an import in passing leaves the very list, counts and faults that one with everything in memory does (P13)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { maxLength: 14 }),
      fc.uniqueArray(anyReader, { selector: ({ address }) => address, maxLength: 5 }),
      async (rows, readers) => {
        const [one, other] = [await folderWith(readers), await folderWith(readers)];
        const shelf = importShelf(join(one.folder, 'subscribers.json'));
        const [passing, atOnce] = [gatherer(shelf), gathererAtOnce()];
        for (const [line, row] of rows.entries()) {
          passing.take(row, line);
          atOnce.take(row, line);
        }
        const [file, oracle] = [passing.gathered(), atOnce.gathered()];
        expect([...file.people.values()]).toEqual([...oracle.people.values()]);
        expect({ ...file, people: file.people.size }).toEqual({ ...oracle, people: oracle.people.size });
        const counts = await subscribersFile(one.folder).bringIn(takeOver(file, importOrder()));
        expect(counts).toEqual(await takenAtOnce(other.folder, oracle));
        expect(await one.text()).toBe(await other.text());
        shelf.close();
      },
    ),
    { numRuns: 150 },
  );
});

test('a file of many people, some of whom come back much later, is taken over from disk as from memory (P13)', async () => {
  const [one, other] = [await folderWith([confirmedReader(1)]), await folderWith([confirmedReader(1)])];
  const row = (number: number): string =>
    number % 97 === 0
      ? `reader${number % 1000}@example.org,,abgemeldet,,2026-01-01 10:00:00\n`
      : `reader${number}@example.org,Jörg ${'🙂'.repeat(20)},,2019-05-13 09:21:09,\n`;
  const csv = join(one.folder, 'people.csv');
  const rows = Array.from({ length: 6000 }, (_, number) => row(number)).join('');
  await writeFile(csv, `email,vorname,status,bestätigt am,abgemeldet am\n${rows}`);
  const file = await readForImport(csv);
  expect(file).toMatchObject({ rows: 6000, faults: [] });
  expect(file.repeated).toBeGreaterThan(20);
  const counts = await subscribersFile(one.folder).bringIn(takeOver(file, importOrder()));
  expect(counts).toEqual(await takenAtOnce(other.folder, file));
  expect(counts).toMatchObject({ alreadyOnList: 1 });
  expect(await one.text()).toBe(await other.text());
  file.close();
});

describe('many who come at once', () => {
  const bring =
    (...newcomers: readonly Subscriber[]): DecideInflux<string> =>
    () => ({ newcomers, decision: () => ({ edits: [], value: 'done' }) });

  test.each([
    ['share an id', [confirmedReader(2), confirmedReader(2, { address: 'other@example.org' })]],
    ['share an address', [confirmedReader(2), confirmedReader(3, { address: 'READER2@example.org' })]],
    ['share an address with somebody on the list', [confirmedReader(2, { address: 'Reader1@example.org' })]],
    ['cannot be read again', [confirmedReader(2, { name: 'x'.repeat(81) })]],
  ])('leave the list as it is where they %s (R36)', async (_, newcomers) => {
    const { folder, text } = await folderWith([confirmedReader(1)]);
    const before = await text();
    await expect(subscribersFile(folder).bringIn(bring(...newcomers))).rejects.toMatchObject({
      code: 'list.invalid',
    });
    expect(await text()).toBe(before);
    expect(await readdir(folder)).toEqual(['subscribers.json']);
  });

  test('are decided about anew where somebody changes the list meanwhile (R37)', async () => {
    const { folder, text } = await folderWith([confirmedReader(1)]);
    const list = subscribersFile(folder);
    const seen: number[] = [];
    const counts = await list.bringIn((view) => {
      function* newcomers(): Iterable<Subscriber> {
        seen.push(view.revision);
        for (let number = 10; number < 3000; number++)
          if (view.byKey(`reader${number}@example.org`) === undefined) yield confirmedReader(number);
      }
      if (seen.length === 0)
        void list.change(() => ({ edits: [{ put: confirmedReader(2000) }], value: undefined }));
      return { newcomers: newcomers(), decision: () => ({ edits: [], value: seen.length }) };
    });
    expect(counts).toBe(2);
    const { revision, subscribers } = readSubscribers(await text());
    expect({ revision, readers: subscribers.length }).toEqual({ revision: 5, readers: 2991 });
    expect((await list.read()).subscribers).toEqual(subscribers);
  });

  test('are nobody: nothing is written', async () => {
    const { folder, text } = await folderWith([confirmedReader(1)]);
    const before = await text();
    expect(await subscribersFile(folder).bringIn(bring())).toBe('done');
    expect(await text()).toBe(before);
  });
});
