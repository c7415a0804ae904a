import { html } from 'hono/html';
import type { LetterPress } from '../../../flow/desk/letterPress.ts';
import { ownUrls } from '../../../flow/desk/readersView.ts';
import { composeNow } from '../../../flow/desk/composeNow.ts';
import { openDraft, type DeskDraft } from '../../../flow/desk/openDraft.ts';
import { NewsletterError } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';
import { checkPanel, type DeskChecking } from '../checks/checkPages.ts';
import { faultBox, toldTo } from '../deskParts.ts';
import type { DeskAnswer, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import {
  choosable,
  chooserForm,
  frameChoosables,
  languageChoosable,
  lookFrames,
  otherShows,
  plainFrame,
  showChoosable,
} from '../frameChoice.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from './noDraft.ts';
import { readChoice, readerOf, type LetterChoice } from './letterChoice.ts';
import { framedLetter } from './letterFrame.ts';
import { asSent } from './sentPages.ts';

/** The letter as readers see it: in widths and palettes, as text, as the message itself. */
export function letterPages(press: LetterPress, checking: DeskChecking): DeskRoutes {
  return {
    '/': {
      GET: async ({ week, link }) => ({ seeOther: link(letterPath(week, 'letter')) }),
    },
    '/letter/:week': {
      async GET(visit) {
        const draft = await openDraft(visit.desk, visit.week);
        return {
          title: visit.say({ de: 'Der Brief', en: 'The letter' }),
          tab: 'letter',
          main: draft?.isFrozen
            ? await sentMain(visit)
            : draft
              ? await letterMain(draft, visit, press, checking)
              : noDraft(visit),
        };
      },
    },
    '/letter/:week/compose': {
      async POST({ desk, week, link }) {
        await composeNow(desk, week);
        return { seeOther: link(letterPath(week, 'letter')) };
      },
    },
    '/letter/:week/frame': { GET: (visit) => frame(visit, press), isFramed: true },
    '/letter/:week/inert': {
      GET: async ({ say }) => ({
        title: say({ de: 'Ein Link der Leserin', en: 'A link of the reader’s own' }),
        tab: null,
        main: html`<h1>${say({ de: 'Hier geschieht nichts', en: 'Nothing happens here' })}</h1>
          <p>
            ${say({
              de: 'Im verschickten Brief führt dieser Link die Leserin auf ihre eigene Seite: zum Abmelden oder zu ihren Wünschen. In der Vorschau öffnet er nichts.',
              en: 'In the letter that is sent this link leads the reader to a page of her own: to unsubscribe, or to her wishes. In the preview it opens nothing.',
            })}
          </p>`,
      }),
    },
  };
}

async function letterMain(
  draft: DeskDraft,
  visit: DeskVisit,
  press: LetterPress,
  checking: DeskChecking,
): Promise<Html> {
  const { say, desk } = visit;
  const choice = readChoice(visit.query, desk.config);
  const looked = await lookAt(draft, choice, visit, press);
  return html`<h1 class="hidden">${say({ de: 'Der Brief', en: 'The letter' })}</h1>
    ${chooser(choice, visit)}
    <div class="letter-desk">
      <div id="letter" data-live="${live}">
        ${'fault' in looked ? faultBox(looked.fault, visit) : frames(choice, visit)}
      </div>
      ${await checkPanel(visit, checking)}
    </div>`;
}

/** A letter that has begun to leave is shown as it left: today's templates and settings would make another one of it. */
async function sentMain(visit: DeskVisit): Promise<Html> {
  const { say, desk, week, link } = visit;
  const place = link(letterPath(week, 'letter'));
  const isThere = (await desk.shelf.frozen(week)) !== undefined;
  return html`<h1 class="hidden">${say({ de: 'Der Brief', en: 'The letter' })}</h1>
    <p>
      ${say({
        de: 'Dieser Brief ist hinaus oder unterwegs und lässt sich nicht mehr ändern.',
        en: 'This letter has left or is leaving, and cannot be changed any more.',
      })}
      <a href="${place}/sent">${say({ de: 'Was aus ihm wurde', en: 'What became of it' })}</a>
    </p>
    ${isThere ? asSent(place, visit) : ''}`;
}

/** The message such a reader would get, or what keeps the draft from becoming one. */
async function lookAt(
  draft: DeskDraft,
  choice: LetterChoice,
  { desk }: DeskVisit,
  press: LetterPress,
): Promise<{ readonly message: Message } | { readonly fault: NewsletterError }> {
  const { issue, fault } = draft;
  if (fault) return { fault };
  if (!issue) throw new RangeError('a draft without an issue has a fault');
  try {
    return { message: await press(desk, { ...draft, issue }, readerOf(choice)) };
  } catch (error) {
    if (error instanceof NewsletterError) return { fault: error };
    throw error;
  }
}

/** What a change of makes the letter another one. */
const live = 'draft settings templates';

function frames(choice: LetterChoice, { say, link, week }: DeskVisit): Html {
  const address = (more: Readonly<Record<string, string>>): string =>
    `${link(letterPath(week, 'letter'))}/frame?${String(new URLSearchParams({ ...choice, ...more }))}`;
  if (choice.show === 'html') return lookFrames(choice, { say, live, address });
  const title = say(otherShows[choice.show]);
  return html`<iframe class="wide" title="${title}" src="${address({})}" data-live="${live}"></iframe>`;
}

function chooser(choice: LetterChoice, { say, link, week }: DeskVisit): Html {
  const choosables = [
    showChoosable(choice.show, { html: { de: 'Brief', en: 'Letter' }, ...otherShows }),
    ...frameChoosables(choice),
    choosable('name', { de: 'Für wen', en: 'For whom' }, choice.name, {
      named: { de: 'Anna', en: 'Anna' },
      nameless: { de: 'ohne Namen', en: 'no name' },
    }),
    languageChoosable(choice.language),
    choosable('rhythm', { de: 'Rhythmus', en: 'Rhythm' }, choice.rhythm, {
      weekly: { de: 'wöchentlich', en: 'weekly' },
      monthly: { de: 'monatlich', en: 'monthly' },
    }),
  ];
  return chooserForm(link(letterPath(week, 'letter')), choosables, say);
}

async function frame(visit: DeskVisit, press: LetterPress): Promise<DeskAnswer> {
  const { desk, week, link, query } = visit;
  const choice = readChoice(query, desk.config);
  const draft = await openDraft(desk, week);
  if (!draft) return plainFrame(visit.say({ de: 'Noch kein Entwurf.', en: 'No draft yet.' }));
  if (draft.isFrozen)
    return { seeOther: `${link(letterPath(week, 'letter'))}/sent/frame?${query.toString()}` };
  const looked = await lookAt(draft, choice, visit, press);
  if ('fault' in looked) return plainFrame(toldTo(visit, looked.fault.text));
  const { message } = looked;
  if (choice.show === 'text') return plainFrame(message.text);
  if (choice.show === 'source') return plainFrame(await sourceOf(message, visit));
  return {
    kind: choice.pictures === 'on' ? 'letter' : 'letterWithoutPictures',
    type: 'text/html; charset=utf-8',
    body: framedLetter(message.html, {
      mode: choice.mode === 'dark' ? 'dark' : 'light',
      ownUrls: ownUrls(desk.config),
      inertUrl: link(`${letterPath(week, 'letter')}/inert`),
      pictureUrl: (mark) => link(`${letterPath(week, 'letter')}/picture/${mark}`),
    }),
  };
}

async function sourceOf(message: Message, { desk }: DeskVisit): Promise<string> {
  return new TextDecoder().decode(await desk.mimeOf(message));
}
