import type { AnotherQuestion } from '../core/clock/anotherQuestion.ts';
import type { Config } from '../core/config.ts';
import type { Decided } from '../core/clock/decision.ts';
import { hasBegun } from '../core/sending/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import { readIssue } from '../core/issueFile.ts';
import { requireWebAddresses } from '../core/letterAddresses.ts';
import { offersOf, type LetterOnDesk } from '../core/clock/letterOnDesk.ts';
import { leavingOnceApproved, letterState } from '../core/clock/letterState.ts';
import { markOf } from '../core/mark.ts';
import { withoutReader } from '../core/message.ts';
import type { Clock, Diaries, Drafts, SendingTimes, SentIssues } from '../core/ports.ts';
import type { PromptFile } from '../core/composing/promptFile.ts';
import { renderIssue } from '../core/render/renderIssue.ts';
import type { TemplateFiles } from '../core/render/templates.ts';
import type { Secrets } from '../core/secret.ts';
import { issueToken, verifyIssueToken, type IssuePurpose } from '../core/token.ts';
import type { WeekId } from '../core/week.ts';
import { askAnother } from './anotherQuestion.ts';
import { decide, gatherFacts } from './decide.ts';

/** What the author's links work on. */
export interface AuthorDeskOrder {
  readonly config: Config;
  readonly issues: Drafts & Pick<SentIssues, 'readLedger'> & SendingTimes;
  readonly diaries: Diaries;
  /** Read only when a question is asked for; throws `prompts.invalid`. */
  readonly prompts: () => Promise<PromptFile>;
  readonly templates: () => Promise<TemplateFiles>;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

/** What a link leads to; `forged` covers everything that we did not sign for this purpose. */
export type DeskLink<T> = { readonly found: T } | { readonly fault: 'forged' };

/** What the author does by the links in her mails. Throws what is wrong with the files: `issue.*`, `ledger.damaged`, … */
export interface AuthorDesk {
  /** Where the letter stands. Changes nothing (R49). */
  open(token: string): Promise<DeskLink<LetterOnDesk>>;
  decide(token: string, decision: 'approve' | 'hold' | 'resume'): Promise<DeskLink<Decided>>;
  /** `questionMark` as it was shown, so that a click that comes twice does not replace two questions. */
  askAnother(
    token: string,
    questionMark: string,
  ): Promise<DeskLink<AnotherQuestion | { readonly is: 'changed' | 'notNow' }>>;
  /** The letter as readers would get it now, or got it, with nobody's own parts. Changes nothing (R49). */
  readDraft(
    token: string,
  ): Promise<DeskLink<{ readonly letter: LetterOnDesk; readonly html: string | null }>>;
}

/** The desk of one newsletter's author. */
export function authorDesk(order: AuthorDeskOrder): AuthorDesk {
  const { config, issues, diaries, secrets, clock } = order;
  const weekOf = (token: string, purpose: IssuePurpose): WeekId | null => {
    try {
      return verifyIssueToken(token, purpose, secrets);
    } catch (error) {
      if (error instanceof NewsletterError && error.code === 'token.invalid') return null;
      throw error;
    }
  };
  const look = async (week: WeekId): Promise<Desk> => {
    const facts = (await gatherFacts({ week, config, issues, diaries, clock }))(await diaries.read(week));
    const draft = hasBegun(facts.ledger) ? await issues.sentDraft(week) : await issues.read(week);
    const { issue, fault } = readIfPossible(draft, issues.nameOf(week), week);
    const state = letterState(facts);
    const onDesk: LetterOnDesk = {
      week,
      state,
      plannedFor: state.is === 'planned' ? state.leavesAt : facts.plan.sendAt,
      onceApproved: leavingOnceApproved(facts.plan, facts.now),
      issue,
      fault,
      readToken: issueToken('read', week, secrets[0]),
      questionMark: issue?.question ? markOf(issue.question.text) : '',
    };
    return { draft, onDesk };
  };
  const behind = async <T>(
    token: string,
    purpose: IssuePurpose,
    act: (week: WeekId) => Promise<T>,
  ): Promise<DeskLink<T>> => {
    const week = weekOf(token, purpose);
    return week === null ? { fault: 'forged' } : { found: await act(week) };
  };
  return {
    open: (token) => behind(token, 'decide', async (week) => (await look(week)).onDesk),
    decide: (token, decision) =>
      behind(token, 'decide', (week) => decide({ week, config, issues, diaries, clock }, decision, 'link')),
    askAnother: (token, questionMark) =>
      behind(token, 'decide', (week) =>
        patiently(clock, async () => {
          const { onDesk } = await look(week);
          if (!offersOf(onDesk).includes('question')) return { is: 'notNow' } as const;
          if (onDesk.questionMark !== questionMark) return { is: 'changed' } as const;
          return askAnother({ ...order, week }, 'link', (question) => markOf(question) === questionMark);
        }),
      ),
    readDraft: (token) =>
      behind(token, 'read', async (week) => {
        const { draft, onDesk } = await look(week);
        if (draft === undefined || onDesk.issue === null) return { letter: onDesk, html: null };
        requireWebAddresses(onDesk.issue.letter, draft, issues.nameOf(week));
        const frame = { kind: 'archive', language: config.locale } as const;
        const rendered = await renderIssue(onDesk.issue, config, await order.templates(), frame);
        return { letter: onDesk, html: withoutReader(rendered, config).html };
      }),
  };
}

const lockTries = 20;
const lockPauseMs = 100;
const never = new AbortController().signal;

/** Of a click that comes twice, the second finds the first at work; a moment later it finds what that came to. */
async function patiently<T>(clock: Pick<Clock, 'sleep'>, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      const isHeld = error instanceof NewsletterError && error.code === 'lock.held';
      if (!isHeld || tries >= lockTries) throw error;
      await clock.sleep(lockPauseMs, never);
    }
  }
}

interface Desk {
  readonly draft: string | undefined;
  readonly onDesk: LetterOnDesk;
}

/** A draft that cannot be read keeps nobody from holding its letter. */
function readIfPossible(
  draft: string | undefined,
  name: string,
  week: WeekId,
): Pick<LetterOnDesk, 'issue' | 'fault'> {
  if (draft === undefined) return { issue: null, fault: null };
  try {
    return { issue: readIssue(draft, name, week), fault: null };
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return { issue: null, fault: error.text };
  }
}
