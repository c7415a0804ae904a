import type { LedgerRecord, OutcomeRecord } from '../core/sending/delivery.ts';
import type { NewsletterError } from '../core/errors.ts';
import type { SkipReason } from '../core/list/audience.ts';
import { messageFor, messageIdOf, type Letter } from '../core/message.ts';
import { mimeOf } from '../core/mime/mimeOf.ts';
import type { Clock, Connection } from '../core/ports.ts';
import { enhancedCode, judge, scrubReply, senderRefused } from '../core/sending/reply.ts';
import type { Found } from './personFinder.ts';

/** What one attempt needs. */
export interface AttemptOrder {
  readonly run: string;
  readonly letter: Letter;
  readonly secrets: readonly [string, ...string[]];
  readonly clock: Clock;
  readonly person: (id: string) => Promise<Found>;
  readonly append: (record: LedgerRecord) => Promise<void>;
  /** Whether the author lets it leave, asked when the server is ready for the content; throws `issue.held`. */
  readonly mayLeave: () => Promise<boolean>;
}

/**
 * Carries the letter to one reader and writes down what came of it; undefined for one who left meanwhile, `halted` where
 * the author has stopped the letter meanwhile and nothing left. Throws
 * `smtp.refused` where the server refuses our sender, which says nothing about her, and what the ledger throws.
 */
export async function attempt(
  id: string,
  number: number,
  connection: Connection,
  order: AttemptOrder,
): Promise<OutcomeRecord | 'halted' | undefined> {
  const { letter, clock, person, append } = order;
  // Asked as late as possible, and once more when the server is ready for the content (R11).
  const { subscriber, reason } = await person(id);
  if (subscriber === undefined) return withdraw(id, reason, order);
  const base = { run: order.run, id, attempt: number };
  let left: SkipReason | undefined;
  let isHalted = false;
  const answer = await connection
    .send(mimeOf(messageFor(letter, subscriber, order.secrets[0], clock.now())), async () => {
      left = (await person(id)).reason;
      if (left !== undefined) throw new Error('the reader has left');
      isHalted = !(await order.mayLeave());
      if (isHalted) throw new Error('the author has halted the letter');
      const messageId = messageIdOf(letter, id, order.secrets[0]);
      const { account } = connection;
      await append({ type: 'attempted', at: clock.now().toISOString(), ...base, messageId, account });
    })
    .catch((error: unknown) => {
      if (left === undefined && !isHalted) throw error;
    });
  if (isHalted) return 'halted';
  if (left !== undefined) return withdraw(id, left, order);
  if (answer === undefined) return undefined;
  const verdict = judge(answer);
  if ('halt' in verdict) throw senderRefused(connection.account, answer.reply);
  const outcome: OutcomeRecord = {
    type: 'outcome',
    at: clock.now().toISOString(),
    ...base,
    outcome: verdict.outcome,
    stage: answer.stage,
    code: answer.code,
    enhanced: enhancedCode(answer.reply),
    reply: scrubReply(answer.reply, subscriber.address, subscriber.name),
  };
  await append(outcome);
  return outcome;
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

async function withdraw(id: string, reason: SkipReason, { clock, append }: AttemptOrder): Promise<undefined> {
  await append({ type: 'withdrawn', at: clock.now().toISOString(), id, reason });
}
