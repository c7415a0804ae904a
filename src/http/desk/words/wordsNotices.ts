import { html } from 'hono/html';
import type { DeskVisit, Html } from '../deskVisit.ts';
import type { WordsPart, WordsState } from './wordsFields.ts';

/** What stands in issue.md by now, where it is not what the author had before her. */
export function conflictPart(part: WordsPart, { conflicts, issue }: WordsState, visit: DeskVisit): Html {
  const { say } = visit;
  if (!conflicts.includes(part)) return html`<div id="conflict-${part}" hidden></div>`;
  return html`<div id="conflict-${part}" class="box warning conflict">
    <p>
      ${say({
        de: 'In issue.md steht inzwischen:',
        en: 'In issue.md there stands by now:',
      })}
    </p>
    <pre>${issue[part] || '–'}</pre>
    <p>
      <button class="quiet" name="theirs" value="${part}" formnovalidate>
        ${say({ de: 'Diese Fassung behalten', en: 'Keep this version' })}
      </button>
    </p>
    <p class="quietly">
      ${say({
        de: 'Im Feld steht deine Fassung. „Speichern“ ersetzt damit diese.',
        sie: 'Im Feld steht Ihre Fassung. „Speichern“ ersetzt damit diese.',
        en: 'Yours stands in the field. "Save" puts it in place of this one.',
      })}
    </p>
  </div>`;
}

/** Something was changed elsewhere meanwhile. */
export function conflictBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Noch nicht gespeichert: issue.md wurde inzwischen an einer anderen Stelle geändert, in einem anderen Fenster oder im Editor. Hier stehen beide Fassungen.',
      en: 'Not saved yet: issue.md was changed somewhere else meanwhile, in another window or in an editor. Here are both versions.',
    })}
  </p>`;
}

/** A letter without a subject cannot be. */
export function emptySubjectBox({ say }: DeskVisit): Html {
  return html`<p class="box fault" role="alert">
    ${say({
      de: 'Noch nicht gespeichert: Ein Brief braucht einen Betreff.',
      en: 'Not saved yet: a letter needs a subject.',
    })}
  </p>`;
}
