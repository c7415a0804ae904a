import { html } from 'hono/html';
import { lengthOf, shownLengths } from '../../../core/desk/inboxLengths.ts';
import { markOfPart } from '../../../core/desk/issueParts.ts';
import { proposalsIn } from '../../../core/desk/proposals.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { inboxRows, type InboxRow } from '../letter/inboxRows.ts';
import { letterPath } from '../layout.ts';
import { markdownHelp } from './markdownHelp.ts';
import {
  labelOf,
  seenField,
  takes,
  wordsParts,
  type WordsPart,
  type WordsState,
  type WordsTexts,
} from './wordsFields.ts';
import { conflictPart } from './wordsNotices.ts';

/** No inbox shows more, and longer texts take long to count. */
const mostCounted = 2000;

export function wordsTitle({ say }: Pick<DeskVisit, 'say'>): string {
  return say({ de: 'Worte', en: 'Words' });
}

/** Subject, preheader and letter, to be changed. */
export function wordsForm(state: WordsState, visit: DeskVisit): Html {
  const { say, link, week, desk } = visit;
  const { shown: texts, issue, draft, notice } = state;
  const place = link(letterPath(week, 'words'));
  const proposals = proposalsIn(draft.text);
  const isFixed = draft.isFrozen;
  const marks = wordsParts.map((part) => markOfPart(issue, part)).join(' ');
  return html`<h1 class="hidden">${wordsTitle(visit)}</h1>
    <div class="notices">
      <div id="notice">${notice}</div>
      <div id="letter-fault" data-live="draft">
        ${draft.issue && draft.fault ? faultBox(draft.fault, visit) : ''}
      </div>
      <div id="on-disk-place">
        <span
          id="on-disk"
          data-live="draft sending"
          data-marks="${marks}"
          ${isFixed ? 'data-left' : ''}
        ></span>
      </div>
    </div>
    <form id="words" class="words" method="post" action="${place}" data-shown="${place}/shown">
      ${isFixed ? '' : html`<button class="hidden" tabindex="-1" aria-hidden="true">${saveLabel(visit)}</button>`}
      <div class="lines-of">
        ${lineField('subject', state, proposals.subjects, visit)}
        ${lineField('preheader', state, proposals.preheaders, visit)}
      </div>
      <section class="inbox-part" aria-labelledby="inbox-title">
        <h2 id="inbox-title">${say({ de: 'So steht er im Postfach', en: 'How it stands in an inbox' })}</h2>
        ${inboxRows(inInbox(texts, desk.config.from.name), visit)}
      </section>
      <div class="letter-field">
        <label for="letter">${labelOf('letter', visit)}</label>
        ${seenInput('letter', state)}
        <div class="versions">
          ${conflictPart('letter', state, visit)} ${/* A textarea swallows the first line break. */ ''}
          <textarea
            id="letter"
            name="letter"
            spellcheck="true"
            lang="${desk.config.locale}"
            ${isFixed ? 'readonly' : ''}
            ${unsavedMark('letter', state)}
          >
${texts.letter}</textarea>
        </div>
        ${markdownHelp(visit)}
      </div>
      <div class="shown">
        <iframe
          id="shown"
          name="shown"
          title="${say({ de: 'Der Brief mit diesen Worten', en: 'The letter with these words' })}"
          src="${place}/shown"
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          data-live="draft settings templates"
        ></iframe>
      </div>
      ${isFixed ? '' : saveBar(place, visit)}
    </form>`;
}

function saveBar(place: string, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<div class="save">
    <p id="elsewhere" class="box warning" role="status" hidden>
      ${say({
        de: 'issue.md hat sich inzwischen geändert. Nichts geht verloren: Beim Speichern stehen beide Fassungen nebeneinander.',
        en: 'issue.md has changed meanwhile. Nothing is lost: when you save, both versions stand side by side.',
      })}
    </p>
    <button id="save">${saveLabel(visit)}</button>
    <button class="quiet" formaction="${place}/shown" formtarget="shown" data-without-script>
      ${say({ de: 'Vorschau auffrischen', en: 'Refresh the preview' })}
    </button>
    <p class="quietly" data-with-script hidden>${say({ de: 'oder Strg + S', en: 'or Ctrl + S' })}</p>
    <p
      id="save-state"
      class="quietly"
      role="status"
      data-saved="${say({ de: 'Gespeichert.', en: 'Saved.' })}"
      data-unsaved="${say({ de: 'Noch nicht gespeichert.', en: 'Not saved yet.' })}"
      data-failed="${say({
        de: 'Nicht gespeichert: Der Schreibtisch antwortet nicht. Läuft er im Terminal noch?',
        en: 'Not saved: the desk does not answer. Is it still running in the terminal?',
      })}"
    ></p>
  </div>`;
}

function lineField(
  part: 'subject' | 'preheader',
  state: WordsState,
  proposals: readonly string[],
  visit: DeskVisit,
): Html {
  const { say, desk } = visit;
  const { draft } = state;
  const { phone, desktop } = shownLengths[part];
  const text = state.shown[part];
  return html`<div class="line-field">
    <label for="${part}">${labelOf(part, visit)}</label>
    ${seenInput(part, state)}
    <div class="versions">
      ${conflictPart(part, state, visit)}
      <input
        type="text"
        id="${part}"
        name="${part}"
        value="${text}"
        lang="${desk.config.locale}"
        autocomplete="off"
        spellcheck="true"
        aria-describedby="${part}-length"
        ${part === 'subject' ? 'required' : ''}
        ${draft.isFrozen ? 'readonly' : ''}
        ${unsavedMark(part, state)}
      />
    </div>
    <p class="quietly" id="${part}-length">
      <span data-counts="${part}">${text.length > mostCounted ? text.length : lengthOf(text)}</span> ${say({
        de: `Zeichen. Telefone zeigen etwa ${phone}, Schirme etwa ${desktop}.`,
        en: `characters. Phones show about ${phone}, desktops about ${desktop}.`,
      })}
    </p>
    ${
      proposals.length === 0 || draft.isFrozen
        ? ''
        : html`<div class="proposals">
            <p class="quietly" id="${part}-proposals">${say({ de: 'Oder:', en: 'Or:' })}</p>
            <ul aria-labelledby="${part}-proposals">
              ${proposals.map(
                (proposal) =>
                  html`<li>
                    <button
                      class="quiet"
                      name="${takes[part]}"
                      value="${proposal}"
                      data-takes="${part}"
                      formnovalidate
                      lang="${desk.config.locale}"
                    >
                      ${proposal}
                    </button>
                  </li>`,
              )}
            </ul>
          </div>`
    }
  </div>`;
}

function inInbox({ subject, preheader }: WordsTexts, sender: string): InboxRow {
  return { sender, subject: subject.slice(0, mostCounted), preheader: preheader.slice(0, mostCounted) };
}

function seenInput(part: WordsPart, { seen }: WordsState): Html {
  return html`<input type="hidden" name="${seenField(part)}" value="${seen[part]}" />`;
}

function unsavedMark(part: WordsPart, { unsaved }: WordsState): Html {
  return unsaved.includes(part) ? 'data-only-here' : '';
}

function saveLabel({ say }: Pick<DeskVisit, 'say'>): string {
  return say({ de: 'Speichern', en: 'Save' });
}
