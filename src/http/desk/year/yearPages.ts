import { html } from 'hono/html';
import type { ReadersOverTime } from '../../../core/desk/readersOverTime.ts';
import { openYear, type YearBook } from '../../../flow/desk/yearBook.ts';
import type { DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { faultBox, noSuchPage } from '../deskParts.ts';
import type { DeskEvents } from '../events.ts';
import { figuresList, type Figure } from '../figuresList.ts';
import { whyUnknown } from './whyUnknown.ts';
import { yearLetters } from './yearLetters.ts';
import { yearReaders } from './yearReaders.ts';

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
  return noSuchPage(say({ de: 'Dieses Jahr gibt es nicht', en: 'There is no such year' }), 'year', {
    to: link('/year'),
    label: say({ de: 'Zum laufenden Jahr', en: 'To the running year' }),
  });
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

function nothingYet({ year, listFault }: YearBook, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<p>
      ${say({
        de: `Aus dem Jahr ${year} gibt es keine Briefe.`,
        en: `There are no letters of the year ${year}.`,
      })}
    </p>
    ${listFault ? faultBox({ text: listFault }, visit) : ''}`;
}

function wholeYear(book: YearBook, visit: DeskVisit): Html {
  const { letters, readers, listFault } = book;
  return html`${figuresList(yearSums(book), visit)}
  ${hasReaders(readers) ? yearReaders(readers, book, visit) : ''}
  ${listFault ? faultBox({ text: listFault }, visit) : ''} ${yearLetters(letters, visit)}
  ${whyUnknown(book, visit)}`;
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
