import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { waitForLock } from './lock.ts';
import { readPromptText } from './newsletterFolder.ts';
import { readTextIfAny } from './readText.ts';
import { ownerToLeaveTo, replaceFile } from './replaceFile.ts';

const lockWaitMs = 10_000;

/**
 * Changes the file of the questions, one process at a time. Throws `prompts.changed` where somebody saved it meanwhile,
 * `prompts.invalid`, `lock.held`, `file.unwritable`, and what `edit` throws; then the file is as it was.
 */
export async function changePrompts(
  root: string,
  config: Config,
  edit: (text: string) => string,
): Promise<void> {
  const named = join(root, config.prompts);
  // A link to a file that several newsletters share stays a link.
  const path = await realpath(named).catch(() => named);
  const lock = await waitForLock(`${path}.lock`, lockWaitMs);
  try {
    const before = await readPromptText(root, config);
    const after = edit(before);
    await replaceFile(path, after, (await stat(path)).mode & 0o777, {
      owner: await ownerToLeaveTo(path),
      beforeRename: async () => {
        if ((await readTextIfAny(path)) !== before) throw changedMeanwhile(config.prompts);
      },
    });
  } finally {
    await lock.release();
  }
}

function changedMeanwhile(fileName: string): NewsletterError {
  return new NewsletterError(
    'prompts.changed',
    {
      de: `${fileName} wurde in diesem Augenblick von jemand anderem gespeichert; nichts geändert.`,
      en: `${fileName} was saved by somebody else at this moment; nothing was changed.`,
    },
    { hint: { de: 'Den Aufruf wiederholen.', en: 'Repeat the call.' } },
  );
}
