import { html } from 'hono/html';
import { changesSince, type SeenChange, type SeenLetter } from '../../core/desk/seenLetter.ts';
import { NewsletterError } from '../../core/errors.ts';
import { skipWords } from '../../core/list/skipWords.ts';
import { formatAppointment } from '../../core/locale.ts';
import type { Saying } from '../../core/saying.ts';
import { lookOnceMore, type SecondLook } from '../../flow/desk/secondLook.ts';
import type { SendRuns } from '../../flow/desk/sendRuns.ts';
import { lookAtSending, type SendingView } from '../../flow/desk/sendingView.ts';
import { errorsBox, toldAt, type DeskChecking } from './checkPages.ts';
import { readDeskForm } from './deskForm.ts';
import { faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskPage, DeskVisit, Html, SeeOther } from './deskVisit.ts';
import { numberIn } from './figuresList.ts';
import { letterPath } from './layout.ts';
import { people, roughly, shortMs } from './peopleWords.ts';
import { subjectLine } from './sendingParts.ts';

type Lying = Extract<SendingView, { is: 'lying' }>;
type Whole = Extract<SecondLook, { is: 'whole' }>;

/** Who looks, and what the letter is checked with. */
interface Looking {
  readonly visit: DeskVisit;
  readonly checking: DeskChecking;
}

/** The letter once more, with how many get it, and the one button. */
export async function secondLookPage(view: Lying, { visit, checking }: Looking): Promise<DeskPage> {
  const { say } = visit;
  const heading = view.figures
    ? say({ de: 'Weiter senden?', en: 'Go on sending?' })
    : say({ de: 'Jetzt senden?', en: 'Send now?' });
  try {
    const look = await lookOnceMore(visit.desk, visit.week, view);
    return pageOf(heading, await lookMain(heading, look, view, [], { visit, checking }));
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return { ...pageOf(heading, faultMain(heading, error, visit)), status: 409 };
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
    return { ...pageOf(heading, faultMain(heading, error, visit)), status: 409 };
  }
  runs.start(desk, week, asked);
  await runs.waitAMoment(week);
  return back();
}

/** What a letter looked at may not be any more: as its author saw it, unbegun, or where it stood (it may be held by now). */
type Change = SeenChange | 'begun' | 'state';

function changesOf(asked: SeenLetter | null, look: SecondLook): readonly Change[] {
  if (look.is === 'rest') return asked === null ? [] : ['begun'];
  return asked === null ? ['draft'] : changesSince(asked, look.seen);
}

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
  return pageOf(
    heading,
    html`<h1>${heading}</h1>
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
  );
}

async function lookMain(
  heading: string,
  look: SecondLook,
  view: Lying,
  changes: readonly Change[],
  { visit, checking }: Looking,
  asked: SeenLetter | null = null,
): Promise<Html> {
  const { say, language, link, week } = visit;
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
      ${look.is === 'whole' ? audienceDetails(look, visit) : restDetails(look, visit)}
      ${look.readers > 0 ? html`<p class="quietly">${durationLine(look, visit)}</p>` : ''}
    </div>
    ${standingLine(view, visit)}
    ${look.refusals.map((refusal) => faultBox(toldHere(refusal, view), language))}
    ${isChecked && view.draft ? await errorsBox(view.draft, visit, checking) : ''}
    ${mayLeave ? sendForm(look, view.letter.state.is, `${place}/now`, visit) : notYet(look, visit)}
    <p>
      <a href="${place}">${say({ de: 'Doch nicht, zurück', en: 'Rather not, back' })}</a> ·
      <a href="${link(letterPath(week, 'letter'))}"
        >${say({ de: 'Den Brief noch einmal ansehen', en: 'Look at the letter once more' })}</a
      >
    </p>`;
}

