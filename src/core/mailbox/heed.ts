import { keyOf, type Decide, type ListEdit, type ListView } from '../list/listBook.ts';
import { draftOf } from '../list/listDraft.ts';
import { unsubscribe } from '../list/membership.ts';
import type { Subscriber } from '../list/subscriber.ts';
import { findSuppression, isOwnWish, newSuppression } from '../list/suppression.ts';
import type { Secrets } from '../secret.ts';

/** What a reader, or her provider for her, asked for by mail. Instants are UTC, ISO 8601. */
export interface Wish {
  readonly is: 'goodbye' | 'complaint';
  readonly id: string;
  /** When the mail came, or, where it is about a letter, when that one left. */
  readonly at: string;
}

/** How many readers left by mail, and how many complained. */
export interface Heeded {
  readonly goodbyes: number;
  readonly complaints: number;
}

/**
 * Does what readers asked for by mail: all of it at once, and a second time nothing. Who has confirmed since is asked
 * nothing of by an older mail.
 */
export function heed(wishes: readonly Wish[], at: string, secrets: Secrets): Decide<Heeded> {
  return (list) => {
    const draft = draftOf(list);
    const done: ListEdit[] = [];
    let goodbyes = 0;
    let complaints = 0;
    for (const wish of wishes) {
      const edits = editsFor(wish, draft.view, at, secrets);
      if (edits.length === 0) continue;
      draft.apply(edits);
      done.push(...edits);
      if (wish.is === 'complaint') complaints += 1;
      else goodbyes += 1;
    }
    return { edits: done, value: { goodbyes, complaints } };
  };
}

function editsFor(wish: Wish, list: ListView, at: string, secrets: Secrets): readonly ListEdit[] {
  const subscriber = list.byId(wish.id);
  if (subscriber === undefined || isOlder(wish, subscriber)) return [];
  const leaving = unsubscribe(wish.id, at, secrets)(list).edits;
  return wish.is === 'goodbye'
    ? leaving
    : [...leaving, ...suppressing(subscriber, list, at, secrets, leaving)];
}

/** Whether somebody asked, or confirmed, after the mail; those have whole seconds only. */
function isOlder({ at }: Wish, { status, consent }: Subscriber): boolean {
  const { requestedAt, confirmedAt, resumedAt } = consent;
  const since = status === 'pending' ? requestedAt : (resumedAt ?? confirmedAt ?? requestedAt);
  return Date.parse(at) + 999 < Date.parse(since);
}

/** A complaint outweighs her own wish: she is asked to come back by nobody, until the author says otherwise (R31). */
function suppressing(
  subscriber: Subscriber,
  list: ListView,
  at: string,
  secrets: Secrets,
  leaving: readonly ListEdit[],
): readonly ListEdit[] {
  const key = keyOf(subscriber);
  const fresh = leaving.flatMap((edit) => ('suppress' in edit ? [edit.suppress] : []))[0];
  const known = fresh ?? findSuppression(list, key, secrets);
  if (known && !isOwnWish(known.reason)) return [];
  const suppression = newSuppression(key, 'complaint', at, secrets);
  return [{ suppress: known ? { ...known, reason: 'complaint', since: at } : suppression }];
}
