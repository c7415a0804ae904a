import { html } from 'hono/html';
import type { ReadersOverTime } from '../../../core/desk/readersOverTime.ts';
import { formatMonth } from '../../../core/locale.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** A letter in the plot: when it left, to how many, and how it is named. */
export interface PlottedLetter {
  readonly atMs: number;
  readonly readers: number;
  readonly label: string;
}

/** Inner edges of the drawing: room for numbers on the left, for months below. */
const left = 46;
const right = 10;
const top = 12;
const bottom = 26;

/** The readers of a year as a drawing, for one width; what it shows also stands in a table beside it. */
export function readersPlot(
  { startMs, endMs, counts, months }: ReadersOverTime,
  letters: readonly PlottedLetter[],
  {
    width,
    height,
    name,
    title,
    summary,
  }: {
    readonly width: number;
    readonly height: number;
    /** Sets the names in this drawing apart from those in another. */
    readonly name: string;
    readonly title: string;
    readonly summary: string;
  },
  { language, desk }: Pick<DeskVisit, 'language' | 'desk'>,
): Html {
  const most = Math.max(...counts.map(({ readers }) => readers), ...letters.map((one) => one.readers), 1);
  const steps = niceSteps(most);
  const ceiling = steps.at(-1) ?? most;
  const x = (ms: number): string =>
    (left + ((width - left - right) * (ms - startMs)) / (endMs - startMs)).toFixed(1);
  const y = (readers: number): string =>
    (height - bottom - ((height - top - bottom) * readers) / ceiling).toFixed(1);
  const line = counts.map(({ atMs, readers }) => `${x(atMs)},${y(readers)}`);
  const [first, last] = [counts[0], counts.at(-1)];
  const floor = y(0);
  const number = new Intl.NumberFormat(language === 'de' ? 'de-DE' : 'en-GB');
  const { timeZone } = desk.config.schedule;
  const monthNames = monthStarts(startMs, endMs).map((ms) => ({
    ms,
    name: formatMonth(new Date(ms + dayMs).toISOString(), language, timeZone).slice(0, width < 500 ? 1 : 3),
  }));
  return html`<svg
    class="plot ${name}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="plot-${name}-title plot-${name}-summary"
  >
    <title id="plot-${name}-title">${title}</title>
    <desc id="plot-${name}-summary">${summary}</desc>
    ${steps.map(
      (step) =>
        html`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(step)}" y2="${y(step)}" />
          <text class="tick" x="${left - 8}" y="${y(step)}" dy="0.32em" text-anchor="end">
            ${number.format(step)}
          </text>`,
    )}
    ${monthNames.map(
      (month) =>
        html`<line
            class="grid"
            x1="${x(month.ms)}"
            x2="${x(month.ms)}"
            y1="${floor}"
            y2="${height - bottom + 4}"
          />
          <text class="tick" x="${x(month.ms)}" dx="3" y="${height - 8}">${month.name}</text>`,
    )}
    ${
      first && last && months.length > 0
        ? html`<polygon
              class="area"
              points="${x(first.atMs)},${floor} ${line.join(' ')} ${x(last.atMs)},${floor}"
            />
            <polyline class="line" points="${line.join(' ')}" fill="none" stroke-width="2" />`
        : ''
    }
    ${letters.map(
      ({ atMs, readers, label }) =>
        html`<circle
          class="letter"
          cx="${x(atMs)}"
          cy="${y(readers)}"
          r="${width < 500 ? 2.5 : 3.5}"
          stroke-width="1.5"
        >
          <title>${label}</title>
        </circle>`,
    )}
  </svg>`;
}

const dayMs = 24 * 3_600_000;

/** Two to five round numbers from 0 up to one that nothing rises above. */
function niceSteps(most: number): readonly number[] {
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const step = [0.25, 0.5, 1, 2]
    .map((part) => part * magnitude)
    .find((one) => Number.isInteger(one) && most / one <= 4);
  const size = step ?? Math.max(1, Math.ceil(most / 4));
  return Array.from({ length: Math.ceil(most / size) + 1 }, (_, index) => index * size);
}

/** The first of each month, near enough to write its name there. */
function monthStarts(startMs: number, endMs: number): readonly number[] {
  const year = new Date(startMs + 7 * dayMs).getUTCFullYear();
  const starts = Array.from({ length: 12 }, (_, month) => Math.max(startMs, Date.UTC(year, month, 1)));
  return starts.filter((ms) => ms < endMs);
}
