/**
 * Where a spreadsheet could see a formula begin (OWASP, CSV Injection): at the beginning, and behind whatever it may take
 * for a separator, as German ones take the semicolon. Full-width signs are included, and apostrophes that stand there.
 */
const formulaStart = /(^|[;,\t\r\n])('*)(?=[=+\-@\t\r\n＝＋－＠])/g;
const guardedStart = /(^|[;,\t\r\n])'('*)(?=[=+\-@\t\r\n＝＋－＠])/g;

/** A cell that no spreadsheet computes: an apostrophe stands before whatever begins like a formula. */
export function guardedCell(text: string): string {
  return text.replaceAll(formulaStart, "$1'$2");
}

/** The text that a guarded cell stands for. */
export function unguardedCell(cell: string): string {
  // Hardly any cell has one, and a list has a million cells.
  return cell.includes("'") ? cell.replaceAll(guardedStart, '$1$2') : cell;
}

/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(texts: readonly string[]): string {
  return `${texts.map((text) => quoted(guardedCell(text))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
