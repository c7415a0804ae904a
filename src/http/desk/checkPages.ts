import { html } from 'hono/html';
import { quotedStrings, type Check, type CheckPlace, type CheckStatus } from '../../core/check.ts';
import { countOf, worstFirst } from '../../core/checking/letterChecks.ts';
import type { Saying } from '../../core/saying.ts';
import type { CheckRounds, KnownChecks } from '../../flow/checking/checkRounds.ts';
import { nobodyAsked } from '../../flow/checking/outside.ts';
import { openDraft, type DeskDraft } from '../../flow/desk/openDraft.ts';
import { actionForm } from './deskParts.ts';
import type { DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { letterPath } from './layout.ts';
import { noDraft } from './letter/noDraft.ts';

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
              ${errors.map(({ found }) => html`<li class="lines">${toldAt(found[language], draft)}</li>`)}
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
      ${groups.map((status) => group(status, checks, draft, visit))}
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

/** What was found, without the lines of the draft: at the desk a link leads there, and nobody has to open the file. */
export function toldAt(found: string, { name }: Pick<DeskDraft, 'name'>): string {
  return found
    .split('\n')
    .map((line) => {
      const [place] = /^\s*\S+:\d+(?::\d+)?:?\s+/.exec(line) ?? [];
      return place?.trimStart().startsWith(`${name}:`) ? line.slice(place.length) : line;
    })
    .join('\n');
}

const groups: readonly CheckStatus[] = ['error', 'warning', 'note', 'ok'];

function group(status: CheckStatus, checks: readonly Check[], draft: DeskDraft, visit: DeskVisit): Html {
  const own = checks.filter((check) => check.status === status);
  if (own.length === 0) return '';
  const title = visit.say(titles[status]);
  if (status === 'ok' || status === 'note')
    return html`<details class="checks-ok" id="checks-${status}">
      <summary>${title} (${own.length})</summary>
      <ul>
        ${own.map(({ found }) => html`<li>${found[visit.language]}</li>`)}
      </ul>
    </details>`;
  return html`<section aria-labelledby="checks-${status}">
    <h2 id="checks-${status}">${title}</h2>
    <ul class="findings">
      ${own.map((check) => finding(check, draft, visit))}
    </ul>
  </section>`;
}

function finding(
  { status, found, why, hint, where, record }: Check,
  draft: DeskDraft,
  { language, say, link, week }: DeskVisit,
): Html {
  const place = where === undefined ? undefined : places[where];
  return html`<li class="box ${boxes[status]}">
    <p class="finding lines">${place ? toldAt(found[language], draft) : found[language]}</p>
    ${why ? html`<p class="hint">${why[language]}</p>` : ''}
    ${hint ? html`<p class="lines">${hint[language]}</p>` : ''}
    ${
      record
        ? html`<pre tabindex="0">${`${record.name}\n${record.type}\n${quotedStrings(record.value)}`}</pre>`
        : ''
    }
    ${
      place
        ? html`<p>
            <a href="${link(place.tab === 'looks' ? '/looks' : letterPath(week, place.tab))}"
              >${say(place.words)}</a
            >
          </p>`
        : ''
    }
  </li>`;
}

const titles: Readonly<Record<CheckStatus, Saying>> = {
  error: { de: 'Das sollte vor dem Senden behoben sein', en: 'This should be mended before sending' },
  warning: { de: 'Das lohnt einen Blick', en: 'This is worth a look' },
  note: { de: 'Nicht geprüft', en: 'Not checked' },
  ok: { de: 'In Ordnung', en: 'In order' },
};

const boxes: Readonly<Record<CheckStatus, string>> = {
  error: 'fault',
  warning: 'warning',
  note: '',
  ok: 'done',
};

const askingNow: Saying = {
  de: 'Links, Bilder und DNS werden gerade gefragt …',
  en: 'Links, pictures and DNS are being asked …',
};

type Tab = 'words' | 'question' | 'posts' | 'looks';

/** Where at the desk something is changed; settings are changed in their file, which the hint names. */
const places: Readonly<Partial<Record<CheckPlace, { readonly tab: Tab; readonly words: Saying }>>> = {
  subject: { tab: 'words', words: { de: 'Zum Betreff', en: 'To the subject' } },
  preheader: { tab: 'words', words: { de: 'Zur Vorschauzeile', en: 'To the preview line' } },
  letter: { tab: 'words', words: { de: 'Zu den Worten', en: 'To the words' } },
  question: { tab: 'question', words: { de: 'Zur Frage', en: 'To the question' } },
  posts: { tab: 'posts', words: { de: 'Zu den Beiträgen', en: 'To the posts' } },
  olderPosts: { tab: 'posts', words: { de: 'Zu den älteren Beiträgen', en: 'To the older posts' } },
  templates: { tab: 'looks', words: { de: 'Zum Aussehen', en: 'To the looks' } },
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
  const [line = ''] = text.split('\n');
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}
