import { html } from 'hono/html';
import { msLeft } from '../../../core/desk/paceEstimate.ts';
import type { Saying } from '../../../core/saying.ts';
import type { Rest } from '../../../flow/deliver.ts';
import { doneOf } from '../../../flow/desk/sendRuns.ts';
import type { LetterElsewhere, RunningLetter } from '../../../flow/desk/sendingView.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { momentOf, numberIn, roughly } from '../inWords.ts';
import { choices } from './sendingChoices.ts';
import { headings, pausedBox, subjectLine } from './sendingHead.ts';

/** A letter that this desk is sending: how far it is, and how to stop it. */
export function runningPart({ run, diary, draft }: RunningLetter, visit: DeskVisit): Html {
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
        : choices([isPaused ? 'resume' : 'pause', 'cancel'], null, visit)
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

/** A letter that the clock or a command is sending. */
export function elsewherePart({ figures, diary, draft }: LetterElsewhere, visit: DeskVisit): Html {
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
    ${diary.isCancelled ? '' : choices([isPaused ? 'resume' : 'pause', 'cancel'], null, visit)}
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

function restLine({ why, until }: Rest, visit: DeskVisit): string {
  const { say } = visit;
  const words = say(restSayings[why]);
  if (until === null) return words;
  const moment = momentOf(until, visit);
  return say({ de: `${words} Weiter geht es: ${moment}.`, en: `${words} It goes on: ${moment}.` });
}

function reloadLink({ say }: DeskVisit): Html {
  return html`<noscript
    ><p><a href="">${say({ de: 'Neuen Stand zeigen', en: 'Show where it stands now' })}</a></p></noscript
  >`;
}
