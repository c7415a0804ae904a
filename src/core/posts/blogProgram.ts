/** A program that makes a blog of a folder of files. */
export type BlogProgram = 'hugo' | 'jekyll' | 'astro' | 'eleventy';

/** Where Hugo's settings may lie instead of beside its content. */
export const settingsFolder = 'config/_default';

/** Which program a folder belongs to, told by the names in it (and in its folder of settings, with the path before). */
export function blogProgramOf(names: readonly string[]): BlogProgram | undefined {
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/^(?:config\/_default\/)?hugo\.(?:toml|ya?ml|json)$/)) return 'hugo';
  if (has(/^config\/_default\/config\.(?:toml|ya?ml|json)$/)) return 'hugo';
  if (has(/^_config\.(?:ya?ml|toml)$/)) return 'jekyll';
  if (has(/^astro\.config\.[cm]?[jt]s$/)) return 'astro';
  if (has(/^(?:\.eleventy\.js|eleventy\.config\.[cm]?[jt]s)$/)) return 'eleventy';
  // Only older versions of Hugo call it by so common a name.
  if (
    has(/^content$/) &&
    (has(/^config\.(?:toml|ya?ml|json)$/) || (has(/^config$/) && has(/^(?:archetypes|themes|layouts)$/)))
  )
    return 'hugo';
  return undefined;
}

/** Whether a folder is an Obsidian vault. */
export function isVault(names: readonly string[]): boolean {
  return names.includes('.obsidian');
}

/** The files of a blog that say how its addresses are made; read as data, never executed. */
export const settingsFiles: Readonly<Record<BlogProgram, readonly string[]>> = {
  hugo: [
    ...namesOf(['hugo', 'config']),
    ...namesOf(['hugo', 'config', 'permalinks', 'languages', 'frontmatter'], `${settingsFolder}/`),
  ],
  jekyll: ['_config.yml', '_config.yaml', '_config.toml'],
  astro: ['mjs', 'js', 'ts', 'mts', 'cjs'].map((ending) => `astro.config.${ending}`),
  eleventy: [],
};

function namesOf(names: readonly string[], folder = ''): readonly string[] {
  return names.flatMap((name) =>
    ['toml', 'yaml', 'yml', 'json'].map((ending) => `${folder}${name}.${ending}`),
  );
}

/** Folders of a program that hold no posts, below the folder its settings lie in. */
export function isForeign(program: BlogProgram, folderName: string): boolean {
  return foreign[program].includes(folderName);
}

const foreign: Readonly<Record<BlogProgram, readonly string[]>> = {
  hugo: [
    'archetypes',
    'assets',
    'data',
    'docs',
    'i18n',
    'layouts',
    'public',
    'resources',
    'static',
    'themes',
  ],
  jekyll: ['vendor', 'assets'],
  astro: ['public', 'dist'],
  eleventy: ['dist', 'public'],
};
