import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Removes what processes left beside files of one folder when they were killed while replacing them. Only for who alone may
 * write the files now.
 */
export async function removeDeadTemporaries(path: string, ...others: readonly string[]): Promise<void> {
  const folder = dirname(path);
  const files = new Set([path, ...others].map((one) => basename(one)));
  for (const name of await readdir(folder)) {
    const file = /^(.+)\.[0-9a-f]{8}\.tmp$/s.exec(name)?.[1];
    if (file !== undefined && files.has(file)) await rm(join(folder, name), { force: true });
  }
}

/** Removes what was left in a folder at least a minute ago: nobody takes so long to replace a file, or to take a lock. */
export async function removeOldTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/\.(json|lock)\.[0-9a-f]{8,12}\.tmp$/.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > 60_000) await rm(join(folder, name), { force: true });
  }
}