/** A refusal that is mended at the desk; only a draft that cannot be read has to be opened at its line. */
function toldHere({ text, hint }: NewsletterError, { draft }: Lying): Pick<NewsletterError, 'text' | 'hint'> {
  if (!draft) return { text, hint };
  return { text: { de: toldAt(text.de, draft), en: toldAt(text.en, draft) }, hint };
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

function audienceDetails({ monthly, skipped }: Whole, { say, language }: DeskVisit): Html {
  const lines: readonly (readonly [number, string])[] = [
    ...(monthly > 0
      ? [
          [
            monthly,
            say({
              de: 'davon als Monatsbrief, mit den Beiträgen seit dem letzten',
              en: 'of them as the monthly letter, with the posts since the last one',
            }),
          ] as const,
        ]
      : []),
    ...skipped.map(
      ({ reason, count }) =>
        [count, `${say({ de: 'nicht dabei', en: 'left out' })}: ${skipWords[reason][language]}`] as const,
    ),
  ];
  return lines.length === 0
    ? ''
    : html`<ul class="reasons">
        ${lines.map(([count, words]) => html`<li><span class="count">${numberIn(language, count)}</span> ${words}</li>`)}
      </ul>`;
}

function restDetails(
  { readers, nextTryAt }: Extract<SecondLook, { is: 'rest' }>,
  { say, language, desk }: DeskVisit,
): Html {
  if (readers > 0)
    return html`<p class="quietly">
      ${say({
        de: 'So viele sind jetzt an der Reihe. Es geht derselbe Brief hinaus, den die anderen schon haben.',
        en: 'So many are due now. The very letter leaves that the others already have.',
      })}
    </p>`;
  const next = nextTryAt && formatAppointment(nextTryAt, language, desk.config.schedule.timeZone);
  return html`<p>
    ${say({ de: 'Gerade ist niemand an der Reihe.', en: 'Nobody is due right now.' })}
    ${next === null ? '' : say({ de: `Nächster Versuch frühestens: ${next}.`, en: `Next try at the earliest: ${next}.` })}
  </p>`;
}

/** A run does not wait for longer than this, but ends, and goes on later. */
const hourMs = 3_600_000;

function durationLine({ leastMs }: SecondLook, { say, desk }: DeskVisit): string {
  const { perSecond, perMinute, perHour, perDay } = desk.config.delivery;
  if (leastMs === 0 && perSecond + perMinute + perHour + perDay === 0)
    return say({
      de: 'So schnell, wie der Mailserver sie annimmt.',
      en: 'As fast as the mail server takes them.',
    });
  const { de, en } = roughly(leastMs);
  const limits: readonly (readonly [number, Saying])[] = [
    [perSecond, { de: `${perSecond} in der Sekunde`, en: `${perSecond} a second` }],
    [perMinute, { de: `${perMinute} in der Minute`, en: `${perMinute} a minute` }],
    [perHour, { de: `${perHour} in der Stunde`, en: `${perHour} an hour` }],
    [perDay, { de: `${perDay} am Tag`, en: `${perDay} a day` }],
  ];
  const named = limits.flatMap(([limit, words]) => (limit > 0 ? [say(words)] : [])).join(', ');
  const isShort = leastMs < shortMs;
  const line = isShort
    ? say({
        de: `Hält der Mailserver mit, dauert es ${de} (höchstens ${named}).`,
        en: `If the mail server keeps up, it takes ${en} (at most ${named}).`,
      })
    : say({
        de: `Dauert mindestens ${de} (höchstens ${named}).`,
        en: `Takes at least ${en} (at most ${named}).`,
      });
  return leastMs < hourMs
    ? line
    : `${line} ${say({
        de: 'In Etappen: Nach jeder macht der Zeitplan weiter, oder hier der Knopf „Weiter senden“.',
        en: 'In stages: after each the clock goes on, or here the button "Go on sending".',
      })}`;
}

/** What was planned for this letter, which sending now outdoes. */
function standingLine({ letter }: Lying, { say, language, desk }: DeskVisit): Html {
  const { state } = letter;
  const moment = (at: Date): string => formatAppointment(at, language, desk.config.schedule.timeZone);
  if (state.is === 'held' && !state.hasBegun)
    return html`<p class="box warning">
      ${say({
        de: 'Dieser Brief ist angehalten. Mit dem Knopf hier geht er trotzdem hinaus.',
        en: 'This letter is held. With the button here it leaves all the same.',
      })}
    </p>`;
  if ((state.is === 'planned' || state.is === 'approved') && !state.leavesNow)
    return html`<p class="quietly">
      ${say({
        de: `Geplant ist er für ${moment(state.leavesAt)}. Was jetzt hinausgeht, geht dann nicht noch einmal.`,
        en: `It is planned for ${moment(state.leavesAt)}. What leaves now does not leave again then.`,
      })}
    </p>`;
  return '';
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

function changesBox(
  changes: readonly Change[],
  look: SecondLook,
  asked: SeenLetter | null,
  { say, language }: DeskVisit,
): Html {
  const before = asked && Number.isSafeInteger(asked.readers) ? numberIn(language, asked.readers) : '?';
  const sayings: Readonly<Record<Change, Saying>> = {
    draft: { de: 'Der Entwurf ist ein anderer.', en: 'The draft is another one.' },
    look: {
      de: 'Der Brief sieht anders aus: Vorlagen oder Einstellungen sind andere.',
      en: 'The letter looks different: templates or settings are others.',
    },
    readers: {
      de: `Wer ihn bekommt, ist nicht mehr derselbe Kreis: Es waren ${before}, nun sind es ${people(look.readers).de}.`,
      en: `Those who get it are not the same any more: there were ${before}, now there are ${people(look.readers).en}.`,
    },
    state: {
      de: 'Der Brief wurde inzwischen angehalten, freigegeben oder abgesagt.',
      en: 'The letter was held, approved or cancelled meanwhile.',
    },
    begun: {
      de: 'Der Versand hat inzwischen begonnen; hier geht er nur weiter.',
      en: 'Sending has begun meanwhile; here it only goes on.',
    },
  };
  return html`<div class="box warning" role="alert">
    <p>
      ${say({
        de: 'Noch nichts gesendet: Seit dem letzten Blick hat sich etwas geändert.',
        en: 'Nothing sent yet: something has changed since the last look.',
      })}
    </p>
    <ul class="sending-found">
      ${changes.map((change) => html`<li>${say(sayings[change])}</li>`)}
    </ul>
  </div>`;
}

/** What keeps the letter from being made at all. */
function faultMain(heading: string, error: NewsletterError, { say, link, week, language }: DeskVisit): Html {
  return html`<h1>${heading}</h1>
    ${faultBox(error, language)}
    <p>
      <a href="${link(letterPath(week, 'send'))}">${say({ de: 'Zurück', en: 'Back' })}</a>
    </p>`;
}

function pageOf(title: string, main: Html): DeskPage {
  return { title, tab: 'send', main };
}
