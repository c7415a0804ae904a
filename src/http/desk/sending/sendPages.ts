import { html } from 'hono/html';
import type { Decided, Decision } from '../../../core/clock/decision.ts';
import { cancelIssue } from '../../../flow/cancelIssue.ts';
import { decide } from '../../../flow/decide.ts';
import type { SendRuns } from '../../../flow/desk/sendRuns.ts';
import { lookAtSending } from '../../../flow/desk/sendingView.ts';
import type { TestLetters } from '../../../flow/desk/testLetters.ts';
import { cancelPage } from './cancelPage.ts';
import type { DeskChecking } from '../checks/checkPages.ts';
import { readDeskForm } from '../deskForm.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from '../letter/noDraft.ts';
import { notYetReady } from './notYetReady.ts';
import { secondLookPage, sendSeen } from './secondLookPages.ts';
import { sendingPart } from './sendingParts.ts';
import { testLetterPart } from './testLetterPart.ts';

/** What the desk sends with; both outlive single requests. */
export interface DeskSending {
  readonly runs: SendRuns;
  readonly tests: TestLetters;
}

/** The way out: a test to oneself, the author's word, and sending at once. */
export function sendPages({ runs, tests }: DeskSending, checking: DeskChecking): DeskRoutes {
  return {
    '/letter/:week/send': { GET: (visit) => sendPage(visit, { runs, tests }) },
    '/letter/:week/send/test': {
      async POST(visit) {
        const field = await readDeskForm(visit.request, ['to']);
        await tests.send(visit.desk, visit.week, field('to').trim());
        return backTo(visit, '#test-heading');
      },
    },
    '/letter/:week/send/decide': { POST: (visit) => decideHere(visit) },
    '/letter/:week/send/cancel': {
      async GET(visit) {
        const view = await lookAtSending(visit.desk, visit.week, runs);
        return cancelPage(view, visit) ?? backTo(visit);
      },
      async POST(visit) {
        const { desk, week } = visit;
        // Nothing is written of a letter that there is not, or that nobody waits for any more.
        if (!cancelPage(await lookAtSending(desk, week, runs), visit))
          return backTo(visit, '?done=alreadySo');
        await cancelIssue({ ...desk, week, by: 'command' });
        return backTo(visit, '?done=cancelled');
      },
    },
    '/letter/:week/send/now': {
      async GET(visit) {
        const view = await lookAtSending(visit.desk, visit.week, runs);
        const mayLeave = view.is === 'lying' && view.offers.includes('send');
        return mayLeave ? secondLookPage(view, { visit, checking }) : backTo(visit);
      },
      POST: (visit) => sendSeen({ visit, checking }, runs, () => backTo(visit)),
    },
  };
}

async function sendPage(visit: DeskVisit, { runs, tests }: DeskSending): Promise<DeskPage> {
  const { desk, week, say } = visit;
  const title = say({ de: 'Senden', en: 'Send' });
  const view = await lookAtSending(desk, week, runs);
  const isNothingThere = view.is === 'lying' && view.letter.state.is === 'nothing';
  const mayTest = view.is === 'lying' && view.figures === null && view.draft !== undefined;
  return {
    title,
    tab: 'send',
    main: isNothingThere
      ? noDraft(visit)
      : html`<div class="sending-page">
          ${sendingPart(view, await notYetReady(view, visit), visit)}
          ${mayTest ? testLetterPart(await tests.look(desk, week), visit) : ''}
        </div>`,
    scripts: ['sending.js'],
  };
}

const decisions = ['approve', 'hold', 'pause', 'resume'] as const satisfies readonly Decision[];

async function decideHere(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week } = visit;
  const named = (await readDeskForm(visit.request, ['decision']))('decision');
  const decision = decisions.find((one) => one === named);
  if (!decision) return backTo(visit);
  return backTo(visit, cameOf(await decide({ ...desk, week }, decision, 'command')));
}

function cameOf(decided: Decided): string {
  return decided.outcome === 'refused' ? `?refused=${decided.because}` : `?done=${decided.outcome}`;
}

function backTo({ link, week }: DeskVisit, more = ''): { readonly seeOther: string } {
  return { seeOther: link(letterPath(week, 'send')) + more };
}
