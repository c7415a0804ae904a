/** Values that the plain lines of front matter have. */
export type PlainValue = string | boolean | null | readonly string[];

const keyLine = /^([A-Za-z][\w-]*):(?: +(.*))?$/;
const listLine = /^ *- +(.*)$/;
/** Whatever could mean something else to YAML than the characters themselves: numbers, anchors, tags, comments, maps. */
const unclear = /: |:$| #|^[\d+.~!&*?|>@`%"'{}[\],#-]|^(?:null|true|false|yes|no|on|off|n|y)$/i;
const day = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)? ?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
// oxlint-disable-next-line no-control-regex -- tabs, controls and odd line ends are left to the parser that knows them
const strange = /[^\S \n]|[\u0000-\u0008\u000E-\u001F\u007F-\u009F\uFEFF]/;

/**
 * YAML of the plainest kind, which nearly all front matter is: `key: value`, `[a, b]` and lists of texts. Undefined for
 * everything else, which a real parser has to read; thousands of posts cost it seconds.
 */
export function readPlainYaml(text: string): Readonly<Record<string, PlainValue>> | undefined {
  if (strange.test(text)) return undefined;
  const found = new Map<string, PlainValue | string[]>();
  let list: string[] | undefined;
  let openKey: string | undefined;
  let indent: number | undefined;
  for (const written of text.split('\n')) {
    const line = written.trimEnd();
    if (line === '' || line.startsWith('#')) continue;
    const item = listLine.exec(line)?.[1];
    if (item !== undefined && openKey !== undefined) {
      const value = scalarOf(item);
      const depth = line.indexOf('-');
      if (typeof value !== 'string' || depth !== (indent ?? depth)) return undefined;
      indent = depth;
      list ??= [];
      list.push(value);
      found.set(openKey, list);
      continue;
    }
    const [, key, rest = ''] = keyLine.exec(line) ?? [];
    // `null:` and `True:` name no such key.
    if (key === undefined || found.has(key) || unclear.test(key)) return undefined;
    list = undefined;
    indent = undefined;
    const value = rest.trim() === '' ? null : valueOf(rest.trim());
    if (value === undefined) return undefined;
    openKey = value === null ? key : undefined;
    found.set(key, value);
  }
  return found.size === 0 ? undefined : Object.fromEntries(found);
}

function valueOf(text: string): Exclude<PlainValue, null> | undefined {
  return text.startsWith('[') ? flowList(text) : scalarOf(text);
}

function scalarOf(text: string): string | boolean | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  const quoted = /^"([^"\\]*)"$|^'([^']*)'$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2];
  return unclear.test(text) && !day.test(text) ? undefined : text;
}

/** `[a, "b", c d]`. */
function flowList(text: string): string[] | undefined {
  const inner = /^\[([^[\]{}]*)\]$/.exec(text)?.[1]?.trim();
  if (inner === undefined) return undefined;
  if (inner === '') return [];
  const items = inner.split(',').map((item) => scalarOf(item.trim()));
  // Quotation marks around a comma, or a comma at the end: not plain.
  return items.every((item) => typeof item === 'string' && item !== '') ? items.map(String) : undefined;
}
