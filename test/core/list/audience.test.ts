import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import { audienceOf, skipReason, type Audience, type Occasion } from '../../../src/core/list/audience.ts';
import { versionInMemory } from '../../../src/core/list/passingInMemory.ts';
import {
  bareSuppression,
  type Rhythm,
  type Subscriber,
  type SubscriberList,
  type SubscriberStatus,
} from '../../../src/core/list/subscriber.ts';
import { suppressionHash } from '../../../src/core/list/suppression.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const oldSecret = 'an-older-secret-of-more-than-thirty-two-letters';

function suppressed(address: string, key = secret): SubscriberList['suppressions'][number] {
  const hash = suppressionHash(parseAddress(address)?.key ?? '', key);
  return { ...bareSuppression, hash, reason: 'complaint', since: '2026-05-01T00:00:00Z' };
}

const weekly = { today: '2026-11-20', isMonthly: false };
const monthly = { today: '2026-11-20', isMonthly: true };

const listOf = (
  subscribers: readonly Subscriber[],
  suppressions: SubscriberList['suppressions'] = [],
): SubscriberList => ({ revision: 1, subscribers, suppressions });

const audienceIn = (
  list: SubscriberList,
  secrets: readonly string[],
  occasion: Occasion,
): Promise<Audience> => audienceOf(versionInMemory(list), secrets, occasion);

async function all<T>(walk: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const some of walk) found.push(...some);
  return found;
}

test('only confirmed people receive an issue, and everybody else has a reason (R1)', async () => {
  const audience = await audienceIn(
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
    weekly,
  );
  expect(audience.readers).toBe(1);
  expect(await all(audience.members())).toEqual([confirmedReader(1)]);
  expect([...audience.skipped]).toEqual([
    ['pending', 1],
    ['unsubscribed', 1],
    ['suppressed', 1],
  ]);
  expect(await all(audience.skippedIds('pending'))).toEqual(['reader000002']);
  expect(await all(audience.skippedIds('unsubscribed'))).toEqual(['reader000003']);
  expect(await all(audience.skippedIds('suppressed'))).toEqual(['reader000004']);
});

test('a suppressed address stays out in every spelling and after the secret was rotated', async () => {
  const list = listOf(
    [confirmedReader(1, { address: 'Post@BÜCHER.example' })],
    [suppressed('post@xn--bcher-kva.example', oldSecret)],
  );
  expect((await audienceIn(list, [secret, oldSecret], weekly)).readers).toBe(0);
});

test('nobody is lost: members and skipped people together are the list, each once', async () => {
  const person = fc.record({
    status: fc.constantFrom<SubscriberStatus>('pending', 'confirmed', 'unsubscribed'),
    rhythm: fc.constantFrom<Rhythm>('weekly', 'monthly'),
    pausedUntil: fc.constantFrom(null, '2026-11-19', '2026-11-20', '2026-11-21'),
    isSuppressed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(person), fc.constantFrom(weekly, monthly), async (people, occasion) => {
      const subscribers = people.map(({ status, rhythm, pausedUntil }, index) =>
        confirmedReader(index, { status, rhythm, pausedUntil }),
      );
      const hashes = people.flatMap(({ isSuppressed }, index) =>
        isSuppressed ? [suppressed(`reader${index}@example.org`)] : [],
      );
      const audience = await audienceIn(listOf(subscribers, hashes), [secret], occasion);
      const members = await all(audience.members());
      const ids = await all(audience.memberIds());
      expect(ids).toEqual(members.map(({ id }) => id));
      expect(audience.readers).toBe(ids.length);
      for (const [reason, count] of audience.skipped) {
        const skipped = await all(audience.skippedIds(reason));
        expect(skipped).toHaveLength(count);
        ids.push(...skipped);
      }
      expect(ids.toSorted()).toEqual(subscribers.map(({ id }) => id).toSorted());
      const mayReceive = subscribers.filter((subscriber, index) => {
        const isPaused = subscriber.pausedUntil === '2026-11-21';
        const isDue = occasion.isMonthly || subscriber.rhythm === 'weekly';
        return (
          subscriber.status === 'confirmed' && people[index]?.isSuppressed === false && !isPaused && isDue
        );
      });
      expect(members).toEqual(mayReceive);
    }),
  );
});

test('who pauses gets letters again on the day itself, and need not take the pause back', () => {
  const reader = confirmedReader(1, { pausedUntil: '2026-12-24' });
  const on = (today: string): ReturnType<typeof skipReason> =>
    skipReason(reader, () => false, { ...weekly, today });
  expect([on('2026-12-23'), on('2026-12-24'), on('2027-03-01')]).toEqual(['paused', undefined, undefined]);
});

test('who reads monthly gets the month’s letter and no other, unless she pauses', () => {
  const reader = confirmedReader(1, { rhythm: 'monthly' });
  expect(skipReason(reader, () => false, weekly)).toBe('monthly');
  expect(skipReason(reader, () => false, monthly)).toBeUndefined();
  expect(skipReason({ ...reader, pausedUntil: '2026-12-01' }, () => false, monthly)).toBe('paused');
});

test('a person who is no longer on the list is gone', () => {
  expect(skipReason(undefined, () => false, weekly)).toBe('gone');
});

test('an address that cannot be read is never mailed', () => {
  const reader = confirmedReader(1, { address: 'reader1@example.org, evil@example.com' });
  expect(skipReason(reader, () => false, weekly)).toBe('suppressed');
});

test('the mark of an audience is another when other people are in it, whatever their order', async () => {
  const markOf = async (...subscribers: readonly Subscriber[]): Promise<string> =>
    (await audienceIn(listOf(subscribers), [secret], weekly)).mark;
  const [anna, bert] = [confirmedReader(1), confirmedReader(2)];
  const mark = await markOf(anna, bert);
  expect(await markOf(bert, anna)).toBe(mark);
  expect(await markOf({ ...anna, name: 'Anna' }, bert, confirmedReader(3, { status: 'pending' }))).toBe(mark);
  expect(await markOf(anna)).not.toBe(mark);
  expect(await markOf(anna, confirmedReader(3))).not.toBe(mark);
  expect(await markOf(anna, { ...bert, address: 'anders@example.org' })).not.toBe(mark);
});

test('the kinds of readers are counted', async () => {
  const readers = [
    confirmedReader(1),
    confirmedReader(2, { language: 'en' }),
    confirmedReader(3),
    confirmedReader(4, { rhythm: 'monthly' }),
  ];
  const { kinds } = await audienceIn(listOf(readers), [secret], monthly);
  expect(kinds).toEqual([
    { rhythm: 'weekly', language: null, count: 2 },
    { rhythm: 'weekly', language: 'en', count: 1 },
    { rhythm: 'monthly', language: null, count: 1 },
  ]);
});
