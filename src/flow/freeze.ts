import { createHash } from 'node:crypto';
import type { Audience } from '../core/list/audience.ts';
import type { FrozenRecord, LedgerRecord, LedgerState } from '../core/sending/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Edition } from '../core/edition.ts';
import { withoutReader, type Letter } from '../core/message.ts';
import type { SentIssues } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';

/** Ids in one record; keeps lines short enough to look at. */
const portion = 500;

/** What is frozen: the letter, who gets it, the draft it was made from, and the edition for the archive. */
export interface Freezing {
  readonly letter: Letter;
  readonly archived: Edition;
  readonly audience: Audience;
  readonly draft: string;
  readonly now: Date;
}

/** Freezes letter and audience before the first attempt (R2), so that every later run sends the very same; answers the record of it. */
export async function freeze(
  week: WeekId,
  { letter, archived, audience, draft, now }: Freezing,
  sent: SentIssues,
): Promise<FrozenRecord> {
  const json = JSON.stringify(letter);
  const frozen: FrozenRecord = {
    type: 'frozen',
    at: now.toISOString(),
    week,
    content: sha256(json),
    draft: sha256(draft),
    audience: audience.readers,
  };
  const records = recordsOf(audience, frozen);
  await sent.freeze(week, { letter: json, draft, ...withoutReader(archived, letter.settings), records });
  return frozen;
}

/** The frozen letter, checked against the ledger's record of it and against the draft (R2). */
export async function readFrozen(
  week: WeekId,
  draft: string | undefined,
  frozen: FrozenRecord | null,
  sent: SentIssues,
): Promise<Letter> {
  const json = await sent.readLetter(week);
  if (frozen === null || json === undefined || sha256(json) !== frozen.content) throw lostLetter(week);
  if (draft === undefined || sha256(draft) !== frozen.draft) throw changedDraft(week);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the hash proves that `freeze` wrote these bytes
  return JSON.parse(json) as Letter;
}

/**
 * Refuses a ledger that ends within its freeze (R35). The freeze is written as one whole, so that the rest was cut off
 * later, and with it perhaps who already has the letter. Throws `ledger.damaged`.
 */
export function requireWholeFreeze(week: WeekId, { frozen, skipped, deliveries }: LedgerState): void {
  if (frozen === null && (deliveries.size > 0 || skipped.size > 0)) throw cutLedger(week);
}

async function* recordsOf(audience: Audience, frozen: LedgerRecord): AsyncIterable<LedgerRecord> {
  for (const reason of audience.skipped.keys())
    for await (const ids of inPortions(audience.skippedIds(reason))) yield { type: 'skipped', reason, ids };
  for await (const ids of inPortions(audience.memberIds())) yield { type: 'audience', ids };
  yield frozen;
}

async function* inPortions(walk: AsyncIterable<readonly string[]>): AsyncIterable<readonly string[]> {
  let waiting: string[] = [];
  for await (const ids of walk) {
    for (const id of ids) {
      waiting.push(id);
      if (waiting.length < portion) continue;
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield waiting;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function changedDraft(week: WeekId): NewsletterError {
  return new NewsletterError(
    'issue.frozen',
    {
      de: `issues/${week}/issue.md wurde geändert oder entfernt, nachdem der Versand begonnen hat. Nichts wurde gesendet.`,
      en: `issues/${week}/issue.md was changed or removed after sending had begun. Nothing was sent.`,
    },
    {
      hint: {
        de: `Alle bekommen denselben Brief. Die Fassung von damals zurückholen und noch einmal senden:\n  cp issues/${week}/frozen.md issues/${week}/issue.md`,
        en: `Everybody gets the same letter. Bring back the version of then and send again:\n  cp issues/${week}/frozen.md issues/${week}/issue.md`,
      },
    },
  );
}

function cutLedger(week: WeekId): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `issues/${week}/ledger.jsonl ist abgeschnitten: Es endet mitten in der Aufzählung derer, die den Brief bekommen. Nichts wurde gesendet.`,
      en: `issues/${week}/ledger.jsonl is cut off: it ends in the middle of those who get the letter. Nothing was sent.`,
    },
    {
      hint: {
        de: 'Ohne den Rest weiß niemand, wer den Brief schon hat. Das ganze Versandbuch vom bisherigen Rechner oder aus einer Sicherung holen.',
        en: 'Without the rest nobody knows who already has the letter. Bring the whole ledger from the former machine or a backup.',
      },
    },
  );
}

function lostLetter(week: WeekId): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `issues/${week}/frozen.json passt nicht zum Versandbuch. Nichts wurde gesendet.`,
      en: `issues/${week}/frozen.json does not match the ledger. Nothing was sent.`,
    },
    {
      hint: {
        de: 'Die Datei aus einer Sicherung zurückholen; von Hand ändern lässt sie sich nicht.',
        en: 'Restore the file from a backup; it cannot be changed by hand.',
      },
    },
  );
}
