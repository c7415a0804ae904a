import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../../src/core/issue.ts';
import { formatIssue } from '../../src/core/issueFile.ts';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { parseWeek } from '../../src/core/week.ts';
import { sampleIssue } from './sampleIssue.ts';

/** What became of a letter, for those who look back at it. */
export interface PastLetter {
  readonly sentAt: string;
  readonly accepted: number;
  readonly rejected?: number;
  /** Attempted, and never answered. */
  readonly uncertain?: number;
  readonly waiting?: number;
  readonly reply?: string;
  readonly issue?: Partial<Issue>;
}

/** Puts a letter that was sent into a folder, with its ledger. */
export async function writeSentLetter(folder: string, week: string, letter: PastLetter): Promise<void> {
  const place = join(folder, 'issues', week);
  const text = formatIssue(sampleIssue({ week: parseWeek(week), ...letter.issue }), 'de');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'issue.md'), text);
  await writeFile(join(place, 'frozen.md'), text);
  await writeFile(join(place, 'issue.html'), frozenHtml(week));
  await writeFile(join(place, 'issue.txt'), `Der Brief der Woche ${week}, nur Text\n`);
  await writeFile(join(place, 'ledger.jsonl'), ledgerOf(week, letter).map(formatRecord).join(''));
}

function frozenHtml(week: string): string {
  return `<!doctype html><html lang="de"><head><title>Brief</title><meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }</style></head><body><h1>Der Brief der Woche ${week}</h1><p><a href="https://brief.example.org/">Anmelden</a></p></body></html>`;
}

/** The ledger of such a letter. */
export function ledgerOf(
  week: string,
  {
    sentAt,
    accepted,
    rejected = 0,
    uncertain = 0,
    waiting = 0,
    reply = '550 5.1.1 User unknown',
  }: PastLetter,
): readonly LedgerRecord[] {
  const audience = accepted + rejected + uncertain + waiting;
  const ids = Array.from({ length: audience }, (_, index) => `reader${String(index + 1).padStart(6, '0')}`);
  const records: LedgerRecord[] = [];
  for (let from = 0; from < audience; from += 1000)
    records.push({ type: 'audience', ids: ids.slice(from, from + 1000) });
  const hash = '0'.repeat(64);
  records.push({ type: 'frozen', at: sentAt, week, content: hash, draft: hash, audience });
  records.push({ type: 'run', at: sentAt, run: 'r' });
  const common = { at: sentAt, run: 'r', attempt: 1 } as const;
  for (const [index, id] of ids.slice(0, audience - waiting).entries()) {
    const messageId = `<${week}.${id}@example.org>`;
    records.push({ type: 'attempted', ...common, id, messageId, account: 'mail.example.org:465' });
    if (index >= accepted + rejected) continue;
    records.push(
      index < accepted
        ? {
            type: 'outcome',
            ...common,
            id,
            outcome: 'accepted',
            stage: 'final',
            code: 250,
            enhanced: '2.0.0',
            reply: '250 2.0.0 Ok',
          }
        : {
            type: 'outcome',
            ...common,
            id,
            outcome: 'rejected',
            stage: 'rcpt',
            code: 550,
            enhanced: '5.1.1',
            reply,
          },
    );
  }
  return records;
}
