import { appendFile, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatReport } from '../../src/core/mailbox/letterReports.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { parseWeek } from '../../src/core/week.ts';
import { letterShelf } from '../../src/files/letterShelf.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeSentLetter } from '../support/sentLetters.ts';

const week = parseWeek('2026-W45');
const sentAt = '2026-11-08T06:00:00Z';

async function shelfWith(
  accepted: number,
): Promise<{ folder: string; shelf: ReturnType<typeof letterShelf> }> {
  const folder = await temporaryFolder();
  await writeSentLetter(folder, week, { sentAt, accepted });
  return { folder, shelf: letterShelf(folder) };
}

describe('the figures of a letter', () => {
  test('are added up once, and anew only when ledger or reports change', async () => {
    const { folder, shelf } = await shelfWith(3);
    const first = await shelf.figures(week);
    expect(first?.totals).toMatchObject({ audience: 3, accepted: 3 });
    expect(await shelf.figures(week)).toBe(first);

    const left = { type: 'withdrawn', at: sentAt, id: 'reader000003', reason: 'unsubscribed' } as const;
    await appendFile(join(folder, 'issues', week, 'ledger.jsonl'), formatRecord(left));
    expect((await shelf.figures(week))?.totals).toMatchObject({ accepted: 2, withdrawn: 1 });

    const bounce = {
      type: 'bounce',
      at: sentAt,
      id: 'reader000001',
      code: 550,
      enhanced: null,
      reply: '550 gone',
    } as const;
    await writeFile(join(folder, 'issues', week, 'reports.jsonl'), formatReport(bounce));
    expect((await shelf.figures(week))?.totals).toMatchObject({ accepted: 1, rejected: 1 });
  });

  test('are asked for by several visitors at once and added up once', async () => {
    const { shelf } = await shelfWith(3);
    const [one, other] = await Promise.all([shelf.figures(week), shelf.figures(week)]);
    expect(one).toBe(other);
  });

  test('of a damaged ledger are refused until it is mended (R35)', async () => {
    const { folder, shelf } = await shelfWith(3);
    const path = join(folder, 'issues', week, 'ledger.jsonl');
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.replace('accepted', 'rejected'));
    await expect(shelf.figures(week)).rejects.toMatchObject({ code: 'ledger.damaged' });
    await expect(shelf.figures(week)).rejects.toMatchObject({ code: 'ledger.damaged' });
    await writeFile(path, whole);
    // Some disks tell times of change only to a few milliseconds.
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    expect((await shelf.figures(week))?.totals.accepted).toBe(3);
  });

  test('of a lost ledger are refused, although the letter is there', async () => {
    const { folder, shelf } = await shelfWith(3);
    await rm(join(folder, 'issues', week, 'ledger.jsonl'));
    await expect(shelf.figures(week)).rejects.toMatchObject({ code: 'ledger.damaged' });
    expect((await shelf.frozen(week))?.html).toContain(`Der Brief der Woche ${week}`);
  });

  test('are none for a week of which nothing is written', async () => {
    const { shelf } = await shelfWith(1);
    const other = parseWeek('2026-W44');
    expect(await shelf.figures(other)).toBeUndefined();
    expect(await shelf.frozen(other)).toBeUndefined();
    expect(await shelf.weeks()).toEqual([week]);
  });
});
