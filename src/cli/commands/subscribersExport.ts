import { extname, resolve } from 'node:path';
import { NewsletterError } from '../../core/errors.ts';
import { csvLines, exportedPeople, jsonParts } from '../../core/list/exportRows.ts';
import type { ListView } from '../../core/list/listBook.ts';
import { writeNewPrivateFile } from '../../files/newPrivateFile.ts';
import { choiceOf } from '../choices.ts';
import type { Output } from '../output.ts';
import { openList } from '../people.ts';
import type { GlobalOptions } from '../settings.ts';

interface ExportOptions extends GlobalOptions {
  readonly status?: string;
}

const statuses = ['pending', 'confirmed', 'unsubscribed'] as const;

/** `wochenbrief subscribers export`: the list as CSV for spreadsheets, or whole as JSON. */
export async function subscribersExport(options: ExportOptions, output: Output, given = ''): Promise<number> {
  const { list, secrets } = await openList(options, output);
  const status = choiceOf('--status', options.status, statuses);
  const format = formatOf(given);
  const path = resolve(given);
  const people = [...exportedPeople(list, status)];
  const parts =
    format === 'csv'
      ? csvLines(people, list, secrets)
      : jsonParts(list.revision, people, list.suppressions());
  await writeNewPrivateFile(path, parts);
  output.say({ de: `${people.length} Menschen in ${path}`, en: `${people.length} people in ${path}` });
  if (format === 'csv') noteWhatIsMissing(list, output);
  output.document({ file: path, format, people: people.length, status: status ?? null });
  return 0;
}

function formatOf(given: string): 'csv' | 'json' {
  const ending = extname(given).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.json') return 'json';
  throw new NewsletterError(
    'usage.wrong',
    {
      de: `„${given}“: an der Endung ist nicht zu sehen, ob CSV oder JSON gemeint ist.`,
      en: `"${given}": the ending does not tell whether CSV or JSON is meant.`,
    },
    { hint: { de: 'Zum Beispiel liste.csv oder liste.json', en: 'For example list.csv or list.json' } },
  );
}

function noteWhatIsMissing(list: ListView, output: Output): void {
  const [first] = list.suppressions();
  if (first === undefined) return;
  output.say({
    de: 'Sperren von Menschen, die nicht auf der Liste stehen, haben keine Adresse und stehen nur in einem JSON-Export.',
    en: 'Suppressions of people who are not on the list have no address, and are in a JSON export only.',
  });
}
