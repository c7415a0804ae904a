import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseWeek } from '../../src/core/week.ts';
import { issuePaths } from '../../src/files/issuesFolder.ts';
import type { CliRun } from '../support/cli.ts';
import { confirmedReader, friday, secret, sendingTo } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';

const week = '2026-W47';
const german = { LANG: 'de_DE.UTF-8' };
/** A terminal that names none of our languages: then the newsletter's counts, and the sample's is German. */
const plain = { LANG: 'C.UTF-8', NEWSLETTER_SECRET: secret };

async function composedFolder(settings?: (yaml: string) => string): Promise<string> {
  const folder = await newsletterFolder([confirmedReader(1)], settings);
  const { code, stderr } = await runHere(['compose', '--dir', folder, '--now', friday]);
  expect(code, stderr).toBe(0);
  return folder;
}

describe('commands that hints name', () => {
  test('work on the same folder as the command that named them', async () => {
    const folder = await composedFolder();
    const broken = await scriptedSmtp({ final: 'drop' });
    const env = { ...sendingTo(`smtp://127.0.0.1:${broken.port}`), ...german };
    const run = (...args: readonly string[]): Promise<CliRun> => runHere([...args, '--dir', folder], env);
    const nothing = await run('status', '2026-W46');
    expect(nothing.stdout).toContain(`Nächster Schritt: wochenbrief compose --week 2026-W46 --dir ${folder}`);
    const sent = await run('send', week);
    expect(sent.stdout).toContain(`wochenbrief resolve ${week} --dir ${folder}`);
    const next = await run('status', '--now', '2026-11-24T09:00:00+01:00');
    expect(next.stderr).toContain(
      `wochenbrief status ${week} --dir ${folder} · weitersenden: wochenbrief send ${week} --dir ${folder}`,
    );
    const resend = await run('resolve', week, '--resend', 'all');
    expect(resend.stdout).toContain(`wochenbrief send ${week} --dir ${folder}`);
  });
});

describe('what people read', () => {
  test('names states and instants in their words, while --json keeps the codes', async () => {
    const folder = await composedFolder();
    const broken = await scriptedSmtp({ final: 'drop' });
    const env = { ...sendingTo(`smtp://127.0.0.1:${broken.port}`), ...german };
    const one = ['status', week, '--subscriber', 'reader1@example.org', '--dir', folder];
    expect((await runHere(one, env)).stdout).toContain('  bekommt ihn mit dem nächsten send\n');
    expect(JSON.parse((await runHere([...one, '--json'], env)).stdout)).toMatchObject({ state: 'nextSend' });
    await runHere(['send', week, '--dir', folder], env);
    expect((await runHere(one, env)).stdout).toContain('reader000001  ungewiss  ');
    expect(JSON.parse((await runHere([...one, '--json'], env)).stdout)).toMatchObject({ state: 'uncertain' });
    const all = await runHere(['status', week, '--dir', folder], env);
    expect(all.stdout).toMatch(/^2026-W47: Versand begonnen am \d+\. \S+ \d{4} um \d+:\d\d Uhr$/m);
  });

  test.each([
    [['subscribers', 'list', '--status', 'confirmd'], 'Gemeint ist vielleicht'],
    [['subscribers', 'list', '--page', '0'], 'keine Zahl ab 1'],
    [['subscribers', 'add', 'neu@example.org', '--language', 'fr'], 'Möglich sind'],
    [['subscribers', 'add', 'neu@example.org', '--name', 'www.example.org'], 'ein Vorname'],
    [['subscribers', 'add', 'neu@example.org', '--evidence', 'x'], 'gehören zusammen'],
    [['subscribers', 'export', 'liste.txt'], 'Zum Beispiel liste.csv'],
    [['subscribers', 'export', 'liste.csv', '--status', 'alle'], 'Möglich sind'],
    [['form', '--language', 'fr'], 'Es gibt de und en'],
    [['send', 'W47'], '2026-W47'],
    [['status', '--now', 'gestern'], 'kein Zeitpunkt'],
    [['proof', 'niemand'], 'keine E-Mail-Adresse'],
  ])(
    'wrong use of %j is answered in the newsletter’s language where the terminal names none',
    async (args, told) => {
      const folder = await newsletterFolder([]);
      const result = await runHere([...args, '--dir', folder], plain);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain(told);
      expect(result.stderr).not.toMatch(/\b(the|is|not|for)\b/i);
    },
  );
});

describe('send --dry-run', () => {
  test('tells what send would still refuse, and is done all the same (R64)', async () => {
    const folder = await composedFolder((yaml) =>
      yaml.replace(/^imprint: \|\n(?: {2}.*\n)+/m, 'imprint: ""\n'),
    );
    const { draft } = issuePaths(folder, parseWeek(week));
    await writeFile(
      draft,
      (await readFile(draft, 'utf8')).replace(/Herzlich[\s\S]*/, 'Herzlich\nBITTE EINTRAGEN\n'),
    );
    const rehearse = ['send', week, '--dry-run', '--dir', folder];
    const env = sendingTo('smtp://127.0.0.1:1');
    const told = await runHere(rehearse, { ...env, ...german });
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('ginge an 1 Person');
    expect(told.stderr).toContain('Hinweis: send würde sich noch weigern.');
    expect(told.stderr).toContain('Das Impressum fehlt');
    expect(told.stderr).toMatch(/issue\.md:\d+:1 {2}Hier steht noch ein Platzhalter/);
    const found: unknown = JSON.parse((await runHere([...rehearse, '--json'], env)).stdout);
    expect(found).toMatchObject({
      monthly: true,
      refusals: [{ code: 'config.incomplete' }, { code: 'config.incomplete' }],
    });
    const refused = await runHere(['send', week, '--dir', folder], env);
    expect(refused.code).toBe(1);
  });

  test('without a mail server says so, and judges no example domain yet', async () => {
    const folder = await composedFolder();
    const run = await runHere(['send', week, '--dry-run', '--json', '--dir', folder], {
      NEWSLETTER_SECRET: secret,
    });
    expect(JSON.parse(run.stdout)).toMatchObject({ refusals: [{ code: 'smtp.missing' }] });
    const away = await runHere(['send', week, '--dry-run', '--json', '--dir', folder], {
      ...sendingTo('smtps://user:word@mail.example.org'),
    });
    expect(JSON.parse(away.stdout)).toMatchObject({ refusals: [{ code: 'config.incomplete' }] });
  });

  test('of a letter that may leave refuses nothing', async () => {
    const folder = await composedFolder();
    const run = await runHere(['send', week, '--dry-run', '--dir', folder], sendingTo('smtp://127.0.0.1:1'));
    expect(run.stderr).toBe('');
  });
});
