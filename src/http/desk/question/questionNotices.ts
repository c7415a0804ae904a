import { html } from 'hono/html';
import { doneBox } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';

/** What the last button did, as the address says it. */
export function doneNotice({ query, say }: DeskVisit): Html {
  const done = query.get('done');
  if (done === 'changed')
    return doneBox(
      say({ de: 'Diese Frage steht jetzt im Brief.', en: 'This question is in the letter now.' }),
    );
  return done === 'removed'
    ? doneBox(say({ de: 'Der Brief stellt jetzt keine Frage.', en: 'The letter asks no question now.' }))
    : '';
}

/** The question was changed elsewhere meanwhile. */
export function conflictBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Die Frage wurde inzwischen an einer anderen Stelle geändert; hier steht sie, wie sie jetzt im Entwurf ist. Soll es doch die andere sein, wähle sie noch einmal.',
      sie: 'Die Frage wurde inzwischen an einer anderen Stelle geändert; hier steht sie, wie sie jetzt im Entwurf ist. Soll es doch die andere sein, wählen Sie sie noch einmal.',
      en: 'The question was changed somewhere else meanwhile; here it is as the draft has it now. If you want the other one after all, pick it once more.',
    })}
  </p>`;
}

/** There is nothing more to propose. */
export function noneLeftBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Es ist keine weitere Frage übrig, die jetzt passt. Unten stehen alle.',
      en: 'There is no other question left that fits now. All of them are below.',
    })}
  </p>`;
}

/** A question without a word is none. */
export function emptyBox({ say }: DeskVisit): Html {
  return html`<p class="box fault" role="alert">
    ${say({
      de: 'Nichts geändert: Das Feld für die eigene Frage war leer.',
      en: 'Nothing changed: the field for a question of your own was empty.',
    })}
  </p>`;
}
