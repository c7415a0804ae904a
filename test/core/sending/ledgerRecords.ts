import fc from 'fast-check';
import type { SkipReason } from '../../../src/core/list/audience.ts';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';

const ids = Array.from({ length: 6 }, (_, index) => `reader00000${index}`);
const id = fc.constantFrom(...ids);
const at = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const reason = fc.constantFrom<SkipReason>(
  'pending',
  'unsubscribed',
  'suppressed',
  'paused',
  'monthly',
  'gone',
);
const run = fc.constantFrom('run1', 'run2');
const attempt = fc.integer({ min: 1, max: 9 });
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);

/** Any record a ledger can hold, about few people, so that sequences meet. */
export const anyRecord: fc.Arbitrary<LedgerRecord> = fc.oneof(
  fc.record({ type: fc.constant('skipped' as const), reason, ids: fc.array(id, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('audience' as const), ids: fc.array(id, { maxLength: 4 }) }),
  fc.record({
    type: fc.constant('frozen' as const),
    at,
    week: fc.constant('2026-W47'),
    content: hash,
    draft: hash,
    audience: fc.nat(9),
  }),
  fc.record({ type: fc.constant('run' as const), at, run }),
  fc.record({
    type: fc.constant('attempted' as const),
    at,
    run,
    id,
    attempt,
    messageId: fc.string({ unit: 'grapheme', maxLength: 12 }),
  }),
  fc.record({
    type: fc.constant('attempted' as const),
    at,
    run,
    id,
    attempt,
    messageId: fc.constant('<a@example.org>'),
    account: fc.constantFrom('mail.example.org:465', 'mail.example.com:587'),
  }),
  fc.record({
    type: fc.constant('outcome' as const),
    at,
    run,
    id,
    attempt,
    outcome: fc.constantFrom('accepted' as const, 'deferred', 'rejected', 'uncertain'),
    stage: fc.constantFrom('mail' as const, 'rcpt', 'data', 'content', 'final'),
    code: fc.option(fc.integer({ min: 200, max: 599 })),
    enhanced: fc.option(fc.constantFrom('2.0.0', '4.7.1', '5.1.1')),
    // Servers say what they like: line ends, quotes, halves of characters, our own checksum.
    reply: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('a\nb\r\n', '"}', ',"sum":"00000000"}', '\uD800', '\u2028', 'Empfänger 🎉'),
    ),
  }),
  fc.record({ type: fc.constant('withdrawn' as const), at, id, reason }),
  fc.record({ type: fc.constant('expired' as const), at, id }),
  fc.record({ type: fc.constant('cancelled' as const), at }),
  fc.record({
    type: fc.constant('resolved' as const),
    at,
    id,
    choice: fc.constantFrom('resend' as const, 'leave'),
  }),
);
