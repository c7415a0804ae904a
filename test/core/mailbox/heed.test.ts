import { describe, expect, test } from 'vitest';
import { heed, type Wish } from '../../../src/core/mailbox/heed.ts';
import { viewOf } from '../../../src/core/list/listBook.ts';
import { draftOf } from '../../../src/core/list/listDraft.ts';
import { findSuppression, newSuppression } from '../../../src/core/list/suppression.ts';
import type { Subscriber, SubscriberList, Suppression } from '../../../src/core/list/subscriber.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';

const secrets = [secret] as const;
const now = '2026-11-23T08:00:00.000Z';
const anna = confirmedReader(1);
const goodbye: Wish = { is: 'goodbye', id: anna.id, at: '2026-11-22T10:00:00.000Z' };
const complaint: Wish = { ...goodbye, is: 'complaint' };

function after(
  wishes: readonly Wish[],
  subscriber: Subscriber = anna,
  suppressions: readonly Suppression[] = [],
): {
  readonly value: ReturnType<ReturnType<typeof heed>>['value'];
  readonly status: string | undefined;
  readonly suppression: Suppression | undefined;
  readonly again: ReturnType<ReturnType<typeof heed>>;
} {
  const list: SubscriberList = { revision: 1, subscribers: [subscriber], suppressions };
  const { edits, value } = heed(wishes, now, secrets)(viewOf(list));
  const draft = draftOf(viewOf(list));
  draft.apply(edits);
  return {
    value,
    status: draft.view.byId(subscriber.id)?.status,
    suppression: findSuppression(draft.view, subscriber.address, secrets),
    again: heed(wishes, now, secrets)(draft.view),
  };
}

describe('what readers ask for by mail', () => {
  test('a goodbye unsubscribes, and does so once however often its mail is read (R65)', () => {
    const { value, status, suppression, again } = after([goodbye, goodbye]);
    expect(value).toEqual({ goodbyes: 1, complaints: 0 });
    expect(status).toBe('unsubscribed');
    expect(suppression).toBeUndefined();
    expect(again).toEqual({ edits: [], value: { goodbyes: 0, complaints: 0 } });
  });

  test('a complaint unsubscribes and suppresses, with its reason (R31)', () => {
    const { value, status, suppression, again } = after([complaint]);
    expect(value).toEqual({ goodbyes: 0, complaints: 1 });
    expect(status).toBe('unsubscribed');
    expect(suppression?.reason).toBe('complaint');
    expect(again.edits).toEqual([]);
  });

  test('a complaint of somebody who has left suppresses her too', () => {
    const left = confirmedReader(1, { status: 'unsubscribed', unsubscribedAt: '2026-11-22T11:00:00Z' });
    expect(after([complaint], left).suppression?.reason).toBe('complaint');
  });

  test('goodbye and complaint of one reader in one batch are both heeded', () => {
    expect(after([goodbye, complaint]).suppression?.reason).toBe('complaint');
  });

  test('a sign-up that waits is withdrawn', () => {
    const { consent, ...rest } = anna;
    const waiting: Subscriber = { ...rest, status: 'pending', consent: { ...consent, confirmedAt: null } };
    expect(after([goodbye], waiting).status).toBeUndefined();
  });

  test('whom the author brought along is remembered, and a complaint outweighs her own wish', () => {
    const { consent, ...rest } = anna;
    const imported = { ...consent, origin: 'list.csv', confirmedAt: null };
    const waiting: Subscriber = { ...rest, status: 'pending', consent: imported };
    expect(after([goodbye], waiting).suppression?.reason).toBe('unsubscribed');
    expect(after([complaint], waiting).suppression?.reason).toBe('complaint');
  });

  test('an earlier suppression that is not her own wish stays as it is', () => {
    const bounced = newSuppression(anna.address, 'hard-bounce', '2026-10-01T00:00:00Z', secrets);
    expect(after([complaint], anna, [bounced]).suppression).toEqual(bounced);
  });

  test.each([
    ['confirmed', { confirmedAt: '2026-11-22T10:30:00Z' }],
    ['took her goodbye back', { resumedAt: '2026-11-22T10:30:00Z' }],
  ])('who has %s since is left alone by an older mail', (_, changes) => {
    const back = confirmedReader(1, { consent: { ...anna.consent, ...changes } });
    for (const wish of [goodbye, complaint]) {
      expect(after([wish], back)).toMatchObject({ status: 'confirmed', suppression: undefined });
      const later = { ...wish, at: '2026-11-22T10:30:00.000Z' };
      expect(after([later], back).status).toBe('unsubscribed');
    }
  });

  test('nobody on the list is nobody', () => {
    expect(after([{ ...goodbye, id: 'somebodyelse' }]).value).toEqual({ goodbyes: 0, complaints: 0 });
  });
});
