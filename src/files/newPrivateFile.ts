import { open, rm } from 'node:fs/promises';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import { unwritable, writeFully } from './replaceFile.ts';

const portionBytes = 1024 * 1024;

/**
 * Writes a file of people that did not exist before and that no other user of the machine may read (R39). Throws
 * `file.exists` where there is one, `file.unwritable` for the disk; then nothing stays behind.
 */
export async function writeNewPrivateFile(path: string, parts: Iterable<string>): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw systemCodeOf(error) === 'EEXIST' ? exists(path) : unwritable(path, error);
  });
  try {
    let position = 0;
    for (const bytes of portions(parts)) {
      await writeFully(file, bytes, position);
      position += bytes.length;
    }
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw unwritable(path, error);
  }
  await file.close();
}

function* portions(parts: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < portionBytes) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

function exists(path: string): NewsletterError {
  return new NewsletterError(
    'file.exists',
    { de: `${path} gibt es schon und bleibt unberührt.`, en: `${path} exists and is left untouched.` },
    { hint: { de: 'Einen anderen Namen wählen.', en: 'Choose another name.' } },
  );
}
