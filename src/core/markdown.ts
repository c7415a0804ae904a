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

function parserFor(language: Language): InstanceType<typeof MarkdownIt> {
  return new MarkdownIt({
    html: false,
    breaks: true,
    linkify: true,
    typographer: true,
    quotes: quotes[language],
  });
}
