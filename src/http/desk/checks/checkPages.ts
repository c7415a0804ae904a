import { html } from 'hono/html';
import type { Check } from '../../../core/check.ts';
import { countOf, worstFirst } from '../../../core/checking/letterChecks.ts';
import type { Saying } from '../../../core/saying.ts';
import type { CheckRounds, KnownChecks } from '../../../flow/checking/checkRounds.ts';
import { nobodyAsked } from '../../../flow/checking/outside.ts';
import { openDraft, type DeskDraft } from '../../../flow/desk/openDraft.ts';
import { actionForm } from '../deskParts.ts';
import type { DeskRoutes, DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';
import { noDraft } from '../letter/noDraft.ts';
import { findingsOf, groups, headAndDetails, toldAt } from './findings.ts';

/** How letters on the desk are checked. */
export interface DeskChecking {
  readonly rounds: CheckRounds;
  /** Whether every mail server is on this machine, where sample settings do no harm. */
  readonly isLoopback: () => Promise<boolean>;
}

/** What a change of lets the checks say something else. */
const live = 'draft settings templates sending checks';

/** Everything that can be said against the letter, why it matters, and where it is changed. */
export function checkPages(checking: DeskChecking): DeskRoutes {
  return {
    '/letter/:week/checks': {
      async GET(visit) {
        const draft = await openDraft(visit.desk, visit.week);
        return {
          title: visit.say({ de: 'Prüfen', en: 'Check' }),
          tab: 'checks',
          main: draft?.isFrozen
            ? nothingToCheck(visit)
            : draft
              ? await checksMain(draft, visit, checking)
              : noDraft(visit),
        };
      },
      async POST({ week, link }) {
        checking.rounds.forget();
        return { seeOther: link(letterPath(week, 'checks')) };
      },
    },
  };
}

/** The checks in short, to stand beside the letter: how many, and the three worst. Empty where there is no draft. */
export async function checkPanel(visit: DeskVisit, checking: DeskChecking): Promise<Html> {
  const draft = await openDraft(visit.desk, visit.week);
  if (!draft || draft.isFrozen) return '';
  const { say, language, link, week } = visit;
  const { checks, isAsking } = await knownChecks(draft, visit, checking);
  const worst = worstFirst(checks).filter(isTrouble).slice(0, 3);
  const all = link(letterPath(week, 'checks'));
  return html`<section
    class="check-panel"
    id="check-panel"
    data-live="${live}"
    aria-labelledby="check-panel-title"
  >
    <h2 id="check-panel-title"><a href="${all}">${say({ de: 'Geprüft', en: 'Checked' })}</a></h2>
    <p class="quietly" role="status">${countWords(checks, isAsking, visit)}</p>
    <ul>
      ${worst.map(({ status, found }) => html`<li class="${status}">${firstLine(toldAt(found[language], draft))}</li>`)}
    </ul>
  </section>`;
}

/** The findings that should be mended before the letter leaves, as far as they are known; to stand above the button that sends. */
export async function errorsBox(draft: DeskDraft, visit: DeskVisit, checking: DeskChecking): Promise<Html> {
  const { say, language, link, week } = visit;
  const { checks, isAsking } = await knownChecks(draft, visit, checking);
  const errors = checks.filter(({ status }) => status === 'error');
  return html`<div id="send-errors" data-live="${live}">
    ${
      errors.length === 0
        ? ''
        : html`<div class="box fault">
            <p>
              ${say({
                de: 'Die Prüfung fand Fehler. Senden geht trotzdem, besser ist es ohne sie:',
                en: 'The checks found errors. It can be sent all the same, but better without them:',
              })}
            </p>
            <ul class="sending-found">
              ${errors.map(({ found }) => html`<li>${headAndDetails(toldAt(found[language], draft))}</li>`)}
            </ul>
            <p>
              <a href="${link(letterPath(week, 'checks'))}"
                >${say({ de: 'Zur Prüfung', en: 'To the checks' })}</a
              >
            </p>
          </div>`
    }
    ${isAsking ? html`<p class="quietly">${say(askingNow)}</p>` : ''}
  </div>`;
}

function nothingToCheck({ say, link, week }: DeskVisit): Html {
  return html`<h1>${say({ de: 'Prüfen', en: 'Check' })}</h1>
    <p class="box">
      ${say({
        de: 'Dieser Brief ist hinaus oder unterwegs; zu prüfen gibt es nichts mehr.',
        en: 'This letter has left or is leaving; nothing is left to check.',
      })}
      <a href="${link(letterPath(week, 'letter'))}"
        >${say({ de: 'So ging er hinaus', en: 'As it was sent' })}</a
      >
    </p>`;
}

async function checksMain(draft: DeskDraft, visit: DeskVisit, checking: DeskChecking): Promise<Html> {
  const { say, link, week } = visit;
  const { checks, isAsking } = await knownChecks(draft, visit, checking);
  const wasAnybodyAsked = !checks.includes(nobodyAsked);
  return html`<h1>${say({ de: 'Prüfen', en: 'Check' })}</h1>
    <div id="checks" class="checks" data-live="${live}">
      <p class="checks-sum" role="status">${countWords(checks, isAsking, visit)}</p>
      ${groups.map((status) => findingsOf(status, checks, draft, visit))}
    </div>
    ${
      wasAnybodyAsked
        ? actionForm(
            link(letterPath(week, 'checks')),
            say({ de: 'Links, Bilder und DNS noch einmal fragen', en: 'Ask links, pictures and DNS again' }),
            { kind: 'quiet' },
          )
        : ''
    }`;
}

function knownChecks(
  draft: DeskDraft,
  { desk }: Pick<DeskVisit, 'desk'>,
  { rounds, isLoopback }: DeskChecking,
): Promise<KnownChecks> {
  return rounds.known({ ...desk, isLoopback }, draft);
}

const askingNow: Saying = {
  de: 'Links, Bilder und DNS werden gerade gefragt …',
  en: 'Links, pictures and DNS are being asked …',
};

function countWords(checks: readonly Check[], isAsking: boolean, { say }: Pick<DeskVisit, 'say'>): string {
  const errors = countOf(checks, 'error');
  const warnings = countOf(checks, 'warning');
  const sum =
    errors + warnings === 0
      ? say({ de: 'Nichts spricht gegen den Brief.', en: 'Nothing speaks against the letter.' })
      : say({
          de: `${errors} Fehler, ${warnings} ${warnings === 1 ? 'Warnung' : 'Warnungen'}.`,
          en: `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}.`,
        });
  return isAsking ? `${sum} ${say(askingNow)}` : sum;
}

function isTrouble({ status }: Check): boolean {
  return status === 'error' || status === 'warning';
}

function firstLine(text: string): string {
  const [line = ''] = text.replace(/:(?=\n)/, '.').split('\n');
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}
