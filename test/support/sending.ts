import { readConfigFile, readTemplateFiles } from '../../src/files/newsletterFolder.ts';
import { parseWeek } from '../../src/core/week.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import type { SendOrder } from '../../src/flow/send.ts';
import { startLocalServer, type LocalServer, type LocalServerOptions } from '../../src/smtp/localServer.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from './cleanup.ts';
import { friday, secret } from './newsletter.ts';

const now = new Date(friday);

/** The order to send the letter of 2026-W47 in a folder through a server, on its Friday. */
export async function sendOrder(
  folder: string,
  url: string,
  changes: Partial<SendOrder> = {},
): Promise<SendOrder> {
  return {
    week: parseWeek('2026-W47'),
    config: await readConfigFile(folder),
    issues: issuesFolder(folder),
    subscribers: subscribersFile(folder),
    templates: () => readTemplateFiles(folder),
    secrets: [secret],
    run: 'test',
    transport: smtpTransport(parseSmtpUrl(url)),
    clock: { now: () => now, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  };
}

/** A real mail server that stops when the tests of the file are done. */
export async function mailServer(options?: LocalServerOptions): Promise<LocalServer> {
  const server = await startLocalServer(options);
  cleanUpLater(() => server.stop());
  return server;
}
