import { isAlias, isMap, isNode, isPair, isScalar, Pair, visit, type Document, type YAMLMap } from 'yaml';

/** Sets the text of a key, and puts a missing key where a hand would. */
export function setLine(document: Document, key: string, text: string, after: string): void {
  if (document.has(key)) document.set(key, text);
  else if (isMap(document.contents)) insertAfter(document, document.contents, key, text, after);
}

/** Sets the value of a key as a whole. */
export function setValue(document: Document, key: string, value: unknown, after: string): void {
  if (!isMap(document.contents)) return;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair) pair.value = value;
  else insertAfter(document, document.contents, key, value, after);
}

/** Adds a key behind another one; at the end where that is missing too. */
export function insertAfter(
  document: Document,
  map: YAMLMap,
  key: string,
  value: unknown,
  after: string,
): void {
  const at = map.items.findIndex((item) => isScalar(item.key) && item.key.value === after);
  map.items.splice(
    at < 0 ? map.items.length : at + 1,
    0,
    new Pair(document.createNode(key), document.createNode(value)),
  );
}

/** All comments in a piece of a document, which go with it unless they are put elsewhere. */
export function remarksOf(piece: unknown): readonly string[] {
  const remarks: string[] = [];
  const note = (remark: string | null | undefined): void => {
    if (typeof remark === 'string' && remark !== '') remarks.push(remark);
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

/** Puts comments above a key, below those that stand there. */
export function remarkAbove(document: Document, key: string, remarks: readonly string[]): void {
  if (!isMap(document.contents) || remarks.length === 0) return;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (!pair || !isScalar(pair.key)) return;
  const before = pair.key.commentBefore;
  pair.key.commentBefore = [
    ...(typeof before === 'string' && before !== '' ? [before] : []),
    ...remarks,
  ].join('\n');
}

/** Writes out what stands in the document once and is only pointed to elsewhere, so that an edit changes one place alone. */
export function writeOutAliases(document: Document): void {
  let hasAliases = false;
  visit(document, {
    Alias: (_, alias) => {
      hasAliases = true;
      return document.createNode(alias.toJS(document));
    },
  });
  if (!hasAliases) return;
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && !isPair(node) && 'anchor' in node) delete node.anchor;
    },
  });
}
