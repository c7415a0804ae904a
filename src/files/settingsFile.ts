import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NewsletterError } from '../core/errors.ts';
import type { SettingsFile } from '../core/ports.ts';
import { waitForLock } from './lock.ts';
import { readSettingsText } from './newsletterFolder.ts';
import { readTextIfAny } from './readText.ts';
import { ownerToLeaveTo, replaceFile } from './replaceFile.ts';

const lockWaitMs = 10_000;

/** newsletter.yaml as its author's desk changes it. */
export function settingsFile(root: string): SettingsFile {
  return {
    read: () => readSettingsText(root),
    async write(text, before) {
      const named = join(root, 'newsletter.yaml');
      // A link to settings that lie elsewhere stays a link.
      const path = await realpath(named).catch(() => named);
      const lock = await waitForLock(`${path}.lock`, lockWaitMs);
      try {
        await replaceFile(path, text, (await stat(path)).mode & 0o777, {
          owner: await ownerToLeaveTo(path),
          beforeRename: async () => {
            if ((await readTextIfAny(path)) !== before) throw changedMeanwhile();
          },
        });
      } finally {
        await lock.release();
      }
    },
  };
}

function changedMeanwhile(): NewsletterError {
  return new NewsletterError(
    'config.changed',
    {
      de: 'newsletter.yaml wurde in diesem Augenblick von jemand anderem gespeichert; nichts geändert.',
      en: 'newsletter.yaml was saved by somebody else at this moment; nothing was changed.',
    },
    { hint: { de: 'Noch einmal speichern.', en: 'Save once more.' } },
  );
}
