import {
  Composer,
  Document,
  LineCounter,
  Parser,
  YAMLParseError,
  isMap,
  isNode,
  isScalar,
  visit,
  type CST,
} from 'yaml';
import type { Text } from './errors.ts';
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

/** Deeper than any file of a newsletter. */
const deepestLevel = 100;

/** A YAML text that could be parsed, or all its syntax faults. */
export type YamlReading = { readonly yaml: YamlText } | { readonly faults: readonly Fault[] };

/**
 * Parses YAML; `firstLine` is the line of the file the text begins at, where it is only a part of it.
 */
export function readYaml(text: string, fileName: string, firstLine = 1): YamlReading {
  const source = text.replace(/^\uFEFF/, '');
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  if (isTooDeep(tokens)) return { faults: [{ where: `${fileName}:${firstLine}:1`, ...tooDeep }] };
  const document = documentOf(tokens, source.length, lines);
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line + firstLine - 1}:${col}`;
  };
  const errors = [
    ...document.errors.map(({ pos: [offset], code, message }) => ({ offset, code, message })),
    ...repeatedKeys(document).map((offset) => ({ offset, code: 'DUPLICATE_KEY', message: '' })),
  ].toSorted((a, b) => a.offset - b.offset);
  if (errors.length > 0) {
    return {
      faults: errors.map(({ offset, code, message }) => ({
        where: at(offset),
        what: {
          de: `Kein gültiges YAML: ${yamlWords[code]?.de ?? message}`,
          en: `Not valid YAML: ${yamlWords[code]?.en ?? message}`,
        },
      })),
    };
  }
  const reading = valueOf(document);
  if ('alias' in reading) return { faults: [{ where: at(reading.alias), ...badAlias }] };
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
      value: reading.value,
      document,
      locate: (path) => at(offsetOf(path)),
      locateKey: (path) => at(keyOffset(path)),
    },
  };
}

/** What `parseDocument` of the package makes of a text, from tokens that are there already: parsing takes longest. */
function documentOf(tokens: readonly CST.Token[], length: number, lines: LineCounter): Document {
  const composer = new Composer({
    lineCounter: lines,
    prettyErrors: false,
    // It compares each name with each; `repeatedKeys` does not.
    uniqueKeys: false,
    // Warnings would be printed from here.
    logLevel: 'error',
  });
  const [document = new Document(), second] = composer.compose(tokens, true, length);
  if (second) {
    const [start, end] = second.range;
    document.errors.push(
      new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'Source contains multiple documents'),
    );
  }
  return document;
}

/** The plain value, or the offset of the alias that keeps it from being one. */
function valueOf(document: Document): { readonly value: unknown } | { readonly alias: number } {
  try {
    return { value: document.contents ? document.toJS({ maxAliasCount: 100 }) : undefined };
  } catch (error) {
    // yaml looks at aliases only when their values are asked for.
    if (error instanceof ReferenceError) return { alias: aliasOffset(document) };
    throw error;
  }
}

/** Where names stand that their group has already. */
function repeatedKeys(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Map: (_, map) => {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value)) offsets.push(key.range?.[0] ?? 0);
        names.add(key.value);
      }
    },
  });
  return offsets;
}

/** Where the first alias without an anchor before it stands, else the first alias at all. */
function aliasOffset(document: Document): number {
  const anchors = new Set<string>();
  let [first, lost]: [number?, number?] = [];
  visit(document, {
    Alias: (_, { source, range }) => {
      first ??= range?.[0];
      if (!anchors.has(source)) lost ??= range?.[0];
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
  });
  return lost ?? first ?? 0;
}

/** Asked before composing, which recurses: at the end of its stack V8 may end the process instead of throwing. */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  let level: readonly (CST.Token | null | undefined)[] = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestLevel) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

function childrenOf(token: CST.Token | null | undefined): (CST.Token | null | undefined)[] {
  if (!token) return [];
  if (token.type === 'document') return [token.value];
  return 'items' in token ? token.items.flatMap(({ key, value }) => [key, value]) : [];
}

/** What most often stands behind the parser's own words. */
const yamlWords: Readonly<Record<string, Text>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    de: 'Ein Text mit Doppelpunkt gehört in Anführungszeichen: name: "so: und so".',
    en: 'A text with a colon belongs in quotation marks: name: "this: and that".',
  },
  TAB_AS_INDENT: {
    de: 'Eingerückt wird mit Leerzeichen, nicht mit Tabulator.',
    en: 'Indent with spaces, not with tabs.',
  },
  BAD_SCALAR_START: {
    de: 'Ein Text, der mit diesem Zeichen beginnt, gehört in Anführungszeichen.',
    en: 'A text that begins with this character belongs in quotation marks.',
  },
  MULTIPLE_DOCS: {
    de: 'Hier beginnt ein zweiter Teil; eine Zeile aus --- trennt Dokumente und gehört hier nicht hin.',
    en: 'A second part begins here; a line of --- separates documents and does not belong here.',
  },
  DUPLICATE_KEY: { de: 'Dieser Name steht zweimal da.', en: 'This name stands here twice.' },
  BAD_INDENT: {
    de: 'Diese Zeile ist anders eingerückt als die anderen ihrer Gruppe.',
    en: 'This line is indented differently from the others of its group.',
  },
  MULTILINE_IMPLICIT_KEY: {
    de: 'Hier fehlt ein Doppelpunkt, oder ein Anführungszeichen wurde nicht geschlossen.',
    en: 'A colon is missing here, or a quotation mark was not closed.',
  },
  MISSING_CHAR: {
    de: 'Hier fehlt ein schließendes Zeichen, etwa " oder ] oder }.',
    en: 'A closing character is missing here, such as " or ] or }.',
  },
  UNEXPECTED_TOKEN: {
    de: 'Dieses Zeichen passt hier nicht; innere Anführungszeichen als \\" schreiben.',
    en: 'This character does not fit here; write inner quotation marks as \\".',
  },
};

const tooDeep = {
  what: {
    de: `Mehr als ${deepestLevel} Ebenen ineinander.`,
    en: `More than ${deepestLevel} levels inside one another.`,
  },
};

const badAlias = {
  what: {
    de: 'Dieser Verweis (YAML-Alias) führt ins Leere, oder es sind zu viele.',
    en: 'This reference (YAML alias) leads nowhere, or there are too many.',
  },
  hint: { de: 'Den Wert ausschreiben.', en: 'Write the value out.' },
};

function keyName(key: unknown): string {
  return isNode(key) && 'value' in key ? String(key.value) : String(key);
}
