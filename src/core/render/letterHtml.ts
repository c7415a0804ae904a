import type { Language } from '../errors.ts';
import { markdownToHtml } from '../markdown.ts';
import type { Palette } from './color.ts';
import type { Fonts } from './fonts.ts';
import { stripSlotMarks } from './slots.ts';

/** What a letter is painted with. */
interface Paint {
  readonly palette: Palette;
  readonly fonts: Fonts;
}

/** The author's words as HTML for a mail: styles inline, headings below the letter's own first one. */
export function letterToHtml(markdown: string, language: Language, paint: Paint): string {
  if (markdown.trim() === '') return '';
  // After Markdown, because it turns `&#xE5A1;` into the character itself.
  const html = withHeadingsFrom(2, stripSlotMarks(markdownToHtml(markdown, language)));
  const styles = stylesOf(paint);
  // markdown-it escapes every < of the author's, so each tag found here is one it made itself.
  return html.replaceAll(/<([a-z][a-z0-9]*)(?=[ >])/g, (tag, name: string) => {
    const style = styles[name];
    return style === undefined ? tag : `<${name} ${style}`;
  });
}

/** Moves the headings below `first` and closes gaps, so that nobody who listens to headings misses a level. */
function withHeadingsFrom(first: number, html: string): string {
  const used = [...new Set(Array.from(html.matchAll(/<h([1-6])>/g), (match) => Number(match[1])))].sort(
    (one, other) => one - other,
  );
  return html.replaceAll(
    /<(\/?)h([1-6])>/g,
    (_, slash: string, level: string) => `<${slash}h${Math.min(first + used.indexOf(Number(level)), 6)}>`,
  );
}

function stylesOf({ palette, fonts }: Paint): Readonly<Record<string, string>> {
  const { accent, ink, rule, quiet } = palette;
  const heading = (size: number): string =>
    `class="ink" style="margin:32px 0 12px;font-family:${fonts.heading};font-size:${size}px;line-height:1.3;font-weight:${fonts.weight};color:${ink}"`;
  return {
    p: 'style="margin:0 0 18px"',
    h2: heading(23),
    h3: heading(20),
    h4: heading(18),
    a: `class="accent" style="color:${accent};text-decoration:underline"`,
    ul: 'style="margin:0 0 18px;padding:0 0 0 24px"',
    ol: 'style="margin:0 0 18px;padding:0 0 0 26px"',
    li: 'style="margin:0 0 6px"',
    blockquote: `class="rule quiet" style="margin:0 0 18px;padding:0 0 0 18px;border-left:2px solid ${rule};color:${quiet};font-style:italic"`,
    hr: `class="rule" style="margin:28px auto;width:64px;border:0;border-top:1px solid ${rule}"`,
    img: `class="quiet picture" style="display:block;max-width:100%;height:auto;border-radius:6px;font-size:14px;line-height:1.5;font-style:italic;color:${quiet}"`,
    table: 'cellpadding="6" style="margin:0 0 18px;border-collapse:collapse"',
    pre: 'style="margin:0 0 18px;white-space:pre-wrap"',
  };
}
