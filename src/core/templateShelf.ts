import { baseLook, lookNames, type LookName } from './look.ts';
import { nearestName } from './nearestName.ts';
import type { TemplateFiles } from './render/templates.ts';

/** The templates that come with the program, and those of an author's own folder, by their path below templates/. */
export interface TemplateShelf {
  readonly program: TemplateFiles;
  readonly own: TemplateFiles;
}

/** One template file, and whose it is. */
export interface ShelvedTemplate {
  readonly file: string;
  /** `same` is an author's copy that says nothing else than the program's; `added` has no counterpart there. */
  readonly source: 'program' | 'same' | 'changed' | 'added';
}

/** What letters are made from: an author's own file stands in for the program's of the same path. */
export function templatesInUse({ program, own }: TemplateShelf): TemplateFiles {
  return { ...program, ...own };
}

/** Every template with its source, in the order of their paths. */
export function shelvedTemplates({ program, own }: TemplateShelf): readonly ShelvedTemplate[] {
  const files = [...new Set([...Object.keys(program), ...Object.keys(own)])].toSorted();
  return files.map((file) => {
    const copy = own[file];
    const original = program[file];
    if (copy === undefined) return { file, source: 'program' };
    if (original === undefined) return { file, source: 'added' };
    return { file, source: isSameText(copy, original) ? 'same' : 'changed' };
  });
}

/** Whatever system saved it last. */
function isSameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n').trimEnd() === other.replaceAll('\r\n', '\n').trimEnd();
}

/** What a file belongs to: a look, what all looks share, other mails, or the public pages. */
export type TemplateGroup = LookName | 'mails' | 'pages';

/** The groups, in the order they are told. */
export const templateGroups: readonly TemplateGroup[] = [...lookNames, 'mails', 'pages'];

const mailFiles = /^(?:author|confirm|notice|partials\/(?:service|imprint\.txt))/;

/** The group of a file. */
export function groupOf(file: string): TemplateGroup {
  const look = lookNames.find((name) => file.startsWith(`looks/${name}/`));
  if (look !== undefined) return look;
  if (file.startsWith('pages/')) return 'pages';
  return mailFiles.test(file) ? 'mails' : baseLook;
}

/** What a name means: files of the program, one of several, or nothing. */
export type NamedTemplates =
  | { readonly files: readonly string[] }
  | { readonly several: readonly string[] }
  | { readonly nearest: string | undefined };

/** Finds the program's files by a look or group, a path, or the short name of one file; of looks, the one in use comes first. */
export function templatesNamed(name: string, { program }: TemplateShelf, look: LookName): NamedTemplates {
  const files = Object.keys(program).toSorted();
  const asked = name.replace(/^(?:\.?\/)?templates\//, '');
  if (files.includes(asked)) return { files: [asked] };
  const group = templateGroups.find((one) => one === asked);
  if (group !== undefined) return { files: files.filter((file) => groupOf(file) === group) };
  const alike = files.filter((file) => shortName(file) === asked || file.split('/').at(-1) === asked);
  const ofLook = alike.filter((file) => file.startsWith(`looks/${look}/`));
  const shared = alike.filter((file) => !file.startsWith('looks/'));
  const found = [ofLook, shared, alike].find((some) => some.length > 0) ?? [];
  if (found.length === 1) return { files: found };
  if (found.length > 1) return { several: found };
  return { nearest: nearestName(asked, [...templateGroups, ...files, ...files.map(shortName)], 3) };
}

function shortName(file: string): string {
  const [last = ''] = (file.split('/').at(-1) ?? '').split('.');
  return last;
}
