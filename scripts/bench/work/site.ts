// The public pages of a folder, as `wochenbrief serve` shows them; or the same with a list that is written anew for each request.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src/cli/clock.ts';
import { passingInMemory } from '../../../src/core/list/passingInMemory.ts';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { formatSubscribers, readSubscribers } from '../../../src/core/list/subscriberFile.ts';
import type { Subscribers } from '../../../src/core/ports.ts';
import { publicPages } from '../../../src/core/render/pages.ts';
import { archiveFolder } from '../../../src/files/archiveFolder.ts';
import { diariesFolder } from '../../../src/files/diaries.ts';
import { issuesFolder } from '../../../src/files/issuesFolder.ts';
import { readConfigFile, readPromptFile, readTemplateFiles } from '../../../src/files/newsletterFolder.ts';
import { replaceFile } from '../../../src/files/replaceFile.ts';
import { subscribersFile } from '../../../src/files/subscribersFile.ts';
import { authorDesk } from '../../../src/flow/authorDesk.ts';
import { readers } from '../../../src/flow/readers.ts';
import { startPublicServer } from '../../../src/http/publicServer.ts';
import { benchSecret } from '../benchFolder.ts';
import { orderOf } from '../processes.ts';
import type { SiteWork } from '../goals/signUps.ts';

const { folder, isNaive } = orderOf<SiteWork>();
const config = await readConfigFile(folder);
const templates = await readTemplateFiles(folder);
const subscribers = isNaive ? rewrittenList(join(folder, 'subscribers.json')) : subscribersFile(folder);
const secrets = [benchSecret] as const;
const server = await startPublicServer({
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
    templates: () => Promise.resolve(templates),
    secrets,
    clock: systemClock,
  }),
  subscribers,
  archive: archiveFolder(folder, () => undefined),
  secrets,
  clock: systemClock,
  log: () => undefined,
  host: '127.0.0.1',
  port: 0,
});
process.send?.({ url: server.url });
process.once('disconnect', () => void server.close());

/** What a server without group commit does: each request reads, checks and writes everything, one after the other. */
function rewrittenList(path: string): Subscribers {
  let tail: Promise<unknown> = Promise.resolve();
  const read: Subscribers['read'] = async () => readSubscribers(await readFile(path, 'utf8'));
  return {
    read,
    view: async () => viewOf(await read()),
    passing: passingInMemory(read),
    bringIn: () => Promise.reject(new Error('nobody is brought in here')),
    change(decide) {
      const turn = tail.then(async () => {
        const list = await read();
        const { edits, value } = decide(viewOf(list));
        const added = edits.flatMap((edit) => ('put' in edit ? [edit.put] : []));
        const next = {
          ...list,
          revision: list.revision + 1,
          subscribers: [...list.subscribers, ...added],
        };
        await replaceFile(path, formatSubscribers(next), 0o600);
        return value;
      });
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
}
