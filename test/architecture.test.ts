import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');

/** Which rooms a room may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  flow: ['core'],
  feed: ['core'],
  files: ['core'],
  smtp: ['core'],
  dns: ['core'],
  mailbox: ['core'],
  postgres: ['core'],
  http: ['core', 'flow'],
  schedule: ['core', 'flow'],
  cli: ['core', 'flow', 'feed', 'files', 'smtp', 'dns', 'mailbox', 'postgres', 'http', 'schedule'],
  'index.ts': ['core', 'flow', 'feed', 'files', 'smtp', 'dns', 'mailbox', 'postgres', 'http', 'schedule'],
};

/** The one place each of these packages is spoken to in. */
const packageHomes: Readonly<Record<string, string>> = {
  nodemailer: 'smtp',
  'smtp-server': 'smtp',
  mailauth: 'smtp',
  imapflow: 'mailbox',
  'postal-mime': 'core/mailbox',
  'node-cron': 'schedule',
  mjml: 'core/render',
  handlebars: 'core/render',
  caniemail: 'core/checking',
  hono: 'http',
  '@hono/node-server': 'http',
  'rate-limiter-flexible': 'http',
  'csv-parse': 'files',
  pg: 'postgres',
  feedsmith: 'feed',
  'snowball-stemmers': 'core/language',
  stopword: 'core/language',
  commander: 'cli',
  '@clack/prompts': 'cli',
};

/** core decides from its arguments alone: these modules of Node compute, all others reach outside. */
const pureBuiltins: ReadonlySet<string> = new Set(['node:crypto', 'node:url', 'node:zlib']);

interface Import {
  readonly from: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|mjs)$/.test(name))
  .map((name) => name.split(sep).join('/'));

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(root, from), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...found].map((match) => ({
    from,
    target: match[2] ?? match[3] ?? match[4] ?? '',
    isTypeOnly: match[1] !== undefined,
  }));
});

const roomOf = (file: string): string => file.split('/')[0] ?? '';
const isRelative = (target: string): boolean => target.startsWith('.');
const resolved = ({ from, target }: Import): string =>
  relative(root, join(root, dirname(from), target))
    .split(sep)
    .join('/');

describe('the map of rooms', () => {
  test('finds the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.some(({ target }) => target === 'mjml')).toBe(true);
  });

  test('every file lies in a known room', () => {
    expect(files.filter((file) => !(roomOf(file) in mayImport))).toEqual([]);
  });

  test('rooms import only the rooms they may', () => {
    const wrong = imports
      .filter(({ target }) => isRelative(target))
      .filter((one) => {
        const [room, other] = [roomOf(one.from), roomOf(resolved(one))];
        return room !== other && !(mayImport[room] ?? []).includes(other);
      });
    expect(wrong.map((one) => `${one.from} → ${resolved(one)}`)).toEqual([]);
  });

  test('core has no clock, no randomness and no I/O', () => {
    const wrong = imports.filter(
      ({ from, target }) =>
        roomOf(from) === 'core' &&
        (target.startsWith('node:') || builtinModules.includes(target)) &&
        !pureBuiltins.has(target),
    );
    expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\brandomUUID\(|[^.(]\brandomBytes\(|process\.(env|cwd|argv)|\bfetch\(|Temporal\.Now/;
    const guilty = files.filter(
      (file) => roomOf(file) === 'core' && impure.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(guilty).toEqual([]);
  });

  test('a package stays behind the one room that speaks its language', () => {
    const wrong = imports.filter(({ from, target }) => {
      const name = target.startsWith('@')
        ? target.split('/').slice(0, 2).join('/')
        : (target.split('/')[0] ?? '');
      const home = packageHomes[name];
      return home !== undefined && !from.startsWith(`${home}/`);
    });
    expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  test('imports form no cycle', () => {
    const graph = new Map(files.map((file) => [file, new Set<string>()]));
    for (const one of imports) {
      if (isRelative(one.target) && !one.isTypeOnly) graph.get(one.from)?.add(resolved(one));
    }
    expect(findCycle(graph)).toBeUndefined();
  });

  test('only the settings of the command line read the environment, only main ends the process', () => {
    const readers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['cli/settings.ts']);
  });

  test('nobody asks URL.canParse, which Node 20 answers wrongly for umlauts once it is optimised', () => {
    const askers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('URL.canParse('));
    expect(askers).toEqual([]);
  });
});

function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
