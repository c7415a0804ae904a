const space = /[ \t\r\n]*/y;
// oxlint-disable-next-line no-control-regex -- JSON has no bare control characters in strings
const string = /"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001F]*)*"/y;
const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const sign = /[[\]{},:]/y;

/**
 * The offset of the first character that JSON cannot have there, or undefined for good JSON. `JSON.parse` itself names
 * a place for some faults only, and another one in each version of Node.
 */
export function jsonFaultOffset(text: string): number | undefined {
  const open: string[] = [];
  let offset = 0;
  // The kinds of token that may follow: s string, v other scalar, or the sign itself.
  let allowed = 'sv{[';
  let isKey = false;
  for (;;) {
    offset += lengthAt(space, text, offset);
    if (offset === text.length) return open.length === 0 && allowed === '' ? undefined : offset;
    const { kind, length } = tokenAt(text, offset);
    if (!allowed.includes(kind)) return offset;
    offset += length;
    if (kind === '{' || kind === '[') open.push(kind);
    else if (kind === '}' || kind === ']') open.pop();
    const isInObject = open.at(-1) === '{';
    if (kind === '{') allowed = 's}';
    else if (kind === '[') allowed = 'sv{[]';
    else if (kind === ',') allowed = isInObject ? 's' : 'sv{[';
    else if (kind === ':') allowed = 'sv{[';
    else if (isKey && kind === 's') allowed = ':';
    else allowed = open.length === 0 ? '' : isInObject ? ',}' : ',]';
    isKey = isInObject && (kind === '{' || kind === ',');
  }
}

function tokenAt(text: string, offset: number): { readonly kind: string; readonly length: number } {
  const strings = lengthAt(string, text, offset);
  if (strings > 0) return { kind: 's', length: strings };
  const scalars = lengthAt(literal, text, offset);
  if (scalars > 0) return { kind: 'v', length: scalars };
  return lengthAt(sign, text, offset) > 0
    ? { kind: text.charAt(offset), length: 1 }
    : { kind: 'none', length: 0 };
}

function lengthAt(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? 0;
}
