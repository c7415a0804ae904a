import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { versionInMemory } from '../../../src/core/list/passingInMemory.ts';
import { isSweepDue, sweep } from '../../../src/core/list/retention.ts';
import { bareSuppression, type SubscriberList } from '../../../src/core/list/subscriber.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const at = '2026-11-20T20:00:00Z';
const retention = { forgetAfterDays: 30, proofYears: 3 };
const instant = fc.constantFrom(
  '2026-11-20T19:00:00Z',
  '2026-11-06T20:00:00Z',
  '2026-11-06T20:00:01Z',
  '2026-10-21T20:00:00Z',
  '2025-01-01T00:00:00Z',
);

test('a look at the list in passing says whether a sweep would let go of anybody (R63, R66)', async () => {
  const person = fc.record({
    status: fc.constantFrom('pending', 'confirmed', 'unsubscribed'),
    when: instant,
  });
  const proof = fc.option(fc.constantFrom('2026-11-19', '2026-11-20', '2029-12-31'), { freq: 2 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { maxLength: 3 }),
      fc.array(proof, { maxLength: 3 }),
      async (people, proofs) => {
        const list: SubscriberList = {
          revision: 1,
          subscribers: people.map(({ status, when }, index) => {
            const { consent } = confirmedReader(index);
            return confirmedReader(index, {
              status,
              consent: { ...consent, requestedAt: when, confirmedAt: status === 'pending' ? null : when },
              unsubscribedAt: status === 'unsubscribed' ? when : null,
            });
          }),
          suppressions: proofs.map((until, index) => ({
            ...bareSuppression,
            hash: `${index}`.padStart(43, '-'),
            reason: 'erased',
            since: '2025-01-01T00:00:00Z',
            proof: until === null ? null : { consents: [], until },
          })),
        };
        const { edits } = sweep(at, retention, [secret])(viewOf(list));
        expect(await isSweepDue(versionInMemory(list), at, retention)).toBe(edits.length > 0);
      },
    ),
  );
});
