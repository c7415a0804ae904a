import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../support/folder.ts';
import { runHere } from '../support/runHere.ts';

const blogs = join(import.meta.dirname, '..', 'blogs');
const now = '2026-11-20T20:00:00+01:00';

/** A fresh newsletter with one of the sample blogs as its only source. */
async function newsletterOf(blog: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'brief');
  expect((await runHere(['init', folder, '--yes'], { LANG: 'de_DE.UTF-8' })).code).toBe(0);
  await cp(join(blogs, blog), join(folder, 'site'), { recursive: true });
  const settings = join(folder, 'newsletter.yaml');
  const yaml = await readFile(settings, 'utf8');
  await writeFile(settings, yaml.replace(/^ {2}- folder:.*\n( {4}url:.*\n)?/m, '  - folder: site\n'));
  return folder;
}

/** Every draft below a folder, by its name. */
async function draftsIn(out: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('issue.md'));
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')] as const)),
  );
}

const programMarks = /\{\{|\{%|\}\}|%\}|^import |<[A-Z]\w+|^:::|\[\[|\{:/m;

describe('replay', () => {
  test.each([
    ['hugo', 15],
    ['jekyll', 13],
    ['astro', 14],
  ])(
    'of the %s blog has every post new once, byte for byte the same twice, and no mark of its program',
    async (blog, posts) => {
      const folder = await newsletterOf(blog);
      const [first, second] = [join(folder, 'one'), join(folder, 'two')];
      const run = await runHere(['replay', '--dir', folder, '--out', first, '--now', now, '--json']);
      expect(run.code, run.stderr).toBe(0);
      expect(JSON.parse(run.stdout)).toMatchObject({
        out: first,
        faults: [],
        totals: { featuredOnce: posts, repeated: [], lost: [], waiting: 0 },
      });
      await runHere(['replay', '--dir', folder, '--out', second, '--now', now]);
      const drafts = await draftsIn(first);
      expect(Object.keys(drafts).length).toBeGreaterThan(8);
      expect(await draftsIn(second)).toEqual(drafts);
      for (const draft of Object.values(drafts)) expect(draft).not.toMatch(programMarks);
    },
  );

  test('tells each week, its question with the reason, and the totals', async () => {
    const folder = await newsletterOf('hugo');
    const run = await runHere(['replay', '--dir', folder, '--out', join(folder, 'out'), '--now', now], {
      LANG: 'de_DE.UTF-8',
    });
    expect(run.stdout).toMatch(/^2026-W\d\d {2}.+\n {10}Frage: .+\(.+noch nicht gestellt\)/m);
    expect(run.stdout).toContain('0 mehrmals, 0 verloren');
    expect(await readdir(folder)).not.toContain('issues');
  });

  test('writes into no folder that holds something, and replays no week that is not due', async () => {
    const folder = await newsletterOf('hugo');
    const occupied = await runHere(['replay', '--dir', folder, '--out', join(folder, 'site')]);
    expect(occupied).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already holds something') as unknown,
    });
    const future = await runHere(['replay', '--dir', folder, '--to', '2026-W49', '--now', now]);
    expect(future.code).toBe(2);
    expect(future.stderr).toContain('There is nothing to replay from');
    expect(future.stderr).toContain('at most 2026-W47');
  });
});

test('compose --explain gives each post of the blog its reason', async () => {
  const folder = await newsletterOf('jekyll');
  const run = await runHere(['compose', '--dir', folder, '--now', now, '--explain', '--json']);
  expect(run.code, run.stderr).toBe(0);
  const { verdicts } = z
    .object({ verdicts: z.array(z.object({ is: z.string(), reason: z.object({ en: z.string() }) })) })
    .parse(JSON.parse(run.stdout));
  expect(verdicts.length).toBeGreaterThanOrEqual(13);
  for (const { reason } of verdicts) expect(reason.en).not.toBe('');
  const words = await runHere(['compose', '--dir', folder, '--now', now, '--explain']);
  expect(words.stdout).toMatch(/Why\?\n(?:.+ {2}\d{4}-\d\d-\d\d {2}.+\n)+/);
});
