import fc from 'fast-check';
import { authorMailKinds, type DiaryRecord } from '../../../src/core/clock/diary.ts';

const at = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const by = fc.constantFrom('clock' as const, 'command', 'link', 'breaker');
const reason = fc.record({ de: fc.string({ unit: 'grapheme' }), en: fc.string({ unit: 'binary' }) });

/** Any record a diary can hold. */
export const anyDiaryRecord: fc.Arbitrary<DiaryRecord> = fc.oneof(
  fc.record({ type: fc.constant('started' as const), at }),
  fc.record({
    type: fc.constant('composed' as const),
    at,
    outcome: fc.constantFrom('drafted' as const, 'skipped', 'quiet'),
    notes: fc.array(reason, { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('told' as const), at, mail: fc.constantFrom(...authorMailKinds) }),
  fc.record({ type: fc.constant('approved' as const), at, by }),
  fc.record({ type: fc.constant('resumed' as const), at, by }),
  fc.record({ type: fc.constant('cancelled' as const), at, by }),
  fc.record({
    type: fc.constant('held' as const),
    at,
    by,
    reason: fc.constantFrom('author' as const, 'unanswered', 'late'),
  }),
  fc.record({ type: fc.constant('asked' as const), at, by, question: fc.string({ unit: 'grapheme' }) }),
  fc.record({ type: fc.constant('paused' as const), at, by, reason: fc.option(reason) }),
  fc.record({
    type: fc.constant('failed' as const),
    at,
    what: fc.constantFrom('compose' as const, 'send'),
    code: fc.constantFrom('smtp.unreachable', 'feed.unreachable'),
    reason,
  }),
);
