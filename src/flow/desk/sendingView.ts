import type { DiaryState } from '../../core/clock/diary.ts';
import { leavingOnceApproved } from '../../core/clock/letterState.ts';
import { sendingOffers, type SendingOffer } from '../../core/desk/sendingOffers.ts';
import { figuresWhile, type SentFigures } from '../../core/desk/sentFigures.ts';
import { hasBegun, hasOpen } from '../../core/sending/delivery.ts';
import { nextTryAt } from '../../core/sending/retry.ts';
import type { WeekId } from '../../core/week.ts';
import { letterOnDesk, type LetterOnDesk } from '../letterDesk.ts';
import type { OpenDesk } from './openDesk.ts';
import { openDraft, type DeskDraft } from './openDraft.ts';
import type { SendRun, SendRuns } from './sendRuns.ts';

/** Where a letter stands on its way to readers. */
export type SendingView = RunningLetter | LetterElsewhere | LyingLetter;

interface LookedAt {
  readonly draft: DeskDraft | undefined;
  /** The run of this desk, or the last one. */
  readonly run: SendRun | undefined;
}

/** This desk sends it. */
export interface RunningLetter extends LookedAt {
  readonly is: 'running';
  readonly run: SendRun;
  readonly diary: DiaryState;
}

/** The clock sends it, or a command. */
export interface LetterElsewhere extends LookedAt {
  readonly is: 'elsewhere';
  readonly figures: SentFigures;
  readonly diary: DiaryState;
}

/** Nobody sends it right now. */
export interface LyingLetter extends LookedAt {
  readonly is: 'lying';
  readonly letter: LetterOnDesk;
  /** What became of it so far; null where sending has not begun. */
  readonly figures: SentFigures | null;
  /** When somebody can be tried next; null when nobody is left. */
  readonly nextTryAt: Date | null;
  readonly onceApproved: ReturnType<typeof leavingOnceApproved>;
  readonly offers: readonly SendingOffer[];
  readonly isClockRunning: boolean;
}

/** Looks where a week's letter stands; while it leaves, without reading its whole ledger again and again. Throws `ledger.damaged`. */
export async function lookAtSending(
  desk: OpenDesk,
  week: WeekId,
  runs: Pick<SendRuns, 'of'>,
): Promise<SendingView> {
  const run = runs.of(week);
  const draft = await openDraft(desk, week);
  if (run && run.result === null) return { is: 'running', draft, run, diary: await desk.diaries.read(week) };
  const figures = (await desk.issues.isClaimed(week)) ? await desk.shelf.figures(week) : undefined;
  if (figures) {
    const diary = await desk.diaries.read(week);
    return { is: 'elsewhere', draft, run, figures: figuresWhile(true, figures), diary };
  }
  const now = desk.clock.now();
  const letter = await letterOnDesk(desk, week, now);
  const settled = hasBegun(letter.ledger) ? await desk.shelf.figures(week) : undefined;
  const offers = sendingOffers(letter.state, {
    hasDraft: letter.hasDraft,
    hasOpen: hasOpen(letter.ledger),
  });
  return {
    is: 'lying',
    draft,
    run,
    letter,
    figures: settled ? figuresWhile(false, settled) : null,
    nextTryAt: later(nextTryAt(letter.ledger, now), run?.result?.nextTryAt ?? null),
    onceApproved: leavingOnceApproved(letter.plan, now),
    offers,
    isClockRunning: await desk.isClockRunning(),
  };
}

/** The pace may ask for more patience than the readers do. */
function later(next: Date | null, paced: Date | null): Date | null {
  return next && paced && paced > next ? paced : next;
}
