import { stripSlotMarks } from './slots.ts';

/** A text on one line. */
export function oneLine(text: string): string {
  return cleaned(text).replaceAll(/\s+/g, ' ').trim();
}

/** The lines of a text that are not empty. */
export function linesOf(text: string): readonly string[] {
  return cleaned(text)
    .trim()
    .split(/\s*\n\s*/)
    .filter((line) => line !== '');
}

/** Without slot marks, and without the control characters no mail program can show. */
export function cleaned(text: string): string {
  return stripSlotMarks(text).replaceAll(/[\p{Cc}\p{Cs}]/gu, (character) =>
    /\s/.test(character) ? character : '',
  );
}
