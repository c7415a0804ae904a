import { html } from 'hono/html';
import type { SendingView } from '../../../flow/desk/sendingView.ts';
import type { DeskPage, DeskVisit } from '../deskVisit.ts';
import { people } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { subjectLine } from './sendingHead.ts';

/** Asks once more before a letter is called off; null where there is nothing to call off. */
export function cancelPage(view: SendingView, visit: DeskVisit): DeskPage | null {
  const { say, link, week } = visit;
  const isOffered = view.is === 'lying' ? view.offers.includes('cancel') : !view.diary.isCancelled;
  if (!isOffered) return null;
  const totals =
    view.is === 'running'
      ? view.run.totals
      : view.is === 'elsewhere'
        ? view.figures.totals
        : view.figures?.totals;
  const heading = say({ de: 'Den Brief absagen?', en: 'Cancel the letter?' });
  const place = link(letterPath(week, 'send'));
  const open = people(totals ? totals.waiting + totals.deferred : 0);
  return {
    title: heading,
    tab: 'send',
    main: html`<h1>${heading}</h1>
      ${subjectLine(view.draft?.issue?.subject, visit)}
      <p class="narrow">
        ${
          totals
            ? say({
                de: `${people(totals.accepted).de} ${totals.accepted === 1 ? 'hat' : 'haben'} ihn schon, ${open.de} ${open.de === '1 Person' ? 'bekommt' : 'bekommen'} ihn dann nie. Der nächste Brief geht wie gewohnt.`,
                en: `${people(totals.accepted).en} ${totals.accepted === 1 ? 'has' : 'have'} it already, ${open.en} will never get it. The next letter leaves as usual.`,
              })
            : say({
                de: 'Diese Woche geht dann kein Brief hinaus. Der Entwurf bleibt liegen, und der nächste Brief geht wie gewohnt.',
                en: 'Then no letter leaves this week. The draft stays where it is, and the next letter leaves as usual.',
              })
        }
        <strong>${say({ de: 'Das lässt sich nicht zurücknehmen.', en: 'This cannot be undone.' })}</strong>
      </p>
      <div class="last-step">
        <form method="post" action="${place}/cancel">
          <button>${say({ de: 'Ja, absagen', en: 'Yes, cancel it' })}</button>
        </form>
        <a class="button quiet" href="${place}">${say({ de: 'Nein, zurück', en: 'No, back' })}</a>
      </div>`,
  };
}
