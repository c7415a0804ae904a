import { html } from 'hono/html';
import { NewsletterError } from '../../../core/errors.ts';
import { lookOnceMore } from '../../../flow/desk/secondLook.ts';
import type { LyingLetter, SendingView } from '../../../flow/desk/sendingView.ts';
import { headAndDetails, toldAt } from '../checks/findings.ts';
import { toldTo, type ShownFault } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';

/** What keeps a letter at home that has just been approved; nothing of any other. */
export async function notYetReady(view: SendingView, visit: DeskVisit): Promise<readonly ShownFault[]> {
  if (view.is !== 'lying' || view.figures || visit.query.get('done') !== 'approved') return [];
  try {
    const { refusals } = await lookOnceMore(visit.desk, visit.week, view);
    return refusals.map((refusal) => toldHere(refusal, view));
  } catch (error) {
    if (error instanceof NewsletterError) return [error];
    throw error;
  }
}

/** That the author's word is taken, and what else the letter waits for. */
export function approvedBox(words: string, faults: readonly ShownFault[], visit: DeskVisit): Html {
  const { say, link, week } = visit;
  return html`<div class="box warning" role="status">
    <p>
      ${words}
      <strong
        >${say({ de: 'So kann er aber noch nicht hinaus:', en: 'But it cannot leave like this yet:' })}</strong
      >
    </p>
    <ul class="sending-found">
      ${faults.map(({ text }) => html`<li>${headAndDetails(toldTo(visit, text))}</li>`)}
    </ul>
    <p>
      <a href="${link(letterPath(week, 'send'))}/now">${say({ de: 'Was zu tun ist', en: 'What to do' })}</a>
    </p>
  </div>`;
}

/** A refusal that is mended at the desk; only a draft that cannot be read has to be opened at its line. */
export function toldHere({ text, hint }: NewsletterError, { draft }: LyingLetter): ShownFault {
  if (!draft) return { text, hint };
  return { text: { de: toldAt(text.de, draft), en: toldAt(text.en, draft) }, hint };
}
