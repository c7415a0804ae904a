import { join, resolve } from 'node:path';
import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import type { Text } from '../../core/errors.ts';
import { inspectList, lineRanges } from '../../core/list/inspectList.ts';
import type { SubscriberList } from '../../core/list/subscriber.ts';
import { requireReadable } from '../../core/list/suppression.ts';
import { checkTemplates as templateReport } from '../../core/render/checkTemplates.ts';
import { readSecrets } from '../../core/secret.ts';
import { templatesInUse } from '../../core/templateShelf.ts';
import { findLocks, inspectLedgers, openFiles, type FoundLock } from '../../files/inspectFolder.ts';
import { readPromptFile, refuseMjmlConfig } from '../../files/newsletterFolder.ts';
import { readText } from '../../files/readText.ts';
import { readTemplateShelf } from '../../files/templateFolders.ts';
import { quoted, type Environment } from '../settings.ts';
import { checksOf, failed, faulty, verdict } from './verdict.ts';

/** The secret that signs links. */
export function checkSecret({ secret }: Environment): readonly Check[] {
  const older = readSecrets(secret).length - 1;
  const former =
    older === 0 ? { de: '', en: '' } : { de: `, dazu ${older} frühere`, en: `, and ${older} former` };
  return [
    verdict('secrets', 'ok', {
      de: `NEWSLETTER_SECRET ist gesetzt${former.de}.`,
      en: `NEWSLETTER_SECRET is set${former.en}.`,
    }),
  ];
}

/** Secrets, and files about people, that other users of the machine can read (R39). */
export async function checkPrivacy(
  folder: string,
  environment: Environment,
  keyFiles: readonly string[],
): Promise<readonly Check[]> {
  const files = [...(environment.isEnvFileOpen ? ['.env'] : []), ...(await openFiles(folder, keyFiles))];
  if (files.length === 0) {
    return [
      verdict('privacy', 'ok', {
        de: 'Was geheim ist oder von Personen handelt, kann nur lesen, wem der Ordner gehört.',
        en: 'What is secret, or about people, can only be read by the owner of the folder.',
      }),
    ];
  }
  const call = `chmod 600 ${files.map((name) => quoted(resolve(folder, name))).join(' ')}`;
  return [
    verdict(
      'privacy',
      'warning',
      {
        de: `Andere Benutzer dieses Rechners können lesen: ${files.join(', ')}`,
        en: `Other users of this machine can read: ${files.join(', ')}`,
      },
      { de: call, en: call },
    ),
  ];
}

/** The list with every fault and every trace of a hand, each with its line (R38). */
export async function checkList(folder: string, environment: Environment): Promise<readonly Check[]> {
  const text = await readText(join(folder, 'subscribers.json'), 'list.missing', {
    de: 'Ein neuer Ordner mit einer leeren Liste entsteht mit: wochenbrief init',
    en: 'A new folder with an empty list is made with: wochenbrief init',
  });
  const { faults, notes, list } = inspectList(text, 'subscribers.json');
  const told = [
    ...faults.map((fault) => faulty('list', 'error', fault)),
    ...notes.map((note) => faulty('list', 'warning', note)),
  ];
  if (list === undefined) return told;
  const confirmed = list.subscribers.filter(({ status }) => status === 'confirmed').length;
  return [
    ...told,
    ...(await checksOf('list', () => checkHashes(list, environment))),
    verdict('list', confirmed > 0 ? 'ok' : 'note', {
      de: `subscribers.json: ${list.subscribers.length} Personen, davon ${confirmed} bestätigt; ${list.suppressions.length} gesperrte Adressen.`,
      en: `subscribers.json: ${list.subscribers.length} people, ${confirmed} of them confirmed; ${list.suppressions.length} suppressed addresses.`,
    }),
  ];
}

/** Suppressions that could not be recognised would be mailed; a missing secret is told by itself. */
function checkHashes({ suppressions }: SubscriberList, { secret }: Environment): readonly Check[] {
  if (secret !== undefined) requireReadable(suppressions, readSecrets(secret));
  return [];
}

