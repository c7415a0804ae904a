import type { Entry, Group } from './yamlEntries.ts';

/** The lines of an entry that has lines of its own. */
export interface EntryLines {
  /** Where the comments directly above it begin. */
  readonly lead: number;
  readonly from: number;
  readonly to: number;
  /** Behind the comments below it that are indented further than itself. */
  readonly tail: number;
}

/** The beginning of the line that a place stands in. */
function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the end of the line that a place stands in. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** How far an entry is indented. */
export function columnOf(text: string, { from }: Pick<Entry, 'from'>): number {
  return from - lineStart(text, from);
}

/** Whether nothing but blanks stands before an entry on its line. */
export function hasOwnLine(text: string, { from }: Pick<Entry, 'from'>): boolean {
  return text.slice(lineStart(text, from), from).trim() === '';
}

/** The lines of each entry of a list or group without brackets. */
export function linesOfEntries(text: string, { entries }: Pick<Group, 'entries'>): readonly EntryLines[] {
  const lines: EntryLines[] = [];
  for (const entry of entries) {
    const from = lineStart(text, entry.from);
    const to = lineEnd(text, entry.to);
    const floor = lines.at(-1)?.tail ?? 0;
    lines.push({ lead: leadOf(text, from, floor), from, to, tail: tailOf(text, to, columnOf(text, entry)) });
  }
  return lines;
}

/** Behind the comment lines from a place on that are indented further than a column. */
export function tailOf(text: string, from: number, column: number): number {
  let at = from;
  for (;;) {
    const end = lineEnd(text, at);
    const indent = /^ *(?=#)/.exec(text.slice(at, end))?.[0].length;
    if (indent === undefined || indent <= column) return at;
    at = end;
  }
}

function leadOf(text: string, from: number, floor: number): number {
  let at = from;
  while (at > floor) {
    const above = lineStart(text, at - 1);
    if (above < floor || !/^[ \t]*#/.test(text.slice(above, at))) return at;
    at = above;
  }
  return at;
}
