import { html } from 'hono/html';
import { sectionSayings, type LookFault } from '../../../core/desk/lookChoice.ts';
import type { Look } from '../../../core/desk/settingsEdit.ts';
import type { Saying } from '../../../core/saying.ts';
import type { LookOutcome } from '../../../flow/desk/changeLook.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { fontWords, lookLabels, lookName } from './lookWords.ts';

/** What does not fit in a form that was filled in, each leading to its field. */
export function lookFaults(faults: readonly LookFault[], { say }: DeskVisit): Html {
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

/** Why a look was not written, and what stands in newsletter.yaml instead. */
export function lookRefusal(outcome: LookOutcome, visit: DeskVisit): Html {
  const { say } = visit;
  if (outcome.is === 'refused') return faultBox(outcome.why, visit);
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
    [lookLabels.template, lookName(look.template)],
    [lookLabels.font, say(fontWords[look.font ?? 'own'])],
    [lookLabels.color, look.color],
    [lookLabels.logo, look.logo ?? '–'],
    [lookLabels.pictures, say(look.pictures ? { de: 'ja', en: 'yes' } : { de: 'nein', en: 'no' })],
    [lookLabels.sections, look.sections.map((name) => say(sectionSayings[name])).join(', ')],
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
