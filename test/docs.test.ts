import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { wochenbrief } from '../src/cli/program.ts';
import { configSchema } from '../src/core/config.ts';
import type { LedgerRecord } from '../src/core/sending/delivery.ts';
import { authorMailKinds, type DiaryRecord } from '../src/core/clock/diary.ts';
import { errorCodes } from '../src/core/errors.ts';
import { readIssue } from '../src/core/issueFile.ts';
import { readLedger } from '../src/core/sending/ledgerText.ts';
import { markdownPost } from '../src/core/posts/markdownPost.ts';
import { readPrompts } from '../src/core/composing/promptFile.ts';
import { readConfig } from '../src/core/readConfig.ts';
import { templateHelpers } from '../src/core/render/templateNames.ts';
import { issueViewShape, type Shape } from '../src/core/render/viewShape.ts';
import { readSubscribers } from '../src/core/list/subscriberFile.ts';
import { subscriberSchema } from '../src/core/list/subscriberSchema.ts';
import { parseWeek } from '../src/core/week.ts';
import { secret } from './support/newsletter.ts';
import { newsletterFolder } from './support/newsletterFolder.ts';
import { runHere } from './support/runHere.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const readme = read('README.md');
const contributing = read('CONTRIBUTING.md');
const settings = read('docs/settings.md');
const cli = read('docs/cli.md');
const files = read('docs/files.md');

/** Folders whose Markdown is not ours, or is there for a while only. */
const foreign = new Set(['node_modules', 'dist', 'coverage', 'demo', 'issues', 'posts', 'fixtures']);
/** Not the posts of sample blogs, whose links are part of what they test. */
const pages = markdownBelow('').filter((page) => !page.startsWith('test/blogs/'));

describe('settings', () => {
  const documented = tableBelow(settings, '## newsletter.yaml');
  const existing = settingsOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }));

  test('every key of newsletter.yaml has its row in docs/settings.md, and no other key has one', () => {
    expect(existing.size).toBeGreaterThan(30);
    expect(namesIn(documented)).toEqual([...existing.keys()].toSorted());
  });

  test('the documented defaults are the real ones', () => {
    const wrong = documented.flatMap((row) => {
      const key = unquoted(row[0]);
      const value = existing.get(key);
      if (value === undefined || value === '') return [];
      const real = typeof value === 'string' ? value : JSON.stringify(value);
      return unquoted(row[2]) === real ? [] : [`${key}: ${row[2]}, not ${real}`];
    });
    expect(wrong).toEqual([]);
  });

  test('every variable of the environment that the program reads is documented, and no other', () => {
    const found = read('src/cli/settings.ts').matchAll(/(?:process\.env\[|valueOf\()'([A-Z_]+)'/g);
    const names = new Set(
      Array.from(found, ([, name = '']) => name).filter((name) => name !== 'npm_lifecycle_event'),
    );
    expect(namesIn(tableBelow(settings, '## Environment'))).toEqual([...names].toSorted());
  });
});

