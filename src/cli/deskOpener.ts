import { join } from 'node:path';
import type { Message } from '../core/message.ts';
import { bytesOf, mimeOf } from '../core/mime/mimeOf.ts';
import type { Clock } from '../core/ports.ts';
import { requireSendable } from '../core/readiness.ts';
import { readSecrets } from '../core/secret.ts';
import { archiveFolder } from '../files/archiveFolder.ts';
import { diariesFolder } from '../files/diaries.ts';
import { issuesFolder } from '../files/issuesFolder.ts';
import { letterShelf } from '../files/letterShelf.ts';
import { readConfigFile, readPromptFile, readTemplateFiles } from '../files/newsletterFolder.ts';
import { reportsFolder } from '../files/reportsFolder.ts';
import { settingsFile } from '../files/settingsFile.ts';
import { subscribersFile } from '../files/subscribersFile.ts';
import { readTemplateShelf, templatePaths } from '../files/templateFolders.ts';
import { unchanged } from '../files/unchanged.ts';
import type { OpenDesk } from '../flow/desk/openDesk.ts';
import { systemClock } from './clock.ts';
import { openMailServer } from './mailServer.ts';
import { isClockRunning } from './clockLock.ts';
import { commandCall, readEnvironment, type GlobalOptions } from './settings.ts';
import { sourcesOf } from './sources.ts';

/** How a desk is opened; `dir` is the folder as the author named it, for the commands that pages name. */
export interface DeskOpening extends Pick<GlobalOptions, 'dir'> {
  readonly clock?: Clock;
}

/**
 * Opens a newsletter folder for its author's desk, at each request as it is then. What only sending needs is looked for when
 * something is sent: a draft can be read and changed without it. Throws `config.*`.
 */
export function deskOpener(
  folder: string,
  { clock = systemClock, dir }: DeskOpening = {},
): () => Promise<OpenDesk> {
  const readConfig = unchanged(() => readConfigFile(folder));
  const readTemplates = unchanged(() => readTemplateFiles(folder));
  const kept = {
    issues: issuesFolder(folder),
    settings: settingsFile(folder),
    templateShelf: () => readTemplateShelf(folder),
    diaries: diariesFolder(folder),
    subscribers: subscribersFile(folder),
    reports: reportsFolder(folder),
    archive: archiveFolder(folder),
    shelf: letterShelf(folder),
    clock,
    commandCall: (words: readonly string[]) => commandCall(words, dir === undefined ? {} : { dir }),
    mimeOf: (message: Message) => Promise.resolve(bytesOf(mimeOf(message))),
    templates: async () => readTemplates(await templatePaths(folder)),
    isClockRunning: () => isClockRunning(folder),
    secrets: async () => readSecrets((await readEnvironment(folder)).secret),
  };
  return async () => {
    const config = await readConfig([join(folder, 'newsletter.yaml')]);
    return {
      ...kept,
      config,
      sources: sourcesOf(config, folder),
      prompts: () => readPromptFile(folder, config),
      mailServer: async () => {
        const server = await openMailServer(await readEnvironment(folder), config, folder);
        requireSendable(config, server.transport);
        return server;
      },
    };
  };
}
