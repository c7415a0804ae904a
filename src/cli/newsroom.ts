import type { Config } from '../core/config.ts';
import type { Text } from '../core/errors.ts';
import { requireReadable } from '../core/list/suppression.ts';
import { requireSendable } from '../core/readiness.ts';
import { authorMails } from '../core/render/authorMail.ts';
import { readSecrets } from '../core/secret.ts';
import { diariesFolder } from '../files/diaries.ts';
import { issuesFolder } from '../files/issuesFolder.ts';
import { readConfigFile, readPromptFile, readTemplateFiles } from '../files/newsletterFolder.ts';
import { reportsFolder } from '../files/reportsFolder.ts';
import { subscribersFile } from '../files/subscribersFile.ts';
import type { Newsroom } from '../flow/newsroom.ts';
import { openMailServer } from './mailServer.ts';
import type { MailboxContext } from './mailboxes.ts';
import { readEnvironment, type Environment } from './settings.ts';
import { sourcesOf } from './sources.ts';

/** A folder opened for its clock, and what the person should know before she leaves it alone. */
export interface OpenNewsroom extends Newsroom, MailboxContext {
  readonly notes: readonly Text[];
}

/**
 * Opens a newsletter folder for its clock, each time as it is then: settings, environment, templates. The list stays open
 * in between. Throws `config.*`, `secret.missing`, `smtp.*`, `dkim.invalid`.
 */
export function newsroomOpener(folder: string): () => Promise<OpenNewsroom> {
  const subscribers = subscribersFile(folder);
  const issues = issuesFolder(folder);
  const diaries = diariesFolder(folder);
  const reports = reportsFolder(folder);
  const mailServerOf = mailServerKeeper(folder);
  return async () => {
    const config = await readConfigFile(folder);
    const environment = await readEnvironment(folder);
    const secrets = readSecrets(environment.secret);
    const server = await mailServerOf(environment, config);
    requireSendable(config, server.transport);
    const templates = (): ReturnType<typeof readTemplateFiles> => readTemplateFiles(folder);
    return {
      folder,
      environment,
      config,
      secrets,
      subscribers,
      issues,
      diaries,
      reports,
      sources: sourcesOf(config, folder),
      prompts: () => readPromptFile(folder, config),
      templates,
      authorMails: async () => authorMails(config, await templates(), secrets[0]),
      transport: server.transport,
      notes: server.notes,
    };
  };
}

/**
 * The mail server as long as its settings stay the same: it remembers which accounts are down, and a DKIM key need not be
 * proved every minute.
 */
function mailServerKeeper(
  folder: string,
): (environment: Environment, config: Config) => ReturnType<typeof openMailServer> {
  let kept:
    | { readonly settings: string; readonly server: Awaited<ReturnType<typeof openMailServer>> }
    | undefined;
  return async (environment, config) => {
    const settings = JSON.stringify([environment, config.smtp, config.mailbox, config.from]);
    if (kept?.settings !== settings)
      kept = { settings, server: await openMailServer(environment, config, folder) };
    return kept.server;
  };
}

/** What would otherwise fail only at its hour, at night perhaps; throws `list.*`, `secret.changed`, `template.*`, `prompts.invalid`. */
export async function requireWorkable(newsroom: Newsroom): Promise<void> {
  requireReadable((await newsroom.subscribers.read()).suppressions, newsroom.secrets);
  await newsroom.prompts();
  await newsroom.authorMails();
}
