import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../src/core/address.ts';
import { audienceOf, skipReason } from '../../src/core/audience.ts';
import type { Subscriber, SubscriberList, SubscriberStatus } from '../../src/core/subscriber.ts';
import { suppressionHash } from '../../src/core/suppression.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';

const oldSecret = 'an-older-secret-of-more-than-thirty-two-letters';

function suppressed(address: string, key = secret): SubscriberList['suppressions'][number] {
  const hash = suppressionHash(parseAddress(address)?.key ?? '', key);
  return { hash, reason: 'complaint', since: '2026-05-01T00:00:00Z' };
}

const listOf = (
  subscribers: readonly Subscriber[],
  suppressions: SubscriberList['suppressions'] = [],
): SubscriberList => ({ revision: 1, subscribers, suppressions });

test('only confirmed people receive an issue, and everybody else has a reason (R1)', () => {
  const audience = audienceOf(
    listOf(
      [
        confirmedReader(1),
        confirmedReader(2, { status: 'pending' }),
        confirmedReader(3, { status: 'unsubscribed' }),
        confirmedReader(4),
      ],
      [suppressed('reader4@example.org')],
    ),
    [secret],
  );
  expect(audience.members.map(({ id }) => id)).toEqual(['reader000001']);
  expect(Object.fromEntries(audience.skipped)).toEqual({
    pending: ['reader000002'],
    unsubscribed: ['reader000003'],
    suppressed: ['reader000004'],
  });
});

test('a suppressed address stays out in every spelling and after the secret was rotated', () => {
  const list = listOf(
    [confirmedReader(1, { address: 'Post@BÜCHER.example' })],
    [suppressed('post@xn--bcher-kva.example', oldSecret)],
  );
  expect(audienceOf(list, [secret, oldSecret]).members).toEqual([]);
});

test('nobody is lost: members and skipped people together are the list, each once', () => {
  const status = fc.constantFrom<SubscriberStatus>('pending', 'confirmed', 'unsubscribed');
  fc.assert(
    fc.property(fc.array(fc.tuple(status, fc.boolean())), (people) => {
      const subscribers = people.map(([status], index) => confirmedReader(index, { status }));
      const hashes = people.flatMap(([, isOut], index) =>
        isOut ? [suppressed(`reader${index}@example.org`)] : [],
      );
      const { members, skipped } = audienceOf(listOf(subscribers, hashes), [secret]);
      const ids = [...members.map(({ id }) => id), ...[...skipped.values()].flat()];
      expect(ids.toSorted()).toEqual(subscribers.map(({ id }) => id).toSorted());
      const mayReceive = subscribers.filter((_, index) => {
        const [status, isOut] = people[index] ?? [];
        return status === 'confirmed' && isOut === false;
      });
      expect(members).toEqual(mayReceive);
    }),
  );
});

test('a person who is no longer on the list is gone', () => {
  expect(skipReason(undefined, () => false)).toBe('gone');
});

test('an address that cannot be read is never mailed', () => {
  const reader = confirmedReader(1, { address: 'reader1@example.org, evil@example.com' });
  expect(skipReason(reader, () => false)).toBe('suppressed');
});
