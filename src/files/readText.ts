import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { NewsletterError, reasonOf, systemCodeOf, type ErrorCode, type Text } from '../core/errors.ts';

/** The text of a file, or undefined where there is none; a folder or pipe is `file.unwritable`, other trouble is thrown as it is. */
export async function readTextIfAny(path: string): Promise<string | undefined> {
  try {
    return decodeUtf8(await readRegularFile(path), path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The text of a file that must be there; throws `code` with the way to get one, or `file.encoding`. */
export async function readText(path: string, code: ErrorCode, hint: Text): Promise<string> {
  try {
    return decodeUtf8(await readRegularFile(path), path);
  } catch (error) {
    if (error instanceof NewsletterError) throw error;
    const isMissing = systemCodeOf(error) === 'ENOENT';
    throw new NewsletterError(
      code,
      {
        de: isMissing ? `${path} gibt es nicht.` : `${path} lässt sich nicht lesen: ${reasonOf(error)}`,
        en: isMissing ? `${path} does not exist.` : `${path} cannot be read: ${reasonOf(error)}`,
      },
      { hint, cause: error },
    );
  }
}

/** The bytes of a file; throws `file.unwritable` for a folder, a pipe or a device: they have no text, or never end. */
async function readRegularFile(path: string): Promise<Buffer> {
  try {
    // Without O_NONBLOCK a pipe of this name would be waited for.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile()) throw noFile(path, found.isDirectory());
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    // A socket cannot be opened at all, nor can a folder on Windows.
    if (systemCodeOf(error) === 'ENXIO' || systemCodeOf(error) === 'EISDIR')
      throw noFile(path, systemCodeOf(error) === 'EISDIR');
    throw error;
  }
}

function noFile(path: string, isFolder: boolean): NewsletterError {
  const what = isFolder
    ? { de: 'ein Ordner', en: 'a folder' }
    : {
        de: 'keine gewöhnliche Datei (eher eine Pipe oder ein Gerät)',
        en: 'no regular file (rather a pipe or a device)',
      };
  return new NewsletterError(
    'file.unwritable',
    {
      de: `${path} ist ${what.de}; hier muss eine Textdatei liegen.`,
      en: `${path} is ${what.en}; a text file has to be here.`,
    },
    {
      hint: {
        de: `Benenne „${path}“ um oder lösche es, und lege dort eine Datei mit Text an.`,
        en: `Rename or delete "${path}", and put a file with text there.`,
      },
    },
  );
}

/** Bytes as text; throws `file.encoding`: Node would put signs for what it cannot read, and they would reach everybody. */
export function decodeUtf8(bytes: Buffer, path: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  throw new NewsletterError(
    'file.encoding',
    {
      de: `${path}:${firstBadLine(bytes)} ist nicht als UTF-8 gespeichert; Umlaute würden verstümmelt.`,
      en: `${path}:${firstBadLine(bytes)} is not saved as UTF-8; umlauts would be mangled.`,
    },
    {
      hint: {
        de: 'Im Editor noch einmal speichern und dabei als Kodierung UTF-8 wählen.',
        en: 'Save it once more in the editor and choose UTF-8 as the encoding.',
      },
    },
  );
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(10, start);
    if (end < 0 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}
