import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { YamlPath } from './yamlChange.ts';

/** One key with its value, or one item of a list, and where it stands in the text. */
export interface Entry {
  readonly key: string | null;
  readonly value: Node | null;
  /** Where its key or its dash begins; in a list on one line, its value. */
  readonly from: number;
  /** Behind the colon; where it begins for an item of a list. */
  readonly colon: number;
  /** Behind its last character. */
  readonly to: number;
}

/** A list or a group of keys. */
export interface Group {
  readonly isList: boolean;
  /** Whether it is written in brackets. */
  readonly isFlow: boolean;
  readonly entries: readonly Entry[];
  readonly from: number;
  readonly to: number;
}

/** A YAML text whose pieces know where they stand. */
export interface YamlEntries {
  /** The list or group at a path; undefined where there is none, or it is only pointed to. */
  groupAt(path: YamlPath): Group | undefined;
}

/** Reads where the pieces of a text stand; its line ends are `\n`. */
export function readEntries(text: string): YamlEntries {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'error' });
  return {
    groupAt(path) {
      const node = path.length === 0 ? document.contents : document.getIn([...path], true);
      if (isMap(node)) return groupOf(text, node, entriesOfMap(text, node));
      return isSeq(node) ? groupOf(text, node, entriesOfList(text, node)) : undefined;
    },
  };
}

/** Where a value begins and ends, without the blank lines that may belong to it. */
export function rangeOf(text: string, node: Node): readonly [from: number, to: number] {
  const [from, to] = node.range ?? [0, 0];
  if (isCollection(node) && node.flow !== true) return [from, endOfLast(text, node) ?? to];
  const written = text.slice(from, to);
  const blank = written.slice(written.trimEnd().length);
  // In a text over several lines, blanks that stand further in, and lines that `|+` keeps, are part of it.
  const isPartOfIt = isBlockText(node) && (/\n +(?=\n|$)/.test(blank) || /^[|>]\d?\+/.test(written));
  return [from, isPartOfIt ? to - (written.endsWith('\n') ? 1 : 0) : to - blank.length];
}

function isBlockText(node: Node): boolean {
  return isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL');
}

/** Whether a value is a list or a group without brackets. */
export function isBlock(node: Node | null): boolean {
  return isCollection(node) && node.flow !== true;
}

/** Whether a value is nothing, written out or not. */
export function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null) || (isSeq(node) && node.items.length === 0);
}

function endOfLast(text: string, collection: YAMLMap | YAMLSeq): number | undefined {
  const last = collection.items.at(-1);
  const end = isPair(last) ? (last.value ?? last.key) : last;
  return isNode(end) ? rangeOf(text, end)[1] : undefined;
}

function groupOf(
  text: string,
  node: YAMLMap | YAMLSeq,
  entries: readonly (Entry | undefined)[],
): Group | undefined {
  const known = entries.filter((entry) => entry !== undefined);
  if (known.length < entries.length) return undefined;
  const [from, to] = rangeOf(text, node);
  return { isList: isSeq(node), isFlow: node.flow === true, entries: known, from, to };
}

function entriesOfMap(text: string, map: YAMLMap): readonly (Entry | undefined)[] {
  return map.items.map((pair) => entryOfPair(text, pair));
}

function entryOfPair(text: string, { key, value, srcToken }: Pair): Entry | undefined {
  if (!isScalar(key) || !key.range || !srcToken) return undefined;
  const colon = srcToken.sep?.find(({ type }) => type === 'map-value-ind');
  // A key with a question mark, an anchor or a tag is left to other ways.
  if (!colon || srcToken.start.some(({ type }) => /explicit|anchor|tag/.test(type))) return undefined;
  const node = isNode(value) ? value : null;
  const behind = colon.offset + 1;
  const to = node ? rangeOf(text, node)[1] : behind;
  return { key: String(key.value), value: node, from: key.range[0], colon: behind, to };
}

function entriesOfList(text: string, list: YAMLSeq): readonly (Entry | undefined)[] {
  const tokens = list.srcToken && 'items' in list.srcToken ? list.srcToken.items : [];
  return list.items.map((item, place) => {
    if (!isNode(item)) return undefined;
    const [from, to] = rangeOf(text, item);
    if (list.flow === true)
      return isPair(item) || (!isAlias(item) && item.anchor !== undefined)
        ? undefined
        : { key: null, value: item, from, colon: from, to };
    const dash = tokens[place]?.start.find(({ type }) => type === 'seq-item-ind');
    if (!dash) return undefined;
    return {
      key: null,
      value: item,
      from: dash.offset,
      colon: dash.offset + 1,
      to: Math.max(to, dash.offset + 1),
    };
  });
}
