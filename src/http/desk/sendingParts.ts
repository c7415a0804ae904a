import { html } from 'hono/html';
import type { DecisionRefusal } from '../../core/clock/decision.ts';
import { msLeft } from '../../core/desk/paceEstimate.ts';
import type { SentFigures } from '../../core/desk/sentFigures.ts';
import { formatAppointment } from '../../core/locale.ts';
import type { Saying } from '../../core/saying.ts';
import type { Rest } from '../../flow/deliver.ts';
import { doneOf } from '../../flow/desk/sendRuns.ts';
import type { SendingView } from '../../flow/desk/sendingView.ts';
import { doneBox, faultBox } from './deskParts.ts';
import type { DeskVisit, Html } from './deskVisit.ts';
import { figuresList, figuresOf, numberIn } from './figuresList.ts';
import { letterPath } from './layout.ts';
import { people, roughly } from './peopleWords.ts';
import { choices, namingFor, onceClockRuns, wordsOf } from './sendingChoices.ts';
import { reasons } from './sentPages.ts';

type Lying = Extract<SendingView, { is: 'lying' }>;

/** Where the letter stands on its way, and what can be done; shown anew by itself. */
export function sendingPart(view: SendingView, visit: DeskVisit): Html {
  const { say } = visit;
  const said = spoken(view);
  return html`<div
      id="sending"
      class="sending"
      data-live="sending draft settings"
      data-say="${said ? say(said) : ''}"
    >
      ${
        view.is === 'running'
          ? runningPart(view, visit)
          : view.is === 'elsewhere'
            ? elsewherePart(view, visit)
            : lyingPart(view, visit)
      }
    </div>
    <p id="sending-said" class="hidden" role="status"></p>`;
}

/** What is read out when it changes; a number that runs is not. */
function spoken(view: SendingView): Saying | null {
  if (view.is === 'lying') return view.figures && !view.figures.isOpen ? headings.out : null;
  const totals = view.is === 'running' ? view.run.totals : view.figures.totals;
  if (totals === null || totals.audience === 0) return headings.leaving;
  const done = totals.audience - totals.waiting - totals.deferred;
  return quarters[Math.floor((4 * done) / totals.audience)] ?? headings.leaving;
}

function runningPart({ run, diary, draft }: Extract<SendingView, { is: 'running' }>, visit: DeskVisit): Html {
  const { say, desk } = visit;
  const { totals, rest } = run;
  const done = totals ? doneOf(totals) : 0;
  const left = totals
    ? msLeft({
        done: done - run.doneBefore,
        left: totals.waiting + totals.inFlight,
        elapsedMs: desk.clock.now().getTime() - run.startedAt.getTime(),
      })
    : null;
  const isPaused = diary.paused !== null;
  return html`<h1>${say(isPaused ? headings.paused : headings.leaving)}</h1>
    ${subjectLine(draft?.issue?.subject, visit)}
    ${
      totals
        ? progressPart({ ...totals, done, msLeft: isPaused || rest ? null : left }, visit)
        : html`<p>${say({ de: 'Gleich geht es los …', en: 'It begins in a moment …' })}</p>`
    }
    ${rest && !isPaused ? html`<p class="box">${restLine(rest, visit)}</p>` : ''}
    ${isPaused ? pausedBox(diary.paused.reason, visit) : ''}
    ${
      diary.isCancelled
        ? html`<p>
            ${say({ de: 'Abgesagt; was unterwegs ist, wird noch fertig.', en: 'Cancelled; what is in flight is finished.' })}
          </p>`
        : choices(isPaused ? ['resume', 'cancel'] : ['pause', 'cancel'], null, visit)
    }
    <p class="quietly narrow">
      ${
        isPaused || diary.isCancelled
          ? say({
              de: 'Niemand bekommt ihn doppelt. Diese Seite und der Schreibtisch dürfen zugehen.',
              en: 'Nobody gets it twice. This page and the desk may be closed.',
            })
          : say({
              de: 'Niemand bekommt ihn doppelt. Diese Seite darf zugehen; nur der Schreibtisch im Terminal muss laufen, bis alle ihn haben. Wird er beendet, geht es später genau hier weiter.',
              en: 'Nobody gets it twice. This page may be closed; only the desk in the terminal has to run until everybody has it. If it is stopped, it goes on later exactly here.',
            })
      }
    </p>
    ${reloadLink(visit)}`;
}

