import MarkdownIt from 'markdown-it';
import type { Language } from './errors.ts';

const quotes: Record<Language, string> = { de: '„“‚‘', en: '“”‘’' };

/**
 * Markdown as HTML, with the typography of the language. HTML inside the Markdown is shown as text, and
 * markdown-it refuses `javascript:` and `data:` links by itself.
 */
export function markdownToHtml(markdown: string, language: Language): string {
  return new MarkdownIt({ html: false, linkify: true, typographer: true, quotes: quotes[language] }).render(
    markdown,
  );
}
