import { html } from 'hono/html';
import type { Config } from '../../core/config.ts';
import type { ReadersOverTime } from '../../core/desk/readersOverTime.ts';
import type { YearLetter, YearState } from '../../core/desk/yearFigures.ts';
import { formatDate, formatMonth, formatWeekSpan } from '../../core/locale.ts';
import type { Saying } from '../../core/saying.ts';
import { numberOfWeek } from '../../core/week.ts';
import { openYear, type YearBook } from '../../flow/desk/yearBook.ts';
import type { DeskPage, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { faultBox } from './deskParts.ts';
import type { DeskEvents } from './events.ts';
import { figuresList, figuresOf, numberIn, unknown, type Figure } from './figuresList.ts';
import { letterPath } from './layout.ts';
import { readersPlot, type PlottedLetter } from './readersPlot.ts';

/** The year at a glance: its letters, what became of them, and the readers. */
export function yearPages({ tell }: Pick<DeskEvents, 'tell'>): DeskRoutes {
  const answer = async (visit: DeskVisit, year?: number): Promise<DeskPage> => {
    const book = await openYear(visit.desk, year);
    // What is missing yet is shown once it is there; a failure shows with the next look at the page.
    book
      .countRest?.()
      .then(() => tell('sending'))
      .catch(() => undefined);
    return yearPage(book, visit);
  };
  return {
    '/year': { GET: (visit) => answer(visit) },
    '/year/:name': {
      GET: async (visit) =>
        /^\d{4}$/.test(visit.name) && visit.name !== '0000'
          ? answer(visit, Number(visit.name))
          : noSuchYear(visit),
    },
  };
}

function noSuchYear({ say, link }: DeskVisit): DeskPage {
  const title = say({ de: 'Dieses Jahr gibt es nicht', en: 'There is no such year' });
  return {
    title,
    tab: 'year',
    status: 404,
    main: html`<h1>${title}</h1>
      <p><a href="${link('/year')}">${say({ de: 'Zum laufenden Jahr', en: 'To the running year' })}</a></p>`,
  };
}

function yearPage(book: YearBook, visit: DeskVisit): DeskPage {
  const { say } = visit;
  const title = say({ de: `Das Jahr ${book.year}`, en: `The year ${book.year}` });
  return {
    title,
    tab: 'year',
    main: html`<div class="year-heading">
        <h1>${title}</h1>
        ${otherYears(book, visit)}
      </div>
      <p class="quietly narrow">
        ${say({
          de: 'Alle Zahlen stammen aus den Versandbüchern und der Leserliste. Niemand wird beim Lesen beobachtet: Es gibt kein Zählpixel, und kein Link führt über einen Umweg.',
          en: 'All figures come from the ledgers and the list of readers. Nobody is watched while reading: there is no tracking pixel, and no link takes a detour.',
        })}
      </p>
      <div id="year" class="year" data-live="sending draft settings">
        ${book.letters.length === 0 && !hasReaders(book.readers) ? nothingYet(book, visit) : wholeYear(book, visit)}
      </div>`,
  };
}

function otherYears({ year, years }: YearBook, { say, link }: DeskVisit): Html {
  const before = years.findLast((one) => one < year);
  const after = years.find((one) => one > year);
  if (before === undefined && after === undefined) return '';
  const to = (other: number | undefined, rel: 'prev' | 'next'): Html =>
    other === undefined
      ? ''
      : html`<li>
          <a href="${link(`/year/${other}`)}" rel="${rel}">
            ${rel === 'prev' ? html`<span aria-hidden="true">‹ </span>` : ''}${other}${
              rel === 'next' ? html`<span aria-hidden="true"> ›</span>` : ''
            }
          </a>
        </li>`;
  return html`<nav aria-label="${say({ de: 'Andere Jahre', en: 'Other years' })}">
    <ul>
      ${to(before, 'prev')}${to(after, 'next')}
    </ul>
  </nav>`;
}

function hasReaders(readers: ReadersOverTime | null): readers is ReadersOverTime {
  return readers !== null && readers.months.length > 0;
}

function nothingYet({ year, listFault }: YearBook, { say, language }: DeskVisit): Html {
  return html`<p>
      ${say({
        de: `Aus dem Jahr ${year} gibt es keine Briefe.`,
        en: `There are no letters of the year ${year}.`,
      })}
    </p>
    ${listFault ? faultBox({ text: listFault }, language) : ''}`;
}

function wholeYear(book: YearBook, visit: DeskVisit): Html {
  const { letters, readers, listFault } = book;
  const { say, language } = visit;
  return html`${figuresList(yearSums(book), visit)}
    ${hasReaders(readers) ? readersFigure(readers, book, visit) : ''}
    ${listFault ? faultBox({ text: listFault }, language) : ''}
    <h2>${say({ de: 'Die Briefe', en: 'The letters' })}</h2>
    ${
      letters.length === 0
        ? html`<p>
            ${say({ de: 'In diesem Jahr gab es noch keine.', en: 'There have been none this year.' })}
          </p>`
        : html`<p class="quietly narrow">
              ${say({
                de: 'Abschiede sind Abmeldungen in den sieben Tagen nach einem Brief.',
                en: 'Goodbyes are those who unsubscribed in the seven days after a letter.',
              })}
            </p>
            <ol class="letters">
              ${letters.map((letter) => letterItem(letter, visit))}
            </ol>`
    }
    ${notes(book, visit)}`;
}

/** The year in four numbers. */
function yearSums({ letters, readers }: YearBook): readonly Figure[] {
  const known = readers?.months.flatMap(({ figures }) => figures ?? []) ?? [];
  const isComplete = readers !== null && known.length === readers.months.length;
  const sum = (of: 'joined' | 'goodbyes'): number | null =>
    isComplete ? known.reduce((total, figures) => total + figures[of], 0) : null;
  return [
    {
      name: { de: 'Briefe', en: 'Letters' },
      count: letters.filter(({ figures }) => figures !== null).length,
    },
    {
      name: { de: 'Leserinnen und Leser zuletzt', en: 'Readers lately' },
      count: known.at(-1)?.readers ?? null,
    },
    { name: { de: 'dazugekommen', en: 'joined' }, count: sum('joined') },
    { name: { de: 'Abschiede', en: 'goodbyes' }, count: sum('goodbyes') },
  ];
}

function readersFigure(readers: ReadersOverTime, { letters, year }: YearBook, visit: DeskVisit): Html {
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

function letterItem(letter: YearLetter, visit: DeskVisit): Html {
  const { week, state, issue, figures, goodbyes, fault } = letter;
  const { say, language, link } = visit;
  const subject = issue?.subject.trim() || say(nameless);
  const hasLeft = figures !== null || state === 'damaged';
  const place = link(hasLeft ? `${letterPath(week, 'letter')}/sent` : letterPath(week, 'letter'));
  return html`<li>
    <div class="when">
      <p>${say({ de: `Woche ${numberOfWeek(week)}`, en: `Week ${numberOfWeek(week)}` })}</p>
      <p class="quietly">${dayOf(letter, visit)}</p>
      <p class="state ${state}">${say(states[state])}</p>
    </div>
    <div class="what">
      <h3><a href="${place}">${subject}</a></h3>
      ${issue?.question ? html`<p class="question">${issue.question.text}</p>` : ''}
      ${issue ? postTitles(issue, visit) : ''}
      ${fault ? html`<p class="lines warning">${fault[language]}</p>` : ''}
    </div>
    ${
      figures === null
        ? ''
        : figures === 'uncounted'
          ? html`<p class="quietly">${say({ de: 'wird gezählt …', en: 'is being counted …' })}</p>`
          : figuresList([...figuresOf(figures), { name: goodbyeName, count: goodbyes }], visit)
    }
  </li>`;
}

function dayOf({ week, figures }: YearLetter, { language, desk }: DeskVisit): string {
  return figures === null || figures === 'uncounted'
    ? formatWeekSpan(week, language)
    : formatDate(figures.sentAt, language, desk.config.schedule.timeZone);
}

/** More titles than these are folded up. */
const mostTitles = 4;

function postTitles({ posts, olderPosts }: NonNullable<YearLetter['issue']>, { say }: DeskVisit): Html {
  const titles = [...posts, ...olderPosts].map(({ title }) => html`<li>${title}</li>`);
  if (titles.length === 0) return '';
  const list = html`<ul class="titles">
    ${titles}
  </ul>`;
  if (titles.length <= mostTitles) return list;
  return html`<details>
    <summary>${say({ de: `${titles.length} Beiträge`, en: `${titles.length} posts` })}</summary>
    ${list}
  </details>`;
}

/** Where numbers are missing, why. */
function notes({ letters, readers }: YearBook, { say, desk }: DeskVisit): Html {
  const isMissing =
    readers?.isIncomplete === true &&
    (letters.some(({ figures, goodbyes }) => figures !== null && goodbyes === null) ||
      readers.months.some(({ figures }) => figures === null));
  return isMissing ? html`<p class="quietly narrow">${say(whyUnknown(desk.config.readers))}</p>` : '';
}

function whyUnknown({ forgetAfterDays, proofYears }: Config['readers']): Saying {
  return proofYears === 0
    ? {
        de: `Ein Strich steht, wo es niemand mehr wissen kann: Wer sich abmeldet, wird nach ${forgetAfterDays} Tagen ganz vergessen (readers.proofYears: 0), und mit ihm die Daten des Kommens und Gehens.`,
        en: `A dash stands where nobody can know any more: whoever unsubscribes is forgotten altogether after ${forgetAfterDays} days (readers.proofYears: 0), and with them the dates of coming and going.`,
      }
    : {
        de: `Ein Strich steht, wo es niemand mehr wissen kann: Nachweise über Abgemeldete werden nach ${proofYears} Jahren gelöscht, und mit ihnen die Daten des Kommens und Gehens.`,
        en: `A dash stands where nobody can know any more: proofs of those who unsubscribed are deleted after ${proofYears} years, and with them the dates of coming and going.`,
      };
}

/** The goodbyes of the seven days after a letter. */
const goodbyeName: Saying = { de: 'Abschiede', en: 'goodbyes' };

/** In place of a subject that is not there, or cannot be read. */
export const nameless: Saying = { de: 'Ohne Betreff', en: 'No subject' };

/** Where a letter stands, in a word or two. */
const states: Readonly<Record<YearState, Saying>> = {
  sent: { de: 'gesendet', en: 'sent' },
  sending: { de: 'wird gesendet', en: 'being sent' },
  interrupted: { de: 'unterbrochen', en: 'interrupted' },
  cancelled: { de: 'abgebrochen', en: 'cancelled' },
  held: { de: 'angehalten', en: 'held' },
  approved: { de: 'freigegeben', en: 'approved' },
  draft: { de: 'Entwurf', en: 'draft' },
  quiet: { de: 'stille Woche', en: 'quiet week' },
  over: { de: 'nie gesendet', en: 'never sent' },
  damaged: { de: 'nicht lesbar', en: 'not readable' },
};
