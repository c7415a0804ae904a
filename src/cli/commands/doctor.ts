import type { Check } from '../../core/check.ts';
import { countOf } from '../../core/checking/letterChecks.ts';
import type { Config } from '../../core/config.ts';
import { NewsletterError } from '../../core/errors.ts';
import { nameServer } from '../../dns/nameServer.ts';
import { issuesFolder } from '../../files/issuesFolder.ts';
import { readConfigFile } from '../../files/newsletterFolder.ts';
import { summaryOf, toldCheck } from '../checkWords.ts';
import { noteSample } from '../context.ts';
import {
  checkLedgers,
  checkList,
  checkLocks,
  checkPrivacy,
  checkPrompts,
  checkSecret,
  checkTemplates,
} from '../doctor/checkFiles.ts';
import { checkNames } from '../doctor/checkNames.ts';
import { checkServers } from '../doctor/checkServers.ts';
import { checkSettings, checkTimes } from '../doctor/checkSettings.ts';
import { checkSources, offline } from '../doctor/checkSources.ts';
import { checksOf, failed, notChecked } from '../doctor/verdict.ts';
import { exit } from '../failures.ts';
import type { Output } from '../output.ts';
import { parseSmtpUrls, type SmtpServers } from '../../smtp/smtpUrl.ts';
import { folderOf, readEnvironment, type Environment, type GlobalOptions } from '../settings.ts';

interface DoctorOptions extends GlobalOptions {
  readonly offline?: boolean;
  readonly nameServer?: string;
}

/** `wochenbrief doctor`: everything that stands in the letter's way, and how to mend it. It changes nothing. */
export async function doctor(options: DoctorOptions, output: Output): Promise<number> {
  const folder = folderOf(options);
  const names = nameServer({ server: options.nameServer });
  const config = await readConfigFile(folder).catch(onlyFaulty);
  if (!(config instanceof NewsletterError)) output.useLanguage(config.locale);
  noteSample(folder, output);
  const environment = await readEnvironment(folder);
  const checks = onceEach([
    ...(config instanceof NewsletterError
      ? [failed('settings', config), withoutSettings]
      : await checkBySettings({ folder, config, environment }, options)),
    ...(await checksOf('secrets', () => checkSecret(environment))),
    ...(await checksOf('privacy', () => checkPrivacy(folder, environment, keyFileOf(config)))),
    ...(await checksOf('list', () => checkList(folder, environment))),
    ...(await checksOf('ledgers', () => checkLedgers(folder))),
    ...(await checksOf('locks', () => checkLocks(folder))),
    ...(config instanceof NewsletterError
      ? []
      : await checkOutside({ folder, config, environment }, options, names)),
  ]);
  for (const check of checks) output.say(toldCheck(check, output.language));
  const errors = countOf(checks, 'error');
  const warnings = countOf(checks, 'warning');
  output.say(summaryOf(errors, warnings));
  output.document({ checks: checks.map(asData), errors, warnings });
  return errors > 0 ? exit.failed : exit.done;
}

/** What several roads lead to is told once. */
function onceEach(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}

function keyFileOf(config: Config | NewsletterError): readonly string[] {
  const key = config instanceof NewsletterError ? undefined : config.smtp.dkim?.key;
  return key === undefined ? [] : [key];
}

/** A newsletter whose settings can be read. */
interface Opened {
  readonly folder: string;
  readonly config: Config;
  readonly environment: Environment;
}

/** A folder without settings is no newsletter; one with faulty settings can still be looked at. */
function onlyFaulty(error: unknown): NewsletterError {
  if (error instanceof NewsletterError && error.code !== 'config.missing') return error;
  throw error;
}

const withoutSettings = notChecked(
  'settings',
  {
    de: 'Fragen, Vorlagen, Quellen, Zeitplan, Mailserver und DNS',
    en: 'Questions, templates, sources, schedule, mail server and DNS',
  },
  {
    de: 'denn dazu muss newsletter.yaml lesbar sein',
    en: 'because that takes a newsletter.yaml that can be read',
  },
);

async function checkBySettings(
  { folder, config, environment }: Opened,
  options: DoctorOptions,
): Promise<readonly Check[]> {
  const isOffline = options.offline === true;
  return [
    ...checkSettings(config, environment),
    ...(await checksOf('prompts', () => checkPrompts(folder, config))),
    ...(await checksOf('templates', () => checkTemplates(folder, config))),
    ...(await checksOf('sources', () => checkSources(config, folder, { isOffline }))),
    ...(await checksOf('clock', () => checkTimes(config, issuesFolder(folder), new Date()))),
  ];
}

async function checkOutside(
  { folder, config, environment }: Opened,
  options: DoctorOptions,
  names: ReturnType<typeof nameServer>,
): Promise<readonly Check[]> {
  if (options.offline === true)
    return [
      // That none is named can be seen without asking anybody.
      ...(await checksOf('smtp', () => nothingWrong(parseSmtpUrls(environment.smtpUrl)))),
      notChecked('smtp', { de: 'Mailserver und DNS', en: 'Mail server and DNS' }, offline),
    ];
  const isServerNamed = options.nameServer !== undefined;
  const [servers, dns] = await Promise.all([
    checksOf('smtp', () => checkServers(environment, config, folder)),
    checksOf('dns', () => checkNames({ folder, config, environment, names, isServerNamed })),
  ]);
  return [...servers, ...dns];
}

const nothingWrong = (_servers: SmtpServers): readonly Check[] => [];

function asData({ check, status, found, hint, record }: Check): object {
  return { check, status, found: found.en, hint: hint?.en ?? null, ...(record ? { record } : {}) };
}
