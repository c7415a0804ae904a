import type { Config } from '../config.ts';

/** A title in quotation marks; those inside it become single ones, as both languages want it. */
export function quoted(title: string, locale: Config['locale']): string {
  return locale === 'de'
    ? `„${title.replaceAll('„', '‚').replaceAll('“', '‘')}“`
    : `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`;
}

/** A line of at most so many characters, cut between words; a quotation that is cut is closed all the same. */
export function cutLine(line: string, longest: number): string {
  if (line.length <= longest) return line;
  // No word that begins behind the end can be part of it.
  const words = line.slice(0, longest + 1).split(' ');
  for (let count = words.length - 1; count > 0; count -= 1) {
    const start = words
      .slice(0, count)
      .join(' ')
      .replace(/[\s,;:.–—(„‚“‘-]+$/u, '');
    const cut = `${start}…${openQuotes(start)}`;
    if (cut.length <= longest && start !== '') return cut;
  }
  // One word without end is no word.
  return `${line.slice(0, longest - 1)}…`;
}

/** The marks that close what a text has opened. */
function openQuotes(text: string): string {
  const isGerman = text.includes('„');
  const pairs: Readonly<Record<string, string>> = isGerman ? { '„': '“', '‚': '‘' } : { '“': '”' };
  const open: string[] = [];
  for (const character of text) {
    const close = pairs[character];
    if (close !== undefined) open.unshift(close);
    else if (open[0] === character) open.shift();
  }
  return open.join('');
}
