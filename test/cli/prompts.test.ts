import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../src/core/issueFile.ts';
import { formatReport } from '../../src/core/mailbox/letterReports.ts';
import { parseWeek } from '../../src/core/week.ts';
import { changePrompts } from '../../src/files/promptsFile.ts';
import { issuePaths, issuesFolder } from '../../src/files/issuesFolder.ts';
import { readConfigFile } from '../../src/files/newsletterFolder.ts';
import type { CliRun } from '../support/cli.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { sampleIssue } from '../support/sampleIssue.ts';

const yaml = `# Fragen
de:
  # Dienen
  - text: Wem konntest du diese Woche dienen?
    sie: Wem konnten Sie diese Woche dienen?
    tags: [dienen]
  - text: Was wartet?
    tags: [Geduld]
    on: 12-01..12-07
en:
  - What stays?
`;

async function folderWith(text = yaml): Promise<string> {
  const folder = await newsletterFolder([]);
  await writeFile(join(folder, 'prompts.yaml'), text);
  return folder;
}

const run = (folder: string, ...words: readonly string[]): Promise<CliRun> =>
  runHere(['prompts', ...words, '--dir', folder]);
const promptsIn = (folder: string): Promise<string> => readFile(join(folder, 'prompts.yaml'), 'utf8');

describe('prompts list', () => {
  async function askedFolder(): Promise<string> {
    const folder = await folderWith();
    for (const [id, text] of [
      ['2026-W40', 'Wem konntest du diese Woche dienen?'],
      ['2026-W46', 'Wem konnten Sie diese Woche dienen'],
      ['2026-W47', 'Wo ist der Hobel?'],
    ] as const) {
      const week = parseWeek(id);
      const issue = sampleIssue({ week, question: { text, reason: '' } });
      await issuesFolder(folder).write(week, formatIssue(issue, ''), undefined);
    }
    const reports = ['anna', 'bert'].map(
      (id) => ({ type: 'answered', at: '2026-11-20T08:00:00Z', id }) as const,
    );
    await writeFile(
      join(issuePaths(folder, parseWeek('2026-W46')).folder, 'reports.jsonl'),
      reports.map(formatReport).join(''),
    );
    return folder;
  }

  test('shows how often and when last each was asked, and how many answered', async () => {
    const { code, stdout } = await run(await askedFolder(), 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 times +2026-W46 +2 +– +dienen +Wem konntest du diese Woche dienen\?$/m);
    expect(stdout).toMatch(/^– +– +– +12-01\.\.12-07 +Geduld +Was wartet\?$/m);
    expect(stdout).toContain('2 questions; 1 of them asked, 1 never yet.');
  });

  test('as JSON, by tag and by language', async () => {
    const folder = await askedFolder();
    const json = async (...words: readonly string[]): Promise<unknown> =>
      JSON.parse((await run(folder, 'list', '--json', ...words)).stdout);
    expect(await json('--tag', 'geduld')).toEqual({
      language: 'de',
      total: 2,
      prompts: [
        {
          text: 'Was wartet?',
          sie: null,
          tags: ['Geduld'],
          season: null,
          on: ['12-01..12-07'],
          asked: 0,
          lastAsked: null,
          weeks: [],
          answers: 0,
        },
      ],
    });
    expect(await json()).toMatchObject({
      prompts: [{ asked: 2, lastAsked: '2026-W46', weeks: ['2026-W46', '2026-W40'], answers: 2 }, {}],
    });
    expect(await json('--language', 'en')).toMatchObject({
      language: 'en',
      prompts: [{ text: 'What stays?' }],
    });
    expect((await run(folder, 'list', '--tag', 'nichts')).stdout).toContain('No question has this tag.');
    expect((await run(folder, 'list', '--language', 'fr')).code).toBe(2);
  });
});

