import { html } from 'hono/html';
import { sectionSayings, type LookFault, type LookFields } from '../../../core/desk/lookChoice.ts';
import { fontNames, lookNames, sectionNames } from '../../../core/look.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { colorPicture } from './lookColor.ts';
import { lookAddress, sectionFields } from './lookFields.ts';
import { fontWords, lookLabels, lookName, lookWords } from './lookWords.ts';

/** What the form shows. */
export interface LookFormState {
  readonly shown: LookFields;
  readonly faults: readonly LookFault[];
  readonly seen: string;
  /** Whether newsletter.yaml has what the form shows. */
  readonly isSaved: boolean;
}

/** The form to choose how letters look. */
export function lookForm(state: LookFormState, visit: DeskVisit): Html {
  const { say, link } = visit;
  return html`<form
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
  </form>`;
}

/** The looks side by side, each with its name to choose it by. */
function lookCards({ shown }: LookFormState, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<fieldset class="look-cards" id="template">
    <legend class="hidden">${say(lookLabels.template)}</legend>
    ${lookNames.map(
      (look) =>
        html`<div class="look-card">
          <label>
            <input type="radio" name="template" value="${look}" ${shown.template === look ? 'checked' : ''} />
            ${lookName(look)}
          </label>
          <p class="quietly">${say(lookWords[look])}</p>
          <div class="look-frame">
            <iframe
              title="${say({ de: `Der Brief im Aussehen „${look}“`, en: `The letter in the look “${look}”` })}"
              src="${lookAddress(look, shown, visit)}"
              data-look="${look}"
              sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
              data-live="draft settings templates"
            ></iframe>
          </div>
        </div>`,
    )}
  </fieldset>`;
}

function settingFields({ shown, faults }: LookFormState, visit: DeskVisit): Html {
  const { say } = visit;
  const isWrong = (field: LookFault['field']): Html =>
    faults.some((fault) => fault.field === field) ? html`aria-invalid="true"` : '';
  const fonts = ['', ...fontNames] as const;
  return html`<div class="look-settings">
    <p>
      <label for="font">${say(lookLabels.font)}</label>
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
      <label for="color">${say(lookLabels.color)}</label>
      <span class="color-field">
        <input type="color" id="color" name="color" value="${shown.color}" ${isWrong('color')} />
        ${colorPicture(shown, visit)}
      </span>
      <span class="hint">
        ${say({
          de: 'Wo sie schwer zu lesen wäre, wird sie dunkler oder heller.',
          en: 'Where it would be hard to read it gets darker or lighter.',
        })}
      </span>
    </p>
    <p>
      <label for="logo">${say(lookLabels.logo)}</label>
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
      <label for="pictures">${say(lookLabels.pictures)}</label>
    </p>
    <fieldset id="sections" ${faults.some(({ field }) => field === 'sections') ? html`class="wrong"` : ''}>
      <legend>${say(lookLabels.sections)}</legend>
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
