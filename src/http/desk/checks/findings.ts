import { html } from 'hono/html';
import { quotedStrings, type Check, type CheckPlace, type CheckStatus } from '../../../core/check.ts';
import type { Saying } from '../../../core/saying.ts';
import type { DeskDraft } from '../../../flow/desk/openDraft.ts';
import type { DeskVisit, Html } from '../deskVisit.ts';
import { letterPath } from '../layout.ts';

/** In the order in which they are told. */
export const groups: readonly CheckStatus[] = ['error', 'warning', 'note', 'ok'];

/** All findings of one kind, each with why it matters and where it is changed. */
export function findingsOf(
  status: CheckStatus,
  checks: readonly Check[],
  draft: DeskDraft,
  visit: DeskVisit,
): Html {
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
    ${headAndDetails(place ? toldAt(found[language], draft) : found[language])}
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

/** What was found: its first line says it, and what may follow lists the places. */
export function headAndDetails(found: string): Html {
  const [head = '', ...details] = found.split('\n');
  const list = html`<ul class="details">
    ${details.map(detail)}
  </ul>`;
  return html`<p class="finding">${head}</p>
    ${details.length > 0 ? list : ''}`;
}

/** One of several faults: where it lies, and what it is. */
function detail(line: string): Html {
  const [, place, what = line.trim()] = /^\s*(\S+)\s{2,}(.*)$/.exec(line) ?? [];
  return html`<li>${place === undefined ? '' : html`<code>${place}</code> `}${what}</li>`;
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
