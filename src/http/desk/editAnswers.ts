import { html } from 'hono/html';
import type { EditOutcome } from '../../flow/desk/editDraft.ts';
import { faultBox } from './deskParts.ts';
import type { DeskVisit, Html } from './deskVisit.ts';

/** Why an edit was not made, where it was not for a conflict; null where it was made. */
export function refusalBox(outcome: EditOutcome, { say, language }: DeskVisit): Html | null {
  if (outcome.is === 'frozen') return frozenBox({ say });
  if (outcome.is === 'refused') return faultBox(outcome.why, language);
  if (outcome.is !== 'missing') return null;
  return html`<p class="box fault" role="alert">
    ${say({
      de: 'Den Entwurf gibt es nicht mehr; nichts wurde gespeichert.',
      en: 'The draft is gone; nothing was saved.',
    })}
  </p>`;
}

/** A letter that has begun to leave stays as it is. */
export function frozenBox({ say }: Pick<DeskVisit, 'say'>): Html {
  return html`<p class="box warning" role="status">
    ${say({
      de: 'Dieser Brief ist schon unterwegs oder angekommen. Er lässt sich ansehen, aber nicht mehr ändern.',
      en: 'This letter is on its way or has arrived. It can be looked at, but not changed any more.',
    })}
  </p>`;
}

/** The status of a page that shows what became of an edit which was not made. */
export function statusOf(outcome: EditOutcome): number {
  return outcome.is === 'missing' ? 404 : 409;
}
