import type { Address } from '../core/address.ts';
import type { Config } from '../core/config.ts';
import { NewsletterError, type Language } from '../core/errors.ts';
import { consentWording } from '../core/list/consentWording.ts';
import {
  confirm,
  isLinkOf,
  mayUndo,
  resume,
  savePreferences,
  signUp,
  unsubscribe,
  type ConfirmationLink,
  type Confirmed,
  type Preferences,
  type Resumed,
  type Unsubscribed,
} from '../core/list/membership.ts';
import { forget } from '../core/list/forgetting.ts';
import type { Secrets } from '../core/secret.ts';
import { confirmationDays } from '../core/list/retention.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { maskedAddress } from '../core/address.ts';
import type { Clock, Subscribers } from '../core/ports.ts';
import { readerToken, verifyToken, type TokenPurpose } from '../core/token.ts';

/** What readers' requests work on. */
export interface ReadersOrder {
  readonly config: Config;
  readonly subscribers: Subscribers;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, 'now'>;
  /** A random id for a new person: lower-case letters and digits, at least 96 bit. */
  readonly newId: () => string;
}

/** What the form asks for. */
export interface SignUpForm {
  readonly address: Address;
  readonly name: string | null;
  readonly language: Language;
  /** Where the form stood, without its query. */
  readonly form: string | null;
}

/** Why a link leads nowhere: `forged` covers everything that we did not sign for this purpose. */
export type LinkFault = 'forged' | 'expired' | 'unknown';

/** A reader as her own pages show her. */
export interface ReaderView extends Preferences {
  /** `a…@example.org`: who holds a forwarded letter sees whose it is, and no more. */
  readonly maskedAddress: string;
  readonly status: Subscriber['status'];
  /** Whether a goodbye can still be taken back. */
  readonly mayUndo: boolean;
}

/** What readers do on the pages. Every method resolves once the change is on disk; throws `list.*` and `lock.held`. */
export interface Readers {
  /** Always the same, whoever she is (R52). */
  signUp(form: SignUpForm): Promise<void>;
  /** Whose confirmation link this is, and whether it waits for its button. Changes nothing (R49). */
  openConfirmation(token: string): Promise<Link<ReaderView>>;
  confirm(token: string): Promise<Link<Confirmed>>;
  /** Whose pages a link opens; `unknown` for somebody who is forgotten. Changes nothing (R49). */
  open(token: string): Promise<Link<ReaderView>>;
  unsubscribe(token: string): Promise<Link<Unsubscribed>>;
  resume(token: string): Promise<Link<Resumed>>;
  /** Answers whether there was somebody to save for. */
  save(token: string, changes: Partial<Preferences>): Promise<Link<boolean>>;
  /** Answers whether there was somebody to forget. */
  forget(token: string): Promise<Link<boolean>>;
}

/** What stands behind a link: what was asked for, or why there is nothing. `readerToken` opens the person's own pages. */
export type Link<T> = { readonly found: T; readonly readerToken: string } | { readonly fault: LinkFault };

/** The readers of one newsletter. */
export function readers(order: ReadersOrder): Readers {
  const { config, subscribers, secrets } = order;
  const at = (): string => order.clock.now().toISOString();
  const confirmationId = (token: string): Claim =>
    claimOf(token, 'confirm', secrets, {
      maxAgeSeconds: confirmationDays * 86_400,
      now: order.clock.now(),
    });
  const readerId = (token: string): Claim => claimOf(token, 'unsubscribe', secrets);
  const found = <T>(id: string, value: T): Link<T> => ({
    found: value,
    readerToken: readerToken(id, secrets[0]),
  });
  const behind = async <T>(claim: Claim, act: (id: string) => Promise<T>): Promise<Link<T>> =>
    'fault' in claim ? claim : found(claim.id, await act(claim.id));
  const view = async (claim: Claim): Promise<Link<ReaderView>> => {
    if ('fault' in claim) return claim;
    const subscriber = (await subscribers.view()).byId(claim.id);
    return subscriber ? found(subscriber.id, readerView(subscriber, at())) : { fault: 'unknown' };
  };
  return {
    async signUp({ address, name, language, form }) {
      const { text, version } = consentWording(config, language);
      const person = { id: order.newId(), address, name, language, form, origin: null, at: at() };
      await subscribers.change(signUp({ ...person, wording: text, wordingVersion: version }, secrets));
    },
    async openConfirmation(token) {
      const link = confirmationId(token);
      const subscriber = 'fault' in link ? undefined : (await subscribers.view()).byId(link.id);
      const isOld = !('fault' in link) && subscriber?.status === 'pending' && !isLinkOf(subscriber, link);
      return isOld ? { fault: 'expired' } : view(link);
    },
    async confirm(token) {
      const link = confirmationId(token);
      if ('fault' in link) return link;
      return found(link.id, await subscribers.change(confirm(link, at(), secrets)));
    },
    open: (token) => view(readerId(token)),
    unsubscribe: (token) =>
      behind(readerId(token), (id) => subscribers.change(unsubscribe(id, at(), secrets))),
    resume: (token) => behind(readerId(token), (id) => subscribers.change(resume(id, at(), secrets))),
    save: (token, changes) =>
      behind(readerId(token), (id) => subscribers.change(savePreferences(id, changes))),
    forget(token) {
      const forgetting = { reason: 'erased', at: at(), proofYears: config.readers.proofYears } as const;
      return behind(readerId(token), (id) => subscribers.change(forget(id, forgetting, secrets)));
    },
  };
}

type Claim = ConfirmationLink | { readonly fault: LinkFault };

function claimOf(
  token: string,
  purpose: TokenPurpose,
  secrets: Secrets,
  age?: Parameters<typeof verifyToken>[3],
): Claim {
  try {
    const { subscriberId, issuedAt } = verifyToken(token, purpose, secrets, age);
    return { id: subscriberId, issuedAt };
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return { fault: error.code === 'token.expired' ? 'expired' : 'forged' };
  }
}

function readerView(subscriber: Subscriber, at: string): ReaderView {
  const { address, status, name, language, rhythm, pausedUntil } = subscriber;
  return {
    maskedAddress: maskedAddress(address),
    status,
    mayUndo: mayUndo(subscriber, at),
    name,
    language,
    rhythm,
    pausedUntil,
  };
}
