import { isScalar } from 'yaml';
import type { YamlChange, YamlPath } from './yamlChange.ts';
import { commentsIn } from './yamlComments.ts';
import {
  isBlock,
  isNothing,
  rangeOf,
  readEntries,
  type Entry,
  type Group,
  type YamlEntries,
} from './yamlEntries.ts';
import { columnOf, hasOwnLine, lineEnd, linesOfEntries, tailOf } from './yamlLines.ts';
import { spliced, type Splice } from './yamlSplice.ts';
import { itemLines, linesBelowKey, valueBehindKey, valueInBrackets, type YamlStyle } from './yamlWriting.ts';

/**
 * A text after a change, with every character outside of it as it was; undefined where the text is written in a way this does not
 * know. Whether it says what was wanted is for the caller to prove.
 */
export function changeInPlace(source: string, change: YamlChange): string | undefined {
  return spliced(source, (text) => {
    const place: Place = { text, entries: readEntries(text), path: change.path };
    switch (change.does) {
      case 'set':
        return set(place, change);
      case 'remove':
        return remove(place);
      case 'add':
        return add(place, change.items);
      case 'move':
        return move(place, change.from, change.to);
      case 'drop':
        return drop(place, change.at);
    }
  });
}

interface Place {
  readonly text: string;
  readonly entries: YamlEntries;
  readonly path: YamlPath;
}

type Splices = readonly Splice[] | undefined;
type SetOrder = Omit<Extract<YamlChange, { does: 'set' }>, 'does' | 'path'>;

function set(place: Place, order: SetOrder): Splices {
  const { text, entries, path } = place;
  const parent = path.slice(0, -1);
  const key = path.at(-1);
  const group = entries.groupAt(parent);
  if (key === undefined) return undefined;
  if (!group || (group.entries.length === 0 && !group.isFlow))
    return parent.length === 0 || typeof key === 'number'
      ? undefined
      : set({ ...place, path: parent }, { to: { [key]: order.to }, isFlow: true });
  const entry = entryAt(group, key);
  if (entry) return replaced(place, group, entry, order);
  return typeof key === 'string' ? inserted(text, group, key, order, styleOf(entries, text)) : undefined;
}

function entryAt({ entries, isList }: Group, key: string | number): Entry | undefined {
  if (typeof key === 'number') return isList ? entries[key] : undefined;
  return isList ? undefined : entries.find((entry) => entry.key === key);
}

