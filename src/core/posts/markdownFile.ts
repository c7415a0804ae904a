/** A Markdown file of a folder of posts. */
export interface MarkdownFile {
  /** As messages and the post's id name it: `posts/2026-11-20-title.md`. */
  readonly path: string;
  /** The path inside the folder of posts: `2026-11-20-title.md`, `2026/title.md`. */
  readonly pathInFolder: string;
  readonly text: string;
}

/** What the name of a file says of its post. */
export interface FileName {
  /** Without date and ending; `title/index.md` is named by its folder. */
  readonly slug: string;
  /** Without the ending, the date still there. */
  readonly full: string;
  /** `2026-11-20`, whatever the number of digits. */
  readonly date: string | undefined;
  /** `de` of `title.de.md`. */
  readonly language: string | undefined;
  /** The folders above, without the one that is the post's own. */
  readonly folders: readonly string[];
  /** Whether the post has a folder of its own, where its pictures lie. */
  readonly isBundle: boolean;
}

const ending = /\.(?:md|markdown|mdown|mdx)$/i;
const dated = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ]+(.+))?$/;

/** Whether a file's name is one of a Markdown text. */
export function isMarkdownName(name: string): boolean {
  return ending.test(name);
}

/** Takes a path apart. A language counts only where it is one of `languages`, or looks like one and nobody listed any. */
export function fileNameOf(path: string, languages?: readonly string[]): FileName {
  const parts = path.replace(ending, '').split('/');
  const { bare, language } = withoutLanguage(parts.at(-1) ?? '', languages);
  const isBundle = bare === 'index' && parts.length > 1;
  const full = isBundle ? (parts.at(-2) ?? bare) : bare;
  const [, year, month, day, slug] = dated.exec(full) ?? [];
  const date =
    year === undefined
      ? undefined
      : `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  const folders = parts.slice(0, isBundle ? -2 : -1);
  return { slug: date === undefined ? full : (slug ?? full), full, date, language, folders, isBundle };
}

function withoutLanguage(
  name: string,
  languages: readonly string[] | undefined,
): { readonly bare: string; readonly language: string | undefined } {
  const [, bare, language] = /^(.+)\.([a-z]{2}(?:-[a-z]{2,4})?)$/i.exec(name) ?? [];
  const isOne =
    language !== undefined &&
    languages !== undefined &&
    (languages.length === 0 || languages.includes(language.toLowerCase()));
  return bare !== undefined && isOne ? { bare, language } : { bare: name, language: undefined };
}
