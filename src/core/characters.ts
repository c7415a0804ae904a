// Written as escapes because none of these can be seen in an editor.
const unsafe =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uE000-\uF8FF\uFFF9-\uFFFB\uFFFE\uFFFF\p{Cs}\u{F0000}-\u{10FFFF}]/gu;

/**
 * A text without characters that have no business in a letter: controls, lone surrogates, invisible marks that turn
 * or split words, and private-use characters (which mark the places of personal links while a letter is rendered).
 */
export function withoutUnsafeCharacters(text: string): string {
  return text.replace(/[\u0085\u2028\u2029]/gu, '\n').replace(unsafe, '');
}

/** A text on one line: runs of white space become one space; no-break spaces stay. */
export function foldSpace(text: string): string {
  return text.replace(/[ \t\r\n\f\v]+/gu, ' ').trim();
}
