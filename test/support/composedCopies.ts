import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fillComposedFolder } from './composedFolder.ts';
import { temporaryFolder } from './folder.ts';
import { confirmedReader } from './newsletter.ts';

/** One composed newsletter with one reader, for all tests of a file. */
export interface ComposedCopies {
  /** A new folder with it. */
  copy(): Promise<string>;
  /** Gives the letters of such a folder back as they were composed. */
  restoreLetters(folder: string): Promise<void>;
}

/** Composes once, which takes longest; every test gets what it may change. */
export function composedCopies(): ComposedCopies {
  let composed: Promise<string> | undefined;
  const pristine = (): Promise<string> => (composed ??= composeOnce());
  return {
    async copy() {
      const folder = await temporaryFolder();
      await cp(await pristine(), folder, { recursive: true });
      return folder;
    },
    async restoreLetters(folder) {
      await rm(join(folder, 'issues'), { recursive: true, force: true });
      await cp(join(await pristine(), 'issues'), join(folder, 'issues'), { recursive: true });
    },
  };
}

async function composeOnce(): Promise<string> {
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  return folder;
}
