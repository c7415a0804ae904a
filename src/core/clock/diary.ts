import type { Text } from '../errors.ts';

/*
 * The diary of one issue: what the clock and the author did with it, before and while it is sent. Like the ledger it is
 * only ever appended to, and everything said about it is derived by `foldDiary`. Several processes write it: the clock,
 * the commands, the pages behind the author's links.
 *
 *   started                      the clock runs for the first time in this folder
 *   composed                     there is a draft, or a reason why there is none
 *   told                         the author got a mail
 *   approved, held               whether it may leave; the later word counts
 *   asked                        another question took the place of this one
 *   paused, resumed, cancelled   while it is being sent
 *   failed                       what the clock tried in vain; it tries again
 */

/** Who decided. */
export type Decider = 'clock' | 'command' | 'link' | 'breaker';

/** What composing came to: a draft; no letter in a quiet week; or the author is to say (`quietWeek: ask`). */
export type DraftOutcome = 'drafted' | 'skipped' | 'quiet';

/** Why an issue does not leave by itself: the author said so; did not answer; or its hour is over for too long (R14). */
export type HoldReason = 'author' | 'unanswered' | 'late';

/**
 * The mails to the author: `draft` with what is in it and when it leaves; `reminder` to approve; `held` with the reason;
 * `quiet` in a week without posts; `trouble` when something keeps failing; `paused` by the circuit breaker (R25); `report`
 * once everybody was tried; `final` once nobody is left to try again.
 */
export const authorMailKinds = [
  'draft',
  'reminder',
  'held',
  'quiet',
  'trouble',
  'paused',
  'report',
  'final',
] as const;
export type AuthorMailKind = (typeof authorMailKinds)[number];

export type DiaryRecord =
  | { readonly type: 'started'; readonly at: string }
  | {
      readonly type: 'composed';
      readonly at: string;
      readonly outcome: DraftOutcome;
      /** What the author should know of it: posts left out, or waiting for the next letter. */
      readonly notes: readonly Text[];
    }
  | { readonly type: 'told'; readonly at: string; readonly mail: AuthorMailKind }
  | { readonly type: 'approved'; readonly at: string; readonly by: Decider }
  | { readonly type: 'held'; readonly at: string; readonly by: Decider; readonly reason: HoldReason }
  | { readonly type: 'asked'; readonly at: string; readonly by: Decider; readonly question: string }
  | { readonly type: 'paused'; readonly at: string; readonly by: Decider; readonly reason: Text | null }
  | { readonly type: 'resumed'; readonly at: string; readonly by: Decider }
  | { readonly type: 'cancelled'; readonly at: string; readonly by: Decider }
  | {
      readonly type: 'failed';
      readonly at: string;
      readonly what: 'compose' | 'send';
      readonly code: string;
      readonly reason: Text;
    };

/** What a diary adds up to. */
export interface DiaryState {
  readonly startedAt: string | null;
  readonly composed: {
    readonly at: string;
    readonly outcome: DraftOutcome;
    readonly notes: readonly Text[];
  } | null;
  /** The author's latest word, or the clock's. */
  readonly word:
    | { readonly is: 'approved'; readonly at: string; readonly by: Decider }
    | { readonly is: 'held'; readonly at: string; readonly by: Decider; readonly reason: HoldReason }
    | null;
  readonly paused: { readonly at: string; readonly by: Decider; readonly reason: Text | null } | null;
  /** Whether the author has let a paused letter go on; the breaker does not stop it for the same reason twice. */
  readonly wasResumed: boolean;
  readonly resumedAt: string | null;
  readonly isCancelled: boolean;
  readonly cancelled: { readonly at: string; readonly by: Decider } | null;
  /** When the author got which mail last. */
  readonly told: ReadonlyMap<AuthorMailKind, string>;
  /** Questions the author did not want this week. */
  readonly declined: readonly string[];
  /** What was tried in vain again and again: first and latest time, and how often. */
  readonly failure: {
    readonly what: 'compose' | 'send';
    readonly code: string;
    readonly reason: Text;
    readonly since: string;
    readonly at: string;
    readonly tries: number;
  } | null;
}

const blank: DiaryState = {
  startedAt: null,
  composed: null,
  word: null,
  paused: null,
  wasResumed: false,
  resumedAt: null,
  isCancelled: false,
  cancelled: null,
  told: new Map(),
  declined: [],
  failure: null,
};

/** A failure so long after the last one is a new trouble; the clock tries more often than that. */
const troubleGapMs = 3 * 3_600_000;

/** The state of an issue from its diary alone. */
export function foldDiary(records: Iterable<DiaryRecord>): DiaryState {
  const state = { ...blank };
  for (const record of records) Object.assign(state, changeBy(record, state));
  return state;
}

function changeBy(record: DiaryRecord, state: DiaryState): Partial<DiaryState> {
  const { at } = record;
  switch (record.type) {
    case 'started':
      return { startedAt: state.startedAt !== null && state.startedAt < at ? state.startedAt : at };
    case 'composed':
      return {
        composed: { at, outcome: record.outcome, notes: record.notes },
        ...withoutFailure(state, 'compose'),
      };
    case 'told':
      return { told: new Map(state.told).set(record.mail, at) };
    case 'approved':
      return { word: { is: 'approved', at, by: record.by }, ...withoutFailure(state, 'send') };
    case 'held':
      return { word: { is: 'held', at, by: record.by, reason: record.reason } };
    case 'asked':
      return { declined: [...state.declined, record.question] };
    case 'paused':
      return { paused: { at, by: record.by, reason: record.reason } };
    case 'resumed':
      return { paused: null, wasResumed: true, resumedAt: at, ...withoutFailure(state, 'send') };
    case 'cancelled':
      return { isCancelled: true, cancelled: { at, by: record.by } };
    case 'failed': {
      const { what, code, reason } = record;
      // Either way: a clock that was set back must not make old trouble last.
      const isSameTrouble =
        state.failure?.what === what &&
        Math.abs(Date.parse(at) - Date.parse(state.failure.at)) < troubleGapMs;
      const earlier = isSameTrouble ? state.failure : null;
      return {
        failure: { what, code, reason, since: earlier?.since ?? at, at, tries: (earlier?.tries ?? 0) + 1 },
      };
    }
  }
}

function withoutFailure({ failure }: DiaryState, what: 'compose' | 'send'): Pick<DiaryState, 'failure'> {
  return { failure: failure?.what === what ? null : failure };
}