/** The questions. */
export async function checkPrompts(folder: string, config: Config): Promise<readonly Check[]> {
  const prompts = await readPromptFile(folder, config);
  const count = prompts[config.locale].length;
  const found = {
    de: `${config.prompts}: ${count} Fragen auf ${config.locale === 'de' ? 'Deutsch' : 'Englisch'}.`,
    en: `${config.prompts}: ${count} questions in ${config.locale === 'de' ? 'German' : 'English'}.`,
  };
  return [
    count > 0
      ? verdict('prompts', 'ok', found)
      : verdict('prompts', 'warning', found, {
          de: `Unter „${config.locale}:“ Fragen eintragen; ohne sie bekommt der Brief keine.`,
          en: `Enter questions under "${config.locale}:"; without them the letter gets none.`,
        }),
  ];
}

/** The templates of the letter, the pages and all mails: every name in them, and sample letters made from them. */
export async function checkTemplates(folder: string, config: Config): Promise<readonly Check[]> {
  await refuseMjmlConfig(folder);
  const shelf = await readTemplateShelf(folder);
  const { faults, remarks } = await templateReport(shelf, config);
  const warnings = remarks.map(({ file, what, hint }) =>
    verdict('templates', 'warning', { de: `${file}: ${what.de}`, en: `${file}: ${what.en}` }, hint),
  );
  if (faults.length > 0) return [...faults.map((fault) => failed('templates', fault)), ...warnings];
  const count = Object.keys(templatesInUse(shelf)).length;
  const own = Object.keys(shelf.own).length;
  const ofThem: Text =
    own === 0 ? { de: '', en: '' } : { de: `, davon ${own} eigene`, en: `, ${own} of them your own` };
  return [
    verdict('templates', 'ok', {
      de: `templates/: ${count} Vorlagen${ofThem.de}, alle Namen darin gibt es.`,
      en: `templates/: ${count} templates${ofThem.en}, all names in them exist.`,
    }),
    ...warnings,
  ];
}

/** The ledgers, with every damaged line. */
export async function checkLedgers(folder: string): Promise<readonly Check[]> {
  const { count, damaged } = await inspectLedgers(folder);
  if (damaged.length === 0) {
    return [
      verdict('ledgers', 'ok', {
        de: `Versandbücher: ${count}, alle unversehrt.`,
        en: `Ledgers: ${count}, all intact.`,
      }),
    ];
  }
  return damaged.map(({ week, lines, error }) =>
    lines.length === 0
      ? verdict('ledgers', 'error', error.text, error.hint)
      : verdict(
          'ledgers',
          'error',
          {
            de: `issues/${week}/ledger.jsonl:${lineRanges(lines)}  beschädigt oder von Hand geändert; so wird nichts gesendet.`,
            en: `issues/${week}/ledger.jsonl:${lineRanges(lines)}  damaged or changed by hand; nothing is sent like this.`,
          },
          error.hint,
        ),
  );
}

/** Locks: who works here, and what nobody holds any more. */
export async function checkLocks(folder: string): Promise<readonly Check[]> {
  const locks = await findLocks(folder);
  if (locks.length > 0) return locks.map(lockCheck);
  return [
    verdict('locks', 'ok', {
      de: 'Niemand sonst arbeitet gerade in diesem Ordner, und keine Sperre ist liegen geblieben.',
      en: 'Nobody else works in this folder right now, and no lock was left behind.',
    }),
  ];
}

/** A holder that cannot be seen shows every ten seconds that it lives. */
const silentMs = 60_000;

function lockCheck({ name, standing, holder, changedAt }: FoundLock): Check {
  const who = holder ? `${holder.host}, process ${holder.pid}` : '?';
  const isSilent = Date.now() - changedAt.getTime() > silentMs;
  if (standing === 'alive' || (standing === 'unknown' && !isSilent)) {
    return verdict('locks', 'note', {
      de: `${name}: Hier arbeitet gerade jemand (${who}).`,
      en: `${name}: somebody is working here right now (${who}).`,
    });
  }
  return verdict(
    'locks',
    'warning',
    {
      de: `${name}: liegen geblieben; wer die Sperre hatte (${who}), läuft ${standing === 'dead' ? 'nicht mehr' : 'wohl nicht mehr'}.`,
      en: `${name}: left behind; whoever held the lock (${who}) ${standing === 'dead' ? 'does not run any more' : 'probably does not run any more'}.`,
    },
    {
      de: 'Der nächste Lauf räumt sie weg. Ein Brief, der abbrach, geht weiter mit: wochenbrief send',
      en: 'The next run clears it away. A letter that was cut short goes on with: wochenbrief send',
    },
  );
}
