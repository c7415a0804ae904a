import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fillComposedFolder } from '../support/composedFolder.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, sendingTo } from '../support/newsletter.ts';
import { runHere } from '../support/runHere.ts';
import { startServer } from '../feed/feedServer.ts';

const report = z.object({
  week: z.string(),
  checks: z.array(
    z.object({
      check: z.string(),
      status: z.enum(['ok', 'note', 'warning', 'error']),
      found: z.string(),
      why: z.string().nullable(),
      hint: z.string().nullable(),
      where: z.string().nullable(),
    }),
  ),
  errors: z.number(),
  warnings: z.number(),
});

const environment = sendingTo('smtp://127.0.0.1:1');

async function folderWith(change: (draft: string) => string = (draft) => draft): Promise<string> {
  const folder = await temporaryFolder();
  await fillComposedFolder(folder, [confirmedReader(1)], 1);
  const draft = join(folder, 'issues', '2026-W47', 'issue.md');
  await writeFile(draft, change(await readFile(draft, 'utf8')));
  return folder;
}

async function examine(folder: string, ...args: readonly string[]) {
  const run = await runHere(['check', '2026-W47', '--json', '--dir', folder, ...args], environment);
  return { ...report.parse(JSON.parse(run.stdout)), code: run.code };
}

const ownWords = (draft: string, words: string): string =>
  draft.replace(/\n---\n[^]*$/, `\n---\n\n${words}\n`);

describe('check', () => {
  test('a letter in order passes, and says which checks it passed', async () => {
    const folder = await folderWith((draft) => ownWords(draft, 'heute fiel der erste Schnee.'));
    const { code, errors, warnings, checks } = await examine(folder, '--offline');
    expect({ code, errors, warnings }).toEqual({ code: 0, errors: 0, warnings: 0 });
    expect(checks.filter(({ status }) => status === 'ok').length).toBeGreaterThan(12);
    expect(checks.find(({ status }) => status === 'note')?.found).toContain('--offline');
  });

  test('warnings pass, errors do not, and each says why it matters and what to do', async () => {
    const shouted = await folderWith((draft) =>
      ownWords(draft, 'ich schreibe Ihnen.').replace(/^subject: .*$/m, 'subject: "LESEN! JETZT!"'),
    );
    const warned = await examine(shouted, '--offline');
    expect(warned.code).toBe(0);
    expect(warned.checks.slice(0, warned.warnings).map(({ check }) => check)).toEqual([
      'subject.capitals',
      'subject.exclamation',
      'address',
    ]);
    expect(
      warned.checks.slice(0, warned.warnings).every(({ why, hint, where }) => why && hint && where),
    ).toBe(true);
    const unfinished = await folderWith((draft) => ownWords(draft, 'BITTE EINTRAGEN'));
    const failed = await examine(unfinished, '--offline');
    expect(failed).toMatchObject({ code: 1, errors: 1 });
    expect(failed.checks[0]).toMatchObject({ check: 'placeholders', where: 'letter' });
    const told = await runHere(['check', '2026-W47', '--offline', '--dir', unfinished], environment);
    expect(told.stdout).toContain('Only what "send" itself refuses keeps it back');
  });

  test('a draft that cannot be read is a finding, a missing one a failure that names the way', async () => {
    const broken = await folderWith((draft) => draft.replace('subject:', 'subjekt:'));
    expect(await examine(broken, '--offline')).toMatchObject({ code: 1, errors: 1 });
    const run = await runHere(['check', '2026-W40', '--dir', broken, '--offline'], environment);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('compose --week 2026-W40');
  });

  test('links are asked over the network, never the reader’s own, and what they answered is kept for the next run', async () => {
    const asked: string[] = [];
    const address = await startServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(request.url === '/gone' ? 404 : 200).end();
    });
    const folder = await folderWith((draft) =>
      ownWords(draft, `siehe [hier](${address}/there) und [dort](${address}/gone).`),
    );
    const settings = join(folder, 'newsletter.yaml');
    const yaml = await readFile(settings, 'utf8');
    await writeFile(
      settings,
      yaml.replace(/^sources:.*\n/m, `sources:\n  - feed: ${address}/feed\n    allowPrivate: true\n`),
    );
    const { checks, code } = await examine(folder);
    expect(code).toBe(1);
    expect(checks[0]).toMatchObject({ check: 'links.gone', status: 'error', where: 'letter' });
    expect(asked.toSorted()).toEqual(['GET /gone', 'HEAD /gone', 'HEAD /there']);
    await examine(folder);
    expect(asked).toHaveLength(3);
    await examine(folder, '--offline');
    expect(asked).toHaveLength(3);
    expect(checks.filter(({ check, status }) => check === 'dns' && status === 'note')).toHaveLength(1);
  });
});
