import type { Language } from '../errors.ts';
import type { DecideInflux, ListEdit, ListView } from '../list/listBook.ts';
import { keyOf } from '../list/listBook.ts';
import { withdrawn } from '../list/membership.ts';
import type { Secrets } from '../secret.ts';
import { newRoll } from '../sending/roll.ts';
import { bareSubscriber, type Consent, type Subscriber, type SuppressionReason } from '../list/subscriber.ts';
import { findSuppression, newSuppression, suppressionHash } from '../list/suppression.ts';
import type { Gathered } from './gatherPeople.ts';
import type { ImportedPerson } from './importedPerson.ts';

/** What becomes of a person of the file. */
export const importOutcomes = [
  'confirmed',
  'asked',
  'unsubscribed',
  'bounced',
  'complained',
  'suppressions',
  'alreadyOnList',
  'alreadyGone',
  'newerHere',
] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** How many people each outcome has. */
export type ImportCounts = Readonly<Record<ImportOutcome, number>>;

/** What taking over a list needs to know besides it. */
export interface TakeOver {
  /** `Mailchimp, audience.csv` */
  readonly origin: string;
  /** The words for those whose consent the list proves without its wording. */
  readonly wordingThere: string;
  /** The words for those who are asked. */
  readonly wordingHere: (language: Language | null) => { readonly text: string; readonly version: string };
  /** A sentence for the origin of those who are asked: when they signed up there. */
  readonly signedUp: (at: string) => string;
  readonly at: string;
  readonly secrets: Secrets;
  readonly newId: () => string;
}

/**
 * Takes a list over. Who is on our list, or has left it, stays as she is; of a goodbye there and a confirmation here the
 * newer one counts. Consent is taken over only with its evidence, all others are asked (R67).
 */
export function takeOver(list: Gathered, order: TakeOver): DecideInflux<ImportCounts> {
  return (view) => {
    const counts: Record<ImportOutcome, number> = noCounts();
    const edits: ListEdit[] = [];
    const step = stepOf(view, order);
    function* newcomers(): Iterable<Subscriber> {
      for (const person of list.people.values()) {
        const { outcome, edits: own, newcomer } = step(person);
        counts[outcome]++;
        edits.push(...own);
        if (newcomer) yield newcomer;
      }
      for (const suppression of ownSuppressions(view, list, order.secrets)) {
        edits.push(...suppression.edits);
        counts[suppression.outcome]++;
      }
    }
    return { newcomers: newcomers(), decision: () => ({ edits, value: counts }) };
  };
}

/** The lines of faulty rows that may be goodbyes of people who are confirmed here, and stay so. */
export function doubtfulLines(view: Pick<ListView, 'byKey'>, { doubtful }: Gathered): readonly number[] {
  return [...doubtful]
    .filter(([key]) => view.byKey(key)?.status === 'confirmed')
    .map(([, line]) => line)
    .toSorted((one, other) => one - other);
}

function noCounts(): Record<ImportOutcome, number> {
  return {
    confirmed: 0,
    asked: 0,
    unsubscribed: 0,
    bounced: 0,
    complained: 0,
    suppressions: 0,
    alreadyOnList: 0,
    alreadyGone: 0,
    newerHere: 0,
  };
}

interface Step {
  readonly outcome: ImportOutcome;
  readonly edits: readonly ListEdit[];
  readonly newcomer?: Subscriber;
}

function stepOf(view: ListView, order: TakeOver): (person: ImportedPerson) => Step {
  const { secrets, at, newId } = order;
  const takenIds = newRoll();
  const hasSuppressions = !isEmpty(view.suppressions());
  const suppress = (key: string, reason: SuppressionReason, since: string): ListEdit => ({
    suppress: newSuppression(key, reason, since, secrets),
  });
  const freeId = (wanted: string | undefined): string => {
    if (wanted === undefined || view.byId(wanted) !== undefined || takenIds.numberOf(wanted) >= 0)
      return newId();
    takenIds.add(wanted);
    return wanted;
  };
  return (person) => {
    const { standing, record, suppressed, leftAt, address } = person;
    const known = view.byKey(address.key);
    if (hasSuppressions && findSuppression(view, address.key, secrets))
      return { outcome: 'alreadyGone', edits: [] };
    if (isWelcome(standing)) {
      const against = suppressed ? [suppress(address.key, suppressed.reason, suppressed.since)] : [];
      if (known && suppressed && !isOwnWordNewer(known, suppressed.since))
        return { outcome: 'suppressions', edits: against };
      if (known)
        return { outcome: known.status === 'unsubscribed' ? 'alreadyGone' : 'alreadyOnList', edits: [] };
      const id = freeId(record?.id);
      const newcomer = record ? { ...record, id } : newSubscriber(person, id, order);
      return { outcome: standing, edits: against, newcomer };
    }
    if (known?.status === 'unsubscribed' && standing === 'unsubscribed')
      return { outcome: 'alreadyGone', edits: [] };
    if (known && isOwnWordNewer(known, leftAt)) return { outcome: 'newerHere', edits: [] };
    if (record && !known) {
      const newcomer = { ...record, id: freeId(record.id) };
      const against = suppressed ? [suppress(address.key, suppressed.reason, suppressed.since)] : [];
      return { outcome: 'unsubscribed', edits: against, newcomer };
    }
    if (standing === 'unsubscribed' && known?.status === 'confirmed') {
      const left: Subscriber = { ...known, status: 'unsubscribed', unsubscribedAt: leftAt ?? at };
      return { outcome: 'unsubscribed', edits: [{ put: left }] };
    }
    const back: readonly ListEdit[] = known?.status === 'pending' ? [withdrawn(known)] : [];
    return { outcome: standing, edits: [...back, suppress(address.key, reasons[standing], leftAt ?? at)] };
  };
}