describe('commands', () => {
  const commands = commandsOf(wochenbrief(() => undefined));
  const common = namesIn(tableBelow(cli, '## Every command'));

  test('every command has its section in docs/cli.md with its arguments, and no other command has one', () => {
    const sections = Array.from(cli.matchAll(/^## `([^`]+)`$/gm), ([, heading = '']) => heading);
    expect(sections.toSorted()).toEqual(commands.map(headingOf).toSorted());
  });

  test.each(commands.map((command) => [pathOf(command), command] as const))(
    'the section of "%s" has a row for each of its options, and for no other',
    (_, command) => {
      const own = namesIn(tableBelow(cli, `## \`${headingOf(command)}\``));
      expect([...common, ...own].toSorted()).toEqual(command.options.map(({ flags }) => flags).toSorted());
    },
  );

  test('every call of wochenbrief in a document names a command and options that exist', () => {
    const wrong = pages.flatMap((page) =>
      callsIn(read(page)).flatMap(({ name, options }) => {
        const command = commands.find((one) => pathOf(one) === name);
        if (!command) return [`${page}: wochenbrief ${name}`];
        const known = new Set(command.options.map(({ long }) => long));
        return options.filter((one) => !known.has(one)).map((one) => `${page}: ${name} ${one}`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(callsIn(readme).length).toBeGreaterThan(6);
  });

  test('every error code has its row, with the meaning the program gives it, and no other code has one', () => {
    const rows = tableBelow(cli, '## Error codes').map((row) => [unquoted(row[0]), row[1]]);
    // What has no code of its own is shown under this name.
    const known = { ...errorCodes, unexpected: rows.find(([code]) => code === 'unexpected')?.[1] };
    expect(Object.fromEntries(rows)).toEqual(known);
  });
});

describe('files', () => {
  test('every type of ledger record has its row in docs/files.md, and no other type has one', () => {
    // The compiler keeps this list complete.
    const types: Readonly<Record<LedgerRecord['type'], true>> = {
      skipped: true,
      audience: true,
      frozen: true,
      run: true,
      attempted: true,
      outcome: true,
      withdrawn: true,
      expired: true,
      cancelled: true,
      resolved: true,
    };
    expect(namesIn(tableBelow(files, '## ledger.jsonl'))).toEqual(Object.keys(types).toSorted());
  });

  test('every type of diary record has its row in docs/files.md, and no other type has one', () => {
    const types: Readonly<Record<DiaryRecord['type'], true>> = {
      started: true,
      composed: true,
      told: true,
      approved: true,
      held: true,
      asked: true,
      paused: true,
      resumed: true,
      cancelled: true,
      failed: true,
    };
    const rows = tableBelow(files, '## diary.jsonl');
    expect(namesIn(rows)).toEqual(Object.keys(types).toSorted());
    const told = rows.find(([name]) => name === '`told`')?.join(' ') ?? '';
    expect(authorMailKinds.filter((kind) => !told.includes(`\`${kind}\``))).toEqual([]);
  });

  test('every field that templates may name has its row, and no other field has one', () => {
    const fields = [...fieldsOf(issueViewShape), 'letterText'];
    expect(namesIn(tableBelow(files, '## templates/'))).toEqual(fields.toSorted());
  });

  test('every helper that templates may use is named', () => {
    expect(templateHelpers.filter((helper) => !files.includes(`{{#${helper}}}`))).toEqual([]);
  });

  test('the examples in the documents can be read by the program', () => {
    expect(() => readConfig(codeBelow(settings, '### A complete example'))).not.toThrow();
    expect(() => readIssue(codeBelow(files, '## issue.md'), 'issue.md', parseWeek('2026-W47'))).not.toThrow();
    expect(() => readPrompts(codeBelow(files, '## prompts.yaml'))).not.toThrow();
    expect(() => readSubscribers(codeBelow(files, '## subscribers.json'))).not.toThrow();
    expect(readLedger(codeBelow(files, '## ledger.jsonl'), 'example').records.length).toBeGreaterThan(5);
    const post = {
      path: 'posts/example.md',
      pathInFolder: 'example.md',
      text: codeBelow(files, '## posts/'),
    };
    const blog = { blogUrl: 'https://blog.example.org', timeZone: 'UTC', language: 'de' } as const;
    expect(markdownPost(post, blog)).toMatchObject({ posts: [{ title: 'Der geliehene Hobel' }], faults: [] });
  });

  test('every field of a person on the list has its row, and no other field has one', () => {
    const { properties } = z
      .object({ properties: z.record(z.string(), z.unknown()) })
      .parse(z.toJSONSchema(subscriberSchema, { unrepresentable: 'any' }));
    const documented = tableBelow(files, '## subscribers.json').map(([cell]) => unquoted(cell));
    expect(documented).toEqual(Object.keys(properties));
  });

  test.each(['README.md', 'docs/erste-schritte.md'])(
    'the first reader of %s can be entered as it says',
    async (page) => {
      const folder = await newsletterFolder([]);
      const line = /wochenbrief (?:-- )?(subscribers add .*)$/m.exec(read(page))?.[1] ?? '';
      const words = Array.from(line.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => quoted ?? word);
      const today = new Date().toISOString().slice(0, 10);
      const args = words.map((word) => (/^\d{4}-\d\d-\d\d$/.test(word) ? today : word));
      const result = await runHere([...args, '--dir', folder], { NEWSLETTER_SECRET: secret });
      expect(result.code, result.stderr).toBe(0);
      const list = readSubscribers(readFileSync(join(folder, 'subscribers.json'), 'utf8'));
      expect(list.subscribers).toMatchObject([{ status: 'confirmed' }]);
    },
  );
});

describe('the way in', () => {
  test.each(['npm install && npm run demo', 'npm install && npm test'])(
    'the README shows "%s" in a code block of its own',
    (line) => expect(readme).toContain(`\n\`\`\`sh\n${line}\n\`\`\`\n`),
  );

  test('every npm script is documented, and every documented one exists', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const named = (text: string): string[] =>
      Array.from(
        text.matchAll(/\bnpm (?:run (?:-s )?([a-z]+)|(test)\b)/g),
        ([, run, own]) => run ?? own ?? '',
      );
    const documented = new Set([...named(readme), ...named(contributing)]);
    expect(Object.keys(scripts).filter((name) => !documented.has(name))).toEqual([]);
    const everywhere = pages.flatMap((page) => named(read(page)).map((name) => `${page}: ${name}`));
    expect(everywhere.filter((one) => !((one.split(': ')[1] ?? '') in scripts))).toEqual([]);
  });

  test('the README asks for the version of Node that package.json asks for', () => {
    const { engines } = z
      .object({ engines: z.object({ node: z.string() }) })
      .parse(JSON.parse(read('package.json')));
    expect(readme).toContain(`${engines.node.replace('>=', '')} or newer`);
  });
});

describe('links', () => {
  test.each(pages)('%s leads nowhere that is not there', (page) => {
    const dead = linksIn(read(page)).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, page) : resolve(root, dirname(page), decodeURI(path));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  test('sample addresses lie in domains that nobody owns', () => {
    const addresses = pages.flatMap((page) => read(page).match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((address) => !/[@.]example\.(org|com)$/.test(address))).toEqual([]);
  });
});

test('no document names a path of one machine or a package registry', () => {
  const told = /(?:^|[\s`(])\/(?:tmp|home|work|root|Users|var)\/|\bregistry\.|[A-Z]:\\\\/m;
  expect(pages.filter((page) => told.test(read(page)))).toEqual([]);
});

test('src/README.md has a line for every file of src, and for no other', () => {
  const map = read('src/README.md').matchAll(/^- `([^`]+)` – \S/gm);
  const existing = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map(withSlashes)
    .filter((name) => /\.\w+$/.test(name) && name !== 'README.md');
  expect(Array.from(map, ([, name = '']) => name).toSorted()).toEqual(existing.toSorted());
});

/** All Markdown files of the repository, relative to its root. */
function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return foreign.has(entry.name) || entry.name.startsWith('.') ? [] : markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Every key path of a JSON Schema that holds a value, with its default. */
function settingsOf(schema: unknown, path = ''): ReadonlyMap<string, unknown> {
  const node = z
    .looseObject({
      properties: z.record(z.string(), z.unknown()).optional(),
      items: z.unknown().optional(),
      anyOf: z.array(z.unknown()).optional(),
      default: z.unknown().optional(),
    })
    .parse(schema);
  const own: [string, unknown][] =
    node.properties || node.anyOf || path.endsWith('[]') ? [] : [[path, node.default]];
  const below = [
    ...Object.entries(node.properties ?? {}).map(
      ([key, value]) => [path === '' ? key : `${path}.${key}`, value] as const,
    ),
    ...(node.anyOf ?? []).map((value) => [path, value] as const),
    ...(node.items === undefined ? [] : [[`${path}[]`, node.items] as const]),
  ];
  return new Map([...own, ...below.flatMap(([name, value]) => [...settingsOf(value, name)])]);
}

/** Every path of a template's view, as `posts[].title`. */
function fieldsOf(shape: Shape, path = ''): readonly string[] {
  if (typeof shape === 'string') return [path];
  if ('each' in shape) return fieldsOf(shape.each, `${path}[]`);
  return Object.entries(shape.fields).flatMap(([name, field]) =>
    fieldsOf(field, path === '' ? name : `${path}.${name}`),
  );
}

/** All commands that do something, those of a group included. */
function commandsOf(command: Command): readonly Command[] {
  return command.commands.flatMap((one) => (one.commands.length === 0 ? [one] : commandsOf(one)));
}

/** A command's name with that of its group: `subscribers list`. */
function pathOf(command: Command): string {
  const above = command.parent?.parent ? `${pathOf(command.parent)} ` : '';
  return `${above}${command.name()}`;
}

/** A command's name with its arguments, as its heading shows it. */
function headingOf(command: Command): string {
  const words = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  );
  return [pathOf(command), ...words].join(' ');
}

/** A heading's section, up to the next heading of its level or above. */
function sectionOf(page: string, heading: string): string {
  const start = `\n${page}`.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`no heading "${heading}"`);
  const level = heading.indexOf(' ');
  const body = page.slice(start + heading.length);
  const end = body.search(new RegExp(`^#{1,${level}} `, 'm'));
  return end < 0 ? body : body.slice(0, end);
}

/** The rows of the first table below a heading, without its head; none where there is no table. */
function tableBelow(page: string, heading: string): readonly (readonly string[])[] {
  const [table = ''] = /^\|.*\n\|(?: ?-+ ?\|)+\n(?:\|.*\n?)+/m.exec(sectionOf(page, heading)) ?? [];
  const rows = table.trim().split('\n').slice(2);
  return rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

/** What the first cells name between backticks. */
function namesIn(rows: readonly (readonly string[])[]): readonly string[] {
  return rows
    .flatMap(([cell = '']) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name))
    .toSorted();
}

function unquoted(cell: string | undefined): string {
  return (cell ?? '').replaceAll('`', '');
}

/** The first code block below a heading. */
function codeBelow(page: string, heading: string): string {
  const below = page.slice(page.indexOf(`\n${heading}\n`));
  return /^```\w*\n([^]*?)^```$/m.exec(below)?.[1] ?? '';
}

/** Calls of the program in code: its command and the long options behind it. */
function callsIn(page: string): readonly { readonly name: string; readonly options: readonly string[] }[] {
  const code = [...page.matchAll(/^```sh\n([^]*?)^```$/gm), ...page.matchAll(/`([^`\n]+)`/g)];
  const lines = code.flatMap(([, text = '']) => text.split('\n'));
  return lines.flatMap((line) => {
    const [, name, rest = ''] =
      /\bwochenbrief (?:-- )?((?:subscribers|prompts|templates) [a-z]+|[a-z][a-z-]*)(.*)$/.exec(line) ?? [];
    return name === undefined
      ? []
      : [{ name, options: rest.match(/--[a-z-]+/g)?.filter((one) => one !== '--help') ?? [] }];
  });
}

/** Relative links and pictures outside code. */
function linksIn(page: string): readonly string[] {
  const prose = page.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]+`/g, '');
  return Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link).filter(
    (link) => !/^[a-z]+:/.test(link),
  );
}

/** The anchors GitHub gives to a page's headings. */
function anchorsOf(page: string): readonly string[] {
  return Array.from(page.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
