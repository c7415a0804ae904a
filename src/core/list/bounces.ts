import { isRefused, type DeliveryState, type LedgerState, type OutcomeRecord } from '../sending/delivery.ts';
import type { Secrets } from '../secret.ts';
import type { WeekId } from '../week.ts';
import { keyOf, type Decide, type ListEdit } from './listBook.ts';
import type { Subscriber, SuppressionReason } from './subscriber.ts';
import { findSuppression, newSuppression } from './suppression.ts';

/*
 * What mail servers say of mailboxes, and whom we stop mailing for it (R28). Only what concerns the mailbox itself counts
 * against it; where a reply can mean us as well, nothing follows from it.
 */

/** What one delivery says of a reader's mailbox: it takes letters, it does not exist, or it took none this time. */
export type MailboxSign = 'takes' | 'gone' | 'tookNone';

/** A sign, and when the server gave it. */
interface DatedSign {
  readonly sign: MailboxSign;
  readonly at: string;
}

/** What one letter's ledger says of mailboxes, by subscriber. */
export interface LetterSigns {
  readonly week: WeekId;
  /** When its first reader was tried. */
  readonly at: string;
  readonly signs: ReadonlyMap<string, DatedSign>;
}

/** No such mailbox, no such domain, a domain that takes no mail (RFC 3463, RFC 7505). */
const gone: ReadonlySet<string> = new Set(['5.1.1', '5.1.2', '5.1.10']);
/** So many letters in a row, over so many days, and a mailbox that takes nothing is given up. */
const softLetters = 3;
const softDays = 21;
const dayMs = 24 * 3_600_000;

/**
 * What a ledger says of mailboxes. A letter that goes on may still get through to those who were put off; that a mailbox
 * is gone is not believed of those in doubt.
 */
export function signsOf(
  state: LedgerState,
  isStillTried: boolean,
  inDoubt: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, DatedSign> {
  const signs = new Map<string, DatedSign>();
  for (const [id, delivery] of state.deliveries) {
    const sign = signOf(delivery, isStillTried);
    if (sign) signs.set(id, sign.sign === 'gone' && inDoubt.has(id) ? { ...sign, sign: 'tookNone' } : sign);
  }
  return signs;
}

function signOf(delivery: DeliveryState, isStillTried: boolean): DatedSign | undefined {
  if (delivery.state !== 'answered' && delivery.state !== 'expired') return undefined;
  const { answer } = delivery;
  const isOpen = delivery.state === 'answered' && answer.outcome === 'deferred' && isStillTried;
  const sign = isOpen ? undefined : signOfAnswer(answer);
  return sign && { sign, at: answer.at };
}

/** What one answer says of the mailbox; undefined where it says nothing, or may mean us. */
export function signOfAnswer(answer: OutcomeRecord): MailboxSign | undefined {
  if (answer.outcome === 'accepted') return 'takes';
  if (answer.outcome === 'rejected') return isGone(answer) ? 'gone' : isFull(answer) ? 'tookNone' : undefined;
  return answer.outcome === 'deferred' && isPutOff(answer) ? 'tookNone' : undefined;
}

function isGone({ code, enhanced, stage, reply }: OutcomeRecord): boolean {
  if (enhanced !== null) return gone.has(enhanced);
  const isRefusal = code === 550 || code === 551 || code === 553;
  return isRefusal && stage === 'rcpt' && saysGone.test(reply) && !mayMeanUs.test(reply);
}

/** Servers without enhanced codes say it in words; "mailbox unavailable" alone can mean anything (RFC 5321 §4.2.3). */
const saysGone =
  /\b(user|recipient|mailbox|account|address|addressee)('s)?\b[^.;]{0,40}\b(unknown|not found|not known|(does not|doesn['’]?t) exist|not exist)\b|\b(unknown|no such|non-?existent|invalid) (local )?(user|recipient|mailbox|account)\b|\bno mailbox (here )?by that name\b/i;
/** Words of servers that mean the sender, its reputation, or a state that passes. */
const mayMeanUs =
  /\b(sender|from|helo|ehlo|rdns|ptr|spf|dkim|dmarc|relay\w*|spam\w*|block\w*|black ?list\w*|deny|denied|polic(y|ies)|reputation|rbl|dnsbl|try again|later|temporar\w*|quota|full|verif\w*|authenticat\w*|rate|limit\w*)\b/i;

/** 552 without more means the mailbox's space when it is said about the reader (RFC 5321 §4.2.3). */
function isFull({ code, enhanced, stage }: OutcomeRecord): boolean {
  return enhanced === null ? code === 552 && stage === 'rcpt' : enhanced === '5.2.2';
}

