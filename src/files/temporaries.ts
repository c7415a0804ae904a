import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Removes what processes left beside a file when they were killed while replacing it. Only for who alone may write the
 * file now.
 */
export async function removeDeadTemporaries(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder))
    if (
      name.startsWith(`${basename(path)}.`) &&
      /^[0-9a-f]{8}\.tmp$/.test(name.slice(basename(path).length + 1))
    )
      await rm(join(folder, name), { force: true });
}

/** Removes what was left in a folder at least a minute ago: nobody takes so long to replace a file, or to take a lock. */
export async function removeOldTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/\.(json|lock)\.[0-9a-f]{8,12}\.tmp$/.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > 60_000) await rm(join(folder, name), { force: true });
  }
}
