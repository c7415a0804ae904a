import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasBegun } from '../core/sending/delivery.ts';
import { ledgerFold } from '../core/sending/ledgerFold.ts';
import { NewsletterError, systemCodeOf } from '../core/errors.ts';
import type { SentWeek } from '../core/monthly.ts';
import type { Claim, Drafts, SendingTimes, SentIssues } from '../core/ports.ts';
import { daysOfWeek, isWeekId, type WeekId } from '../core/week.ts';
import { issueClaims, requireOurs } from './claim.ts';
import { exists } from './exists.ts';
import { createLedgerFile, openLedgerFile, readFirstTry, readLedgerFile } from './ledgerFile.ts';
import type { LockOptions } from './lock.ts';
import { readTextIfAny } from './readText.ts';
import { ownerToLeaveTo, replaceFile, type ReplaceOptions } from './replaceFile.ts';

/** The files of one week's issue. */
export interface IssuePaths {
  readonly folder: string;
  readonly draft: string;
  /** What readers got, without personal parts. */
  readonly html: string;
  readonly text: string;
  readonly ledger: string;
  /** Where `send --outbox` puts messages. */
  readonly outbox: string;
}

/** The files of a week's issue below a newsletter folder. */
export function issuePaths(root: string, week: WeekId): IssuePaths {
  const folder = join(root, 'issues', week);
  return {
    folder,
    draft: join(folder, 'issue.md'),
    html: join(folder, 'issue.html'),
    text: join(folder, 'issue.txt'),
    ledger: join(folder, 'ledger.jsonl'),
    outbox: join(folder, 'outbox'),
  };
}

/**
 * The folder issues/ as drafts and as what was sent. All of it is written under the claim of its week, send.lock, and each
 * file takes its place only while the claim is ours (R18).
 */
export function issuesFolder(
  root: string,
  options: Omit<LockOptions, 'isFenced'> = {},
): Drafts & SentIssues & SendingTimes {
  const { disk } = options;
  const paths = (week: WeekId): IssuePaths => issuePaths(root, week);
  const nameOf = (week: WeekId): string => `issues/${week}/issue.md`;
  const read = (week: WeekId): Promise<string | undefined> => readTextIfAny(paths(week).draft);
  const frozenLetter = (week: WeekId): string => join(paths(week).folder, 'frozen.json');
  const frozenDraft = (week: WeekId): string => join(paths(week).folder, 'frozen.md');
  const claims = issueClaims(options, (week) => {
    const { folder, draft, html, text, ledger } = paths(week);
    return {
      lock: join(folder, 'send.lock'),
      files: [frozenLetter(week), frozenDraft(week), draft, html, text, ledger],
    };
  });
  const under = async (claim: Claim, week: WeekId): Promise<ReplaceOptions> => ({
    disk,
    owner: await ownerToLeaveTo(paths(week).draft),
    beforeRename: () => requireOurs(claim, paths(week).folder),
  });

  return {
    nameOf,
    read,
    write: (week, text, before) =>
      claims.during(week, async (claim) => {
        const fold = ledgerFold();
        await readLedgerFile(paths(week).ledger, fold.see);
        if (hasBegun(fold.state)) throw begun(week);
        if ((await read(week)) !== before) throw changedMeanwhile(nameOf(week));
        await replaceFile(paths(week).draft, text, undefined, await under(claim, week));
      }),
    async readAll() {
      // Only this needs to understand drafts; sending, which begins often, does not.
      const { readIssue } = await import('../core/issueFile.ts');
      const weeks = await weeksIn(root);
      const drafts = await Promise.all(weeks.map(async (week) => ({ week, text: await read(week) })));
      return drafts.flatMap(({ week, text }) =>
        text === undefined ? [] : [readIssue(text, nameOf(week), week)],
      );
    },

    lock: claims.take,
    isClaimed: claims.isTaken,
    freeze: (week, { letter, draft, html, text, records }) =>
      claims.under(week, async (claim) => {
        const ours = await under(claim, week);
        await replaceFile(frozenLetter(week), letter, ownerOnly, ours);
        await replaceFile(frozenDraft(week), draft, undefined, ours);
        // From here on the freeze counts; one that was cut short before is simply made again.
        await createLedgerFile(paths(week).ledger, records, ours);
        await replaceFile(paths(week).html, html, undefined, ours);
        await replaceFile(paths(week).text, text, undefined, ours);
      }),
    readLetter: (week) => readTextIfAny(frozenLetter(week)),
    async readLedger(week, see) {
      const count = await readLedgerFile(paths(week).ledger, see);
      if (count === 0 && (await hasArchived(paths(week)))) throw lostLedger(week);
    },
    openLedger: (week, claim, see) => openLedgerFile(paths(week).ledger, claim, { disk, see }),

    async sentSince(from) {
      const sent: SentWeek[] = [];
      for (const week of await weeksIn(root)) {
        const one = week >= from ? await sentWeek(week, paths(week)) : undefined;
        if (one) sent.push(one);
      }
      return sent;
    },
    sentDraft: async (week) => (await readTextIfAny(frozenDraft(week))) ?? read(week),
  };
}

