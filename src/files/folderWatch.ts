import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileVersion } from './fileVersion.ts';

/** What of a newsletter folder can change while its author looks at a letter. */
export type Changed = 'settings' | 'prompts' | 'templates' | 'draft';

/** The files to watch, and what each of them is. */
export interface WatchOrder {
  readonly root: string;
  /** The file of the questions, relative to the folder. */
  readonly prompts: string;
  /** Of which week; null where none is looked at. */
  readonly draft: string | null;
}

/** How long a change may rest before it is told: editors save in several steps. */
const settleMs = 15;
/** Where the system tells nothing, as on network drives, we look ourselves. */
const lookMs = 700;

/**
 * Tells what has changed, as soon as it has, whatever way an editor saves: in place, by a new file of the same name, or by
 * way of a removed one. Ends with the signal.
 */
export function watchFolder(
  order: WatchOrder,
  signal: AbortSignal,
  onChange: (changed: ReadonlySet<Changed>) => void,
): void {
  const watchers = new Map<string, FSWatcher>();
  let seen = new Map<string, string>();
  let files = new Map<string, Changed>();
  let waiting: NodeJS.Timeout | undefined;

  const look = async (isFirst = false): Promise<void> => {
    files = await filesOf(order);
    if (signal.aborted) return;
    for (const folder of new Set([...files.keys()].map((file) => dirname(file)))) follow(folder);
    const versions = new Map([...files.keys()].map((file) => [file, fileVersion(file)]));
    const changed = new Set<Changed>();
    for (const file of new Set([...seen.keys(), ...versions.keys()]))
      if (seen.get(file) !== versions.get(file)) changed.add(files.get(file) ?? 'templates');
    seen = versions;
    if (!isFirst && changed.size > 0) onChange(changed);
  };
  const soon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(), settleMs);
  };
  const follow = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, soon);
      const forget = (): void => {
        watcher.close();
        watchers.delete(folder);
      };
      watcher.on('error', forget);
      watchers.set(folder, watcher);
    } catch {
      // A folder that is not there yet is looked for again.
    }
  };
  const looking = setInterval(() => void look(), lookMs);
  looking.unref();
  signal.addEventListener('abort', () => {
    clearInterval(looking);
    clearTimeout(waiting);
    for (const watcher of watchers.values()) watcher.close();
  });
  void look(true);
}

async function filesOf({ root, prompts, draft }: WatchOrder): Promise<Map<string, Changed>> {
  const files = new Map<string, Changed>([
    [join(root, 'newsletter.yaml'), 'settings'],
    [join(root, prompts), 'prompts'],
  ]);
  if (draft !== null) files.set(join(root, 'issues', draft, 'issue.md'), 'draft');
  const templates = join(root, 'templates');
  const names = await readdir(templates, { recursive: true }).catch(() => []);
  for (const name of names) if (/\.(mjml|hbs)$/.test(name)) files.set(join(templates, name), 'templates');
  return files;
}
