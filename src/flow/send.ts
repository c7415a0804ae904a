import { audienceOf } from '../core/audience.ts';
import type { Config } from '../core/config.ts';
import {
  dueDeliveries,
  foldLedger,
  hasBegun,
  totalsOf,
  type LedgerRecord,
  type LedgerState,
} from '../core/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { readIssue } from '../core/issueFile.ts';
import { requireWebAddresses } from '../core/letterAddresses.ts';
import type { Letter } from '../core/message.ts';
import type { Clock, Drafts, SentIssues, Subscribers, Transport } from '../core/ports.ts';
import { requireFinishedDraft } from '../core/readiness.ts';
import { renderIssue } from '../core/render/renderIssue.ts';
import type { TemplateFiles } from '../core/render/templates.ts';
import type { WeekId } from '../core/week.ts';
import { deliver } from './deliver.ts';
import { freeze, letterOf, readFrozen } from './freeze.ts';

/** What a draft becomes a letter from. */
export interface LetterOrder {
  readonly week: WeekId;
  readonly config: Config;
  readonly issues: Drafts & SentIssues;
  readonly subscribers: Subscribers;
  /** Read only when something is rendered. */
  readonly templates: () => Promise<TemplateFiles>;
  readonly secrets: readonly [string, ...string[]];
}

/** What `send` is given. */
export interface SendOrder extends LetterOrder {
  /** Names this run in the ledger. */
  readonly run: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told once before anything is handed over, then after each record. */
  readonly onProgress: (state: LedgerState, record: LedgerRecord | undefined) => void;
}

/** What a run of `send` came to. */
export interface SendReport {
  readonly subject: string;
  readonly state: LedgerState;
  /** How many were due when this run began. */
  readonly due: number;
  /** What stopped the run before everybody had an outcome. */
  readonly stopped: NewsletterError | undefined;
}

/** Sends the week's issue, or goes on with it: nobody gets it twice, nobody is forgotten. */
export async function send(order: SendOrder): Promise<SendReport> {
  const { week, issues } = order;
  await requireDraft(order);
  const lock = await issues.lock(week);
  try {
    const draft = await requireDraft(order);
    // Frozen but untouched, as after a failed login, the letter is made anew: nobody has the old one.
    if (!hasBegun(await ledgerState(order))) {
      requireFinishedDraft(draft, issues.nameOf(week));
      const { letter } = await makeLetter(order, draft);
      const audience = audienceOf(await order.subscribers.read(), order.secrets);
      if (audience.members.length === 0) throw nobodyToMail();
      await freeze(week, letter, draft, audience, order.clock.now(), issues);
    }
    return await deliverFrozen(order, draft);
  } finally {
    await lock.release();
  }
}

async function deliverFrozen(order: SendOrder, draft: string): Promise<SendReport> {
  const { week, issues } = order;
  const { letter, state } = await readFrozen(week, draft, issues);
  const due = dueDeliveries(state).length;
  order.onProgress(state, undefined);
  if (due === 0) return { subject: letter.subject, state, due, stopped: undefined };
  const ledger = await issues.openLedger(week);
  const records = [...ledger.records];
  const onRecord = (record: LedgerRecord): void => {
    records.push(record);
    order.onProgress(state, record);
  };
  try {
    await ledger.append({ type: 'run', at: order.clock.now().toISOString(), run: order.run });
    const limits = order.config.delivery;
    const stopped = await deliver({ ...order, letter, state, ledger, limits, onRecord });
    return { subject: letter.subject, state: foldLedger(records), due, stopped };
  } finally {
    await ledger.close();
  }
}

/** What the ledger of the week's issue adds up to. */
export async function ledgerState({
  week,
  issues,
}: Pick<LetterOrder, 'week' | 'issues'>): Promise<LedgerState> {
  return foldLedger((await issues.readFrozen(week)).records);
}

/** Renders the week's draft as it stands now. Throws `issue.*`, `template.*` or `letter.tooLarge`. */
export async function makeLetter(
  order: Pick<LetterOrder, 'week' | 'config' | 'issues' | 'templates'>,
  draft: string,
): Promise<{ readonly letter: Letter; readonly issue: Issue }> {
  const name = order.issues.nameOf(order.week);
  const issue = readIssue(draft, name, order.week);
  requireWebAddresses(issue.letter, draft, name);
  const rendered = await renderIssue(issue, order.config, await order.templates());
  return { letter: letterOf(issue, rendered, order.config), issue };
}

/** The text of the week's issue.md; throws `issue.missing`. */
export async function requireDraft(order: Pick<LetterOrder, 'week' | 'issues'>): Promise<string> {
  const draft = await order.issues.read(order.week);
  if (draft !== undefined) return draft;
  throw new NewsletterError(
    'issue.missing',
    {
      de: `Für ${order.week} gibt es keinen Entwurf (${order.issues.nameOf(order.week)}).`,
      en: `There is no draft for ${order.week} (${order.issues.nameOf(order.week)}).`,
    },
    {
      hint: {
        de: `Erst zusammenstellen: wochenbrief compose --week ${order.week}`,
        en: `Compose it first: wochenbrief compose --week ${order.week}`,
      },
    },
  );
}

/** Freezing an issue for nobody would keep it from those who confirm tomorrow. */
function nobodyToMail(): NewsletterError {
  return new NewsletterError(
    'list.empty',
    {
      de: 'Auf der Liste steht niemand, der bestätigt hat. Nichts wurde gesendet.',
      en: 'Nobody on the list has confirmed. Nothing was sent.',
    },
    {
      hint: {
        de: 'An sich selbst senden: wochenbrief test ADRESSE. Wie man sich einträgt, steht im README.',
        en: 'Send it to yourself: wochenbrief test ADDRESS. The README tells how to enter yourself.',
      },
    },
  );
}

/** Whether every reader of the frozen audience has a final outcome (R10). */
export function isSettled(state: LedgerState): boolean {
  const totals = totalsOf(state);
  return totals.waiting === 0 && totals.deferred === 0 && totals.uncertain === 0;
}
