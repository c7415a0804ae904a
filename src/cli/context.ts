import { resolve } from 'node:path';
import type { Config } from '../core/config.ts';
import { readSecrets } from '../core/secret.ts';
import { parseWeek, weekOf, type WeekId } from '../core/week.ts';
import { diariesFolder } from '../files/diaries.ts';
import { issuesFolder } from '../files/issuesFolder.ts';
import { readConfigFile, readTemplateFiles } from '../files/newsletterFolder.ts';
import { subscribersFile } from '../files/subscribersFile.ts';
import type { LetterOrder } from '../flow/letter.ts';
import type { Newsroom } from '../flow/newsroom.ts';
import type { Output } from './output.ts';
import { packageRoot } from './packageRoot.ts';
import { folderOf, instantOf, readEnvironment, type Environment, type GlobalOptions } from './settings.ts';

/** A newsletter folder opened for one week's issue. */
export interface WeekContext {
  readonly folder: string;
  readonly config: Config;
  readonly environment: Environment;
  readonly week: WeekId;
  readonly issues: ReturnType<typeof issuesFolder>;
  readonly subscribers: ReturnType<typeof subscribersFile>;
}

/** Opens the folder a command works in; from here on it speaks the newsletter's language. Throws `config.*`. */
export async function openFolder(
  options: GlobalOptions,
  output: Output,
): Promise<Pick<WeekContext, 'folder' | 'config'>> {
  const folder = folderOf(options);
  const config = await readConfigFile(folder);
  output.useLanguage(config.locale);
  noteSample(folder, output);
  return { folder, config };
}

/** Opens the folder a command works in, for the week it names or the current one. */
export async function openWeek(
  options: GlobalOptions,
  output: Output,
  named: string | undefined,
): Promise<WeekContext> {
  const { folder, config } = await openFolder(options, output);
  return {
    folder,
    config,
    environment: await readEnvironment(folder),
    week: weekFor(named, instantOf(options), config.schedule.timeZone),
    issues: issuesFolder(folder),
    subscribers: subscribersFile(folder),
  };
}

/** The week a command is about: as named, or the one the instant falls into. Throws `week.invalid`. */
export function weekFor(named: string | undefined, now: Date, timeZone: string): WeekId {
  return named === undefined ? weekOf(now, timeZone) : parseWeek(named);
}

/** A folder opened for a word about its letters; needs neither secrets nor a mail server. */
export async function openDesk(
  options: GlobalOptions,
  output: Output,
): Promise<{
  readonly folder: string;
  readonly desk: Pick<Newsroom, 'config' | 'issues' | 'diaries'>;
}> {
  const { folder, config } = await openFolder(options, output);
  return { folder, desk: { config, issues: issuesFolder(folder), diaries: diariesFolder(folder) } };
}

/** What making a letter needs of the folder. Throws `secret.missing`. */
export function letterOrder({ folder, environment, ...context }: WeekContext): LetterOrder {
  return {
    ...context,
    templates: () => readTemplateFiles(folder),
    secrets: readSecrets(environment.secret),
  };
}

/** Who forgets --dir in a clone works on the sample without noticing. */
export function noteSample(folder: string, output: Output): void {
  if (folder !== resolve(packageRoot)) return;
  output.note({
    de: 'Hinweis: Dies ist der mitgelieferte Beispiel-Newsletter. Für den eigenen: --dir ORDNER',
    en: 'Note: this is the sample newsletter that comes with the program. For your own: --dir FOLDER',
  });
}
