/**
 * The offset of the first key that its object already has, in a text that is good JSON. `JSON.parse` lets the last one
 * win without a word.
 */
export function repeatedKeyOffset(text: string): number | undefined {
  for (const offset of repeatedKeyOffsets(text)) return offset;
  return undefined;
}

/** The offsets of all such keys. */
export function* repeatedKeyOffsets(text: string): Generator<number> {
  const open: Set<string>[] = [];
  for (const match of text.matchAll(token)) {
    const [sign, name, colon] = match;
    if (sign === '{') open.push(new Set());
    else if (sign === '}') open.pop();
    else if (name !== undefined && colon !== undefined) {
      const keys = open.at(-1);
      const key = name.includes('\\') ? String(JSON.parse(name)) : name.slice(1, -1);
      if (keys?.has(key)) yield match.index;
      keys?.add(key);
    }
  }
}

const token = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g;
