import {
  Pair,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { YamlChange, YamlPath } from './yamlChange.ts';

/**
 * A text after a change, written anew: for texts whose pieces lean on one another, such as aliases. Lines that are longer than
 * usual are folded, and texts may get other quotation marks. Whether it says what was wanted is for the caller to prove.
 */
export function changeDocument(source: string, change: YamlChange): string | undefined {
  const document = parseDocument(source.replaceAll('\r\n', '\n'), { uniqueKeys: false, logLevel: 'error' });
  writeOutAliases(document);
  if (!isChanged(document, change)) return undefined;
  const lineEnd = /\r?\n/.exec(source)?.[0] ?? '\n';
  const yaml = document.toString({ lineWidth: 100 });
  return (source.endsWith('\n') ? yaml : yaml.replace(/\n$/, '')).replaceAll('\n', lineEnd);
}

/** Writes out what stands in the document once and is only pointed to elsewhere, so that a change is one of one place alone. */
function writeOutAliases(document: Document): void {
  let hasAliases = false;
  visit(document, {
    Alias: (_, alias) => {
      hasAliases = true;
      const node = document.createNode(alias.toJS(document));
      if (typeof alias.comment === 'string') node.comment = alias.comment;
      if (typeof alias.commentBefore === 'string') node.commentBefore = alias.commentBefore;
      return node;
    },
  });
  if (!hasAliases) return;
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && !isPair(node) && 'anchor' in node) delete node.anchor;
    },
  });
}

/** Makes a change, where there is what it changes. */
function isChanged(document: Document, change: YamlChange): boolean {
  const key = change.path.at(-1);
  if (change.does === 'move' || change.does === 'drop') {
    const list = nodeAt(document, change.path);
    if (!isSeq(list)) return false;
    const at = change.does === 'move' ? change.from : change.at;
    const [item] = list.items.splice(at, 1);
    if (change.does === 'move') list.items.splice(change.to, 0, item);
    else keepRemarks(list, at, item);
    return true;
  }
  if (change.does === 'add') {
    const list = nodeAt(document, change.path);
    if (!isSeq(list)) return isSet(document, change.path, change.items);
    if (list.items.length === 0) list.flow = false;
    for (const item of change.items) list.add(document.createNode(item));
    return true;
  }
  if (change.does === 'set') return isSet(document, change.path, change.to, change.after);
  const parent = nodeAt(document, change.path.slice(0, -1));
  const at = isMap(parent) ? placeOf(parent, key) : -1;
  if (!isMap(parent) || at < 0) return false;
  const [removed] = parent.items.splice(at, 1);
  const remarks = [...remarksOf(removed?.key), ...remarksOf(removed?.value)];
  const next = parent.items[at]?.key;
  remark(isNode(next) ? next : parent, isNode(next) ? 'commentBefore' : 'comment', remarks);
  return true;
}

function isSet(document: Document, path: YamlPath, to: unknown, after?: string): boolean {
  const parent = nodeAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (isSeq(parent) && typeof key === 'number') {
    parent.set(key, to);
    return true;
  }
  if (!isMap(parent)) {
    if (path.length < 2 || typeof key !== 'string') return false;
    return isSet(document, path.slice(0, -1), { [key]: to });
  }
  const pair = parent.items[placeOf(parent, key)];
  if (!pair) {
    const at = placeOf(parent, after);
    const added = new Pair(document.createNode(key), document.createNode(to));
    parent.items.splice(at < 0 ? parent.items.length : at + 1, 0, added);
  } else if (isScalar(pair.value) && (typeof to !== 'object' || to === null)) pair.value.value = to;
  else {
    const remarks = remarksOf(pair.value);
    pair.value = document.createNode(to);
    if (isNode(pair.key)) remark(pair.key, 'commentBefore', remarks);
  }
  return true;
}

/** What was remarked on an item that goes stays above the next one. */
function keepRemarks(list: YAMLSeq, at: number, dropped: unknown): void {
  const next = list.items[at];
  if (isNode(next)) remark(next, 'commentBefore', remarksOf(dropped), true);
  else remark(list, 'comment', remarksOf(dropped), true);
  if (list.items.length === 0) list.flow = true;
}

function remark(
  node: { commentBefore?: string | null | undefined; comment?: string | null | undefined },
  where: 'commentBefore' | 'comment',
  remarks: readonly string[],
  isAbove = false,
): void {
  const present = node[where] ?? '';
  const all = [
    ...(isAbove ? remarks : []),
    ...(present === '' ? [] : [present]),
    ...(isAbove ? [] : remarks),
  ];
  if (all.length > 0) node[where] = all.join('\n');
}

/** All comments in a piece of a document, which go with it unless they are put elsewhere. */
function remarksOf(piece: unknown): readonly string[] {
  const remarks: string[] = [];
  const note = (text: string | null | undefined): void => {
    if (typeof text === 'string' && text !== '') remarks.push(text);
  };
  if (isNode(piece))
    visit(piece, {
      Node: (_, node) => {
        note(node.commentBefore);
        note(node.comment);
      },
    });
  return remarks;
}

function nodeAt(document: Document, path: YamlPath): unknown {
  return path.length === 0 ? document.contents : document.getIn([...path], true);
}

function placeOf(map: YAMLMap, key: unknown): number {
  return map.items.findIndex((item) => isScalar(item.key) && item.key.value === key);
}
