import { html } from 'hono/html';
import type { Text } from '../../../core/errors.ts';
import { toldTo } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { momentOf } from '../inWords.ts';

/** The subject, as a letter would carry it. */
export function subjectLine(subject: string | undefined, { desk }: DeskVisit): Html {
  return subject === undefined
    ? ''
    : html`<p class="sending-subject" lang="${desk.config.locale}">${subject}</p>`;
}

/** Why sending is paused, where somebody said it. */
export function pausedBox(reason: Text | null, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<div class="box warning">
    ${reason ? html`<p class="lines">${toldTo(visit, reason)}</p>` : ''}
    <p>
      ${say({
        de: 'Wer den Brief noch nicht hat, bekommt ihn erst, wenn es weitergeht.',
        en: 'Whoever has not got the letter yet gets it only once it goes on.',
      })}
    </p>
  </div>`;
}

/** What is said at the top of a letter that has begun to leave. */
export const headings = {
  leaving: { de: 'Der Brief ist unterwegs', en: 'The letter is on its way' },
  paused: { de: 'Der Versand ist unterbrochen', en: 'Sending is paused' },
  out: { de: 'Der Brief ist hinaus', en: 'The letter has left' },
} as const;

/** When the next ones are tried; nothing where nobody is left. */
export function nextTryWords(at: Date | null, visit: DeskVisit): string {
  const next = at && momentOf(at, visit);
  return next === null
    ? ''
    : visit.say({ de: `Nächster Versuch frühestens: ${next}.`, en: `Next try at the earliest: ${next}.` });
}
