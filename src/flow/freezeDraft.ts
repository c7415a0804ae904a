import { NewsletterError } from '../core/errors.ts';
import { readIssue } from '../core/issueFile.ts';
import type { Audience } from '../core/list/audience.ts';
import type { FrozenRecord } from '../core/sending/delivery.ts';
import { requireFinishedDraft, requireReachablePosts } from '../core/readiness.ts';
import { freeze } from './freeze.ts';
import { makeReadersLetter } from './letter.ts';
import type { SendOrder } from './send.ts';

/**
 * Renders the draft and freezes it for whoever gets it now (R2). Loaded only by the run that begins a letter: those that go
 * on with it render nothing. Throws `issue.*`, `template.*`, `letter.tooLarge` or `list.*`.
 */
export async function freezeDraft(order: SendOrder, draft: string): Promise<FrozenRecord> {
  const { week, issues } = order;
  requireFinishedDraft(draft, issues.nameOf(week));
  requireReachablePosts(readIssue(draft, issues.nameOf(week), week), issues.nameOf(week), order.transport);
  const now = order.clock.now();
  return order.subscribers.passing.look(async (list) => {
    const made = await makeReadersLetter(order, list, draft, now);
    requireReaders(made.audience);
    order.beforeFreeze?.(made, draft);
    return freeze(week, { ...made, draft, now }, issues);
  });
}

/** Freezing an issue for nobody would keep it from those who confirm tomorrow. Throws `list.empty`. */
export function requireReaders(audience: Pick<Audience, 'readers' | 'skipped'>): void {
  if (audience.readers === 0) throw nobodyToMail(audience);
}

function nobodyToMail({ skipped }: Pick<Audience, 'skipped'>): NewsletterError {
  if (skipped.has('paused') || skipped.has('monthly')) {
    return new NewsletterError('list.empty', {
      de: 'Diese Woche ist niemand an der Reihe: Alle Bestätigten pausieren oder bekommen den Monatsbrief. Nichts wurde gesendet.',
      en: 'Nobody is due this week: all who confirmed pause or get the monthly letter. Nothing was sent.',
    });
  }
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
