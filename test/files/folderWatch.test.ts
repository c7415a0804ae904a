import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { WatchedAspect } from '../../src/files/folderState.ts';
import { folderWatch, type FolderWatch } from '../../src/files/folderWatch.ts';
import { temporaryFolder } from '../support/folder.ts';

const week = '2026-W47';

interface Open {
  readonly folder: string;
  readonly watch: FolderWatch;
  /** What a page heard, in order. */
  readonly heard: WatchedAspect[][];
  readonly end: () => void;
  readonly save: (file: string, text: string) => Promise<void>;
}

async function openPage(): Promise<Open> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'issues', week), { recursive: true });
  await mkdir(join(folder, 'templates', 'looks'), { recursive: true });
  const save = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  for (const file of ['newsletter.yaml', 'prompts.yaml', 'templates/issue.mjml', `issues/${week}/issue.md`])
    await save(file, 'before');
  const watch = folderWatch({ root: folder, prompts: 'prompts.yaml' });
  const heard: WatchedAspect[][] = [];
  const ended = new AbortController();
  watch.follow({ week, seen: await watch.seen(week) }, ended.signal, (aspects) => heard.push([...aspects]));
  return { folder, watch, heard, save, end: () => ended.abort() };
}

const soon = { timeout: 3000, interval: 5 };

test.each([
  ['newsletter.yaml', 'settings'],
  ['prompts.yaml', 'prompts'],
  ['templates/issue.mjml', 'templates'],
  ['templates/looks/new.mjml', 'templates'],
  [`issues/${week}/issue.md`, 'draft'],
  [`issues/${week}/ledger.jsonl`, 'sending'],
] as const)('a save of %s is heard as a change of the %s, and nothing else is', async (file, aspect) => {
  const { heard, save, end } = await openPage();
  await save(file, 'after');
  await vi.waitFor(() => expect(heard).toEqual([[aspect]]), soon);
  end();
});

test('editors that save by another file, or remove it first, are heard too', async () => {
  const { folder, heard, save, end } = await openPage();
  const issue = `issues/${week}/issue.md`;
  await save(`${issue}.swp`, 'after');
  await rename(join(folder, `${issue}.swp`), join(folder, issue));
  await vi.waitFor(() => expect(heard).toEqual([['draft']]), soon);
  await rm(join(folder, issue));
  await vi.waitFor(() => expect(heard).toHaveLength(2), soon);
  await save(issue, 'again');
  await vi.waitFor(() => expect(heard).toHaveLength(3), soon);
  end();
});

test('folders that are made later are followed', async () => {
  // Without the looks that the watch takes by itself, something is heard only from the system.
  let look = (): void => undefined;
  vi.stubGlobal('setInterval', (looking: () => void) => {
    look = looking;
    return setTimeout(() => undefined);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const { folder, heard, save, end } = await openPage();
  await rm(join(folder, 'issues', week), { recursive: true });
  look();
  await vi.waitFor(() => expect(heard).toEqual([['draft']]), soon);
  await mkdir(join(folder, 'issues', week));
  await save(`issues/${week}/issue.md`, 'new');
  look();
  await vi.waitFor(() => expect(heard).toHaveLength(2), soon);
  await save(`issues/${week}/issue.md`, 'newer');
  await vi.waitFor(() => expect(heard).toHaveLength(3), soon);
  end();
});

test('what changed between the making of a page and its first question is told, even with an old date', async () => {
  const { folder, watch, save, end } = await openPage();
  const seen = await watch.seen(week);
  await save('newsletter.yaml', 'after!');
  const longAgo = new Date('2020-01-01T00:00:00Z');
  await utimes(join(folder, 'newsletter.yaml'), longAgo, longAgo);
  const heard: WatchedAspect[][] = [];
  const ended = new AbortController();
  watch.follow({ week, seen }, ended.signal, (aspects) => heard.push([...aspects]));
  await vi.waitFor(() => expect(heard.flat()).toEqual(['settings']), soon);
  ended.abort();
  end();
});

test('a page that nothing is known of is told everything once', async () => {
  const { watch, end } = await openPage();
  const heard: WatchedAspect[][] = [];
  const ended = new AbortController();
  watch.follow({ week, seen: [''] }, ended.signal, (aspects) => heard.push([...aspects]));
  await vi.waitFor(
    () => expect(heard).toEqual([['settings', 'prompts', 'templates', 'draft', 'sending']]),
    soon,
  );
  ended.abort();
  end();
});

test('of four hundred pages each hears once, and who is gone hears nothing', async () => {
  const { watch, heard, save, end } = await openPage();
  const seen = await watch.seen(week);
  const counts = Array.from({ length: 400 }, () => 0);
  const ends = counts.map((_, at) => {
    const ended = new AbortController();
    watch.follow({ week, seen }, ended.signal, () => (counts[at] = (counts[at] ?? 0) + 1));
    return ended;
  });
  for (const gone of ends.slice(200)) gone.abort();
  await save('prompts.yaml', 'after');
  await vi.waitFor(() => expect(heard).toEqual([['prompts']]), soon);
  expect(counts).toEqual(counts.map((_, at) => (at < 200 ? 1 : 0)));
  for (const one of ends) one.abort();
  end();
});

test('a ledger that changes with every message is told about twice a second', async () => {
  const { watch, heard, save, end } = await openPage();
  const heardMs: number[] = [];
  const ended = new AbortController();
  watch.follow({ week, seen: await watch.seen(week) }, ended.signal, () => heardMs.push(performance.now()));
  for (let number = 0; heardMs.length < 3; number++) {
    await save(`issues/${week}/ledger.jsonl`, String(number));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const [first = NaN, second = NaN, third = NaN] = heardMs;
  // However busy the machine is, it can only be later.
  expect(Math.min(second - first, third - second)).toBeGreaterThan(499);
  expect(new Set(heard.flat())).toEqual(new Set(['sending']));
  ended.abort();
  end();
});

test('a link that leads to itself, or a folder in place of a file, stops nothing', async () => {
  const { folder, heard, save, end } = await openPage();
  await symlink('loop.mjml', join(folder, 'templates', 'loop.mjml'));
  await rm(join(folder, 'prompts.yaml'));
  await mkdir(join(folder, 'prompts.yaml'));
  await vi.waitFor(() => expect(heard.flat()).toContain('prompts'), soon);
  await save('newsletter.yaml', 'after');
  await vi.waitFor(() => expect(heard.flat()).toContain('settings'), soon);
  end();
});
