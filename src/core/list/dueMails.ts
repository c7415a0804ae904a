import { mailPauseMs } from './membership.ts';
import type { Secrets } from '../secret.ts';
import { keyOf, type Decide, type ListView } from './listBook.ts';
import { confirmationDays } from './retention.ts';
import type { Subscriber } from './subscriber.ts';
import { findSuppression, isOwnWish } from './suppression.ts';

/** Mails about the list itself: asking for the confirmation, asking once more, and "you are already here". */
export type ServiceMailKind = 'confirm' | 'reminder' | 'notice';

/** A mail the list asks for. */
export interface DueMail {
  readonly kind: ServiceMailKind;
  readonly subscriber: Subscriber;
}

const hourMs = 3_600_000;
const reminderAfterMs = 5 * 24 * hourMs;
/** A later mail would hardly be answered in time, and a sign-up right after the sweep would make a second in 24 hours. */
const confirmUntilMs = (confirmationDays - 1) * 24 * hourMs;
/** A reminder shortly before the link expires would only annoy. */
const reminderUntilMs = (confirmationDays - 2) * 24 * hourMs;
/** Somebody else who keeps entering a reader's address must not fill her mailbox. */
const noticePauseMs = 7 * 24 * hourMs;

/** Which mails about the list itself are due; pure, so that a restart forgets none and repeats none. */
export function dueMails(list: ListView, at: string, secrets: Secrets): readonly DueMail[] {
  const due: DueMail[] = [];
  for (const subscriber of list.subscribers()) {
    const kind = dueKind(subscriber, Date.parse(at));
    if (kind !== undefined && mayMail(list, subscriber, kind, secrets)) due.push({ kind, subscriber });
  }
  return due;
}

/** Whether a mail that was due a while ago still is: whoever confirmed, left or was forgotten meanwhile needs none. */
export function isStillDue(list: ListView, mail: DueMail, at: string, secrets: Secrets): boolean {
  const subscriber = list.byId(mail.subscriber.id);
  if (subscriber === undefined || dueKind(subscriber, Date.parse(at)) !== mail.kind) return false;
  return mayMail(list, subscriber, mail.kind, secrets);
}

function mayMail(list: ListView, subscriber: Subscriber, kind: ServiceMailKind, secrets: Secrets): boolean {
  const suppression = findSuppression(list, keyOf(subscriber), secrets);
  return suppression === undefined || (isOwnWish(suppression.reason) && kind !== 'notice');
}

function dueKind(subscriber: Subscriber, now: number): ServiceMailKind | undefined {
  const { status, consent, askedAt, noticedAt, lastMailAt, mailRefused } = subscriber;
  const since = (instant: string | null | undefined): number =>
    instant ? now - Date.parse(instant) : Number.POSITIVE_INFINITY;
  if (status === 'confirmed') {
    const isAsked = askedAt !== null && Date.parse(askedAt) > Date.parse(consent.confirmedAt ?? '');
    const isAnswered = noticedAt !== null && askedAt !== null && Date.parse(noticedAt) >= Date.parse(askedAt);
    return isAsked && !isAnswered && since(noticedAt) >= noticePauseMs ? 'notice' : undefined;
  }
  const isLate = since(consent.requestedAt) >= confirmUntilMs;
  if (status !== 'pending' || mailRefused !== null || isLate || since(lastMailAt) < mailPauseMs)
    return undefined;
  if (consent.mailedAt === null) return 'confirm';
  if (consent.remindedAt !== null) return undefined;
  const isAskedAgain = askedAt !== null && Date.parse(askedAt) > Date.parse(consent.mailedAt);
  const isTime = since(consent.mailedAt) >= reminderAfterMs && since(consent.requestedAt) <= reminderUntilMs;
  return isTime || isAskedAgain ? 'reminder' : undefined;
}

/** Notes that the server took a mail, or may have: then it is not sent again. */
export function mailTaken(mail: DueMail, at: string): Decide<void> {
  return noted(mail, at, ({ consent }) =>
    mail.kind === 'notice'
      ? { noticedAt: at }
      : { consent: { ...consent, [mail.kind === 'confirm' ? 'mailedAt' : 'remindedAt']: at } },
  );
}

/** Notes that the server refused a mail for good. */
export function mailRefused(mail: DueMail, reply: string, at: string): Decide<void> {
  return noted(mail, at, () => (mail.kind === 'notice' ? { noticedAt: at } : { mailRefused: reply }));
}

/** The time of a mail always counts; what it says only for the request that it was about. */
function noted(
  { subscriber }: DueMail,
  at: string,
  changes: (current: Subscriber) => Partial<Subscriber>,
): Decide<void> {
  return (list) => {
    const current = list.byId(subscriber.id);
    if (current === undefined) return { edits: [], value: undefined };
    const isSame = current.consent.requestedAt === subscriber.consent.requestedAt;
    const put = { ...current, ...(isSame ? changes(current) : {}), lastMailAt: at };
    return { edits: [{ put }], value: undefined };
  };
}
