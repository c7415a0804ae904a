import type { LetterState } from '../clock/letterState.ts';

/** What the author can do with a letter at the desk. `send`: at once, from here. */
export type SendingOffer = 'approve' | 'hold' | 'pause' | 'resume' | 'send' | 'cancel';

/** What can be done where a letter stands, the likeliest first; nothing, where nobody waits for it any more. */
export function sendingOffers(
  state: LetterState,
  { hasDraft, hasOpen }: { readonly hasDraft: boolean; readonly hasOpen: boolean },
): readonly SendingOffer[] {
  const send = hasDraft ? (['send'] as const) : [];
  switch (state.is) {
    case 'planned':
      return [...(state.needsApproval ? (['approve'] as const) : []), 'hold', ...send, 'cancel'];
    case 'approved':
      return ['hold', ...send, 'cancel'];
    case 'held':
      return ['approve', ...send, 'cancel'];
    case 'quiet':
      return ['approve', ...send, 'cancel'];
    case 'sending':
      return hasOpen ? ['send', 'pause', 'cancel'] : [];
    case 'paused':
      return hasOpen ? ['resume', 'cancel'] : ['resume'];
    case 'over':
      return send;
    case 'nothing':
    case 'finished':
    case 'cancelled':
      return [];
  }
}
