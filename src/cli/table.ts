/** Rows below one another: each column as wide as its longest cell, the last one free to run on. */
export function table(rows: readonly (readonly string[])[], widest = 20): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    // Arguments of a call are limited, rows are not: Math.max(...rows) fails at a hundred thousand.
    rows.reduce((width, row) => Math.min(widest, Math.max(width, lengthOf(row[column] ?? ''))), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : fitted(cell, widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function fitted(cell: string, width: number): string {
  const letters = Array.from(cell);
  const shown = letters.length > width ? `${letters.slice(0, width - 1).join('')}…` : cell;
  return shown + ' '.repeat(Math.max(0, width - lengthOf(shown)));
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The day of an instant in a time zone, as it sorts: `2026-03-12`. */
export function dayIn(timeZone: string, instant: string): string {
  // Swedish writes days as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
