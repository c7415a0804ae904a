/** Where the values of a JSON text stand. */
export interface JsonPlaces {
  /** `file:line:column` of the value at a path, or of its nearest existing parent. */
  locate(path: readonly PropertyKey[]): string;
  /** The same for the key itself, for complaints about names. */
  locateKey(path: readonly PropertyKey[]): string;
  /** The same for an offset. */
  at(offset: number): string;
}

interface Child {
  readonly name: string;
  /** Of the key in an object, of the value in an array. */
  readonly start: number;
  readonly value: number;
}

/** Finds places in a text that is good JSON. Each object is looked through once, and only when something in it is asked for. */
export function jsonPlaces(text: string, fileName: string): JsonPlaces {
  const known = new Map<number, readonly Child[]>();
  const childrenOf = (offset: number): readonly Child[] => {
    const children = known.get(offset) ?? childrenAt(text, offset);
    known.set(offset, children);
    return children;
  };
  const find = (path: readonly PropertyKey[]): Child => {
    let found: Child = { name: '', start: skipSpace(text, 0), value: skipSpace(text, 0) };
    for (const step of path) {
      const children = childrenOf(found.value);
      // Of an array, however long, the place of an element is known without looking.
      const next =
        typeof step === 'number' ? children[step] : children.find((child) => child.name === String(step));
      if (!next) return { ...found, start: found.value };
      found = next;
    }
    return found;
  };
  const lineStarts = [0];
  const at = (offset: number): string => {
    if (lineStarts.length === 1)
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1))
        lineStarts.push(end + 1);
    let low = 0;
    for (let high = lineStarts.length; high - low > 1;) {
      const between = (low + high) >> 1;
      if ((lineStarts[between] ?? 0) <= offset) low = between;
      else high = between;
    }
    return `${fileName}:${low + 1}:${offset - (lineStarts[low] ?? 0) + 1}`;
  };
  return {
    locate: (path) => at(find(path).value),
    locateKey: (path) => at(find(path).start),
    at,
  };
}

function childrenAt(text: string, offset: number): readonly Child[] {
  const isObject = text[offset] === '{';
  if (!isObject && text[offset] !== '[') return [];
  const children: Child[] = [];
  let at = skipSpace(text, offset + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const start = at;
    let name = String(children.length);
    if (isObject) {
      const keyEnd = valueEnd(text, at);
      name = String(JSON.parse(text.slice(at, keyEnd)));
      at = skipSpace(text, skipSpace(text, keyEnd) + 1);
    }
    children.push({ name, start, value: at });
    at = skipSpace(text, valueEnd(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return children;
}

/** Strings as wholes, and the signs that open or close a level. */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;
const scalar = /[^\s,\]}]*/y;
const space = /[ \t\r\n]*/y;

function valueEnd(text: string, offset: number): number {
  const first = text[offset];
  if (first !== '"' && first !== '{' && first !== '[') {
    scalar.lastIndex = offset;
    return offset + (scalar.exec(text)?.[0].length ?? 0);
  }
  let depth = 0;
  token.lastIndex = offset;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [sign] = match;
    if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}

function skipSpace(text: string, offset: number): number {
  space.lastIndex = offset;
  return offset + (space.exec(text)?.[0].length ?? 0);
}
