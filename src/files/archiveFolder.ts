import { join } from 'node:path';
import type { ArchivedLetter } from '../core/archive.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Archive } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { issuePaths, weeksIn, type IssuePaths } from './issuesFolder.ts';
import { readFirstAttempt } from './ledgerFile.ts';
import { fileVersion } from './fileVersion.ts';
import { readTextIfAny } from './readText.ts';

/** What was found of a week, and the versions of its files at that time. */
interface Seen {
  readonly html: string;
  /** Null once the letter was sent: an attempt in a ledger stays there. */
  readonly ledger: string | null;
  readonly letter: ArchivedLetter | undefined;
}

/**
 * The letters that were sent, from the folder issues/. A week is read once, and anew only when its files change. What
 * cannot be read is left out and reported, so that one damaged week hides no other.
 */
export function archiveFolder(
  root: string,
  onDamage: (week: WeekId, error: NewsletterError) => void = () => undefined,
): Archive {
  const seen = new Map<WeekId, Seen>();

  const letterOf = async (week: WeekId): Promise<ArchivedLetter | undefined> => {
    const paths = issuePaths(root, week);
    const before = seen.get(week);
    const html = fileVersion(paths.html);
    const isSent = before?.ledger === null && before.html === html;
    if (isSent) return before.letter;
    const ledger = html === '' ? '' : fileVersion(paths.ledger);
    if (before?.html === html && before.ledger === ledger) return before.letter;
    const letter = html === '' ? undefined : await readLetter(week, paths).catch(reported(week));
    seen.set(week, { html, ledger: letter ? null : ledger, letter });
    return letter;
  };

  const reported = (week: WeekId) => (error: unknown) => {
    if (!(error instanceof NewsletterError)) throw error;
    onDamage(week, error);
    return undefined;
  };

  return {
    async list() {
      const letters: ArchivedLetter[] = [];
      // One after the other: the ledgers of a long list together would not fit into memory.
      for (const week of await weeksIn(root)) {
        const letter = await letterOf(week);
        if (letter) letters.push(letter);
      }
      return letters;
    },
    async read(week) {
      const letter = await letterOf(week);
      const html = letter && (await readTextIfAny(issuePaths(root, week).html));
      return letter && html !== undefined ? { letter, html } : undefined;
    },
  };
}

async function readLetter(week: WeekId, { ledger, folder }: IssuePaths): Promise<ArchivedLetter | undefined> {
  const first = await readFirstAttempt(ledger);
  if (!first) return undefined;
  const subject = subjectOf(await readTextIfAny(join(folder, 'frozen.json')));
  if (subject === undefined) throw lostLetter(week);
  return { week, subject, sentAt: first.at };
}

function subjectOf(frozen: string | undefined): string | undefined {
  try {
    const letter: unknown = JSON.parse(frozen ?? 'null');
    const isLetter = typeof letter === 'object' && letter !== null && 'subject' in letter;
    return isLetter && typeof letter.subject === 'string' ? letter.subject : undefined;
  } catch {
    return undefined;
  }
}

function lostLetter(week: WeekId): NewsletterError {
  return new NewsletterError('ledger.damaged', {
    de: `issues/${week}/frozen.json fehlt oder ist beschädigt; der Brief steht nicht im Archiv.`,
    en: `issues/${week}/frozen.json is missing or damaged; the letter is not in the archive.`,
  });
}
