/** Header fields in the form that is signed. */
export interface RelaxedFields {
  /** In lower case, each once. */
  readonly names: readonly string[];
  /** Each with its CRLF. */
  readonly text: string;
}

/**
 * A header's fields of the wanted names, relaxed (RFC 6376 §3.4.2). Of several with one name it is the last, which verifiers
 * look at first (§5.4.2).
 */
export function relaxedFields(head: string, wanted: ReadonlySet<string>): RelaxedFields {
  const names: string[] = [];
  const fields: string[] = [];
  let end: number;
  for (let start = 0; start < head.length; start = end + 2) {
    end = endOfField(head, start);
    const colon = head.indexOf(':', start);
    if (colon < 0 || colon > end) continue;
    const name = head.slice(start, colon).toLowerCase();
    if (!wanted.has(name)) continue;
    const known = names.indexOf(name);
    const place = known < 0 ? names.push(name) - 1 : known;
    fields[place] = `${name}:${relaxedValue(head.slice(colon + 1, end))}\r\n`;
  }
  return { names, text: fields.join('') };
}

/** A field's value without line breaks, with single blanks, and none at its ends; other white space is text. */
export function relaxedValue(value: string): string {
  const line = isUneven.test(value) ? value.replaceAll(lineBreak, '').replaceAll(blanks, ' ') : value;
  const start = line.startsWith(' ') ? 1 : 0;
  return line.slice(start, line.length > start && line.endsWith(' ') ? -1 : undefined);
}

const lineBreak = /\r\n(?=[ \t])/g;
const blanks = /[ \t]{2,}|\t/g;
const isUneven = /\t| {2}|\r\n/;

/** Where the line break is that no blank follows. */
function endOfField(head: string, start: number): number {
  for (let from = start; ;) {
    const end = head.indexOf('\r\n', from);
    if (end < 0) return head.length;
    const next = head.charCodeAt(end + 2);
    if (next !== space && next !== tab) return end;
    from = end + 2;
  }
}

const space = 0x20;
const tab = 0x09;
