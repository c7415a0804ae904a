import { html } from 'hono/html';
import type { Saying } from '../../../core/saying.ts';
import type { SendingView } from '../../../flow/desk/sendingView.ts';
import type { ShownFault } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { elsewherePart, runningPart } from './letterLeaving.ts';
import { lyingPart } from './letterLying.ts';
import { headings } from './sendingHead.ts';

/** Where the letter stands on its way, what keeps it at home, and what can be done; shown anew by itself. */
export function sendingPart(view: SendingView, faults: readonly ShownFault[], visit: DeskVisit): Html {
  const { say } = visit;
  const said = spoken(view);
  return html`<div
      id="sending"
      class="sending"
      data-live="sending draft settings"
      data-say="${said ? say(said) : ''}"
    >
      ${placeOf(view, faults, visit)}
    </div>
    <p id="sending-said" class="hidden" role="status"></p>`;
}

function placeOf(view: SendingView, faults: readonly ShownFault[], visit: DeskVisit): Html {
  switch (view.is) {
    case 'running':
      return runningPart(view, visit);
    case 'elsewhere':
      return elsewherePart(view, visit);
    case 'lying':
      return lyingPart(view, faults, visit);
  }
}

/** What is read out when it changes; a number that runs is not. */
function spoken(view: SendingView): Saying | null {
  if (view.is === 'lying') return view.figures && !view.figures.isOpen ? headings.out : null;
  const totals = view.is === 'running' ? view.run.totals : view.figures.totals;
  if (totals === null || totals.audience === 0) return headings.leaving;
  const done = totals.audience - totals.waiting - totals.deferred;
  return quarters[Math.floor((4 * done) / totals.audience)] ?? headings.leaving;
}

const quarters: readonly Saying[] = [
  headings.leaving,
  { de: 'Ein Viertel ist geschafft', en: 'A quarter is done' },
  { de: 'Die Hälfte ist geschafft', en: 'Half of it is done' },
  { de: 'Drei Viertel sind geschafft', en: 'Three quarters are done' },
];