function elsewherePart(
  { figures, diary, draft }: Extract<SendingView, { is: 'elsewhere' }>,
  visit: DeskVisit,
): Html {
  const { say } = visit;
  const { totals } = figures;
  const isPaused = diary.paused !== null;
  const done = totals.audience - totals.waiting - totals.deferred - figures.inFlight;
  return html`<h1>${say(isPaused ? headings.paused : headings.leaving)}</h1>
    ${subjectLine(draft?.issue?.subject, visit)}
    <p>
      ${say({
        de: 'Der Zeitplan oder ein anderer Befehl sendet ihn gerade.',
        en: 'The clock or another command is sending it right now.',
      })}
    </p>
    ${progressPart({ ...totals, inFlight: figures.inFlight, done, msLeft: null }, visit)}
    ${isPaused ? pausedBox(diary.paused.reason, visit) : ''}
    ${diary.isCancelled ? '' : choices(isPaused ? ['resume', 'cancel'] : ['pause', 'cancel'], null, visit)}
    ${reloadLink(visit)}`;
}

interface Progress {
  readonly audience: number;
  readonly done: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly expired: number;
  readonly deferred: number;
  readonly uncertain: number;
  readonly inFlight: number;
  readonly msLeft: number | null;
}

function progressPart(progress: Progress, { say, language }: DeskVisit): Html {
  const { audience, done } = progress;
  const number = (count: number): string => numberIn(language, count);
  const parts: readonly (readonly [number, Saying])[] = [
    [progress.accepted, { de: 'angenommen', en: 'accepted' }],
    [progress.inFlight, { de: 'gerade unterwegs', en: 'in flight' }],
    [progress.rejected + progress.expired, { de: 'abgewiesen', en: 'rejected' }],
    [progress.deferred, { de: 'aufgeschoben', en: 'put off' }],
    [progress.uncertain, { de: 'ungewiss', en: 'uncertain' }],
  ];
  const details = parts.flatMap(([count, words]) => (count > 0 ? [`${number(count)} ${say(words)}`] : []));
  if (progress.msLeft !== null && done < audience) {
    const { de, en } = roughly(progress.msLeft);
    details.push(say({ de: `noch ${de}`, en: `${en} to go` }));
  }
  return html`<div class="sending-progress">
    <p class="sending-count">
      <strong>${number(done)}</strong> ${say({ de: `von ${number(audience)}`, en: `of ${number(audience)}` })}
    </p>
    <progress
      max="${Math.max(1, audience)}"
      value="${done}"
      aria-label="${say({ de: 'Wie weit der Versand ist', en: 'How far sending has come' })}"
    ></progress>
    <p class="quietly">${details.join(' · ')}</p>
  </div>`;
}

function lyingPart(view: Lying, visit: DeskVisit): Html {
  const { letter, figures, run } = view;
  const { language } = visit;
  const fault = run?.result?.fault;
  const isDone = figures !== null && !figures.isOpen;
  // What paused it stands in the box about the pause.
  const isTold = isDone || letter.state.is === 'paused';
  return html`${flash(visit)} ${figures ? begunHead(view, figures, visit) : waitingHead(view, visit)}
  ${fault && !isTold ? faultBox(fault, language) : ''}
  ${view.draft?.fault && !figures ? faultBox(view.draft.fault, language) : ''}
  ${view.offers.length > 0 ? clockNote(view.isClockRunning, letter.state.is === 'over', visit) : ''}
  ${choices(view.offers, view, visit)} ${figures ? figuresPart(view, figures, visit) : ''}`;
}

