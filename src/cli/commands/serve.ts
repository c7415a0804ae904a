import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../../core/config.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';

import { requireReadable } from '../../core/list/suppression.ts';
import type { Subscribers } from '../../core/ports.ts';
import { requireSendable } from '../../core/readiness.ts';
import { publicPages } from '../../core/render/pages.ts';
import { serviceMails } from '../../core/render/serviceMail.ts';
import { readSecrets, type Secrets } from '../../core/secret.ts';
import { archiveFolder } from '../../files/archiveFolder.ts';
import { takeLock } from '../../files/lock.ts';
import { readConfigFile, readTemplateFiles } from '../../files/newsletterFolder.ts';
import { subscribersFile } from '../../files/subscribersFile.ts';
import { keepReaders, type KeeperOrder } from '../../flow/keepReaders.ts';
import { readers } from '../../flow/readers.ts';
import { startPublicServer, type ServerOrder } from '../../http/publicServer.ts';
import { smtpTransport } from '../../smtp/smtpTransport.ts';
import { parseSmtpUrl, type SmtpServer } from '../../smtp/smtpUrl.ts';
import { systemClock } from '../clock.ts';
import { noteSample } from '../context.ts';
import { errorText, type Output } from '../output.ts';
import { folderOf, readEnvironment, type GlobalOptions } from '../settings.ts';
import { stopOnSignals } from '../stopSignals.ts';

interface ServeOptions extends GlobalOptions {
  readonly port?: string;
  readonly host?: string;
}

/** A newsletter folder opened for its readers. */
interface Opened {
  readonly folder: string;
  readonly config: Config;
  readonly templates: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  readonly subscribers: Subscribers;
  readonly server: SmtpServer;
}

/** `wochenbrief serve`: the public pages, and the mails that the list asks for, until Ctrl-C. */
export async function serve(options: ServeOptions, output: Output): Promise<number> {
  const opened = await open(options, output);
  const { config } = opened;
  const stop = stopOnSignals(output, stopping);
  try {
    const keeping = await keeperOrder(opened, stop.signal, output);
    const server = await startPublicServer(serverOrder(opened, options, output));
    const close = (): void => void server.close();
    stop.signal.addEventListener('abort', close);
    if (stop.signal.aborted) close();
    output.say({
      de: `Die Seiten von „${config.title}“ laufen: ${server.url}\nÖffentlich: ${config.baseUrl}/ (dorthin führen alle Links)\nAnhalten mit Ctrl-C.`,
      en: `The pages of "${config.title}" are running: ${server.url}\nIn public: ${config.baseUrl}/ (where all links lead)\nStop with Ctrl-C.`,
    });
    if (config.website.privacyUrl === undefined) output.note(withoutPrivacyNotice);
    output.document({ url: server.url, port: server.port, baseUrl: config.baseUrl });
    try {
      await keepReaders(keeping);
    } finally {
      await server.close();
    }
  } finally {
    stop.forget();
  }
  return 0;
}

/** Everything that must be right before the first reader comes; throws `config.*`, `secret.*`, `smtp.*`, `list.*`. */
async function open(options: GlobalOptions, output: Output): Promise<Opened> {
  const folder = folderOf(options);
  const config = await readConfigFile(folder);
  output.useLanguage(config.locale);
  noteSample(folder, output);
  const environment = await readEnvironment(folder);
  const secrets = readSecrets(environment.secret);
  const server = parseSmtpUrl(environment.smtpUrl);
  requireSendable(config, server);
  const subscribers = subscribersFile(folder);
  requireReadable((await subscribers.view()).suppressions(), secrets);
  return { folder, config, templates: await readTemplateFiles(folder), secrets, subscribers, server };
}

function serverOrder(opened: Opened, { port, host }: ServeOptions, output: Output): ServerOrder {
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
    subscribers,
    archive: archiveFolder(folder, (_week, error) => output.note(errorText(error, output.language))),
    secrets,
    clock: systemClock,
    log: (line) => output.note(line),
    host: host ?? config.website.host,
    port: port === undefined ? config.website.port : portOf(port),
  };
}

async function keeperOrder(opened: Opened, signal: AbortSignal, output: Output): Promise<KeeperOrder> {
  const { folder, config, templates, secrets, subscribers, server } = opened;
  const log = (line: object): void =>
    output.note(JSON.stringify({ time: systemClock.now().toISOString(), ...line }));
  return {
    subscribers,
    secrets,
    transport: smtpTransport(server),
    mails: await serviceMails(config, templates, secrets[0]),
    limits: config.delivery,
    clock: systemClock,
    signal,
    retention: config.readers,
    lock: () => takeLock(join(folder, 'serve.lock'), { isRenewed: true }),
    onRound: ({ taken, refused, deferred }) => log({ mails: { taken, refused, deferred } }),
    onSweep: (swept) => {
      if (Object.values(swept).some((count) => count > 0)) log({ swept });
    },
    onFailure: ({ code, message }) => log({ failure: { code, message } }),
  };
}

function portOf(text: string): number {
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

const stopping: Text = {
  de: 'Halte an, sobald die begonnenen Anfragen und Mails fertig sind …',
  en: 'Stopping as soon as the requests and mails in flight are done …',
};