describe('prompts add', () => {
  test('enters a question and leaves all else as it is, with the file’s own mode', async () => {
    const folder = await folderWith();
    await chmod(join(folder, 'prompts.yaml'), 0o640);
    const form = ['--sie', 'Was hat Sie: heute getragen?'];
    const more = ['--tags', 'vertrauen, alltag,', '--season', 'winter', '--on', 'easter-2, 12-06'];
    const { code, stdout } = await run(folder, 'add', ' Was  hat dich: heute getragen? ', ...form, ...more);
    expect(code).toBe(0);
    expect(stdout).toContain('Entered into prompts.yaml: “Was hat dich: heute getragen?”');
    expect(await promptsIn(folder)).toBe(
      yaml.replace(
        'en:\n',
        `  - text: "Was hat dich: heute getragen?"
    sie: "Was hat Sie: heute getragen?"
    tags: [vertrauen, alltag]
    season: winter
    on: [easter-2, 12-06]
en:
`,
      ),
    );
    expect((await stat(join(folder, 'prompts.yaml'))).mode & 0o777).toBe(0o640);
  });

  test('refuses what is nearly there, unless it is wanted all the same', async () => {
    const folder = await folderWith();
    const again = 'Wem konntest du in dieser Woche dienen?';
    const refused = await run(folder, 'add', again);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('“Wem konntest du diese Woche dienen?”');
    expect(refused.stderr).toContain('--anyway');
    expect(await promptsIn(folder)).toBe(yaml);
    const { code, stdout } = await run(folder, 'add', again, '--anyway', '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { text: again, language: 'de', file: 'prompts.yaml' },
    ]);
    expect(await promptsIn(folder)).toBe(yaml.replace('en:\n', `  - ${again}\nen:\n`));
  });

  test.each([
    [['  ']],
    [[`Was ${'immer '.repeat(60)}?`]],
    [['Was?', '--sie', `Was ${'immer '.repeat(60)}?`]],
    [['Was?', '--season', 'ostern']],
    [['Was?', '--on', '02-30']],
    [['Was?', '--on', '12-06,gestern']],
    [['Was?', '--sie', ' ']],
    [['What?', '--language', 'en', '--sie', 'Was?']],
    [['Was?', '--language', 'fr']],
    [[]],
  ])('refuses %j as wrong use, and writes nothing', async (words) => {
    const folder = await folderWith();
    expect((await run(folder, 'add', ...words)).code).toBe(2);
    expect(await promptsIn(folder)).toBe(yaml);
  });

  test('several at once all stand there in the end', async () => {
    const folder = await folderWith();
    const config = await readConfigFile(folder);
    const names = ['Apfel', 'Birne', 'Quitte', 'Mispel'];
    await Promise.all(
      names.map((name) =>
        changePrompts(folder, config, (text) => text.replace('en:\n', `  - ${name}?\nen:\n`)),
      ),
    );
    const after = await promptsIn(folder);
    for (const name of names) expect(after).toContain(`  - ${name}?\n`);
  });

  test('leaves alone what an editor saved at the same moment, and says so', async () => {
    const folder = await folderWith();
    const config = await readConfigFile(folder);
    const path = join(folder, 'prompts.yaml');
    const saved = `${yaml}  - Why?\n`;
    const { writeFileSync } = await import('node:fs');
    const change = changePrompts(folder, config, (text) => {
      writeFileSync(path, saved);
      return `${text}  - Who?\n`;
    });
    await expect(change).rejects.toMatchObject({ code: 'prompts.changed' });
    expect(await promptsIn(folder)).toBe(saved);
  });
});

describe('prompts check', () => {
  test('names file, line and weight, and fails only for errors', async () => {
    const folder = await folderWith();
    const fine = await run(folder, 'check', '--now', '2026-11-20T09:00:00Z');
    expect(fine.code).toBe(0);
    expect(fine.stdout).toMatch(/^prompts\.yaml:11:5 {2}hint: “What stays\?” has no "tags"/m);
    expect(fine.stdout).toContain('errors: 0, warnings: 0, hints: 2');
    await writeFile(
      join(folder, 'prompts.yaml'),
      yaml.replace('Was wartet?', 'Wem konntest du diese Woche dienen?'),
    );
    const { code, stdout } = await run(folder, 'check', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'prompts.yaml',
      errors: 1,
      findings: expect.arrayContaining([
        expect.objectContaining({ kind: 'same', weight: 'error', where: 'prompts.yaml:7:5' }),
      ]),
    });
  });

  test('with --posts, names tags that no post speaks of', async () => {
    const folder = await folderWith(yaml.replace('[Geduld]', '[dampfmaschine]'));
    expect((await run(folder, 'check')).stdout).not.toContain('dampfmaschine');
    expect((await run(folder, 'check', '--posts')).stdout).toContain('No post speaks of “dampfmaschine”.');
  });

  test('a file with faults is told with its lines', async () => {
    const folder = await folderWith('de:\n  - { text: Was?, on: 02-30 }\n');
    const { code, stderr } = await run(folder, 'check');
    expect(code).toBe(1);
    expect(stderr).toContain('prompts.yaml:2:23  de.0.on: not a day there is');
  });
});
