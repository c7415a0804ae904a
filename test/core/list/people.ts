import { parseAddress, type Address } from '../../../src/core/address.ts';
import { dueMails, mailTaken } from '../../../src/core/list/dueMails.ts';
import { confirm, signUp, type Confirmed, type SignUp } from '../../../src/core/list/membership.ts';
import { bareSuppression, type SuppressionReason } from '../../../src/core/list/subscriber.ts';
import { findSuppression, secretMark, suppressionHash } from '../../../src/core/list/suppression.ts';
import type { Decide } from '../../../src/core/list/listBook.ts';
import { secret } from '../../support/newsletter.ts';
import type { ListInMemory } from './listInMemory.ts';

export const secrets = [secret] as const;

/** An instant some days after the first of March 2026. */
export function day(days: number): string {
  return new Date(Date.UTC(2026, 2, 1) + days * 86_400_000).toISOString();
}

/** An address that is one. */
export function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return address;
}

/** A sign-up on the form; the id is the person's, should she be new. */
export function request(at: string, changes: Partial<SignUp> & { readonly to?: string } = {}): SignUp {
  const { to = 'anna@example.org', ...others } = changes;
  return {
    id: 'anna00000001',
    address: addressOf(to),
    name: 'Annagret',
    language: null,
    wording: 'Ja, ich möchte den Brief.',
    wordingVersion: '1',
    form: 'https://brief.example.org/',
    origin: null,
    at,
    ...others,
  };
}

/** The server takes every mail that is due; answers their kinds. */
export function carryMails(book: ListInMemory, at: string): readonly string[] {
  const due = dueMails(book.view, at, secrets);
  for (const mail of due) book.change(mailTaken(mail, at));
  return due.map(({ kind }) => kind);
}

/** Signs up, gets the mail, and confirms, all on one day. */
export function join(book: ListInMemory, at: string, changes: Parameters<typeof request>[1] = {}): string {
  const wanted = request(at, changes);
  book.change(signUp(wanted, secrets));
  carryMails(book, at);
  const id = book.view.byKey(wanted.address.key)?.id ?? '';
  press(book, id, at);
  return id;
}

/** Presses the button behind the newest confirmation link. */
export function press(book: ListInMemory, id: string, at: string): Confirmed {
  const requestedAt = book.view.byId(id)?.consent.requestedAt ?? at;
  return book.change(confirm({ id, issuedAt: Math.floor(Date.parse(requestedAt) / 1000) }, at, secrets));
}

/** An address is suppressed, as a bounce or a complaint does it. */
export function suppressed({ key }: Address, reason: SuppressionReason, at: string): Decide<void> {
  return (list) => {
    const known = findSuppression(list, key, secrets) ?? {
      ...bareSuppression,
      hash: suppressionHash(key, secret),
      key: secretMark(secret),
    };
    return { edits: [{ suppress: { ...known, reason, since: at } }], value: undefined };
  };
}
