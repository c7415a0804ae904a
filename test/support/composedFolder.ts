import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { readPrompts } from '../../src/core/composing/promptFile.ts';
import { readConfig } from '../../src/core/readConfig.ts';
import { parseWeek } from '../../src/core/week.ts';
import { folderSource } from '../../src/files/folderSource.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { compose } from '../../src/flow/compose.ts';
import { fillNewsletterFolder, friday } from './newsletter.ts';

/** Fills a folder with a newsletter whose letter of 2026-W47 is composed, ready to send over so many connections. */
export async function fillComposedFolder(
  folder: string,
  readers: readonly Subscriber[],
  connections: number,
): Promise<void> {
  await fillNewsletterFolder(folder, readers, (yaml) =>
    yaml.replace('connections: 5', `connections: ${connections}`),
  );
  await compose({
    week: parseWeek('2026-W47'),
    now: new Date(friday),
    isReplay: true,
    config: readConfig(await readFile(join(folder, 'newsletter.yaml'), 'utf8')),
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
}
