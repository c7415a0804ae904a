import { html } from 'hono/html';
import { messageForKind, ownUrls } from '../../flow/desk/readersView.ts';
import { openDraft, type DeskDraft } from '../../flow/desk/openDraft.ts';
import { NewsletterError } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Saying } from '../../core/saying.ts';
import { faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { letterPath } from './layout.ts';
import { choices, readChoice, readerOf, type LetterChoice } from './letterChoice.ts';
import { framedLetter } from './letterFrame.ts';

/** The letter as readers see it: in widths and palettes, as text, as the message itself. */
export function letterPages(): DeskRoutes {
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
          main: draft ? await letterMain(draft, visit) : noDraft(visit),
        };
      },
    },
    '/letter/:week/frame': { GET: async (visit) => frame(visit) },
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

/** Where there is no draft yet: why, and the way to one. */
export function noDraft({ week, say }: Pick<DeskVisit, 'week' | 'say'>): Html {
  return html`<h1>${say({ de: 'Noch kein Entwurf', en: 'No draft yet' })}</h1>
    <div id="draft" data-live="draft">
      <p>
        ${say({
          de: `Für ${week} gibt es noch keinen Entwurf. Er entsteht zu seiner Zeit im Zeitplan, oder jetzt mit:`,
          en: `There is no draft for ${week} yet. The clock composes it at its hour, or now:`,
        })}
      </p>
      <p><code>wochenbrief compose --week ${week}</code></p>
    </div>`;
}

async function letterMain(draft: DeskDraft, visit: DeskVisit): Promise<Html> {
  const { say, desk, language } = visit;
  const choice = readChoice(visit.query, desk.config);
  const looked = await lookAt(draft, choice, visit);
  return html`<h1 class="hidden">${say({ de: 'Der Brief', en: 'The letter' })}</h1>
    ${chooser(choice, visit)}
    <div id="letter" data-live="${live}">
      ${'fault' in looked ? faultBox(looked.fault, language) : frames(choice, visit)}
    </div>`;
}

/** The message such a reader would get, or what keeps the draft from becoming one. */
async function lookAt(
  { issue, fault }: DeskDraft,
  choice: LetterChoice,
  { desk, week }: DeskVisit,
): Promise<{ readonly message: Message } | { readonly fault: NewsletterError }> {
  if (fault) return { fault };
  if (!issue) throw new RangeError('a draft without an issue has a fault');
  try {
    return { message: await messageForKind(desk, week, issue, readerOf(choice)) };
  } catch (error) {
    if (error instanceof NewsletterError) return { fault: error };
    throw error;
  }
}

/** What a change of makes the letter another one. */
const live = 'draft settings templates';

function frames(choice: LetterChoice, visit: DeskVisit): Html {
  const address = (more: Readonly<Record<string, string>>): string =>
    `${visit.link(letterPath(visit.week, 'letter'))}/frame?${String(new URLSearchParams({ ...choice, ...more }))}`;
  if (choice.show !== 'html') {
    const title = visit.say(labels.show[choice.show]);
    return html`<iframe class="wide" title="${title}" src="${address({})}" data-live="${live}"></iframe>`;
  }
  const widths = choice.width === 'beside' ? (['phone', 'desktop'] as const) : [choice.width];
  const modes = choice.mode === 'both' ? (['light', 'dark'] as const) : [choice.mode];
  return html`<div class="frames">
    ${widths.flatMap((width) =>
      modes.map((mode) => {
        const title = `${visit.say(labels.width[width])}, ${visit.say(labels.mode[mode])}`;
        return html`<figure class="${width}">
          <iframe
            title="${title}"
            src="${address({ width, mode })}"
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            data-live="${live}"
          ></iframe>
          <figcaption>${title}</figcaption>
        </figure>`;
      }),
    )}
  </div>`;
}

function chooser(choice: LetterChoice, { say, link, week }: DeskVisit): Html {
  const field = (key: keyof LetterChoice): Html =>
    html`<label
      >${say(headings[key])}
      <select name="${key}">
        ${choices[key].map(
          (value) =>
            html`<option value="${value}" ${value === choice[key] ? 'selected' : ''}>
              ${say(labelOf(key, value))}
            </option>`,
        )}
      </select></label
    >`;
  return html`<form class="chooser" method="get" action="${link(letterPath(week, 'letter'))}" data-at-once>
    ${keys.map(field)}
    <button class="quiet">${say({ de: 'Zeigen', en: 'Show' })}</button>
  </form>`;
}

async function frame(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link, query } = visit;
  const choice = readChoice(query, desk.config);
  const draft = await openDraft(desk, week);
  if (!draft) return plainText(visit.say({ de: 'Noch kein Entwurf.', en: 'No draft yet.' }));
  const looked = await lookAt(draft, choice, visit);
  if ('fault' in looked) return plainText(looked.fault.text[visit.language]);
  const { message } = looked;
  if (choice.show === 'text') return plainText(message.text);
  if (choice.show === 'source') return plainText(await sourceOf(message, visit));
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

function plainText(body: string): DeskAnswer {
  return { kind: 'letterWithoutPictures', type: 'text/plain; charset=utf-8', body };
}

const keys = ['show', 'width', 'mode', 'pictures', 'name', 'language', 'rhythm'] as const;

const headings: Readonly<Record<keyof LetterChoice, Saying>> = {
  show: { de: 'Ansicht', en: 'View' },
  width: { de: 'Breite', en: 'Width' },
  mode: { de: 'Farben', en: 'Colours' },
  pictures: { de: 'Bilder', en: 'Pictures' },
  name: { de: 'Für wen', en: 'For whom' },
  language: { de: 'Sprache', en: 'Language' },
  rhythm: { de: 'Rhythmus', en: 'Rhythm' },
};

const labels = {
  show: {
    html: { de: 'Brief', en: 'Letter' },
    text: { de: 'Nur Text', en: 'Plain text' },
    source: { de: 'Quelltext der Mail', en: 'Source of the mail' },
  },
  width: {
    beside: { de: 'Telefon und Schirm', en: 'Phone and desktop' },
    phone: { de: 'Telefon', en: 'Phone' },
    tablet: { de: 'Tablet', en: 'Tablet' },
    desktop: { de: 'Schirm', en: 'Desktop' },
  },
  mode: {
    both: { de: 'hell und dunkel', en: 'light and dark' },
    light: { de: 'hell', en: 'light' },
    dark: { de: 'dunkel', en: 'dark' },
  },
  pictures: { on: { de: 'gezeigt', en: 'shown' }, off: { de: 'blockiert', en: 'blocked' } },
  name: { named: { de: 'Anna', en: 'Anna' }, nameless: { de: 'ohne Namen', en: 'no name' } },
  language: { de: { de: 'Deutsch', en: 'German' }, en: { de: 'Englisch', en: 'English' } },
  rhythm: { weekly: { de: 'wöchentlich', en: 'weekly' }, monthly: { de: 'monatlich', en: 'monthly' } },
} as const;

function labelOf(key: keyof LetterChoice, value: string): Saying {
  const texts: Readonly<Record<string, Saying>> = labels[key];
  return texts[value] ?? { de: value, en: value };
}
