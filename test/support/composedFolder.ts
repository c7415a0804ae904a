import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { readPrompts } from '../../src/core/composing/promptFile.ts';
import { readConfig } from '../../src/core/readConfig.ts';
import { parseWeek } from '../../src/core/week.ts';
import { folderSource } from '../../src/files/folderSource.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { compose } from '../../src/flow/compose.ts';
import { readTree, writeTree, type FileTree } from './fileTree.ts';
import { temporaryFolder } from './folder.ts';
import { fillNewsletterFolder, friday } from './newsletter.ts';

/** What composing wrote, by the settings it was composed with: the same for all who ask. */
const composed = new Map<string, FileTree>();

/** A folder with a newsletter whose letter of 2026-W47 is composed; settings can be replaced by text. */
export async function composedFolder(
  readers: readonly Subscriber[],
  settings: (text: string) => string = (text) => text,
): Promise<string> {
  const folder = await temporaryFolder();
  await fillComposed(folder, readers, settings);
  return folder;
}

/** Fills a folder with a newsletter whose letter of 2026-W47 is composed, ready to send over so many connections. */
export async function fillComposedFolder(
  folder: string,
  readers: readonly Subscriber[],
  connections: number,
): Promise<void> {
  await fillComposed(folder, readers, (yaml) =>
    yaml.replace('connections: 5', `connections: ${connections}`),
  );
}

async function fillComposed(
  folder: string,
  readers: readonly Subscriber[],
  settings: (text: string) => string,
): Promise<void> {
  await fillNewsletterFolder(folder, readers, settings);
  const yaml = await readFile(join(folder, 'newsletter.yaml'), 'utf8');
  const issues = composed.get(yaml);
  if (issues !== undefined) return writeTree(issues, folder);
  const before = new Set(readTree(folder).files.map(({ name }) => name));
  await compose({
    week: parseWeek('2026-W47'),
    now: new Date(friday),
    isReplay: true,
    config: readConfig(yaml),
    prompts: readPrompts(await readFile(join(folder, 'prompts.yaml'), 'utf8')),
    sources: [
      folderSource({
        newsletterFolder: folder,
        folder: 'posts',
        blogUrl: 'https://blog.example.org',
        timeZone: 'Europe/Berlin',
        language: 'de',
      }),
    ],
    drafts: issuesFolder(folder),
  });
  const { folders, files } = readTree(folder);
  composed.set(yaml, { folders, files: files.filter(({ name }) => !before.has(name)) });
}
