import { readFile } from 'node:fs/promises';
import { NewsletterError, reasonOf, systemCodeOf, type ErrorCode, type Text } from '../core/errors.ts';

/** The text of a file, or undefined where there is none; any other trouble is thrown as it is. */
export async function readTextIfAny(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT' || systemCodeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The text of a file that must be there; throws `code` with the way to get one. */
export async function readText(path: string, code: ErrorCode, hint: Text): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
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
