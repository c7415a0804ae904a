import { createHash } from 'node:crypto';
import type { SourceCopies } from '../core/ports.ts';
import { formatCopy, parseCopy } from '../core/posts/copyText.ts';
import { readCacheFile, saveCacheFile } from './cacheFile.ts';
import type { Disk } from './replaceFile.ts';

/**
 * The folder cache/ of a newsletter folder: what sources said last, one file a source. It can be deleted at any time. Nothing
 * outside is read or written through it, not by links either.
 */
export function sourceCopies(root: string, options: { readonly disk?: Disk } = {}): SourceCopies {
  return {
    async read(source) {
      const bytes = await readCacheFile(root, fileNameOf(source));
      return bytes && parseCopy(shownSource(source), bytes);
    },
    async save(source, copy) {
      // A full disk must not keep a letter from being composed; the source is read as a whole next time.
      await saveCacheFile(root, fileNameOf(source), formatCopy(shownSource(source), copy), options.disk);
    },
  };
}

/** A name that says which source it is and leads nowhere: `example-org-feed-0a1b2c3d4e5f.jsonl`. */
function fileNameOf(source: string): string {
  const readable = shownSource(source)
    .toLowerCase()
    .replace(/https?:\/\//g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
  const hash = createHash('sha256').update(withoutUser(source)).digest('hex').slice(0, 12);
  return `${readable === '' ? 'source' : readable}-${hash}.jsonl`;
}

/** A source without what may be a secret: user, password, query. */
function shownSource(source: string): string {
  return withoutUser(source).replace(/[?#].*$/s, '');
}

function withoutUser(source: string): string {
  return source.replace(/\/\/[^/?#]*@/g, '//');
}
