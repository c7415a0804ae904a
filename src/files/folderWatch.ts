import { statSync, watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileVersion } from './fileVersion.ts';

/** What of a newsletter folder can change while its author looks at a letter. */
export type Changed = 'settings' | 'prompts' | 'templates' | 'draft' | 'sending';

/** The files to watch, and what each of them is. */
export interface WatchOrder {
  readonly root: string;
  /** The file of the questions, relative to the folder. */
  readonly prompts: string;
  /** Of which week; null where none is looked at. */
  readonly draft: string | null;
  /** When the page was made that waits for changes, in milliseconds since 1970. */
  readonly since: number;
}

/** How long a change may rest before it is told: editors save in several steps. */
const settleMs = 15;
/** Where the system tells nothing, as on network drives, we look ourselves. */
const lookMs = 700;
/** File systems stamp changes with a clock that is a little behind. */
const stampMs = 50;
/** A letter that leaves changes its ledger with every message; it is told only so often. */
const sendingMs = 500;

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
  let resting: NodeJS.Timeout | undefined;
  let toldSendingAt = -Infinity;

  const look = async (isFirst = false): Promise<void> => {
    files = await filesOf(order);
    if (signal.aborted) return;
    for (const folder of new Set([...files.keys()].map((file) => dirname(file)))) follow(folder);
    const versions = new Map([...files.keys()].map((file) => [file, versionOf(file)]));
    const changed = new Set<Changed>();
    const isTooSoon = !isFirst && performance.now() - toldSendingAt < sendingMs;
    for (const file of new Set([...seen.keys(), ...versions.keys()])) {
      const before = seen.get(file);
      if (isFirst ? !hasChangedSince(file, order.since) : before === versions.get(file)) continue;
      const topic = files.get(file) ?? 'templates';
      if (topic === 'sending' && isTooSoon) {
        // It counts as unseen, and is told with the next look.
        versions.set(file, before ?? '');
        later();
      } else changed.add(topic);
    }
    seen = versions;
    if (changed.has('sending')) toldSendingAt = performance.now();
    if (changed.size > 0) onChange(changed);
  };
  const soon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void look(), settleMs);
  };
  const later = (): void => {
    resting ??= setTimeout(() => {
      resting = undefined;
      void look();
    }, sendingMs);
  };
  const follow = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) =>
        name !== null && isOfSending(name) ? later() : soon(),
      );
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
    clearTimeout(resting);
    for (const watcher of watchers.values()) watcher.close();
  });
  void look(true);
}

async function filesOf({ root, prompts, draft }: WatchOrder): Promise<Map<string, Changed>> {
  const files = new Map<string, Changed>([
    [join(root, 'newsletter.yaml'), 'settings'],
    [join(root, prompts), 'prompts'],
  ]);
  if (draft !== null) {
    const issue = join(root, 'issues', draft);
    files.set(join(issue, 'issue.md'), 'draft');
    for (const name of ofSending) files.set(join(issue, name), 'sending');
  }
  const templates = join(root, 'templates');
  const names = await readdir(templates, { recursive: true }).catch(() => []);
  for (const name of names) if (/\.(mjml|hbs)$/.test(name)) files.set(join(templates, name), 'templates');
  return files;
}

/** Whether a file was saved between the making of a page and the first look. */
function hasChangedSince(file: string, sinceMs: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs > sinceMs - stampMs;
}

const claim = 'send.lock';
/** What changes while a letter leaves; the last to go is its claim. */
const ofSending = ['issue.html', 'ledger.jsonl', 'diary.jsonl', claim];

function isOfSending(name: string): boolean {
  return ofSending.some((one) => name.startsWith(one));
}

/** A claim is renewed every few seconds; only whether it is there says something. */
function versionOf(file: string): string {
  const version = fileVersion(file);
  return basename(file) === claim && version !== '' ? 'claimed' : version;
}