/** A lost connection, a server that closes (421), its own troubles (4.3) and its rules about us (4.7) are not the mailbox's. */
function isPutOff({ code, enhanced, stage }: OutcomeRecord): boolean {
  if (code === null || code === 421 || Math.floor(code / 100) !== 4 || stage === 'mail') return false;
  return enhanced === null || !/^4\.[37]\./.test(enhanced);
}

/** Whom the signs of several letters speak against. */
export interface BouncedSubscriber {
  readonly id: string;
  readonly reason: Extract<SuppressionReason, 'hard-bounce' | 'soft-bounces'>;
  /** When the last sign against her was given. */
  readonly at: string;
}

/** Decides whom to mail no more, for readers who confirmed when `confirmedAt` says; older signs count for nobody. */
export function bounced(
  letters: readonly LetterSigns[],
  confirmedAt: (id: string) => string | undefined,
): readonly BouncedSubscriber[] {
  const suspects = new Set<string>();
  for (const { signs } of letters) for (const [id, { sign }] of signs) if (sign !== 'takes') suspects.add(id);
  return [...suspects].flatMap((id) => {
    const since = confirmedAt(id);
    return since === undefined ? [] : (bouncedOne(id, letters, since) ?? []);
  });
}

function bouncedOne(
  id: string,
  letters: readonly LetterSigns[],
  since: string,
): BouncedSubscriber | undefined {
  const signs = letters
    .flatMap(({ at, signs }) => {
      const found = signs.get(id);
      return found === undefined ? [] : [{ ...found, letterMs: Date.parse(at) }];
    })
    .filter(({ at }) => Date.parse(at) > Date.parse(since))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  // What came before the last letter that arrived is forgiven.
  const against = signs.slice(signs.findLastIndex(({ sign }) => sign === 'takes') + 1);
  const last = against.at(-1);
  if (last === undefined) return undefined;
  const hard = against.findLast(({ sign }) => sign === 'gone');
  if (hard) return { id, reason: 'hard-bounce', at: hard.at };
  const times = against.map(({ letterMs }) => letterMs);
  // Rounded, since clocks change by an hour twice a year.
  const days = Math.round((Math.max(...times) - Math.min(...times)) / dayMs);
  const isGivenUp = against.length >= softLetters && days >= softDays;
  return isGivenUp ? { id, reason: 'soft-bounces', at: last.at } : undefined;
}

/** What looking after the list came to: how many are newly suppressed. */
export interface Hygiene {
  readonly hardBounces: number;
  readonly softBounces: number;
}

/** Suppresses whom the signs speak against; a second time it finds nobody new. */
export function suppressBounced(letters: readonly LetterSigns[], secrets: Secrets): Decide<Hygiene> {
  return (list) => {
    const found = bounced(letters, (id) => confirmationOf(list.byId(id)));
    const fresh = found.flatMap(({ id, reason, at }) => {
      const subscriber = list.byId(id);
      const key = subscriber && keyOf(subscriber);
      const isKnown = key === undefined || findSuppression(list, key, secrets) !== undefined;
      return isKnown ? [] : [{ reason, suppression: newSuppression(key, reason, at, secrets) }];
    });
    const count = (wanted: SuppressionReason): number =>
      fresh.filter(({ reason }) => reason === wanted).length;
    return {
      edits: fresh.map(({ suppression }): ListEdit => ({ suppress: suppression })),
      value: { hardBounces: count('hard-bounce'), softBounces: count('soft-bounces') },
    };
  };
}

/** When a reader who gets letters last said that she wants them. */
function confirmationOf(subscriber: Subscriber | undefined): string | undefined {
  if (subscriber?.status !== 'confirmed') return undefined;
  const { confirmedAt, resumedAt } = subscriber.consent;
  return resumedAt ?? confirmedAt ?? undefined;
}

/** How many of a letter's readers have no mailbox any more (R32). */
export interface BounceShare {
  readonly bounced: number;
  /** Readers about whom the server has said its last word. */
  readonly answered: number;
  readonly share: number;
  /** More than the one in a hundred that providers put up with; on a short list one or two are no sign of neglect. */
  readonly isHigh: boolean;
}

const highestShare = 0.01;
const fewestToWarn = 3;

/** The share of hard bounces in a letter. */
export function bounceShare(state: LedgerState): BounceShare {
  let bounced = 0;
  let answered = 0;
  for (const delivery of state.deliveries.values()) {
    const isAccepted = delivery.state === 'answered' && delivery.answer.outcome === 'accepted';
    if (!isAccepted && !isRefused(delivery)) continue;
    answered += 1;
    if (signOf(delivery, false)?.sign === 'gone') bounced += 1;
  }
  const share = answered === 0 ? 0 : bounced / answered;
  return { bounced, answered, share, isHigh: bounced >= fewestToWarn && share > highestShare };
}
