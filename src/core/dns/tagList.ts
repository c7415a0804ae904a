/** The tags of a DKIM or DMARC record, `v=DMARC1; p=none`; undefined where it is no such list (RFC 6376 §3.2). */
export function parseTags(record: string): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  const parts = record.split(';').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const match = /^([a-z][a-z0-9_]*)\s*=\s*([\s\S]*)$/i.exec(part);
    const name = match?.[1]?.toLowerCase();
    // A tag that stands twice makes the whole list void.
    if (name === undefined || tags.has(name)) return undefined;
    tags.set(name, match?.[2] ?? '');
  }
  return tags;
}
