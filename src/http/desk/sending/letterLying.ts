import { html } from 'hono/html';
import type { DecisionRefusal } from '../../../core/clock/decision.ts';
import type { SentFigures } from '../../../core/desk/sentFigures.ts';
import type { LyingLetter } from '../../../flow/desk/sendingView.ts';
import { clockNote } from './clockNote.ts';
import { doneBox, faultBox, type ShownFault } from '../deskParts.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { momentOf, people } from '../inWords.ts';
import { letterFigures } from './letterFigures.ts';
import { approvedBox } from './notYetReady.ts';
import { choices, namingFor, onceClockRuns, wordsOf } from './sendingChoices.ts';
import { headings, nextTryWords, pausedBox, subjectLine } from './sendingHead.ts';

/** A letter that nobody is sending right now: why it lies, and what can be done with it. `notYet` keeps one at home that has just been approved. */
export function lyingPart(view: LyingLetter, notYet: readonly ShownFault[], visit: DeskVisit): Html {
  const { letter, figures, run } = view;
  const fault = run?.result?.fault;
  const isDone = figures !== null && !figures.isOpen;
  // What paused it stands in the box about the pause.
  const isTold = isDone || letter.state.is === 'paused';
  return html`${flash(notYet, visit)} ${figures ? begunHead(view, figures, visit) : waitingHead(view, visit)}
  ${fault && !isTold ? faultBox(fault, visit) : ''}
  ${view.draft?.fault && !figures && notYet.length === 0 ? faultBox(view.draft.fault, visit) : ''}
  ${view.offers.length > 0 ? clockNote(view.isClockRunning, letter.state.is === 'over', visit) : ''}
  ${choices(view.offers, view, visit)} ${figures ? letterFigures(view, figures, visit) : ''}`;
}

/** Of a letter that nobody has got yet. */
function waitingHead(view: LyingLetter, visit: DeskVisit): Html {
  const { letter, draft } = view;
  const words = wordsOf(visit);
  const { heading, paragraphs } = words.state(letter.state, namingFor(view, visit));
  const { state } = letter;
  // Without a clock nothing leaves by itself.
  const told =
    (state.is === 'planned' || state.is === 'approved') && !view.isClockRunning
      ? [withoutClock(state, visit)]
      : paragraphs;
  return html`<h1>${heading}</h1>
    ${subjectLine(draft?.issue?.subject, visit)} ${told.map((text) => html`<p>${text}</p>`)}`;
}

function withoutClock(
  state: Extract<LyingLetter['letter']['state'], { is: 'planned' | 'approved' }>,
  visit: DeskVisit,
): string {
  const { say } = visit;
  const waitsForWord = state.is === 'planned' && state.needsApproval;
  if (state.leavesNow) return say(waitsForWord ? onceClockRuns.planned : onceClockRuns.approved);
  const at = momentOf(state.leavesAt, visit);
  const planned = say({ de: `Geplant ist er für ${at}.`, en: `It is planned for ${at}.` });
  return waitsForWord ? `${say(onceClockRuns.planned)} ${planned}` : planned;
}

/** Of a letter that has begun to leave. */
function begunHead(view: LyingLetter, { totals, isOpen }: SentFigures, visit: DeskVisit): Html {
  const { say, desk } = visit;
  const { letter, nextTryAt, draft } = view;
  const subject = subjectLine(draft?.issue?.subject, visit);
  if (letter.state.is === 'cancelled')
    return html`<h1>${say({ de: 'Der Brief ist abgesagt', en: 'The letter is cancelled' })}</h1>
      ${subject}`;
  if (!isOpen)
    return html`<h1>${say(headings.out)}</h1>
      ${subject}`;
  if (letter.state.is === 'paused')
    return html`<h1>${say(headings.paused)}</h1>
      ${subject} ${pausedBox(letter.state.reason, visit)}`;
  const open = people(totals.waiting + totals.deferred);
  const later = nextTryAt && nextTryAt > desk.clock.now() ? nextTryAt : null;
  return html`<h1>
      ${say({ de: 'Der Brief ist noch nicht bei allen', en: 'The letter has not reached everybody yet' })}
    </h1>
    ${subject}
    <p>
      ${say({
        de: `${open.de} ${totals.waiting + totals.deferred === 1 ? 'wartet' : 'warten'} noch.`,
        en: `${open.en} still ${totals.waiting + totals.deferred === 1 ? 'waits' : 'wait'}.`,
      })}
      ${
        totals.deferred > 0
          ? say({
              de: 'Mailserver bitten manchmal, später wiederzukommen; das ist nichts Schlimmes.',
              en: 'Mail servers sometimes ask to come again later; that is nothing bad.',
            })
          : ''
      }
      ${nextTryWords(later, visit)}
    </p>`;
}

/** What the last button did, as the address says it. */
function flash(notYet: readonly ShownFault[], visit: DeskVisit): Html {
  const { query, say } = visit;
  const words = wordsOf(visit);
  const done = query.get('done');
  if (done === 'approved' && notYet.length > 0) return approvedBox(`${words.approved}.`, notYet, visit);
  if (done === 'approved' || done === 'held' || done === 'resumed') return doneBox(`${words[done]}.`);
  if (done === 'alreadySo') return doneBox(`${words.alreadySo}.`);
  if (done === 'paused') return doneBox(say({ de: 'Unterbrochen.', en: 'Paused.' }));
  if (done === 'cancelled') return doneBox(say({ de: 'Abgesagt.', en: 'Cancelled.' }));
  const because = refusalNames.find((name) => name === query.get('refused'));
  return because ? html`<p class="box warning" role="status">${words.refusal(because)}</p>` : '';
}

const refusalNames: readonly DecisionRefusal[] = [
  'nothingComposed',
  'hasLeft',
  'notBegun',
  'notPaused',
  'finished',
  'cancelled',
  'over',
];
