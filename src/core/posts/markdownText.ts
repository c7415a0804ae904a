import { withoutDirectives } from './directives.ts';
import { plainMdx } from './mdx.ts';
import { plainNote } from './obsidian.ts';
import { withoutPairs, withoutSpans } from './spans.ts';
import { withoutTemplateMarks } from './templateMarks.ts';

/** How the Markdown of a post is written. */
export interface MarkdownKind {
  readonly isMdx: boolean;
  readonly isNote: boolean;
  /** Where the teaser ends, besides `<!--more-->`. */
  readonly excerptSeparator?: string | undefined;
}

/** A post's text as Markdown without anything that only the blog's program understands. */
export interface ReadableText {
  readonly markdown: string;
  /** The part before `<!--more-->`, if there is one. */
  readonly teaser: string | undefined;
  /** The pictures inside, as they are written. */
  readonly pictures: readonly { readonly src: string; readonly alt: string }[];
}

/** More than any post has, and as much as is looked through of a file that is none. */
const readLength = 100_000;
/** How much of a post is rendered for its excerpt; a letter shows 45 words. */
const headLength = 1200;

const fence = /^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})(.*)$/;
const moreMark = /<!--\s*more\s*-->/i;
const codePair =
  /\{%-?\s*(highlight|raw|comment|schema|javascript|stylesheet)\b[^%]{0,300}%\}|\{\{[<%]-?\s*(highlight|mermaid|gallery|rawhtml|math|comment)\b[^{}]{0,500}[>%]\}\}/g;
/** One after the other: what is never closed must not keep the others. */
const scripts = ['script', 'style', 'svg', 'iframe', 'template', 'pre'].map((name) => ({
  open: new RegExp(String.raw`<${name}\b[^<>]{0,2000}>`, 'gi'),
  close: new RegExp(String.raw`</${name}\s*>`, 'gi'),
}));
/** What begins a line and never ends is hidden to the end, on the blog as here (CommonMark §4.6). */
const openScript = /^ {0,3}<(?:script|style)\b[^<>]{0,2000}>[^]*/im;
const blockTag =
  /<\/?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|t[dhr]|table|summary|details|section|article|aside|h[1-6]|figure|figcaption|blockquote)\b[^<>]*>/gi;
const htmlTag = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi;
const figure = /\{\{[<%]\s*(?:figure|image|img)\s([^{}]{1,1000}?)\/?\s*[>%]\}\}/g;
const siteAddress = /\{\{-?\s*(?:site|page)\.(?:base)?url\s*-?\}\}/g;
const filteredAddress =
  /\{\{-?\s*["']([^"'{}\n]{1,1000})["']\s*\|\s*(?:relative_url|absolute_url|url|relURL|absURL)\s*-?\}\}/g;
const kramdownLine = /^[ \t]*\{:[^{}\n]{0,500}\}[ \t]*$/gm;
const contents = /^[ \t]*(?:[-*][ \t]+.{0,100}\n\{:toc\}|\[\[?_?toc_?\]\]?)[ \t]*$/gim;
const footnote = /^\[\^[^\]\s]{1,100}\]:.*(?:\n[ \t]+\S.*)*/gm;
const footnoteMark = /\[\^[^\]\s]{1,100}\]/g;
const abbreviation = /^\*\[[^\]\n]{1,100}\]:.*$/gm;
const definition = /^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*\S.*$/gm;
const picture = /!\[([^\]\n]{0,1000})\]\(\s*<?([^\s)>]{1,2000})>?[^)\n]{0,500}\)|<img\b([^<>]{0,3000})>/g;

/** Takes out of a post's Markdown whatever no reader was meant to see: code, components, shortcodes, comments, HTML. */
export function readableText(body: string, kind: MarkdownKind): ReadableText {
  const whole = withoutMarks(withoutFences(body.slice(0, readLength)), kind);
  const separator = kind.excerptSeparator;
  const more = moreMark.exec(whole);
  const end = more?.index ?? (separator ? whole.indexOf(separator) : -1);
  const tidy = (text: string): string =>
    withoutTemplateMarks(withoutSpans(separator ? text.replaceAll(separator, '') : text, '<!--', '-->'))
      .replace(blockTag, ' ')
      .replace(htmlTag, '')
      .replace(/``|^[ \t]+$/gm, '');
  const teaser = end > 0 ? tidy(whole.slice(0, end)) : '';
  return {
    markdown: tidy(whole),
    teaser: /\p{L}{2}/u.test(teaser) ? teaser : undefined,
    pictures: picturesIn(whole),
  };
}

