import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { NewsletterError, type Text } from '../core/errors.ts';
import { requireReadable } from '../core/list/suppression.ts';
import type { Subscribers, Transport } from '../core/ports.ts';
import { requireSendable } from '../core/readiness.ts';
import { publicPages } from '../core/render/pages.ts';
import { serviceMails } from '../core/render/serviceMail.ts';
import { readSecrets, type Secrets } from '../core/secret.ts';
import { archiveFolder } from '../files/archiveFolder.ts';
import { diariesFolder } from '../files/diaries.ts';
import { issuesFolder } from '../files/issuesFolder.ts';
import { takeLock } from '../files/lock.ts';
import { readPromptFile, readTemplateFiles } from '../files/newsletterFolder.ts';
import { subscribersFile } from '../files/subscribersFile.ts';
import { authorDesk } from '../flow/authorDesk.ts';
import { keepReaders, type KeeperOrder } from '../flow/keepReaders.ts';
import { readers } from '../flow/readers.ts';
import { startPublicServer, type PublicServer, type ServerOrder } from '../http/publicServer.ts';
import { systemClock } from './clock.ts';
import { openFolder } from './context.ts';
import { logTo } from './logLine.ts';
import { openMailServer } from './mailServer.ts';
import { errorText, type Output } from './output.ts';
import { readEnvironment, type GlobalOptions } from './settings.ts';

/** Where the pages listen, unless the settings say it. */
export interface PagesOptions extends GlobalOptions {
  readonly port?: string;
  readonly host?: string;
}

/** A newsletter folder opened for its readers. */
export interface OpenPages {
  readonly folder: string;
  readonly config: Config;
  readonly templates: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  readonly subscribers: Subscribers;
  readonly transport: Transport;
}

/** The public pages at work. */
export interface RunningPages {
  /** Where they are, as --json shows it. */
  readonly place: { readonly url: string; readonly port: number; readonly baseUrl: string };
  /** Resolves once the signal has fired and what is in flight is finished. */
  readonly ended: Promise<void>;
}

/** Everything that must be right before the first reader comes; throws `config.*`, `secret.*`, `smtp.*`, `list.*`. */
export async function openPages(options: GlobalOptions, output: Output): Promise<OpenPages> {
  const { folder, config } = await openFolder(options, output);
  const environment = await readEnvironment(folder);
  const secrets = readSecrets(environment.secret);
  const server = await openMailServer(environment, config, folder);
  requireSendable(config, { isLoopback: server.transport.isLoopback, isTrial: true });
  for (const note of server.notes) output.note(note);
  const subscribers = subscribersFile(folder);
  requireReadable((await subscribers.view()).suppressions(), secrets);
  const templates = await readTemplateFiles(folder);
  return { folder, config, templates, secrets, subscribers, transport: server.transport };
}

/** Starts the public pages and looks after the list until the signal fires; throws `port.taken`. */
export async function startPages(
  opened: OpenPages,
  options: PagesOptions,
  signal: AbortSignal,
  output: Output,
): Promise<RunningPages> {
  const { config } = opened;
  const keeping = await keeperOrder(opened, signal, output);
  const server = await startPublicServer(serverOrder(opened, options, output));
  const close = (): void => void server.close();
  signal.addEventListener('abort', close);
  if (signal.aborted) close();
  output.say({
    de: `Die Seiten von „${config.title}“ laufen: ${server.url}\nÖffentlich: ${config.baseUrl}/ (dorthin führen alle Links)`,
    en: `The pages of "${config.title}" are running: ${server.url}\nIn public: ${config.baseUrl}/ (where all links lead)`,
  });
  if (config.website.privacyUrl === undefined) output.note(withoutPrivacyNotice);
  return {
    place: { url: server.url, port: server.port, baseUrl: config.baseUrl },
    ended: finishing(keepReaders(keeping), server),
  };
}

async function finishing(keeping: Promise<void>, server: PublicServer): Promise<void> {
  try {
    await keeping;
  } finally {
    await server.close();
  }
}

function serverOrder(opened: OpenPages, { port, host }: PagesOptions, output: Output): ServerOrder {
  const { folder, config, templates, secrets, subscribers } = opened;
  return {
    config,
    pages: publicPages(config, templates),
    readers: readers({
      config,
      subscribers,
      secrets,
      clock: systemClock,
      newId: () => randomBytes(12).toString('hex'),
    }),
    desk: authorDesk({
      config,
      issues: issuesFolder(folder),
      diaries: diariesFolder(folder),
      prompts: () => readPromptFile(folder, config),
      templates: () => readTemplateFiles(folder),
      secrets,
      clock: systemClock,
    }),
    subscribers,
    archive: archiveFolder(folder, (_week, error) => output.note(errorText(error, output.language))),
    secrets,
    clock: systemClock,
    log: (line) => output.note(line),
    host: host ?? config.website.host,
    port: port === undefined ? config.website.port : portOf(port),
  };
}

async function keeperOrder(opened: OpenPages, signal: AbortSignal, output: Output): Promise<KeeperOrder> {
  const { folder, config, templates, secrets, subscribers, transport } = opened;
  const log = logTo(output);
  return {
    subscribers,
    secrets,
    transport,
    mails: await serviceMails(config, templates, secrets[0]),
    limits: config.delivery,
    clock: systemClock,
    signal,
    retention: config.readers,
    lock: () => takeLock(join(folder, 'serve.lock')),
    onRound: ({ taken, refused, deferred }) => log({ mails: { taken, refused, deferred } }),
    onSweep: (swept) => {
      if (Object.values(swept).some((count) => count > 0)) log({ swept });
    },
    onFailure: ({ code, message }) => log({ failure: { code, message } }),
  };
}

/** A port as typed; throws `usage.wrong`. */
export function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new NewsletterError('usage.wrong', {
    de: `--port ${text}: kein Port; es gibt 0 (irgendein freier) bis 65535.`,
    en: `--port ${text}: not a port; there are 0 (any free one) to 65535.`,
  });
}

const withoutPrivacyNotice: Text = {
  de: 'Hinweis: Die Seiten verweisen auf keinen Datenschutzhinweis (Art. 13 DSGVO). Ihn nennt „website.privacyUrl“ in newsletter.yaml; eine Vorlage steht in docs/datenschutz.md.',
  en: 'Note: the pages link to no privacy notice (Art. 13 GDPR). "website.privacyUrl" in newsletter.yaml names it; docs/datenschutz.md has a German template.',
};
