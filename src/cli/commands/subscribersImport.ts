import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Config } from '../../core/config.ts';
import { doubtfulLines, takeOver, type ImportCounts, type TakeOver } from '../../core/import/decideImport.ts';
import type { ImportSystem } from '../../core/import/importSystem.ts';
import { consentWording } from '../../core/list/consentWording.ts';
import type { Influx } from '../../core/list/listBook.ts';
import type { Secrets } from '../../core/secret.ts';
import { readImportFile } from '../../files/importFile.ts';
import { backUp, listPath } from '../../files/subscribersBackups.ts';
import { importDocument, sayImport } from '../importStory.ts';
import type { Output } from '../output.ts';
import { openList } from '../people.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';

interface ImportOptions extends GlobalOptions {
  readonly apply?: boolean;
  readonly from?: string;
}

/** `wochenbrief subscribers import`: a list from elsewhere, at first only what would become of it (R67). */
export async function subscribersImport(options: ImportOptions, output: Output, given = ''): Promise<number> {
  const { config, folder, subscribers, list, secrets } = await openList(options, output);
  const path = resolve(given);
  const at = new Date().toISOString();
  const { timeZone } = config.schedule;
  const order = { from: options.from, timeZone, at, secrets, listPath: listPath(folder) };
  const file = await readImportFile(path, order);
  try {
    const decide = takeOver(file, orderOf({ config, secrets, at, system: file.system, path }));
    const planned = plan(decide(list));
    const doubtful = doubtfulLines(list, file);
    const isApplied = options.apply === true;
    if (!isApplied || !planned.isChange) {
      sayImport(file, planned.counts, { isApplied, doubtful }, output);
      sayNothingChanged(isApplied, given, options, output);
      output.document({ applied: false, ...importDocument(file, planned.counts, doubtful), backup: null });
      return 0;
    }
    const backup = await backUp(folder);
    const counts = await subscribers.bringIn(decide);
    sayImport(file, counts, { isApplied, doubtful }, output);
    output.say({ de: `\nDie Liste davor: ${backup}`, en: `\nThe list as it was before: ${backup}` });
    if (counts.asked > 0)
      output.say({
        de: `Die Bestätigungsmails sendet: ${commandCall(['serve'], options)}`,
        en: `The confirmation mails are sent by: ${commandCall(['serve'], options)}`,
      });
    output.document({ applied: true, ...importDocument(file, counts, doubtful), backup });
    return 0;
  } finally {
    file.close();
  }
}

/** What an import would come to, without any of it being kept. */
function plan(influx: Influx<ImportCounts>): { readonly counts: ImportCounts; readonly isChange: boolean } {
  let newcomers = 0;
  for (const _ of influx.newcomers) newcomers += 1;
  const { edits, value } = influx.decision();
  return { counts: value, isChange: newcomers + edits.length > 0 };
}

function orderOf({
  config,
  secrets,
  at,
  system,
  path,
}: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly at: string;
  readonly system: ImportSystem;
  readonly path: string;
}): TakeOver {
  const isGerman = config.locale === 'de';
  return {
    origin: `${system.name}, ${basename(path)}`,
    wordingThere: isGerman
      ? `importiert aus ${system.name}; Wortlaut dort`
      : `imported from ${system.name}; wording there`,
    wordingHere: (language) => consentWording(config, language ?? config.locale),
    signedUp: (instant) => (isGerman ? `dort seit ${instant}` : `there since ${instant}`),
    at,
    secrets,
    newId: () => randomBytes(12).toString('hex'),
  };
}

function sayNothingChanged(isApplied: boolean, given: string, options: ImportOptions, output: Output): void {
  if (isApplied) {
    output.say({
      de: '\nEs gab nichts zu ändern; die Liste ist, wie sie war.',
      en: '\nThere was nothing to change; the list is as it was.',
    });
    return;
  }
  const from = options.from === undefined ? [] : ['--from', options.from];
  const call = commandCall(['subscribers', 'import', given, ...from, '--apply'], options);
  output.say({
    de: `\nDas war nur eine Vorschau, geändert ist nichts. Wirklich übernehmen: ${call}`,
    en: `\nThis was only a preview, nothing is changed. Really take it over: ${call}`,
  });
}
