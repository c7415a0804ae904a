import { html } from 'hono/html';
import { NewsletterError, type Language } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';
import { pagesIn, type Sample, type SamplePress, type ShownSample } from '../../../flow/desk/samplesView.ts';
import { faultBox, toldTo } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import {
  chooserForm,
  chosenIn,
  frameChoosables,
  languageChoosable,
  lookFrames,
  otherShows,
  plainFrame,
  readFrameChoice,
  showChoosable,
  type FrameChoice,
} from '../frameChoice.ts';
import { framedLetter, inertLetter, picturesOf } from '../letter/letterFrame.ts';
import { pictureAt, type FetchPicture } from '../letter/picturePages.ts';
import { sampleGroups } from './sampleCatalogue.ts';

/** What readers and the author get besides the letter: all other mails, and every public page. */
export function mailsPages(press: SamplePress, fetchPicture: FetchPicture | null): DeskRoutes {
  return {
    '/mails': { GET: (visit) => mailsPage(visit, press) },
    '/mails/frame': { GET: (visit) => frame(visit, press), isFramed: true },
    '/mails/picture/:name': {
      async GET(visit) {
        const shown = await lookAt(readChoice(visit), visit, press);
        const pictures = picturesOf('fault' in shown ? '' : documentOf(shown));
        return pictureAt(pictures.get(visit.name), visit, fetchPicture);
      },
    },
    '/mails/inert': {
      GET: async ({ say }) => ({
        title: say({ de: 'Hier geschieht nichts', en: 'Nothing happens here' }),
        tab: 'mails',
        main: html`<h1>${say({ de: 'Hier geschieht nichts', en: 'Nothing happens here' })}</h1>
          <p class="narrow">
            ${say({
              de: 'Das war ein Beispiel. In der echten Mail und auf der echten Seite führt dieser Link weiter.',
              en: 'That was a sample. In the real mail, and on the real page, this link leads on.',
            })}
          </p>`,
      }),
    },
  };
}

interface SampleChoice extends FrameChoice {
  /** Group and name: `list/confirm`. */
  readonly sample: string;
  readonly show: 'html' | 'text' | 'source';
  readonly language: Language;
}

const names = Object.entries(sampleGroups).flatMap(([group, { values }]) =>
  Object.keys(values).map((name) => `${group}/${name}`),
);

function readChoice({ query, desk }: DeskVisit): SampleChoice {
  return {
    sample: chosenIn(query, 'sample', ['list/confirm', ...names]),
    show: chosenIn(query, 'show', ['html', 'text', 'source']),
    language: chosenIn(query, 'language', ['de', 'en'], desk.config.locale),
    ...readFrameChoice(query),
  };
}

/** What a choice means; pages are looked up by their name, whatever group they stand in. */
function sampleOf({ sample, language }: SampleChoice): Sample {
  const [group = '', name = ''] = sample.split('/');
  if (group === 'list' && isIn(sampleGroups.list.values, name)) return { is: 'listMail', name };
  if (group === 'news' && isIn(sampleGroups.news.values, name)) return { is: 'news', name };
  const page = pagesIn(language)[name];
  if (!page) throw new RangeError(`there is no sample ${sample}`);
  return { is: 'page', page };
}

function isIn<Values extends object>(values: Values, name: PropertyKey): name is keyof Values {
  return Object.hasOwn(values, name);
}

async function mailsPage(visit: DeskVisit, press: SamplePress): Promise<DeskPage> {
  const { say, link } = visit;
  const choice = readChoice(visit);
  const title = say({ de: 'Mails und Seiten', en: 'Mails and pages' });
  const shown = await lookAt(choice, visit, press);
  return {
    title,
    tab: 'mails',
    main: html`<h1>${title}</h1>
      <p class="quietly narrow">
        ${say({
          de: 'Alles, was außer dem Brief hinausgeht oder im Netz steht, an Beispielen. Links und Knöpfe tun hier nichts.',
          en: 'All that goes out or stands on the web besides the letter, as samples. Links and buttons do nothing here.',
        })}
      </p>
      ${chooserForm(link('/mails'), choosables(choice), say)}
      <div id="sample" class="sample" data-live="${live}">
        ${'fault' in shown ? faultBox(shown.fault, visit) : sampleFrames(shown, choice, visit)}
      </div>`,
  };
}

