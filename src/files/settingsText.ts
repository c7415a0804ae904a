import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const largestSettings = 200_000;

/** The text of a small file of a blog; undefined where there is none, or where it is too large to hold settings. */
export async function settingsText(path: string): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK a pipe of this name would be waited for.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      // What the system makes up while it is read, as in /proc, has no size and may have no end.
      const isReadable = found.isFile() && found.size > 0 && found.size <= largestSettings;
      return isReadable ? await file.readFile('utf8') : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
