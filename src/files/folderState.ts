import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { markOf } from '../core/mark.ts';
import { fileVersion } from './fileVersion.ts';

/** What of a newsletter folder can change while its author looks at a letter. */
export const watchedAspects = ['settings', 'prompts', 'templates', 'draft', 'sending'] as const;
export type WatchedAspect = (typeof watchedAspects)[number];

/** A newsletter folder, and one letter in it. */
export interface WatchedPlace {
  readonly root: string;
  /** The file of the questions, relative to the folder. */
  readonly prompts: string;
  /** Of which week; null where none is looked at. */
  readonly week: string | null;
}

/** The files that pages are made from: what each of them is, and in which version it stands; none has the empty version. */
export type FolderState = ReadonlyMap<string, { readonly aspect: WatchedAspect; readonly version: string }>;

/** The files of a folder as they are now; files that cannot be read count as missing. */
export async function readFolderState(place: WatchedPlace): Promise<FolderState> {
  const files = await filesOf(place);
  return new Map([...files].map(([file, aspect]) => [file, { aspect, version: versionOf(file) }]));
}

/** A short mark of each aspect, in the order of the aspects: another one whenever one of its files is another. */
export function marksOf(state: FolderState): readonly string[] {
  return watchedAspects.map((aspect) =>
    markOf(
      [...state]
        .filter(([, file]) => file.aspect === aspect)
        .map(([path, { version }]) => `${path} ${version}`)
        .toSorted()
        .join('\n'),
    ),
  );
}

/** A change of this file is one of a letter that is leaving: such files change with every message. */
export function isOfSending(name: string): boolean {
  return ofSending.some((one) => name.startsWith(one));
}

async function filesOf({ root, prompts, week }: WatchedPlace): Promise<ReadonlyMap<string, WatchedAspect>> {
  const files = new Map<string, WatchedAspect>([
    [join(root, 'newsletter.yaml'), 'settings'],
    [join(root, prompts), 'prompts'],
  ]);
  if (week !== null) {
    const issue = join(root, 'issues', week);
    files.set(join(issue, 'issue.md'), 'draft');
    for (const name of ofSending) files.set(join(issue, name), 'sending');
  }
  const templates = join(root, 'templates');
  const names = await readdir(templates, { recursive: true }).catch(() => []);
  for (const name of names) if (/\.(mjml|hbs)$/.test(name)) files.set(join(templates, name), 'templates');
  return files;
}

const claim = 'send.lock';
/** What changes while a letter leaves; the last to go is its claim. */
const ofSending = ['issue.html', 'ledger.jsonl', 'diary.jsonl', claim];

/** A claim is renewed every few seconds; only whether it is there says something. */
function versionOf(file: string): string {
  try {
    const version = fileVersion(file);
    return basename(file) === claim && version !== '' ? 'claimed' : version;
  } catch {
    // Forbidden, or a link that leads to itself: whoever reads the file says so.
    return '';
  }
}
