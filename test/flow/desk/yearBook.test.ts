import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/cli/clock.ts';
import { deskOpener } from '../../../src/cli/deskOpener.ts';
import { openYear } from '../../../src/flow/desk/yearBook.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { confirmedReader, fillNewsletterFolder } from '../../support/newsletter.ts';
import { sleepyClock } from '../../support/sending.ts';
import { writeSentLetter } from '../../support/sentLetters.ts';

test('whoever looks at the year need not wait for ledgers that take long to add up', async () => {
  const folder = await temporaryFolder();
  await fillNewsletterFolder(folder, [confirmedReader(1)], (yaml) => yaml);
  for (const week of ['2026-W43', '2026-W44', '2026-W45'])
    await writeSentLetter(folder, week, { sentAt: '2026-10-25T06:00:00Z', accepted: 1 });
  // To a clock whose time passes only by sleeping, any wait is too long.
  const hurried = await deskOpener(folder, { clock: sleepyClock() })();
  const book = await openYear(hurried, 2026);
  expect(book.letters.map(({ figures }) => figures === 'uncounted')).toEqual([false, true, true]);
  expect(book.letters.map(({ state, goodbyes }) => [state, goodbyes])).toEqual([
    ['sent', 0],
    ['sent', null],
    ['sent', null],
  ]);

  await book.countRest?.();
  const patient = { ...hurried, clock: { ...systemClock, now: () => hurried.clock.now() } };
  const later = await openYear(patient, 2026);
  expect(later.countRest).toBeNull();
  expect(later.letters.map(({ goodbyes }) => goodbyes)).toEqual([0, 0, 0]);

  // A torn last line is no damage: its write was never acknowledged.
  const ledger = join(folder, 'issues', '2026-W43', 'ledger.jsonl');
  await writeFile(ledger, `${await readFile(ledger, 'utf8')}{"type":"outco`);
  expect((await openYear(patient, 2026)).letters).toEqual(later.letters);
});