/** The weeks that have a folder, the latest first. */
export async function weeksIn(root: string): Promise<readonly WeekId[]> {
  const names = await readdir(join(root, 'issues')).catch(noneIfMissing);
  return names.filter(isWeekId).toSorted().toReversed();
}

async function sentWeek(week: WeekId, paths: IssuePaths): Promise<SentWeek | undefined> {
  try {
    const first = await readFirstTry(paths.ledger);
    if (first) return { week, at: first.at };
    if (!(await hasArchived(paths)) || (await exists(paths.ledger))) return undefined;
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
  }
  return { week, at: `${daysOfWeek(week).sunday}T23:59:59Z` };
}

/** Whether the letter was frozen once; git keeps this file and leaves the ledger out. */
function hasArchived({ html }: IssuePaths): Promise<boolean> {
  return exists(html);
}

/** Who got the letter is nobody else's business (R39). */
const ownerOnly = 0o600;

function noneIfMissing(error: unknown): string[] {
  if (systemCodeOf(error) === 'ENOENT') return [];
  throw error;
}

function begun(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.frozen',
    {
      de: `Der Brief der Woche ${week} wird schon gesendet oder ist gesendet; sein Entwurf bleibt, wie er ist.`,
      en: `The letter of week ${week} is being sent or has been sent; its draft stays as it is.`,
    },
    {
      hint: {
        de: 'Eine andere Woche nennen, zum Beispiel die nächste: compose --week JJJJ-Wnn',
        en: 'Name another week, for example the next one: compose --week YYYY-Wnn',
      },
    },
  );
}

function changedMeanwhile(name: string): NewsletterError {
  return new NewsletterError(
    'issue.changed',
    {
      de: `${name} wurde eben von jemand anderem geändert.`,
      en: `${name} was just changed by somebody else.`,
    },
    { hint: { de: 'Noch einmal zusammenstellen.', en: 'Compose once more.' } },
  );
}

/** As after a clone: git keeps issue.html and leaves the ledger out. */
function lostLedger(week: WeekId): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `In issues/${week} liegt ein gesendeter Brief (issue.html), aber kein Versandbuch (ledger.jsonl). Nichts wurde gesendet.`,
      en: `issues/${week} holds a letter that was sent (issue.html), but no ledger (ledger.jsonl). Nothing was sent.`,
    },
    {
      hint: {
        de: 'Ohne das Versandbuch weiß niemand, wer den Brief schon hat. Es vom bisherigen Rechner oder aus einer Sicherung holen. Nur wenn der Brief sicher nie hinausging: issue.html löschen.',
        en: 'Without the ledger nobody knows who already has the letter. Bring it from the former machine or a backup. Only if the letter certainly never left: delete issue.html.',
      },
    },
  );
}