/** Of a letter that nobody has got yet. */
function waitingHead(view: Lying, visit: DeskVisit): Html {
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
  state: Extract<Lying['letter']['state'], { is: 'planned' | 'approved' }>,
  { say, language, desk }: DeskVisit,
): string {
  const waitsForWord = state.is === 'planned' && state.needsApproval;
  if (state.leavesNow) return say(waitsForWord ? onceClockRuns.planned : onceClockRuns.approved);
  const at = formatAppointment(state.leavesAt, language, desk.config.schedule.timeZone);
  const planned = say({ de: `Geplant ist er für ${at}.`, en: `It is planned for ${at}.` });
  return waitsForWord ? `${say(onceClockRuns.planned)} ${planned}` : planned;
}

/** Of a letter that has begun to leave. */
function begunHead(view: Lying, { totals, isOpen }: SentFigures, visit: DeskVisit): Html {
  const { say, language, desk } = visit;
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
  const next = later && formatAppointment(later, language, desk.config.schedule.timeZone);
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
      ${next === null ? '' : say({ de: `Nächster Versuch frühestens: ${next}.`, en: `Next try at the earliest: ${next}.` })}
    </p>`;
}

function figuresPart({ run }: Lying, figures: SentFigures, visit: DeskVisit): Html {
  const { say, link, week } = visit;
  const { totals } = figures;
  const year = week.slice(0, 4);
  return html`${figuresList(figuresOf(figures), visit)}
    ${totals.uncertain > 0 ? uncertainBox(totals.uncertain, visit) : ''}
    ${reasons(
      say({ de: 'Warum abgewiesen wurde', en: 'Why it was rejected' }),
      figures.refusals,
      totals.rejected + totals.expired,
      visit,
    )}
    ${reasons(
      say({ de: 'Warum noch gewartet wird', en: 'Why some still wait' }),
      figures.deferrals,
      totals.deferred,
      visit,
    )}
    ${
      run?.result && !figures.isOpen && totals.accepted > 0
        ? html`<p class="narrow">
            ${say({
              de: '„Angenommen“ heißt: Der Mailserver hat ihn übernommen. Antworten kommen in dein Postfach.',
              sie: '„Angenommen“ heißt: Der Mailserver hat ihn übernommen. Antworten kommen in Ihr Postfach.',
              en: '"Accepted" means that the mail server has taken it over. Answers come to your mailbox.',
            })}
          </p>`
        : ''
    }
    <p>
      <a href="${link(letterPath(week, 'letter'))}/sent"
        >${say({ de: 'So ging er hinaus', en: 'As it was sent' })}</a
      >
      · <a href="${link(`/year/${year}`)}">${say({ de: `Das Jahr ${year}`, en: `The year ${year}` })}</a>
    </p>`;
}

function uncertainBox(count: number, { say, week, desk }: DeskVisit): Html {
  return html`<div class="box warning">
    <p>
      ${say({
        de: `Bei ${people(count).de} ist ungewiss, ob der Brief ankam: Er war übergeben, dann riss die Verbindung ab, bevor der Server antwortete. Meist ist er da. Noch einmal gesendet käme er dann doppelt, darum geschieht nichts von selbst. Ansehen und entscheiden:`,
        en: `For ${people(count).en} it is uncertain whether the letter arrived: it was handed over, then the connection broke before the server answered. Mostly it is there. Sent again it would then come twice, so nothing happens by itself. Look and decide:`,
      })}
    </p>
    <p><code>${desk.commandCall(['resolve', week])}</code></p>
  </div>`;
}

function pausedBox(reason: { readonly de: string; readonly en: string } | null, visit: DeskVisit): Html {
  const { say, language } = visit;
  return html`<div class="box warning">
    ${reason ? html`<p class="lines">${reason[language]}</p>` : ''}
    <p>
      ${say({
        de: 'Wer den Brief noch nicht hat, bekommt ihn erst, wenn es weitergeht.',
        en: 'Whoever has not got the letter yet gets it only once it goes on.',
      })}
    </p>
  </div>`;
}

function clockNote(isRunning: boolean, isOver: boolean, { say, desk }: DeskVisit): Html {
  if (isOver) return '';
  if (isRunning)
    return html`<p class="quietly">
      ${say({
        de: 'Der Zeitplan läuft: Was freigegeben ist, geht von selbst hinaus, und wer aufgeschoben ist, kommt von selbst wieder dran.',
        en: 'The clock is running: what is approved leaves by itself, and whoever was put off is tried again by itself.',
      })}
    </p>`;
  return html`<div class="box warning">
    <p>
      ${say({
        de: 'Hier läuft gerade kein Zeitplan. Von selbst geht auch ein freigegebener Brief erst hinaus, wenn einer läuft. Von hier aus senden geht auch ohne ihn.',
        en: 'No clock is running here. Even an approved letter leaves by itself only once one does. Sending from here works without it.',
      })}
    </p>
    <details id="clock-how">
      <summary>${say({ de: 'So startet der Zeitplan', en: 'How to start the clock' })}</summary>
      <p>
        ${say({ de: 'Im Terminal, mit den Seiten für Leserinnen und Leser:', en: 'In a terminal, with the pages for readers:' })}
        <code>${desk.commandCall(['start'])}</code>
      </p>
      <p>
        ${say({ de: 'Oder der Zeitplan allein:', en: 'Or the clock alone:' })}
        <code>${desk.commandCall(['schedule'])}</code>
      </p>
      <p class="hint">
        ${say({
          de: 'Wecken cron oder systemd ihn mit „schedule --once“, ist alles gut, auch wenn hier keiner läuft.',
          en: 'If cron or systemd wakes it with "schedule --once", all is well even though none is running here.',
        })}
      </p>
    </details>
  </div>`;
}

const restSayings: Readonly<Record<Rest['why'], Saying>> = {
  slowDown: { de: 'Der Mailserver bittet um Geduld.', en: 'The mail server asks for patience.' },
  pace: {
    de: 'Das Tempo aus newsletter.yaml (delivery) ist erreicht.',
    en: 'The pace of newsletter.yaml (delivery) is reached.',
  },
  paused: { de: 'Unterbrochen.', en: 'Paused.' },
  retry: {
    de: 'Alle sind versucht; die Aufgeschobenen kommen später dran.',
    en: 'All were tried; those put off are tried later.',
  },
};

function restLine({ why, until }: Rest, { say, language, desk }: DeskVisit): string {
  const words = say(restSayings[why]);
  if (until === null) return words;
  const moment = formatAppointment(until, language, desk.config.schedule.timeZone);
  return say({ de: `${words} Weiter geht es: ${moment}.`, en: `${words} It goes on: ${moment}.` });
}

/** What the last button did, as the address says it. */
function flash(visit: DeskVisit): Html {
  const { query, say } = visit;
  const words = wordsOf(visit);
  const done = query.get('done');
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

/** The subject, as a letter would carry it. */
export function subjectLine(subject: string | undefined, { desk }: DeskVisit): Html {
  return subject === undefined
    ? ''
    : html`<p class="sending-subject" lang="${desk.config.locale}">${subject}</p>`;
}

function reloadLink({ say }: DeskVisit): Html {
  return html`<noscript
    ><p><a href="">${say({ de: 'Neuen Stand zeigen', en: 'Show where it stands now' })}</a></p></noscript
  >`;
}

const headings = {
  leaving: { de: 'Der Brief ist unterwegs', en: 'The letter is on its way' },
  paused: { de: 'Der Versand ist unterbrochen', en: 'Sending is paused' },
  out: { de: 'Der Brief ist hinaus', en: 'The letter has left' },
} as const;

const quarters: readonly Saying[] = [
  headings.leaving,
  { de: 'Ein Viertel ist geschafft', en: 'A quarter is done' },
  { de: 'Die Hälfte ist geschafft', en: 'Half of it is done' },
  { de: 'Drei Viertel sind geschafft', en: 'Three quarters are done' },
];
