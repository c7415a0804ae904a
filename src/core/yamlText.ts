import { LineCounter, isCollection, isMap, isNode, parseDocument, type Document } from 'yaml';
import type { Fault } from './fault.ts';

type Path = readonly PropertyKey[];

/** A parsed YAML (or JSON) text that still knows where each value stands. */
export interface YamlText {
  readonly value: unknown;
  readonly document: Document;
  /** `file:line:column` of the value at a path, or of its nearest existing parent. */
  locate(path: Path): string;
  /** The same for the key itself, for complaints about names. */
  locateKey(path: Path): string;
}

/** A YAML text that could be parsed, or all its syntax faults. */
export type YamlReading = { readonly yaml: YamlText } | { readonly faults: readonly Fault[] };

/**
 * Parses YAML; `firstLine` is the line of the file the text begins at, where it is only a part of it.
 */
export function readYaml(text: string, fileName: string, firstLine = 1): YamlReading {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line + firstLine - 1}:${col}`;
  };
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        where: at(error.pos[0]),
        what: { de: `Kein gültiges YAML: ${error.message}`, en: `Not valid YAML: ${error.message}` },
      })),
    };
  }
  const offsetOf = (path: Path): number => {
    const node = path.length === 0 ? document.contents : document.getIn([...path], true);
    if (isNode(node) && node.range) return node.range[0];
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1));
  };
  const keyOffset = (path: Path): number => {
    const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
    const name = path.at(-1);
    const pair = isMap(parent) ? parent.items.find((item) => keyName(item.key) === String(name)) : undefined;
    return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(path);
  };
  return {
    yaml: {
      value: valueOf(document),
      document,
      locate: (path) => at(offsetOf(path)),
      locateKey: (path) => at(keyOffset(path)),
    },
  };
}

function valueOf(document: Document): unknown {
  return isCollection(document.contents) || document.contents
    ? document.toJS({ maxAliasCount: 100 })
    : undefined;
}

function keyName(key: unknown): string {
  return isNode(key) && 'value' in key ? String(key.value) : String(key);
}