function replaced({ text, entries }: Place, group: Group, entry: Entry, order: SetOrder): Splices {
  const { value } = entry;
  const { to, isFlow = false } = order;
  const type = isScalar(value) ? (value.type ?? null) : null;
  if (group.isFlow) return [replacedValue(text, entry, valueInBrackets(to, type))];
  const column = columnOf(text, entry);
  if (!isFlow && isFilled(to)) {
    if (!isNothing(value) || entry.key === null) return undefined;
    return begun(text, entry, linesBelowKey(to, column, styleOf(entries, text)));
  }
  const put = valueBehindKey(entry.key ?? '-', to, column, type);
  if (!isBlock(value)) return [replacedValue(text, entry, put)];
  const rest = lineEnd(text, entry.colon);
  if (!/^[ \t]*(?:#.*)?\n$/.test(text.slice(entry.colon, rest))) return undefined;
  const end = lineEnd(text, entry.to);
  return [
    { from: entry.colon, to: entry.colon, put: ` ${put}` },
    {
      from: rest,
      to: end,
      put: commentLines(text, rest, end, columnOf(text, { from: firstIn(text, rest) })),
    },
  ];
}

/** Another value on the line of its key; a remark beside the bar of a text over several lines stays beside it. */
function replacedValue(text: string, { value, colon }: Entry, put: string): Splice {
  const [from, to] = value ? rangeOf(text, value) : [colon, colon];
  if (from === to) return { from: colon, to: colon, put: ` ${put}` };
  const remarks = commentsIn(text)
    .filter((comment) => comment.from > from && comment.from < to)
    .map((comment) => ` ${comment.text}`);
  return { from, to, put: put + remarks.join('') };
}

function inserted(
  text: string,
  group: Group,
  key: string,
  { to, after, isFlow = false }: SetOrder,
  style: YamlStyle,
): Splices {
  const at = group.entries.findIndex((entry) => entry.key === after);
  const place = at < 0 ? group.entries.length - 1 : at;
  const neighbour = group.entries[place];
  if (group.isFlow) return behindInBrackets(text, group, neighbour, `${key}: ${valueInBrackets(to)}`);
  const lines = linesOfEntries(text, group)[place];
  if (!neighbour || !lines) return undefined;
  const column = columnOf(text, neighbour);
  const value =
    isFilled(to) && !isFlow
      ? `\n${linesBelowKey(to, column, style)}`
      : ` ${valueBehindKey(key, to, column, null)}\n`;
  return [{ from: lines.tail, to: lines.tail, put: `${' '.repeat(column)}${key}:${value}` }];
}

function behindInBrackets(text: string, group: Group, neighbour: Entry | undefined, put: string): Splices {
  if (neighbour) return [{ from: neighbour.to, to: neighbour.to, put: `, ${put}` }];
  if (text.slice(group.from + 1, group.to - 1).trim() !== '') return undefined;
  return [{ from: group.from, to: group.to, put: group.isList ? `[${put}]` : `{ ${put} }` }];
}

function add(place: Place, items: readonly unknown[]): Splices {
  const { text, entries, path } = place;
  const key = path.at(-1);
  const parent = entries.groupAt(path.slice(0, -1));
  if (items.length === 0 || !parent || typeof key !== 'string') return undefined;
  const entry = entryAt(parent, key);
  const style = styleOf(entries, text);
  if (!entry) return inserted(text, parent, key, { to: items }, style);
  const list = entries.groupAt(path);
  const last = list?.entries.at(-1);
  if (list && last) {
    if (list.isFlow)
      return behindInBrackets(text, list, last, items.map((item) => valueInBrackets(item)).join(', '));
    const tail = linesOfEntries(text, list).at(-1)?.tail ?? lineEnd(text, last.to);
    return [{ from: tail, to: tail, put: itemLines(items, columnOf(text, last)) }];
  }
  if (!isNothing(entry.value)) return undefined;
  if (parent.isFlow)
    return [replacedValue(text, entry, `[${items.map((item) => valueInBrackets(item)).join(', ')}]`)];
  return begun(text, entry, linesBelowKey(items, columnOf(text, entry), style));
}

/** Puts lines below a key that had nothing, behind what is remarked there. */
function begun(text: string, entry: Entry, put: string): Splices {
  const { value, colon } = entry;
  const [from, to] = value ? rangeOf(text, value) : [colon, colon];
  const behind = tailOf(text, lineEnd(text, to), columnOf(text, entry));
  return [
    { from: colon, to: from === to ? colon : to, put: '' },
    { from: behind, to: behind, put },
  ];
}

function remove({ text, entries, path }: Place): Splices {
  const group = entries.groupAt(path.slice(0, -1));
  const key = path.at(-1);
  const at = group?.entries.findIndex((entry) => entry.key === key) ?? -1;
  return group && at >= 0 ? takenOut(text, entries, path.slice(0, -1), group, at) : undefined;
}

function drop({ text, entries, path }: Place, at: number): Splices {
  const list = entries.groupAt(path);
  return list ? takenOut(text, entries, path, list, at) : undefined;
}

/** A list or group without one of its entries; what is remarked on that stays where it was. */
function takenOut(text: string, entries: YamlEntries, path: YamlPath, group: Group, at: number): Splices {
  const entry = group.entries[at];
  if (!entry) return undefined;
  const empty = group.isList ? '[]' : '{}';
  const isLast = group.entries.length === 1;
  if (group.isFlow) {
    if (isLast) return [{ from: group.from, to: group.to, put: empty }];
    const [before, behind] = [group.entries[at - 1], group.entries[at + 1]];
    return [{ from: before?.to ?? entry.from, to: before ? entry.to : (behind?.from ?? entry.to), put: '' }];
  }
  const lines = linesOfEntries(text, group)[at];
  if (!lines || !hasOwnLine(text, entry)) return undefined;
  const cut = {
    from: lines.from,
    to: lines.to,
    put: commentLines(text, lines.from, lines.to, columnOf(text, entry)),
  };
  if (!isLast) return [cut];
  const key = path.at(-1);
  const parent = entries.groupAt(path.slice(0, -1));
  const owner = key === undefined ? undefined : parent && entryAt(parent, key);
  return owner && owner.key !== null
    ? [{ from: owner.colon, to: owner.colon, put: ` ${empty}` }, cut]
    : undefined;
}

/** The entries change places; what stands between them, blank lines and commas, stays where it is. */
function move({ text, entries, path }: Place, from: number, to: number): Splices {
  const list = entries.groupAt(path);
  if (!list?.isList || from === to || !list.entries[from] || !list.entries[to]) return undefined;
  if (!list.isFlow && !list.entries.every((entry) => hasOwnLine(text, entry))) return undefined;
  const pieces = list.isFlow
    ? list.entries
    : linesOfEntries(text, list).map(({ lead, tail }) => ({ from: lead, to: tail }));
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const places = pieces.slice(first, last + 1);
  const order = [...places];
  order.splice(to - first, 0, ...order.splice(from - first, 1));
  return places.map((piece, at) => {
    const put = order[at] ?? piece;
    return { from: piece.from, to: piece.to, put: text.slice(put.from, put.to) };
  });
}

/** The comments of some lines, on lines of their own. */
function commentLines(text: string, from: number, to: number, column: number): string {
  return commentsIn(text)
    .filter((comment) => comment.from >= from && comment.from < to)
    .map((comment) => `${' '.repeat(column)}${comment.text}\n`)
    .join('');
}

function firstIn(text: string, from: number): number {
  return from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
}

/** A value that stands on lines of its own, if it is not put in brackets. */
function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** How a text indents, told by its first group and its first list. */
function styleOf(entries: YamlEntries, text: string): YamlStyle {
  const indents = (entries.groupAt([])?.entries ?? []).flatMap((entry) => {
    const inner = entry.key !== null && isBlock(entry.value) ? entries.groupAt([entry.key]) : undefined;
    const [first] = inner?.entries ?? [];
    const indent = first ? columnOf(text, first) - columnOf(text, entry) : 0;
    return inner && first ? [{ isList: inner.isList, indent }] : [];
  });
  return {
    group: indents.find(({ isList }) => !isList)?.indent ?? 2,
    list: indents.find(({ isList }) => isList)?.indent ?? 2,
  };
}
