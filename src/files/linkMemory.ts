import { formatLinkMemory, parseLinkMemory, type LinkMemory } from '../core/checking/linkMemory.ts';
import { readCacheFile, saveCacheFile } from './cacheFile.ts';

const fileName = 'links.json';

/** What links answered lately, kept in the folder cache/. */
export function linkMemory(
  root: string,
  now: () => Date,
): { read(): Promise<LinkMemory>; save(memory: LinkMemory): Promise<void> } {
  return {
    async read() {
      const bytes = await readCacheFile(root, fileName);
      return parseLinkMemory(bytes?.toString('utf8') ?? '');
    },
    save: (memory) => saveCacheFile(root, fileName, Buffer.from(formatLinkMemory(memory, now()))),
  };
}
