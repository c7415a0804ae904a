/** What a spreadsheet takes for a formula, behind any apostrophes (OWASP, CSV Injection), full-width signs included. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** A cell that no spreadsheet computes: an apostrophe stands before what begins like a formula. */
export function guardedCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text that a guarded cell stands for. */
export function unguardedCell(cell: string): string {
  return cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell;
}

/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(texts: readonly string[]): string {
  return `${texts.map((text) => quoted(guardedCell(text))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
