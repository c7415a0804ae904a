import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { runHere } from '../support/runHere.ts';
import { shippedTemplates } from '../support/templateFiles.ts';

const program = shippedTemplates();

async function bareFolder(look = 'ruhig'): Promise<string> {
  const folder = await newsletterFolder([], (yaml) => yaml.replace('template: ruhig', `template: ${look}`));
  await rm(join(folder, 'templates'), { recursive: true });
  return folder;
}

async function write(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, 'templates', file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

describe('templates eject', () => {
  test('copies a look, and never overwrites what is there', async () => {
    const folder = await bareFolder();
    await write(folder, 'looks/brief/partials/post.mjml', 'my own');
    const { code, stdout } = await runHere(['templates', 'eject', 'brief', '--dir', folder, '--json']);
    expect(code).toBe(0);
    const { written, kept }: { readonly written: string[]; readonly kept: string[] } = JSON.parse(stdout);
    expect(kept).toEqual(['looks/brief/partials/post.mjml']);
    expect(written).toContain('looks/brief/issue.mjml');
    expect(written.every((file) => file.startsWith('looks/brief/'))).toBe(true);
    for (const file of written)
      expect(await readFile(join(folder, 'templates', file), 'utf8')).toBe(program[file]);
    expect(await readFile(join(folder, 'templates', 'looks/brief/partials/post.mjml'), 'utf8')).toBe(
      'my own',
    );
  });

  test.each([
    ['ruhig', 'post', 'partials/post.mjml'],
    ['magazin', 'post', 'looks/magazin/partials/post.mjml'],
    ['magazin', 'footer', 'partials/footer.mjml'],
    ['ruhig', 'templates/pages/home.hbs', 'pages/home.hbs'],
  ])('in the look %s, %s is %s', async (look, name, file) => {
    const folder = await bareFolder(look);
    const { stdout } = await runHere(['templates', 'eject', name, '--dir', folder, '--json']);
    expect(JSON.parse(stdout)).toEqual({ written: [file], kept: [] });
  });

  test.each([
    ['pst', 'Did you mean "post"?'],
    ['../secrets', 'templates list'],
    ['message', 'pages/message.hbs, pages/partials/message.hbs'],
  ])('%s is wrong use, and nothing is written', async (name, hint) => {
    const folder = await bareFolder();
    const { code, stderr } = await runHere(['templates', 'eject', name, '--dir', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain(hint);
    expect(await readdir(folder)).not.toContain('templates');
  });
});

describe('templates list', () => {
  test('tells which files are the author’s own and which differ', async () => {
    const folder = await bareFolder('magazin');
    await write(folder, 'partials/post.mjml', (program['partials/post.mjml'] ?? '').replaceAll('\n', '\r\n'));
    await write(folder, 'partials/footer.mjml', 'changed');
    await write(folder, 'partials/mine.mjml', 'added');
    const { stdout } = await runHere(['templates', 'list', '--dir', folder, '--json']);
    const told: {
      readonly inUse: string;
      readonly templates: readonly { readonly file: string; readonly source: string }[];
    } = JSON.parse(stdout);
    expect(told.inUse).toBe('magazin');
    expect(told.templates.filter(({ source }) => source !== 'program')).toEqual([
      { file: 'partials/footer.mjml', group: 'ruhig', source: 'changed' },
      { file: 'partials/mine.mjml', group: 'ruhig', source: 'added' },
      { file: 'partials/post.mjml', group: 'ruhig', source: 'same' },
    ]);
    const people = await runHere(['templates', 'list', '--dir', folder]);
    expect(people.stdout).toContain('magazin (in use)');
    expect(people.stdout).toMatch(/footer\.mjml +← your own, changed/);
  });
});

describe('templates check', () => {
  test('is content with a new folder, which holds no templates at all', async () => {
    const { code, stdout } = await runHere(['templates', 'check', '--dir', await bareFolder()]);
    expect(code).toBe(0);
    expect(stdout).toContain('templates of your own: 0');
  });

  test('exits with 1 and names every mistake with file and line', async () => {
    const folder = await bareFolder();
    await write(folder, 'partials/post.mjml', '\n{{titl}}\n{{#wiht x}}{{/wiht}}');
    const { code, stdout } = await runHere(['templates', 'check', '--dir', folder, '--json']);
    expect(code).toBe(1);
    const told: { readonly faults: readonly { readonly file: string; readonly line: number }[] } =
      JSON.parse(stdout);
    expect(told.faults.map(({ file, line }) => [file, line])).toEqual([
      ['partials/post.mjml', 2],
      ['partials/post.mjml', 3],
    ]);
  });

  test('a .mjmlconfig is refused before MJML is asked (R47)', async () => {
    const folder = await bareFolder();
    await writeFile(join(folder, '.mjmlconfig'), '{"packages":["./evil.js"]}');
    const { code, stderr } = await runHere(['templates', 'check', '--dir', folder]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('.mjmlconfig')]);
  });
});
