import { isDeepStrictEqual } from 'node:util';
import type { LedgerRecord, OutcomeRecord } from '../core/sending/delivery.ts';
import type { NewsletterError } from '../core/errors.ts';
import type { SkipReason } from '../core/list/audience.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import type { Press } from '../core/mime/compileLetter.ts';
import type { Parcel } from '../core/parcel.ts';
import type { Clock, Connection } from '../core/ports.ts';
import { upon, type Soon } from '../core/soon.ts';
import { enhancedCode, judge, scrubReply, senderRefused } from '../core/sending/reply.ts';
import type { Found, PersonFinder } from './personFinder.ts';

/** What one attempt needs. */
export interface AttemptOrder {
  readonly run: string;
  readonly press: Press;
  readonly clock: Clock;
  readonly people: PersonFinder;
  readonly append: (record: LedgerRecord) => Promise<void>;
  /** Whether the author lets it leave, asked when the server is ready for the content; throws `issue.held`. */
  readonly mayLeave: () => Soon<boolean>;
}

/** A letter made for its reader, and which state of the list it was made from. */
export interface ReadyLetter {
  readonly id: string;
  readonly number: number;
  readonly subscriber: Subscriber;
  readonly parcel: Parcel;
  readonly revision: number;
}

/** What came of one attempt; whoever asked for it writes it down. */
export interface Attempted {
  /** Undefined where nothing was asked of anybody. */
  readonly outcome: OutcomeRecord | undefined;
  /** She waits on: the author has halted the letter, or hers must be made anew. */
  readonly isPutBack: boolean;
  /** Whether a content was, perhaps, handed over. */
  readonly isHanded: boolean;
}

/** Makes a reader's letter; undefined for one who left meanwhile, which is then written down. */
export function makeReady(id: string, number: number, order: AttemptOrder): Soon<ReadyLetter | undefined> {
  const { people, press, clock } = order;
  // Looked at again when she is written down; what changes meanwhile shows then.
  const revision = people.lastRevision;
  return upon(people.find(number), ({ subscriber, reason }): Soon<ReadyLetter | undefined> => {
    if (subscriber === undefined) return withdraw(id, reason, order).then(() => undefined);
    return { id, number, subscriber, parcel: press(subscriber, clock.now()), revision };
  });
}

/** What is done for the next reader meanwhile. */
export interface Meanwhile {
  /** Whose envelope may go along; asked where the server allows it. */
  readonly next: () => Soon<Parcel | undefined>;
  /** Called when the content leaves: its answer takes a while. */
  readonly onLeaving: () => void;
}

/**
 * Carries a letter to its reader, for the n-th time, once it is on disk that it is tried (R3). Throws `smtp.refused` where
 * the server refuses our sender, which says nothing about her, and what the ledger throws.
 */
export async function attempt(
  ready: ReadyLetter,
  number: number,
  connection: Connection,
  order: AttemptOrder,
  meanwhile?: Meanwhile,
): Promise<Attempted> {
  const { id, subscriber, parcel } = ready;
  const { run, clock, append } = order;
  let left: SkipReason | undefined;
  let isPutBack = false;
  let isHanded = false;
  const beforeContent = async (): Promise<void> => {
    const looking = foundAnew(ready, order);
    const found = looking instanceof Promise ? await looking : looking;
    left = found?.reason;
    if (left !== undefined) throw new Error('the reader has left');
    isPutBack = found?.subscriber !== undefined && !isDeepStrictEqual(found.subscriber, subscriber);
    if (isPutBack) throw new Error('the letter is not for the reader as she is now');
    const may = order.mayLeave();
    isPutBack = !(may instanceof Promise ? await may : may);
    if (isPutBack) throw new Error('the author has halted the letter');
    isHanded = true;
    await append({
      type: 'attempted',
      at: clock.now().toISOString(),
      run,
      id,
      attempt: number,
      messageId: parcel.messageId,
      account: connection.account,
    });
    meanwhile?.onLeaving();
  };
  const answer = await connection.send(parcel, beforeContent, meanwhile?.next).catch((error: unknown) => {
    if (left === undefined && !isPutBack) throw error;
  });
  if (left !== undefined) await withdraw(id, left, order);
  if (answer === undefined || left !== undefined || isPutBack)
    return { outcome: undefined, isPutBack, isHanded };
  const verdict = judge(answer);
  if ('halt' in verdict) throw senderRefused(connection.account, answer.reply);
  const outcome: OutcomeRecord = {
    type: 'outcome',
    at: clock.now().toISOString(),
    run,
    id,
    attempt: number,
    outcome: verdict.outcome,
    stage: answer.stage,
    code: answer.code,
    enhanced: enhancedCode(answer.reply),
    reply: scrubReply(answer.reply, subscriber.address, subscriber.name),
  };
  return { outcome, isPutBack, isHanded };
}

/**
 * Asked once more when the server is ready for the content (R11); only a list that says something else is looked into, and
 * undefined is answered for any other.
 */
function foundAnew({ number, revision }: ReadyLetter, { people }: AttemptOrder): Soon<Found | undefined> {
  return people.revision() === revision ? undefined : people.find(number);
}

/** Puts a reader off whose account cannot be reached: no other may carry her letter any more. */
export async function putOff(
  id: string,
  number: number,
  error: NewsletterError,
  { run, clock, append }: AttemptOrder,
): Promise<void> {
  await append({
    type: 'outcome',
    at: clock.now().toISOString(),
    run,
    id,
    attempt: number,
    outcome: 'deferred',
    stage: 'mail',
    code: null,
    enhanced: null,
    reply: scrubReply(error.message),
  });
}

async function withdraw(id: string, reason: SkipReason, { clock, append }: AttemptOrder): Promise<void> {
  await append({ type: 'withdrawn', at: clock.now().toISOString(), id, reason });
}
