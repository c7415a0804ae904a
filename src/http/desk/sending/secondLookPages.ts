import { html } from 'hono/html';
import type { SeenLetter } from '../../../core/desk/seenLetter.ts';
import { NewsletterError } from '../../../core/errors.ts';
import { lookOnceMore, type SecondLook } from '../../../flow/desk/secondLook.ts';
import type { SendRuns } from '../../../flow/desk/sendRuns.ts';
import { lookAtSending, type LyingLetter } from '../../../flow/desk/sendingView.ts';
import { changesBox, changesOf, type Change } from './changedSince.ts';
import { errorsBox, type DeskChecking } from '../checks/checkPages.ts';
import { readDeskForm } from '../deskForm.ts';
import { faultBox } from '../deskParts.ts';
import type { DeskAnswer, DeskPage, DeskVisit, Html, SeeOther } from '../deskVisit.ts';
import { durationLine } from './howLong.ts';
import { momentOf, people } from '../inWords.ts';
import { letterPath } from '../layout.ts';
import { toldHere } from './notYetReady.ts';
import { subjectLine } from './sendingHead.ts';
import { whoGetsIt } from './whoGetsIt.ts';

/** Who looks, and what the letter is checked with. */
interface Looking {
  readonly visit: DeskVisit;
  readonly checking: DeskChecking;
}

/** The letter once more, with how many get it, and the one button. */
export async function secondLookPage(view: LyingLetter, { visit, checking }: Looking): Promise<DeskPage> {
  const { say } = visit;
  const heading = view.figures
    ? say({ de: 'Weiter senden?', en: 'Go on sending?' })
    : say({ de: 'Jetzt senden?', en: 'Send now?' });
  try {
    const look = await lookOnceMore(visit.desk, visit.week, view);
    return pageOf(heading, await lookMain(heading, look, view, [], { visit, checking }));
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return faultPage(heading, error, visit);
  }
}

/** Sends what was looked at; what has changed since is looked at again first. */
export async function sendSeen(
  { visit, checking }: Looking,
  runs: SendRuns,
  back: () => SeeOther,
): Promise<DeskAnswer> {
  const { desk, week, say } = visit;
  const field = await readDeskForm(visit.request, ['draft', 'look', 'readers', 'people', 'state', 'rest']);
  const view = await lookAtSending(desk, week, runs);
  // The other of two windows was quicker.
  if (view.is !== 'lying' || !view.offers.includes('send')) return back();
  const asked: SeenLetter | null =
    field('rest') === 'yes'
      ? null
      : {
          draft: field('draft'),
          look: field('look'),
          readers: Number(field('readers')),
          people: field('people'),
        };
  const heading = say({ de: 'Jetzt senden?', en: 'Send now?' });
  try {
    const look = await lookOnceMore(desk, week, view);
    const isOtherState = field('state') !== view.letter.state.is;
    const changes = [...changesOf(asked, look), ...(isOtherState ? (['state'] as const) : [])];
    if (changes.length > 0 || look.refusals.length > 0 || look.readers === 0)
      return {
        ...pageOf(heading, await lookMain(heading, look, view, changes, { visit, checking }, asked)),
        status: 409,
      };
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return faultPage(heading, error, visit);
  }
  runs.start(desk, week, asked);
  await runs.waitAMoment(week);
  return back();
}

async function lookMain(
  heading: string,
  look: SecondLook,
  view: LyingLetter,
  changes: readonly Change[],
  { visit, checking }: Looking,
  asked: SeenLetter | null = null,
): Promise<Html> {
  const { say, link, week } = visit;
  const place = link(letterPath(week, 'send'));
  const mayLeave = look.refusals.length === 0 && look.readers > 0;
  const isChecked = mayLeave && look.is === 'whole';
  return html`<h1>${heading}</h1>
    ${changes.length > 0 ? changesBox(changes, look, asked, visit) : ''}
    <div class="second-look">
      ${subjectLine(look.subject, visit)}
      <p class="second-look-count">
        ${say({ de: `An ${people(look.readers).de}`, en: `To ${people(look.readers).en}` })}
      </p>
      ${whoGetsIt(look, visit)}
      ${look.readers > 0 ? html`<p class="quietly">${durationLine(look, visit)}</p>` : ''}
    </div>
    ${standingLine(view, visit)} ${look.refusals.map((refusal) => faultBox(toldHere(refusal, view), visit))}
    ${isChecked && view.draft ? await errorsBox(view.draft, visit, checking) : ''}
    ${mayLeave ? sendForm(look, view.letter.state.is, `${place}/now`, visit) : notYet(look, visit)}
    <p>
      <a href="${place}">${say({ de: 'Doch nicht, zurück', en: 'Rather not, back' })}</a> ·
      <a href="${link(letterPath(week, 'letter'))}"
        >${say({ de: 'Den Brief noch einmal ansehen', en: 'Look at the letter once more' })}</a
      >
    </p>`;
}

function sendForm(look: SecondLook, state: string, action: string, { say }: DeskVisit): Html {
  const fields =
    look.is === 'whole'
      ? { ...look.seen, readers: String(look.seen.readers), state }
      : { rest: 'yes', state };
  const who = people(look.readers);
  return html`<form class="last-step" method="post" action="${action}">
      ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button>${say({ de: `An ${who.de} senden`, en: `Send to ${who.en}` })}</button>
    </form>
    <p class="quietly narrow">
      ${say({
        de: 'Unterbrechen lässt es sich jederzeit, zurückholen nicht. Niemand bekommt ihn doppelt.',
        en: 'It can be paused at any time, but not called back. Nobody gets it twice.',
      })}
    </p>`;
}

/** What was planned for this letter, which sending now outdoes. */
function standingLine({ letter }: LyingLetter, visit: DeskVisit): Html {
  const { say } = visit;
  const { state } = letter;
  if (state.is === 'held' && !state.hasBegun)
    return html`<p class="box warning">
      ${say({
        de: 'Dieser Brief ist angehalten. Mit dem Knopf hier geht er trotzdem hinaus.',
        en: 'This letter is held. With the button here it leaves all the same.',
      })}
    </p>`;
  if ((state.is !== 'planned' && state.is !== 'approved') || state.leavesNow) return '';
  const at = momentOf(state.leavesAt, visit);
  return html`<p class="quietly">
    ${say({
      de: `Geplant ist er für ${at}. Was jetzt hinausgeht, geht dann nicht noch einmal.`,
      en: `It is planned for ${at}. What leaves now does not leave again then.`,
    })}
  </p>`;
}

function notYet({ refusals }: SecondLook, { say }: DeskVisit): Html {
  return refusals.length === 0
    ? ''
    : html`<p>
        ${say({
          de: 'So kann er noch nicht hinaus. Ist das behoben, steht hier der Knopf zum Senden.',
          en: 'It cannot leave like this. Once that is mended, the button to send stands here.',
        })}
      </p>`;
}

/** What keeps the letter from being made at all. */
function faultPage(heading: string, error: NewsletterError, visit: DeskVisit): DeskPage {
  const { say, link, week } = visit;
  return {
    ...pageOf(
      heading,
      html`<h1>${heading}</h1>
        ${faultBox(error, visit)}
        <p>
          <a href="${link(letterPath(week, 'send'))}">${say({ de: 'Zurück', en: 'Back' })}</a>
        </p>`,
    ),
    status: 409,
  };
}

function pageOf(title: string, main: Html): DeskPage {
  return { title, tab: 'send', main };
}
