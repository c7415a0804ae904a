import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookNames } from '../../src/core/look.ts';
import { runCli, type CliRun } from '../support/cli.ts';
import { confirmedReader, friday, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';

type Run = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<CliRun>;

test.each(lookNames.map((look, index) => [look, index === 1 ? 'en' : 'de'] as const))(
  'MJML as the program carries it makes the same letter as the package, octet by octet: look %s, %s (P5)',
  async (look, locale) => {
    const folder = await newsletterFolder([confirmedReader(1)], (text) =>
      text.replace('template: ruhig', `template: ${look}`).replace('locale: de', `locale: ${locale}`),
    );
    const composed = await runHere(['compose', '--dir', folder, '--now', friday]);
    expect(composed.code, composed.stderr).toBe(0);
    const ofPackage = await letterBy(runHere, folder);
    expect(ofPackage).toMatch(/<html/);
    expect(await letterBy(runCli, folder)).toBe(ofPackage);
  },
);

test('the program carries no source map that none of its files names', async () => {
  const program = join(import.meta.dirname, '..', '..', 'dist', 'program');
  const maps = (await readdir(program)).filter((name) => name.endsWith('.map'));
  expect(maps).toContain('main.mjs.map');
  const named = await Promise.all(
    maps.map(async (map) =>
      (await readFile(join(program, map.replace(/\.map$/, '')), 'utf8')).includes(`=${map}`),
    ),
  );
  expect(maps.filter((_, index) => !named[index])).toEqual([]);
});

/** The reader's letter as one of both puts it into the outbox, without the moment of that. */
async function letterBy(run: Run, folder: string): Promise<string> {
  const { code, stderr } = await run(
    ['send', '--outbox', '--dir', folder, '--now', friday],
    sendingTo('smtp://127.0.0.1:1'),
  );
  expect(code, stderr).toBe(0);
  const outbox = join(folder, 'issues', '2026-W47', 'outbox');
  const [letter = ''] = await readdir(outbox);
  return (await readFile(join(outbox, letter), 'utf8')).replace(/^Date: .*$/m, '');
}