const reasons = {
  unsubscribed: 'unsubscribed',
  bounced: 'hard-bounce',
  complained: 'complaint',
} as const satisfies Record<string, SuppressionReason>;

function isWelcome(standing: ImportedPerson['standing']): standing is 'confirmed' | 'asked' {
  return standing === 'confirmed' || standing === 'asked';
}

/** Whether she said yes to us after that goodbye; a goodbye without a time may be of today. */
function isOwnWordNewer({ status, consent, askedAt }: Subscriber, leftAt: string | null): boolean {
  // Who is pending because of an import has not said anything to us yet.
  const ownWords =
    status === 'confirmed' ? [consent.confirmedAt, consent.resumedAt] : status === 'pending' ? [askedAt] : [];
  return leftAt !== null && ownWords.some((word) => word !== null && Date.parse(word) > Date.parse(leftAt));
}

function isEmpty(records: Iterable<unknown>): boolean {
  for (const _ of records) return false;
  return true;
}

/** Written out in full: for a hundred thousand people, spreading objects into one another takes seconds. */
function newSubscriber(person: ImportedPerson, id: string, order: TakeOver): Subscriber {
  const { address, name, language, standing } = person;
  const isConfirmed = standing === 'confirmed';
  return {
    id,
    address: address.address,
    name,
    status: isConfirmed ? 'confirmed' : 'pending',
    language,
    rhythm: bareSubscriber.rhythm,
    pausedUntil: null,
    consent: isConfirmed ? provenConsent(person, order) : askedConsent(person, order),
    unsubscribedAt: null,
    askedAt: null,
    noticedAt: null,
    lastMailAt: null,
    mailRefused: null,
    past: bareSubscriber.past,
  };
}

function provenConsent(person: ImportedPerson, { origin, wordingThere, at }: TakeOver): Consent {
  const { requestedAt, confirmedAt, requestIp, confirmIp } = person;
  return {
    wording: wordingThere,
    wordingVersion: 'import',
    form: null,
    origin,
    requestedAt: requestedAt ?? confirmedAt ?? at,
    mailedAt: null,
    remindedAt: null,
    confirmedAt,
    resumedAt: null,
    requestIp,
    confirmIp,
  };
}

/** She is asked today, with our words: an older request would have expired before she reads the mail (R63). */
function askedConsent(person: ImportedPerson, { origin, signedUp, wordingHere, at }: TakeOver): Consent {
  const { language, requestedAt, requestIp } = person;
  const { text, version } = wordingHere(language);
  return {
    wording: text,
    wordingVersion: version,
    form: null,
    origin: requestedAt === null ? origin : `${origin}; ${signedUp(requestedAt)}`,
    requestedAt: at,
    mailedAt: null,
    remindedAt: null,
    confirmedAt: null,
    resumedAt: null,
    requestIp,
    confirmIp: null,
  };
}

/** Suppressions of a list of ours; where somebody confirmed here later, that counts. */
function* ownSuppressions(view: ListView, list: Gathered, secrets: Secrets): Generator<Step> {
  if (list.suppressions.length === 0) return;
  const people = new Map<string, Subscriber>();
  for (const subscriber of view.subscribers())
    for (const secret of secrets) people.set(suppressionHash(keyOf(subscriber), secret), subscriber);
  for (const suppression of list.suppressions) {
    const person = people.get(suppression.hash);
    if (view.suppression(suppression.hash)) yield { outcome: 'alreadyGone', edits: [] };
    else if (person && isOwnWordNewer(person, suppression.since)) yield { outcome: 'newerHere', edits: [] };
    else yield { outcome: 'suppressions', edits: [{ suppress: suppression }] };
  }
}
