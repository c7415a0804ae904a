import MarkdownIt from 'markdown-it';
import type { Language } from './errors.ts';

const quotes: Record<Language, string> = { de: '„“‚‘', en: '“”‘’' };

/**
 * Markdown as HTML, with the typography of the language. A line break stays one, as people expect who write letters.
 * HTML inside the Markdown is shown as text, and markdown-it refuses `javascript:` and `data:` links by itself.
 */
export function markdownToHtml(markdown: string, language: Language): string {
  return parserFor(language).render(markdown);
}

/** The addresses of all links and pictures, each with the line its paragraph begins at (from 1). */
export function addressesIn(
  markdown: string,
): readonly { readonly address: string; readonly line: number }[] {
  return parserFor('en')
    .parse(markdown, {})
    .flatMap((block) =>
      (block.children ?? []).flatMap((token) => {
        const address = token.attrGet('href') ?? token.attrGet('src');
        return address === null ? [] : [{ address: String(address), line: (block.map?.[0] ?? 0) + 1 }];
      }),
    );
}

/** The same as `markdownToHtml`, without blocks of code: what is left is read, not typed. */
export function proseToHtml(markdown: string, language: Language): string {
  return proseParsers[language].render(markdown);
}

function parserFor(language: Language): Parser {
  return parsers[language];
}

type Parser = InstanceType<typeof MarkdownIt>;

// Made once: thousands of posts are read with them, and each knows nothing of the text before.
const parsers: Readonly<Record<Language, Parser>> = { de: newParser('de'), en: newParser('en') };
const proseParsers: Readonly<Record<Language, Parser>> = {
  de: withoutCode(newParser('de')),
  en: withoutCode(newParser('en')),
};

function newParser(language: Language): Parser {
  return new MarkdownIt({
    html: false,
    breaks: true,
    linkify: true,
    typographer: true,
    quotes: quotes[language],
  });
}

function withoutCode(parser: Parser): Parser {
  parser.renderer.rules['fence'] = () => '';
  parser.renderer.rules['code_block'] = () => '';
  return parser;
}
