import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeOver, type ImportCounts, type TakeOver } from '../../src/core/import/decideImport.ts';
import type { Gathered } from '../../src/core/import/gatherPeople.ts';
import type { ImportedPerson } from '../../src/core/import/importedPerson.ts';
import { draftOf } from '../../src/core/list/listDraft.ts';
import { viewOf } from '../../src/core/list/listBook.ts';
import type { SubscriberList } from '../../src/core/list/subscriber.ts';
import { readImportFile, type ImportFile } from '../../src/files/importFile.ts';
import { secret } from './newsletter.ts';

/** The instant the imports of the tests happen at. */
export const importedAt = '2026-11-20T19:00:00Z';

export const emptyList: SubscriberList = { revision: 0, subscribers: [], suppressions: [] };

/** An export that lies in test/fixtures/imports. */
export const importFixture = (name: string): string =>
  join(import.meta.dirname, '..', 'fixtures', 'imports', name);

/** Reads a list from elsewhere as the command does. */
export function readForImport(path: string, from?: string): Promise<ImportFile> {
  const listPath = join(tmpdir(), 'subscribers.json');
  return readImportFile(path, {
    from,
    timeZone: 'Europe/Berlin',
    at: importedAt,
    secrets: [secret],
    listPath,
  });
}

/** The person of an address (its `Address.key`) in a file. */
export function personOf({ people }: Gathered, key: string): ImportedPerson | undefined {
  return [...people.values()].find(({ address }) => address.key === key);
}

/** How the tests take a list over. */
export function importOrder(changes: Partial<TakeOver> = {}): TakeOver {
  let people = 0;
  return {
    origin: 'Mailchimp, audience.csv',
    wordingThere: 'importiert aus Mailchimp; Wortlaut dort',
    wordingHere: () => ({ text: 'Ja, ich möchte den Brief.', version: 'here' }),
    signedUp: (at) => `dort seit ${at}`,
    at: importedAt,
    secrets: [secret],
    newId: () => `imported${String(people++).padStart(8, '0')}`,
    ...changes,
  };
}

/** A list with another one taken over, and the counts of what happened. */
export function imported(
  list: SubscriberList,
  file: Gathered,
  order: TakeOver = importOrder(),
): { readonly list: SubscriberList; readonly counts: ImportCounts; readonly edits: number } {
  const view = viewOf(list);
  const influx = takeOver(file, order)(view);
  const newcomers = [...influx.newcomers].map((put) => ({ put }));
  const { edits, value } = influx.decision();
  const draft = draftOf(view);
  draft.apply([...newcomers, ...edits]);
  return {
    list: {
      revision: list.revision + 1,
      subscribers: [...draft.view.subscribers()],
      suppressions: [...draft.view.suppressions()],
    },
    counts: value,
    edits: newcomers.length + edits.length,
  };
}
