import { html } from 'hono/html';
import { numberOfWeek } from '../../../core/week.ts';
import { openSentLetter, type SentLetter } from '../../../flow/desk/sentLetter.ts';
import { faultBox, noSuchPage } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { figuresList, figuresOf } from '../figuresList.ts';
import {
  chooserForm,
  chosenIn,
  frameChoosables,
  lookFrames,
  otherShows,
  plainFrame,
  readFrameChoice,
  showChoosable,
  type FrameChoice,
} from '../frameChoice.ts';
import { momentOf } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { framedLetter, picturesOf } from './letterFrame.ts';
import { pictureAt, type FetchPicture } from './picturePages.ts';
import { serverReasons } from '../sending/serverReasons.ts';
import { nameless } from '../year/yearLetters.ts';

/** Letters of the past, as they were sent. */
export function sentPages(fetchPicture: FetchPicture | null): DeskRoutes {
  return {
    '/letter/:week/sent': { GET: (visit) => sentPage(visit) },
    '/letter/:week/sent/frame': { GET: (visit) => frame(visit), isFramed: true },
    '/letter/:week/sent/picture/:name': {
      async GET(visit) {
        const frozen = await visit.desk.shelf.frozen(visit.week);
        return pictureAt(picturesOf(frozen?.html ?? '').get(visit.name), visit, fetchPicture);
      },
    },
  };
}

interface SentChoice extends FrameChoice {
  readonly show: 'html' | 'text';
}

const shows = ['html', 'text'] as const;

function readChoice(query: URLSearchParams): SentChoice {
  return { show: chosenIn(query, 'show', shows), ...readFrameChoice(query) };
}

async function sentPage(visit: DeskVisit): Promise<DeskPage> {
  const { say, week, link, desk } = visit;
  const letter = await openSentLetter(desk, week);
  if (!letter) return notSent(visit);
  const name = say({ de: `Woche ${numberOfWeek(week)}`, en: `Week ${numberOfWeek(week)}` });
  const year = week.slice(0, 4);
  return {
    title: letter.subject ?? name,
    tab: 'year',
    main: html`<p class="quietly">
        <a href="${link(`/year/${year}`)}">${say({ de: `Das Jahr ${year}`, en: `The year ${year}` })}</a> ·
        ${name}
      </p>
      <h1>${letter.subject ?? say(nameless)}</h1>
      <div id="figures" class="sent" data-live="sending">${becameOf(letter, visit)}</div>
      ${letter.isFrozen ? asSent(`${link(letterPath(week, 'letter'))}/sent`, visit) : ''}`,
  };
}

/** What became of it: numbers, and the reasons servers gave. */
function becameOf({ figures, fault }: SentLetter, visit: DeskVisit): Html {
  const { say } = visit;
  if (!figures) return fault ? faultBox(fault, visit) : '';
  const left = momentOf(new Date(figures.sentAt), visit);
  return html`<p class="quietly">${say({ de: `Gesendet: ${left}`, en: `Sent: ${left}` })}</p>
    ${figuresList(figuresOf(figures), visit)} ${serverReasons(figures, visit)}`;
}

/** The letter as it left, for the usual reader; `place` is the page on which it shows. */
export function asSent(place: string, visit: DeskVisit): Html {
  const { say, link, week, query } = visit;
  const choice = readChoice(query);
  const address = (more: Readonly<Record<string, string>>): string =>
    `${link(letterPath(week, 'letter'))}/sent/frame?${String(new URLSearchParams({ ...choice, ...more }))}`;
  const show = showChoosable(choice.show, {
    html: { de: 'Brief', en: 'Letter' },
    text: otherShows.text,
  });
  return html`<h2>${say({ de: 'So ging er hinaus', en: 'As it was sent' })}</h2>
    <p class="quietly narrow">
      ${say({
        de: 'Ohne Anrede und ohne die Links, die nur einer Leserin gehören.',
        en: 'Without the salutation, and without the links that belong to one reader only.',
      })}
    </p>
    ${chooserForm(place, [show, ...frameChoosables(choice)], say)}
    ${
      choice.show === 'text'
        ? html`<iframe class="wide" title="${say(otherShows.text)}" src="${address({})}"></iframe>`
        : lookFrames(choice, { say, address, live: '' })
    }`;
}

async function frame(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link, query, say } = visit;
  const choice = readChoice(query);
  const frozen = await desk.shelf.frozen(week);
  if (!frozen || choice.show === 'text')
    return plainFrame(
      frozen?.text ?? say({ de: 'Noch nicht gesendet.', en: 'Not sent yet.' }),
      frozen ? 200 : 404,
    );
  return {
    kind: choice.pictures === 'on' ? 'letter' : 'letterWithoutPictures',
    type: 'text/html; charset=utf-8',
    body: framedLetter(frozen.html, {
      mode: choice.mode === 'dark' ? 'dark' : 'light',
      ownUrls: [],
      inertUrl: link(`${letterPath(week, 'letter')}/inert`),
      pictureUrl: (mark) => link(`${letterPath(week, 'letter')}/sent/picture/${mark}`),
    }),
  };
}

function notSent({ say, link, week }: DeskVisit): DeskPage {
  return noSuchPage(say({ de: 'Noch nicht gesendet', en: 'Not sent yet' }), 'year', {
    to: link(letterPath(week, 'letter')),
    label: say({
      de: `Zum Brief der Woche ${numberOfWeek(week)}`,
      en: `To the letter of week ${numberOfWeek(week)}`,
    }),
  });
}
