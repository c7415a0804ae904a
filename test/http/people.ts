import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { confirmedReader } from '../support/newsletter.ts';

/** Somebody who asked and has not confirmed yet. */
export function pendingReader(number: number, changes: Partial<Subscriber> = {}): Subscriber {
  const reader = confirmedReader(number);
  const requestedAt = '2026-11-20T18:00:00Z';
  const consent = { ...reader.consent, requestedAt, mailedAt: '2026-11-20T18:00:05Z', confirmedAt: null };
  return { ...reader, status: 'pending', consent, ...changes };
}

/** Somebody who left. */
export function leftReader(number: number, changes: Partial<Subscriber> = {}): Subscriber {
  return {
    ...confirmedReader(number),
    status: 'unsubscribed',
    unsubscribedAt: '2026-11-10T08:00:00Z',
    ...changes,
  };
}
