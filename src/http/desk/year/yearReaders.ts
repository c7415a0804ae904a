import { html } from 'hono/html';
import type { ReadersOverTime } from '../../../core/desk/readersOverTime.ts';
import type { YearLetter } from '../../../core/desk/yearFigures.ts';
import { formatMonth } from '../../../core/locale.ts';
import { numberOfWeek } from '../../../core/week.ts';
import type { YearBook } from '../../../flow/desk/yearBook.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { unknown } from '../figuresList.ts';
import { numberIn } from '../inWords.ts';
import { readersPlot, type PlottedLetter } from './readersPlot.ts';

/** The readers over the year: drawn, and month by month. */
export function yearReaders(readers: ReadersOverTime, { letters, year }: YearBook, visit: DeskVisit): Html {
  const { say } = visit;
  const title = say({ de: `Leserinnen und Leser im Jahr ${year}`, en: `Readers in ${year}` });
  const [first, last] = [readers.counts[0], readers.counts.at(-1)];
  const summary =
    first && last
      ? say({
          de: `Von ${numberIn('de', first.readers)} auf ${numberIn('de', last.readers)} Leserinnen und Leser; die Tabelle darunter nennt jeden Monat.`,
          en: `From ${numberIn('en', first.readers)} to ${numberIn('en', last.readers)} readers; the table below names each month.`,
        })
      : say({ de: 'Nur die Briefe sind bekannt.', en: 'Only the letters are known.' });
  const plotted = letters.flatMap((letter) => plottedLetter(letter, visit));
  const drawing = { title, summary };
  return html`<figure class="readers">
    <h2>${say({ de: 'Die Leserinnen und Leser', en: 'The readers' })}</h2>
    ${readersPlot(readers, plotted, { ...drawing, width: 1040, height: 260, name: 'wide' }, visit)}
    ${readersPlot(readers, plotted, { ...drawing, width: 360, height: 220, name: 'slim' }, visit)}
    <figcaption>
      <span class="key line"
        >${say({ de: 'Leserinnen und Leser auf der Liste', en: 'Readers on the list' })}</span
      >
      ${
        plotted.length === 0
          ? ''
          : html`<span class="key letter"
              >${say({ de: 'ein Brief, und an wie viele er ging', en: 'a letter, and to how many it went' })}</span
            >`
      }
    </figcaption>
    <details>
      <summary>${say({ de: 'Als Tabelle, Monat für Monat', en: 'As a table, month by month' })}</summary>
      ${monthsTable(readers, visit)}
    </details>
  </figure>`;
}

function plottedLetter(
  { week, figures }: YearLetter,
  { say, language }: DeskVisit,
): readonly PlottedLetter[] {
  if (figures === null || figures === 'uncounted') return [];
  const { audience } = figures.totals;
  const number = numberIn(language, audience);
  const label = say({
    de: `Woche ${numberOfWeek(week)}: ${number} Leserinnen und Leser`,
    en: `Week ${numberOfWeek(week)}: ${number} readers`,
  });
  return [{ atMs: Date.parse(figures.sentAt), readers: audience, label }];
}

function monthsTable({ months }: ReadersOverTime, visit: DeskVisit): Html {
  const { say, language } = visit;
  const cell = (count: number | undefined): Html =>
    html`<td>${count === undefined ? unknown(visit) : numberIn(language, count)}</td>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${say({ de: 'Monat', en: 'Month' })}</th>
        <th scope="col">${say({ de: 'dazugekommen', en: 'joined' })}</th>
        <th scope="col">${say({ de: 'Abschiede', en: 'goodbyes' })}</th>
        <th scope="col">${say({ de: 'Leserinnen und Leser am Ende', en: 'readers at its end' })}</th>
      </tr>
    </thead>
    <tbody>
      ${months.map(
        ({ month, figures }) =>
          html`<tr>
            <th scope="row">${formatMonth(`${month}-15T12:00:00Z`, language, 'UTC')}</th>
            ${cell(figures?.joined)}${cell(figures?.goodbyes)}${cell(figures?.readers)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
