/** What may stand between the cells of a row. */
export type Delimiter = ',' | ';' | '\t';

/** How a CSV is cut into cells, told by its beginning; `sep=;` in the first line is Excel's way to say it. */
export function delimiterOf(head: string): { readonly delimiter: Delimiter; readonly hasSepLine: boolean } {
  const sep = /^sep=([,;\t])\r?(\n|$)/i.exec(head)?.[1];
  if (isDelimiter(sep)) return { delimiter: sep, hasSepLine: true };
  const counts: Record<Delimiter, number> = { ',': 0, ';': 0, '\t': 0 };
  let isQuoted = false;
  for (const sign of head.replace(/^\s+/, '')) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === '\n' || sign === '\r')) break;
    else if (!isQuoted && isDelimiter(sign)) counts[sign]++;
  }
  const [best] = delimiters.toSorted((a, b) => counts[b] - counts[a]);
  return { delimiter: best ?? ',', hasSepLine: false };
}

const delimiters: readonly Delimiter[] = [',', ';', '\t'];

function isDelimiter(sign: string | undefined): sign is Delimiter {
  return sign === ',' || sign === ';' || sign === '\t';
}
