import { describe, expect, test } from 'vitest';
import { blogProgramOf, isVault } from '../../../src/core/posts/blogProgram.ts';
import { mayHoldPosts, readBlogSettings } from '../../../src/core/posts/blogSettings.ts';

describe('which program makes a blog of a folder', () => {
  test.each([
    [['hugo.yaml', 'content'], 'hugo'],
    [['config.toml', 'content', 'themes'], 'hugo'],
    [['config', 'content', 'layouts'], 'hugo'],
    [['config', 'config/_default/hugo.toml', 'content'], 'hugo'],
    [['config', 'config/_default/config.yaml', 'content'], 'hugo'],
    [['config', 'config/_default/menus.toml', 'content'], undefined],
    [['_config.yml', '_posts'], 'jekyll'],
    [['astro.config.ts', 'src'], 'astro'],
    [['.eleventy.js'], 'eleventy'],
    [['eleventy.config.mjs'], 'eleventy'],
    [['config.yaml', 'posts'], undefined],
    [['config', 'content'], undefined],
    [[], undefined],
  ])('%j: %s', (names, program) => expect(blogProgramOf(names)).toBe(program));

  test('a vault is one whatever else the folder is', () => {
    expect(isVault(['.obsidian', 'hugo.toml'])).toBe(true);
    expect(isVault(['obsidian'])).toBe(false);
  });
});

describe('the settings of a blog', () => {
  test('Hugo: of one file or of a folder, in any of its languages, whatever the capitals', () => {
    const yaml = readBlogSettings('hugo', [
      {
        name: 'hugo.yaml',
        text: 'BaseURL: https://b.example.org\npermalinks:\n  page:\n    posts: /:year/:slug/\n',
      },
    ]);
    expect(yaml).toMatchObject({ baseUrl: 'https://b.example.org/', permalinks: { posts: '/:year/:slug/' } });
    const parts = readBlogSettings('hugo', [
      { name: 'config/_default/hugo.toml', text: 'defaultContentLanguage = "de"' },
      { name: 'config/_default/languages.toml', text: '[de]\ncontentDir = "content/deutsch"\n[en]\n' },
      { name: 'config/_default/permalinks.toml', text: 'posts = "/:slug/"' },
    ]);
    expect(parts).toMatchObject({
      languages: ['de', 'en'],
      plainLanguage: 'de',
      contentFolders: { '': 'content', de: 'content/deutsch' },
      permalinks: { posts: '/:slug/' },
    });
  });

  test('Jekyll: its address is site and path', () => {
    const settings = readBlogSettings('jekyll', [
      { name: '_config.yml', text: 'url: "https://b.example.org"\nbaseurl: "/blog/"\npermalink: none\n' },
    ]);
    expect(settings).toMatchObject({
      baseUrl: 'https://b.example.org/blog',
      permalinks: { '': '/:categories/:title.html' },
    });
  });

  test('Astro: only an address in plain letters counts, none that is commented out or computed', () => {
    const siteOf = (text: string) => readBlogSettings('astro', [{ name: 'astro.config.mjs', text }]).baseUrl;
    expect(
      siteOf(
        "export default {\n  // site: 'https://x.example',\n  site: 'https://b.example',\n  base: '/a',\n};",
      ),
    ).toBe('https://b.example/a');
    expect(siteOf('site: `https://${host}`')).toBeUndefined();
    expect(siteOf("  site: process.env.SITE ?? 'https://b.example',")).toBeUndefined();
  });

  test.each([
    ['hugo', 'hugo.toml', 'baseURL = '],
    ['hugo', 'hugo.toml', 'baseURL = "http://localhost:1313/"'],
    ['jekyll', '_config.yml', 'url: [a\n'],
    ['jekyll', '_config.yml', 'url: http://127.0.0.1:4000\ndefaults: 7\n'],
    ['jekyll', '_config.yml', 'url: javascript:alert(1)\ndefaults: [[], null]\n'],
  ] as const)('what cannot be used is left to the defaults: %s %s %j', (program, name, text) => {
    expect(readBlogSettings(program, [{ name, text }]).baseUrl).toBeUndefined();
  });

  test('Hugo has posts below its content only', () => {
    const settings = readBlogSettings('hugo', []);
    expect(['', 'content', 'content/posts'].every((folder) => mayHoldPosts('hugo', folder, settings))).toBe(
      true,
    );
    expect(mayHoldPosts('hugo', 'brief/posts', settings)).toBe(false);
  });
});