/** The beginning of a Markdown text, up to the end of a paragraph, with the addresses its links name further down. */
export function headOf(markdown: string): string {
  if (markdown.length <= headLength * 2) return markdown;
  const end = markdown.indexOf('\n\n', headLength);
  const length = end < 0 || end > headLength * 4 ? headLength : end;
  const definitions = markdown.slice(length).match(definition) ?? [];
  return [markdown.slice(0, length), '', ...definitions.slice(0, 200)].join('\n');
}

/** The words of Markdown without its signs: for counting and for what a text speaks of, not for showing. */
export function runningText(markdown: string): string {
  return markdown
    .replace(definition, '')
    .replace(/!\[[^\]\n]{0,1000}\]\([^)\n]{0,2000}\)/g, '')
    .replace(/\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])/g, ' ')
    .replace(/<?https?:\/\/[^\s>]+>?/g, '')
    .replace(/^[ \t]*(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+/gm, '')
    .replace(/[*_`[\]#|~=]+/g, ' ');
}

/** How many words there are to read. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
}

/** Code is nothing a reader reads in passing; marks inside it mean nothing either. */
function withoutFences(text: string): string {
  if (!text.includes('```') && !text.includes('~~~')) return text;
  let open: string | undefined;
  return text
    .split('\n')
    .filter((line) => {
      const [, marks, rest = ''] = fence.exec(line) ?? [];
      if (open === undefined) {
        if (marks === undefined || (marks.startsWith('`') && rest.includes('`'))) return true;
        open = marks;
        return false;
      }
      if (marks?.startsWith(open) && rest.trim() === '') open = undefined;
      return false;
    })
    .join('\n');
}

function withoutMarks(text: string, kind: MarkdownKind): string {
  let plain = withoutDirectives(text).replace(contents, '');
  if (plain.includes('{')) {
    plain = withoutPairs(plain, codePair, ([, liquid, hugo]) =>
      liquid === undefined
        ? new RegExp(String.raw`\{\{[<%]-?\s*/\s*${hugo}\b[^{}]{0,100}[>%]\}\}`, 'g')
        : new RegExp(String.raw`\{%-?\s*end${liquid}\b[^%]{0,100}%\}`, 'g'),
    )
      .replace(siteAddress, '')
      .replace(filteredAddress, '$1')
      .replace(
        figure,
        (_, attributes: string) => `![${attributeOf(attributes, 'alt')}](${attributeOf(attributes, 'src')})`,
      )
      .replace(kramdownLine, '');
    if (kind.isMdx) plain = withoutSpans(plain, '{/*', '*/}');
  }
  plain = plain.replace(footnote, '').replace(footnoteMark, '').replace(abbreviation, '');
  if (plain.includes('<'))
    plain = scripts
      .reduce((rest, { open, close }) => withoutPairs(rest, open, () => close), plain)
      .replace(openScript, '');
  if (kind.isMdx) plain = plainMdx(plain);
  return kind.isNote ? plainNote(plain) : plain;
}

function picturesIn(markdown: string): ReadableText['pictures'] {
  if (!markdown.includes('![') && !/<img\b/i.test(markdown)) return [];
  return [...markdown.matchAll(picture)].slice(0, 50).map(([, alt = '', src = '', tag]) => ({
    alt: tag === undefined ? alt : attributeOf(tag, 'alt'),
    src: tag === undefined ? src : attributeOf(tag, 'src'),
  }));
}

function attributeOf(attributes: string, name: string): string {
  return new RegExp(String.raw`\b${name}\s*=\s*(["'])([^"']{0,2000})\1`, 'i').exec(attributes)?.[2] ?? '';
}
