import { NewsletterError, reasonOf, systemCodeOf, type ErrorCode } from '../core/errors.ts';
import { errorText, type Output } from './output.ts';

/** Exit codes of every command. */
export const exit = { done: 0, failed: 1, wrongUse: 2, authorNeeded: 3 } as const;

/** Failures of the command line itself, not of what it works on. */
const wrongUses: ReadonlySet<ErrorCode> = new Set(['usage.wrong', 'week.invalid', 'address.invalid']);

/** Turns a failure into words and an exit code; nothing else prints errors. */
export async function guarded(work: () => Promise<number>, output: Output): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NewsletterError) {
      output.note(errorText(error, output.language));
      output.document({ error: { code: error.code, message: error.message, hint: error.hint?.en } });
      if (wrongUses.has(error.code)) return exit.wrongUse;
      return error.code === 'issue.quiet' ? exit.authorNeeded : exit.failed;
    }
    if (isFileTrouble(error)) return guarded(() => Promise.reject(fileTrouble(error)), output);
    output.note({
      de: `Unerwarteter Fehler: ${reasonOf(error)}`,
      en: `Unexpected error: ${reasonOf(error)}`,
    });
    if (error instanceof Error && error.stack) output.note(error.stack);
    output.document({ error: { code: 'unexpected', message: reasonOf(error) } });
    return exit.failed;
  }
}

/** What a disk, not a bug, throws: full, read-only, not ours, not there. */
function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  const codes = [
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOSPC',
    'EDQUOT',
    'ENOENT',
    'ENOTDIR',
    'EISDIR',
    'EMFILE',
    'EIO',
  ];
  return codes.includes(systemCodeOf(error) ?? '') && error instanceof Error && 'path' in error;
}

const troubles: Readonly<Record<string, string>> = {
  EACCES: 'Dafür fehlen die Rechte (EACCES).',
  EPERM: 'Dafür fehlen die Rechte (EPERM).',
  EROFS: 'Der Datenträger ist schreibgeschützt (EROFS).',
  ENOSPC: 'Der Datenträger ist voll (ENOSPC).',
  ENOENT: 'Das gibt es nicht (ENOENT).',
};

function fileTrouble(error: NodeJS.ErrnoException): NewsletterError {
  const path = error.path ?? '';
  return new NewsletterError(
    'file.unwritable',
    {
      de: `${path} lässt sich nicht lesen oder schreiben: ${troubles[error.code ?? ''] ?? error.message}`,
      en: `${path} cannot be read or written: ${error.message}`,
    },
    {
      hint: {
        de: 'Rechte, freien Platz und den Ordner prüfen.',
        en: 'Check permissions, free space and the folder.',
      },
      cause: error,
    },
  );
}
