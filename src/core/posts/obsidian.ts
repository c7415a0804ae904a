import { withoutSpans } from './spans.ts';

const callout = /^((?:[ \t]*>)+[ \t]*)\[![\w-]{1,50}(?:\|[^\]\n]{0,100})?\][+-]?[ \t]*(.*)$/gm;
const embed = /!\[\[[^\]\n]{0,1000}\]\]/g;
const wikiLink = /\[\[([^\]|\n]{0,1000}?)(?:\\?\|([^\]\n]{0,1000}))?\]\]/g;
const blockId = /[ \t]\^[\w-]{1,60}[ \t]*$/gm;
const tag = /(^|[\s(])#([\p{L}\p{N}_/-]*\p{L}[\p{L}\p{N}_/-]*)/gmu;
/** A line of nothing but tags, as many notes end with. */
const tagLine = /^[ \t]*(?:#[\p{L}\p{N}_/-]+[ \t]*)+$/gmu;

/** A note of Obsidian as plain Markdown: links as their words, without embeds, comments and the ids of blocks. */
export function plainNote(markdown: string): string {
  return withoutSpans(markdown, '%%', '%%')
    .replace(embed, '')
    .replace(wikiLink, (_, target: string, label: string | undefined) => label ?? nameOf(target))
    .replace(callout, (_, start: string, title: string) =>
      title === '' ? start : `${start}${title}\n${start}`,
    )
    .replace(/==(?=\S)([^\n=]{1,2000}?)==/g, '$1')
    .replace(blockId, '')
    .replace(tagLine, '')
    .replace(tag, '$1$2');
}

/** The tags that stand in the text of a note. */
export function tagsOfNote(markdown: string): readonly string[] {
  return [...markdown.matchAll(tag)].map(([, , name = '']) => name);
}

/** `Notes/Trust#First` → `Trust`; a link inside the note is called by its heading. */
function nameOf(target: string): string {
  const [path = '', heading = ''] = target.split('#');
  return (path === '' ? heading.replace(/^\^.*/, '') : (path.split('/').at(-1) ?? '')).trim();
}
