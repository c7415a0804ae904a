import { readConfigFile, readTemplateFiles } from '../../src/files/newsletterFolder.ts';
import type { Clock } from '../../src/core/ports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import type { SendOrder } from '../../src/flow/send.ts';
import { startLocalServer, type LocalServer, type LocalServerOptions } from '../../src/smtp/localServer.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { cleanUpLater } from './cleanup.ts';
import { friday, secret } from './newsletter.ts';

/** A clock whose time passes only by sleeping; nobody has to wait. */
export function sleepyClock(start: string | Date = friday): Clock & { set(instant: Date): void } {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    sleep: (ms) => {
      nowMs += Math.max(ms, 0);
      return Promise.resolve();
    },
    set: (instant) => {
      nowMs = instant.getTime();
    },
  };
}

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
    diaries: diariesFolder(folder),
    subscribers: subscribersFile(folder),
    templates: () => readTemplateFiles(folder),
    secrets: [secret],
    run: 'test',
    transport: smtpTransport(parseSmtpUrl(url)),
    clock: sleepyClock(),
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
