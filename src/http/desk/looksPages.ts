import { html } from 'hono/html';
import {
  configWithLook,
  fieldsOfLook,
  lookToTry,
  markOfLook,
  readLookFields,
  sectionSayings,
  type LookFault,
  type LookFields,
} from '../../core/desk/lookChoice.ts';
import type { Look } from '../../core/desk/settingsEdit.ts';
import { NewsletterError } from '../../core/errors.ts';
import { fontNames, lookNames, sectionNames, type FontName, type LookName } from '../../core/look.ts';
import { sampleLetter } from '../../core/render/sampleLetter.ts';
import type { Saying } from '../../core/saying.ts';
import { changeLook, type LookOutcome } from '../../flow/desk/changeLook.ts';
import { openDraft } from '../../flow/desk/openDraft.ts';
import { messageForKind, ownUrls } from '../../flow/desk/readersView.ts';
import { readDeskForm } from './deskForm.ts';
import { doneBox, faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { letterPath } from './layout.ts';
import { framedLetter } from './letterFrame.ts';
import { ownTemplatesPart, type TemplateProof } from './ownTemplates.ts';

/** How letters look: the three looks beside one another, what can be set, and templates of the author's own. */
export function looksPages(proof: TemplateProof): DeskRoutes {
  return {
    '/looks': {
      GET: async (visit) => {
        const wasSaved = visit.query.has('saved');
        const notice = wasSaved ? doneBox(visit.say({ de: 'Gespeichert.', en: 'Saved.' })) : '';
        const shown = fieldsOfLook(visit.desk.config.look);
        return looksPage(
          { shown, notice, faults: [], seen: markOfLook(visit.desk.config.look), isSaved: true },
          visit,
          proof,
        );
      },
      POST: (visit) => save(visit, proof),
    },
    '/looks/frame': { GET: (visit) => frame(visit), isFramed: true },
  };
}

/** What the form shows, and what it has to say. */
interface FormState {
  readonly shown: LookFields;
  readonly notice: Html;
  readonly faults: readonly LookFault[];
  readonly seen: string;
  /** Whether newsletter.yaml has what the form shows. */
  readonly isSaved: boolean;
}

const sectionFields = sectionNames.map((_, place) => `section${place + 1}`);
const fieldNames = ['template', 'font', 'color', 'logo', 'pictures', ...sectionFields];

function fieldsIn(field: (name: string) => string): LookFields {
  return {
    template: field('template'),
    font: field('font'),
    color: field('color'),
    logo: field('logo'),
    pictures: field('pictures') === 'yes' ? 'yes' : '',
    sections: sectionFields.map(field),
  };
}

async function save(visit: DeskVisit, proof: TemplateProof): Promise<DeskAnswer> {
  const { desk, link } = visit;
  const field = await readDeskForm(visit.request, [...fieldNames, 'seen']);
  const shown = fieldsIn(field);
  const read = readLookFields(shown);
  const seen = field('seen');
  if ('faults' in read) {
    const { faults } = read;
    const state = { shown, seen, faults, notice: faultList(faults, visit), isSaved: false };
    return { ...(await looksPage(state, visit, proof)), status: 422 };
  }
  const outcome = await changeLook(desk, read.look, seen);
  if (outcome.is === 'saved' || outcome.is === 'unchanged') return { seeOther: `${link('/looks')}?saved` };
  const state = {
    shown,
    faults: [],
    notice: refusal(outcome, visit),
    // Whoever saves once more has seen what stands there by now.
    seen: outcome.is === 'conflict' ? markOfLook(outcome.look) : seen,
    isSaved: false,
  };
  return { ...(await looksPage(state, visit, proof)), status: 409 };
}

function faultList(faults: readonly LookFault[], { say }: DeskVisit): Html {
  return html`<div class="box fault" role="alert">
    <p>
      ${say({
        de: 'Noch nicht gespeichert: Etwas passt nicht.',
        en: 'Not saved yet: something does not fit.',
      })}
    </p>
    <ul>
      ${faults.map(({ field, words }) => html`<li><a href="#${field}">${say(words)}</a></li>`)}
    </ul>
  </div>`;
}

function refusal(outcome: LookOutcome, visit: DeskVisit): Html {
  const { say, language } = visit;
  if (outcome.is === 'refused') return faultBox(outcome.why, language);
  if (outcome.is === 'conflict')
    return html`<div class="box warning" role="alert">
      <p>
        ${say({
          de: 'newsletter.yaml hat sich inzwischen geändert; nichts wurde überschrieben. Dort steht jetzt:',
          en: 'newsletter.yaml has changed meanwhile; nothing was overwritten. It says now:',
        })}
      </p>
      ${lookInWords(outcome.look, visit)}
      <p>
        ${say({
          de: 'Unten steht, was du gewählt hast: Mit „Speichern“ gilt es,',
          sie: 'Unten steht, was Sie gewählt haben: Mit „Speichern“ gilt es,',
          en: 'Below is what you chose: "Save" makes it count,',
        })}
        <a href="${visit.link('/looks')}"
          >${say({ de: 'oder die Fassung der Datei behalten', en: 'or keep the version of the file' })}</a
        >.
      </p>
    </div>`;
  return html`<div class="box warning" role="alert">
    <p>
      ${say({
        de: 'newsletter.yaml ist so geschrieben, dass eine Änderung von hier Kommentare oder anderes verlieren könnte. Nichts wurde geändert.',
        en: 'newsletter.yaml is written in a way that a change from here could lose comments or something else. Nothing was changed.',
      })}
    </p>
    <p>
      ${say({
        de: 'Die Einstellungen unter „look:“ bitte im Editor ändern.',
        en: 'Please change the settings below "look:" in an editor.',
      })}
    </p>
  </div>`;
}

function lookInWords(look: Look, { say }: DeskVisit): Html {
  const rows: readonly (readonly [Saying, string])[] = [
    [labels.template, nameOf(look.template)],
    [labels.font, say(fontWords[look.font ?? 'own'])],
    [labels.color, look.color],
    [labels.logo, look.logo ?? '–'],
    [labels.pictures, say(look.pictures ? { de: 'ja', en: 'yes' } : { de: 'nein', en: 'no' })],
    [labels.sections, look.sections.map((name) => say(sectionSayings[name])).join(', ')],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([term, text]) =>
        html`<div>
          <dt>${say(term)}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}

async function looksPage(state: FormState, visit: DeskVisit, proof: TemplateProof): Promise<DeskPage> {
  const { say, link, desk, week } = visit;
  const title = say({ de: 'Aussehen', en: 'Looks' });
  const draft = await openDraft(desk, week);
  const isDrafted = draft !== undefined && draft.issue !== null;
  return {
    title,
    tab: 'looks',
    scripts: ['unsaved.js', 'looks.js'],
    main: html`<h1>${title}</h1>
      <div id="notice">${state.notice}</div>
      <p class="narrow">
        ${
          isDrafted
            ? say({
                de: 'So sieht der Brief dieser Woche in jedem der drei Aussehen aus, mit dem, was unten gewählt ist.',
                en: 'This is the letter of the week in each of the three looks, with what is chosen below.',
              })
            : say({
                de: 'Für diese Woche gibt es noch keinen Brief; hier steht ein Beispiel.',
                en: 'There is no letter for this week yet; this is a sample.',
              })
        }
      </p>
      <form
        id="looks"
        class="looks-form"
        method="post"
        action="${link('/looks')}"
        data-frame="${link('/looks/frame')}"
        data-empty="${say({ de: 'Ein Teil muss bleiben.', en: 'One part must stay.' })}"
        ${state.isSaved ? '' : 'data-only-here'}
      >
        <input type="hidden" name="seen" value="${state.seen}" />
        ${lookCards(state, visit)} ${settingFields(state, visit)}
        <p><button>${say({ de: 'Speichern', en: 'Save' })}</button></p>
        <p class="hint">
          ${say({
            de: 'Geschrieben wird nur, was sich ändert, in newsletter.yaml unter „look:“; Kommentare bleiben.',
            en: 'Only what changes is written, into newsletter.yaml below "look:"; comments stay.',
          })}
        </p>
      </form>
      ${ownTemplatesPart(visit, proof)}`,
  };
}

/** The looks side by side, each with its name to choose it by. */
function lookCards({ shown }: FormState, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<fieldset class="look-cards" id="template">
    <legend class="hidden">${say(labels.template)}</legend>
    ${lookNames.map(
      (look) =>
        html`<div class="look-card">
          <label>
            <input type="radio" name="template" value="${look}" ${shown.template === look ? 'checked' : ''} />
            ${nameOf(look)}
          </label>
          <p class="quietly">${say(lookWords[look])}</p>
          <div class="look-frame">
            <iframe
              title="${say({ de: `Der Brief im Aussehen „${look}“`, en: `The letter in the look “${look}”` })}"
              src="${frameAddress(look, shown, visit)}"
              data-look="${look}"
              sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
              data-live="draft settings templates"
            ></iframe>
          </div>
        </div>`,
    )}
  </fieldset>`;
}

function frameAddress(look: LookName, shown: LookFields, { link }: DeskVisit): string {
  const { font, color, logo, pictures, sections } = shown;
  const query = new URLSearchParams({ template: look, font, color, logo, pictures });
  for (const [place, name] of sections.entries()) query.set(sectionFields[place] ?? '', name);
  return `${link('/looks/frame')}?${String(query)}`;
}

function settingFields({ shown, faults }: FormState, { say }: DeskVisit): Html {
  const isWrong = (field: LookFault['field']): Html =>
    faults.some((fault) => fault.field === field) ? html`aria-invalid="true"` : '';
  const fonts = ['', ...fontNames] as const;
  return html`<div class="look-settings">
    <p>
      <label for="font">${say(labels.font)}</label>
      <select id="font" name="font" ${isWrong('font')}>
        ${fonts.map(
          (font) =>
            html`<option value="${font}" ${font === shown.font ? 'selected' : ''}>
              ${say(fontWords[font === '' ? 'own' : font])}
            </option>`,
        )}
      </select>
    </p>
    <p>
      <label for="color">${say(labels.color)}</label>
      <input type="color" id="color" name="color" value="${shown.color}" ${isWrong('color')} />
      <span class="hint">
        ${say({
          de: 'Wo sie schwer zu lesen wäre, wird sie dunkler oder heller.',
          en: 'Where it would be hard to read it gets darker or lighter.',
        })}
      </span>
    </p>
    <p>
      <label for="logo">${say(labels.logo)}</label>
      <input
        type="text"
        inputmode="url"
        id="logo"
        name="logo"
        value="${shown.logo}"
        placeholder="https://"
        aria-describedby="logo-hint"
        ${isWrong('logo')}
      />
      <span class="hint" id="logo-hint">
        ${say({
          de: 'Adresse eines Bildes; es steht anstelle des Titels, außer im Aussehen „brief“.',
          en: 'Address of a picture; it stands in place of the title, except in the look “brief”.',
        })}
      </span>
    </p>
    <p class="tick">
      <input
        type="checkbox"
        id="pictures"
        name="pictures"
        value="yes"
        ${shown.pictures === 'yes' ? 'checked' : ''}
      />
      <label for="pictures">${say(labels.pictures)}</label>
    </p>
    <fieldset id="sections" ${faults.some(({ field }) => field === 'sections') ? html`class="wrong"` : ''}>
      <legend>${say(labels.sections)}</legend>
      <ol>
        ${shown.sections.map(
          (chosen, place) =>
            html`<li>
              <select
                name="${sectionFields[place] ?? ''}"
                aria-label="${say({ de: `Stelle ${place + 1}`, en: `Place ${place + 1}` })}"
                ${isWrong('sections')}
              >
                ${sectionNames.map(
                  (name) =>
                    html`<option value="${name}" ${name === chosen ? 'selected' : ''}>
                      ${say(sectionSayings[name])}
                    </option>`,
                )}
                <option value="" ${chosen === '' ? 'selected' : ''}>
                  ${say({ de: '– nichts –', en: '– nothing –' })}
                </option>
              </select>
            </li>`,
        )}
      </ol>
    </fieldset>
  </div>`;
}

/** The week's letter, or a sample, in a look that is tried. */
async function frame(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, query, link, language } = visit;
  const look = lookToTry(
    fieldsIn((name) => query.get(name) ?? ''),
    desk.config.look,
  );
  const draft = await openDraft(desk, week);
  const issue = draft?.issue ?? { ...sampleLetter(desk.config.locale), week };
  try {
    const tried = { ...desk, config: configWithLook(desk.config, look) };
    const reader = { name: 'Anna', language: desk.config.locale, rhythm: 'weekly' } as const;
    const message = await messageForKind(tried, week, issue, reader);
    return {
      kind: draft?.issue ? 'letter' : 'letterWithoutPictures',
      type: 'text/html; charset=utf-8',
      body: framedLetter(message.html, {
        mode: query.get('mode') === 'dark' ? 'dark' : 'light',
        ownUrls: ownUrls(desk.config),
        inertUrl: link(`${letterPath(week, 'letter')}/inert`),
        pictureUrl: (mark) => link(`${letterPath(week, 'letter')}/picture/${mark}`),
      }),
    };
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    const body = [error.text[language], error.hint?.[language] ?? ''].join('\n\n');
    return { kind: 'letterWithoutPictures', type: 'text/plain; charset=utf-8', body };
  }
}

function nameOf(look: LookName): string {
  return `${look.slice(0, 1).toUpperCase()}${look.slice(1)}`;
}

const labels = {
  template: { de: 'Aussehen', en: 'Look' },
  font: { de: 'Schrift', en: 'Typeface' },
  color: { de: 'Farbe', en: 'Colour' },
  logo: { de: 'Logo', en: 'Logo' },
  pictures: { de: 'Bilder der Beiträge zeigen', en: 'Show the pictures of posts' },
  sections: { de: 'Was der Brief zeigt, der Reihe nach', en: 'What the letter shows, in order' },
} as const satisfies Readonly<Record<string, Saying>>;

const lookWords: Readonly<Record<LookName, Saying>> = {
  ruhig: {
    de: 'Viel Raum, Serifen, ein Bild je Beitrag.',
    en: 'Much room, serifs, a picture for each post.',
  },
  magazin: { de: 'Bilder zuerst, Beiträge als Karten.', en: 'Pictures first, posts as cards.' },
  brief: {
    de: 'Fast nur Text, ohne Bilder, wie ein persönlicher Brief.',
    en: 'Almost plain text, no pictures, like a personal letter.',
  },
};

const fontWords: Readonly<Record<FontName | 'own', Saying>> = {
  own: { de: 'die des Aussehens', en: 'the look’s own' },
  serif: { de: 'mit Serifen (Georgia)', en: 'with serifs (Georgia)' },
  book: { de: 'wie im Buch (Palatino)', en: 'as in a book (Palatino)' },
  sans: { de: 'ohne Serifen (die des Geräts)', en: 'without serifs (the device’s own)' },
  humanist: {
    de: 'ohne Serifen, weicher (Seravek, Calibri)',
    en: 'without serifs, softer (Seravek, Calibri)',
  },
};
