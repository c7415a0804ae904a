/** What was found out about a goal. */
export interface Finding {
  /** `P1` */
  readonly goal: string;
  /** A few words. */
  readonly what: string;
  /** `≥ 40 ×` */
  readonly wanted: string;
  /** `43 ×`; why there is none, where it could not be measured. */
  readonly measured: string;
  /** Undefined where it could not be measured. */
  readonly isMet: boolean | undefined;
  /** How it was measured, where that is not plain. */
  readonly how: string;
  /** All that was measured, for those who compare runs. */
  readonly figures: object;
}

/** What a ratio has to be. */
export interface Limit {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The finding for a figure that has a limit; `unit` stands behind figure and limit. */
export function finding(
  goal: string,
  what: string,
  value: number,
  limit: Limit,
  rest: { readonly unit?: string; readonly how: string; readonly figures: object },
): Finding {
  const { unit = '×', how, figures } = rest;
  const { atLeast, atMost } = limit;
  return {
    goal,
    what,
    wanted: atLeast === undefined ? `≤ ${atMost} ${unit}` : `≥ ${atLeast} ${unit}`,
    measured: `${plain(value)} ${unit}`,
    isMet: Number.isFinite(value) && value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity),
    how,
    figures: { value, ...figures },
  };
}

/** A goal that cannot be measured here, and why. */
export function unmeasured(goal: string, what: string, wanted: string, why: string): Finding {
  return { goal, what, wanted, measured: 'not measured', isMet: undefined, how: why, figures: {} };
}

/** Findings as a table for people. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ goal, what, wanted, measured, isMet, how }) => [
    goal,
    what,
    wanted,
    measured,
    isMet === undefined ? '–' : isMet ? 'met' : 'not met',
    how,
  ]);
  return aligned([['goal', 'what', 'wanted', 'measured', '', 'how'], ...rows]);
}

/** Rows with their cells one below the other. */
export function aligned(all: readonly (readonly string[])[]): string {
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A figure with as many digits as mean something. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
