import { withoutFurnitureLines, type Line } from './furniture.ts';

/** Stand in a text while it is read, and only then; no text of a blog holds them. */
export const lineMarks = { begin: '\u{E001}', item: '\u{E002}', cell: '\u{E003}', row: '\u{E004}' } as const;

type Part = 'item' | 'cell' | 'row';

/** A line, and of what it is the end. */
interface ProseLine extends Line {
  readonly ends: Part | undefined;
}

const between = { item: ' · ', cell: ' · ', row: '; ' } as const;
const emptyPart = /\u{E001}\s*[\u{E002}-\u{E004}]/gu;

/** Lines as one running text: what is none of it is left out, and entries of lists and tables stay apart. */
export function runningLines(text: string): string {
  const lines = linesOf(text);
  const kept = withoutFurnitureLines(lines);
  return (kept.length === 0 ? lines : kept)
    .map((line, index, all) => line.text + jointOf(line, all[index + 1]))
    .join('');
}

function linesOf(text: string): readonly ProseLine[] {
  let rest = text;
  // An entry that holds nothing but empty ones is empty too.
  for (let round = 0; round < 5 && emptyPart.test(rest); round += 1) rest = rest.replace(emptyPart, '');
  return rest
    .replaceAll(lineMarks.begin, '')
    .replace(/\s+(?=[\u{E002}-\u{E004}])/gu, '')
    .split('\n')
    .map((line) => ({ text: line.replace(/[\u{E001}-\u{E004}]/gu, '').trim(), ends: partOf(line) }))
    .filter((line) => line.text !== '');
}

function partOf(line: string): Part | undefined {
  const last = /[\u{E002}-\u{E004}]\s*$/u.exec(line)?.[0].trim();
  return (['item', 'cell', 'row'] as const).find((part) => lineMarks[part] === last);
}

function jointOf({ text, ends }: ProseLine, next: ProseLine | undefined): string {
  if (next === undefined) return '';
  if (ends === undefined || /[.,;:!?…–—-]["'”“»«’‘)\]]*$/u.test(text)) return ' ';
  return next.ends === undefined ? '. ' : between[ends];
}
