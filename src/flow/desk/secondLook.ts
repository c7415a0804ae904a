import { leastDurationMs } from '../../core/desk/paceEstimate.ts';
import { seenLetter, type SeenLetter } from '../../core/desk/seenLetter.ts';
import type { NewsletterError } from '../../core/errors.ts';
import { readIssue } from '../../core/issueFile.ts';
import { readersMonthly, type SkipReason } from '../../core/list/audience.ts';
import { dueDeliveries } from '../../core/sending/retry.ts';
import type { WeekId } from '../../core/week.ts';
import { rehearsal, settingsRefusals } from '../rehearsal.ts';
import type { OpenDesk } from './openDesk.ts';
import type { LyingLetter } from './sendingView.ts';

/** A letter once more, right before it leaves. */
export type SecondLook = {
  readonly subject: string;
  /** How many get it with this run. */
  readonly readers: number;
  /** How long that takes at least, by the settings. */
  readonly leastMs: number;
  /** Everything that sending would refuse. */
  readonly refusals: readonly NewsletterError[];
} & (
  | {
      readonly is: 'whole';
      readonly seen: SeenLetter;
      /** How many of them get it as the month's letter. */
      readonly monthly: number;
      readonly skipped: readonly { readonly reason: SkipReason; readonly count: number }[];
    }
  /** Sending has begun; it goes on with those who are due. */
  | { readonly is: 'rest'; readonly nextTryAt: Date | null }
);

/** Looks at a letter as it would leave now, or go on. Throws what keeps it from being made: `issue.*`, `template.*`, `secret.*`, `list.*`. */
export async function lookOnceMore(desk: OpenDesk, week: WeekId, view: LyingLetter): Promise<SecondLook> {
  return view.figures ? lookAtRest(desk, week, view) : lookAtWhole(desk, week);
}

async function lookAtWhole(desk: OpenDesk, week: WeekId): Promise<SecondLook> {
  const order = { ...desk, week, secrets: await desk.secrets() };
  const made = await rehearsal(order, desk.clock.now(), desk.mailServer);
  const { readers, kinds, skipped } = made.audience;
  const isMonthly = made.letter.isMonthly === true;
  return {
    is: 'whole',
    subject: made.letter.subject,
    readers,
    leastMs: leastDurationMs(readers, desk.config.delivery),
    refusals: made.refusals,
    seen: seenLetter(made.draft, made),
    monthly: isMonthly ? readersMonthly(kinds) : 0,
    skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
  };
}

async function lookAtRest(
  desk: OpenDesk,
  week: WeekId,
  { letter, draft, nextTryAt }: LyingLetter,
): Promise<SecondLook> {
  const now = desk.clock.now();
  const due = dueDeliveries(letter.ledger, now).length;
  const text = await desk.issues.sentDraft(week);
  return {
    is: 'rest',
    subject:
      draft?.issue?.subject ??
      (text === undefined ? week : readIssue(text, desk.issues.nameOf(week), week).subject),
    readers: due,
    leastMs: leastDurationMs(due, desk.config.delivery),
    refusals: await settingsRefusals(desk.config, desk.mailServer),
    nextTryAt,
  };
}
