import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import type { PostSource } from '../../core/ports.ts';
import { sourceCopies } from '../../files/sourceCopies.ts';
import { momentIn } from '../moments.ts';
import { sourcesOf } from '../sources.ts';
import { checksOf, faulty, notChecked, verdict } from './verdict.ts';

/** Whether posts can be read from every source. */
export async function checkSources(
  config: Config,
  folder: string,
  { isOffline }: { readonly isOffline: boolean },
): Promise<readonly Check[]> {
  // Looking leaves no trace.
  const copies = { ...sourceCopies(folder), save: async () => undefined };
  const sources = sourcesOf(config, folder, copies);
  const looks = sources.map(async (source, index) => {
    const isFolder = config.sources[index] !== undefined && 'folder' in config.sources[index];
    if (!isFolder && isOffline) return [notChecked('sources', { de: source.name, en: source.name }, offline)];
    return checksOf('sources', () => checkSource(source, config));
  });
  return (await Promise.all(looks)).flat();
}

/** Why nobody was asked. */
export const offline = { de: 'denn --offline fragt niemanden', en: 'because --offline asks nobody' };

async function checkSource(source: PostSource, config: Config): Promise<readonly Check[]> {
  const { posts, faults, notes = [], copyOf } = await source.list();
  const newest = posts
    .map(({ publishedAt }) => publishedAt)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const moment = newest === undefined ? undefined : momentIn(config.schedule.timeZone, newest);
  const status = config.issue.faultyPosts === 'refuse' ? 'error' : 'warning';
  return [
    ...notes.map((note) => verdict('sources', copyOf === undefined ? 'warning' : 'error', note)),
    ...faults.map((fault) => faulty('sources', status, fault)),
    verdict('sources', posts.length > 0 ? 'ok' : 'warning', {
      de: `${source.name}: ${posts.length} Beiträge${moment ? `, der neueste vom ${moment.de}` : ''}.`,
      en: `${source.name}: ${posts.length} posts${moment ? `, the newest of ${moment.en}` : ''}.`,
    }),
  ];
}
