/** Header fields by their name in lower case, as often as they stand there; values unfolded. */
export interface HeaderFields {
  first(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** No report of ours has more fields. */
const mostFields = 500;

/** Reads `Name: value` lines up to the first empty one; what is no field is passed over (RFC 5322 §2.2). */
export function readFields(text: string): HeaderFields {
  const start = text.replace(/^[\r\n]+/, '');
  const end = /\r?\n\r?\n/.exec(start)?.index ?? start.length;
  return gathered(readGroups(start.slice(0, end))[0] ?? []);
}

/** Groups of fields with empty lines in between, as delivery reports have one for each recipient (RFC 3464 §2.1). */
export function readFieldGroups(text: string): readonly HeaderFields[] {
  return readGroups(text).map(gathered);
}

/** Fields that were read by somebody else, in their order. */
export function gathered(fields: readonly (readonly [name: string, value: string])[]): HeaderFields {
  const all = (name: string): readonly string[] =>
    fields.flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
  return { all, first: (name) => all(name)[0] };
}

function readGroups(text: string): readonly (readonly [string, string])[][] {
  const groups: [string, string][][] = [];
  let group: [string, string][] = [];
  let count = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const last = group.at(-1);
    if (line.trim() === '') {
      if (group.length > 0) groups.push(group);
      group = [];
    } else if (/^[ \t]/.test(line)) {
      if (last) last[1] = `${last[1]} ${line.trim()}`;
    } else {
      const colon = line.indexOf(':');
      if (colon > 0 && count++ < mostFields)
        group.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    }
  }
  return group.length > 0 ? [...groups, group] : groups;
}
