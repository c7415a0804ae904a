import { totalsOf, type LedgerRecord, type LedgerState } from '../core/delivery.ts';
import { NewsletterError } from '../core/errors.ts';

/** So many rejections without one acceptance do not concern the readers, but us: a relay, a quota, a policy. */
const rejectionsInARow = 5;

/** Watches a run for answers that mean the whole letter. */
export interface CircuitBreaker {
  see(record: LedgerRecord): void;
  /** Why the run should stop, once it should. */
  refusal(server: string): NewsletterError | undefined;
}

/** Stops a run in which the server rejects everybody, before it has rejected the whole list. */
export function circuitBreaker({ state }: { readonly state: LedgerState }): CircuitBreaker {
  let accepted = totalsOf(state).accepted;
  let rejected = 0;
  let lastReply = '';
  return {
    see(record) {
      if (record.type !== 'outcome') return;
      if (record.outcome === 'accepted') accepted += 1;
      if (record.outcome !== 'rejected') return;
      rejected += 1;
      lastReply = record.reply;
    },
    refusal(server) {
      if (accepted > 0 || rejected < rejectionsInARow) return undefined;
      return new NewsletterError(
        'smtp.refused',
        {
          de: `${server} hat die ersten ${rejected} Adressen alle abgewiesen: ${lastReply}`,
          en: `${server} rejected all of the first ${rejected} addresses: ${lastReply}`,
        },
        {
          hint: {
            de: 'Das liegt selten an den Adressen: Zugang, Absender und Tagesgrenze beim Anbieter prüfen. Dann: wochenbrief resolve --resend rejected, und noch einmal senden.',
            en: 'The addresses are rarely the reason: check account, sender and daily limit with your provider. Then: wochenbrief resolve --resend rejected, and send again.',
          },
        },
      );
    },
  };
}
