import type { Text } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { LetterState } from './letterState.ts';
import type { WeekId } from '../week.ts';

/** A week's letter as it lies on the author's desk. */
export interface LetterOnDesk {
  readonly week: WeekId;
  readonly state: LetterState;
  /** The hour it leaves at, or was planned for, whatever became of it. */
  readonly plannedFor: Date;
  /** When it would leave if it were approved now. */
  readonly onceApproved: { readonly leavesAt: Date; readonly leavesNow: boolean };
  /** Null where nothing is composed, and where issue.md cannot be read. */
  readonly issue: Issue | null;
  /** Why issue.md cannot be read. */
  readonly fault: Text | null;
  /** Opens the draft, and nothing else. */
  readonly readToken: string;
  /** Names the question without showing it, so that a button can say which one it replaces; empty where there is none. */
  readonly questionMark: string;
}

/** What the author can do by a link. */
export type Offer = 'approve' | 'hold' | 'question' | 'resume';

/** What can be done with a letter where it stands; nothing, once it has left. */
export function offersOf({ state, issue }: LetterOnDesk): readonly Offer[] {
  const question = issue?.question ? (['question'] as const) : [];
  switch (state.is) {
    case 'planned':
      return [...(state.needsApproval ? (['approve'] as const) : []), 'hold', ...question];
    case 'approved':
      return ['hold', ...question];
    case 'held':
      return ['approve', ...(state.hasBegun ? [] : question)];
    case 'quiet':
      return ['approve'];
    case 'paused':
      return ['resume'];
    default:
      return [];
  }
}