/** What a change of makes a sample another one. */
const live = 'settings templates';

function choosables(choice: SampleChoice): Parameters<typeof chooserForm>[1] {
  const groups = Object.entries(sampleGroups).map(([group, { name, values }]) => ({
    name,
    values: Object.fromEntries(Object.entries(values).map(([value, label]) => [`${group}/${value}`, label])),
  }));
  const sample = { key: 'sample', heading: { de: 'Was', en: 'What' }, chosen: choice.sample, groups };
  const show = showChoosable(choice.show, { html: { de: 'Mail', en: 'Mail' }, ...otherShows });
  const { is } = sampleOf(choice);
  return [
    sample,
    ...(is === 'page' ? [] : [show]),
    ...frameChoosables(choice),
    // Mails to the author are in the newsletter's own language.
    ...(is === 'news' ? [] : [languageChoosable(choice.language)]),
  ];
}

async function lookAt(
  choice: SampleChoice,
  { desk }: DeskVisit,
  press: SamplePress,
): Promise<ShownSample | { readonly fault: NewsletterError }> {
  try {
    return await press(desk, sampleOf(choice), choice.language);
  } catch (error) {
    if (error instanceof NewsletterError) return { fault: error };
    throw error;
  }
}

function sampleFrames(shown: ShownSample, choice: SampleChoice, { say, link }: DeskVisit): Html {
  const address = (more: Readonly<Record<string, string>>): string =>
    `${link('/mails/frame')}?${String(new URLSearchParams({ ...choice, ...more }))}`;
  if (shown.is === 'page') return lookFrames(choice, { say, live, address });
  const { subject, from, to } = shown.message;
  const framed =
    choice.show === 'html'
      ? lookFrames(choice, { say, live, address })
      : html`<iframe
          class="wide"
          title="${say({ de: 'Die Mail als Text', en: 'The mail as text' })}"
          src="${address({})}"
          data-live="${live}"
        ></iframe>`;
  return html`<dl class="envelope">
      <div>
        <dt>${say({ de: 'Betreff', en: 'Subject' })}</dt>
        <dd>${subject}</dd>
      </div>
      <div>
        <dt>${say({ de: 'Von', en: 'From' })}</dt>
        <dd>${from.name} &lt;${from.address}&gt;</dd>
      </div>
      <div>
        <dt>${say({ de: 'An', en: 'To' })}</dt>
        <dd>${to.address}</dd>
      </div>
    </dl>
    ${framed}`;
}

async function frame(visit: DeskVisit, press: SamplePress): Promise<DeskAnswer> {
  const choice = readChoice(visit);
  const shown = await lookAt(choice, visit, press);
  if ('fault' in shown) return plainFrame(toldTo(visit, shown.fault.text));
  if (shown.is === 'mail' && choice.show !== 'html')
    return plainFrame(choice.show === 'text' ? shown.message.text : await sourceOf(shown.message, visit));
  const { link } = visit;
  const inertUrl = link('/mails/inert');
  return {
    kind: choice.pictures === 'on' ? 'letter' : 'letterWithoutPictures',
    type: 'text/html; charset=utf-8',
    body: framedLetter(inertLetter(documentOf(shown), inertUrl), {
      mode: choice.mode === 'dark' ? 'dark' : 'light',
      ownUrls: [],
      inertUrl,
      pictureUrl: (mark) => `${link(`/mails/picture/${mark}`)}?${String(new URLSearchParams({ ...choice }))}`,
    }),
  };
}

/** What a frame shows; a page has its stylesheet in it, since a frame of the desk fetches none. */
function documentOf(shown: ShownSample): string {
  if (shown.is === 'mail') return shown.message.html;
  return shown.html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${shown.style}</style>`);
}

async function sourceOf(message: Message, { desk }: DeskVisit): Promise<string> {
  return new TextDecoder().decode(await desk.mimeOf(message));
}
