import { skipReason, type SkipReason } from '../core/list/audience.ts';
import { dueDeliveries, type LedgerRecord, type LedgerState } from '../core/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import { messageFor, messageIdOf, type Letter } from '../core/message.ts';
import { waitMs, type PaceLimits } from '../core/pace.ts';
import type { Clock, Connection, Ledger, SubscriberReader, Transport } from '../core/ports.ts';
import { circuitBreaker } from './circuitBreaker.ts';
import { connector } from './connector.ts';
import { enhancedCode, judge, scrubReply, senderRefused } from '../core/reply.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import { requireReadable, suppressionCheck } from '../core/list/suppression.ts';
import { dayOf } from '../core/week.ts';

/** What `deliver` is given. */
export interface DeliveryOrder {
  readonly run: string;
  readonly letter: Letter;
  readonly state: LedgerState;
  readonly ledger: Ledger;
  readonly subscribers: SubscriberReader;
  readonly transport: Transport;
  readonly secrets: readonly [string, ...string[]];
  readonly limits: PaceLimits & { readonly connections: number };
  readonly clock: Clock;
  /** Fires when the person wants to stop: what is in flight is finished, nothing new begins (R12). */
  readonly signal: AbortSignal;
  readonly onRecord: (record: LedgerRecord) => void;
}

/** How often one message is tried in one run when connections break before anything was handed over. */
const triesPerRun = 3;

/**
 * Carries the letter to every due reader over several connections. Returns the error that stopped the run, if one did;
 * whatever happens, the ledger says what became of each reader. Throws only what is not a NewsletterError.
 */
export async function deliver(order: DeliveryOrder): Promise<NewsletterError | undefined> {
  const { ledger, clock, signal, letter, limits } = order;
  const queue = [...dueDeliveries(order.state)];
  const tries = new Map<string, number>();
  const pastMs = attemptTimes(ledger.records);
  const people = personFinder(order);
  const breaker = circuitBreaker(order);
  const line = connector(order.transport, signal);
  let stopped: { readonly error: unknown } | undefined;

  const append = async (record: LedgerRecord): Promise<void> => {
    await ledger.append(record);
    order.onRecord(record);
    breaker.see(record);
  };
  const withdraw = (id: string, reason: SkipReason): Promise<void> =>
    append({ type: 'withdrawn', at: clock.now().toISOString(), id, reason });

  /** One connection's life: takes one reader after the other until none is left. */
  const work = async (): Promise<void> => {
    let connection: Connection | undefined;
    try {
      while (!signal.aborted && !stopped) {
        const id = queue.shift();
        if (id === undefined) break;
        await pause(pastMs, limits, clock, signal);
        if (!connection?.isUsable) {
          line.close(connection);
          connection = undefined;
          if (!signal.aborted) connection = await line.open().catch(putBack(id));
        }
        if (connection === undefined) {
          queue.unshift(id);
          break;
        }
        await attempt(id, connection);
        const refusal = breaker.refusal(order.transport.name);
        if (refusal) throw refusal;
      }
    } catch (error) {
      stopped ??= { error };
    } finally {
      line.close(connection);
    }
  };

  const putBack =
    (id: string) =>
    (error: unknown): never => {
      queue.unshift(id);
      throw error;
    };

  const attempt = async (id: string, connection: Connection): Promise<void> => {
    // Asked as late as possible, and once more when the server is ready for the content (R11).
    const { subscriber, reason } = await people(id);
    if (subscriber === undefined || reason !== undefined) return withdraw(id, reason ?? 'gone');
    const number = (order.state.deliveries.get(id)?.attempts ?? 0) + (tries.get(id) ?? 0) + 1;
    tries.set(id, (tries.get(id) ?? 0) + 1);
    const message = messageFor(letter, subscriber, order.secrets[0], clock.now());
    const base = { run: order.run, id, attempt: number };
    let left: SkipReason | undefined;
    const answer = await connection
      .send(message, async () => {
        left = (await people(id)).reason;
        if (left !== undefined) throw new Error('the reader has left');
        const messageId = messageIdOf(letter, id);
        await append({ type: 'attempted', at: clock.now().toISOString(), ...base, messageId });
      })
      .catch((error: unknown) => {
        if (left === undefined) throw error;
      });
    if (left !== undefined) return withdraw(id, left);
    if (answer === undefined) return;
    const verdict = judge(answer);
    if ('halt' in verdict) {
      queue.unshift(id);
      throw senderRefused(order.transport.name, answer.reply);
    }
    await append({
      type: 'outcome',
      at: clock.now().toISOString(),
      ...base,
      outcome: verdict.outcome,
      stage: answer.stage,
      code: answer.code,
      enhanced: enhancedCode(answer.reply),
      reply: scrubReply(answer.reply, subscriber.address, subscriber.name),
    });
    const isUntouched = verdict.outcome === 'deferred' && answer.code === null;
    if (isUntouched && (tries.get(id) ?? 0) < triesPerRun) queue.push(id);
  };

  // A second round serves readers whose connection failed while the other workers were already leaving.
  for (let round = 0; round < triesPerRun && queue.length > 0 && !signal.aborted && !stopped; round++) {
    await Promise.all(Array.from({ length: Math.min(limits.connections, queue.length) }, work));
  }
  const error = stopped?.error;
  if (error === undefined || error instanceof NewsletterError) return error;
  throw error;
}

/** Looks a reader up in the list as it is at this moment: who left or pauses since is not mailed any more (R11). */
function personFinder(order: DeliveryOrder) {
  const { settings, isMonthly = false } = order.letter;
  let byId = new Map<string, Subscriber>();
  let mayNotMail: (key: string) => boolean = () => false;
  let seen: unknown;
  return async (id: string) => {
    const list = await order.subscribers.read();
    if (list !== seen) {
      requireReadable(list.suppressions, order.secrets);
      byId = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
      mayNotMail = suppressionCheck(list.suppressions, order.secrets);
      seen = list;
    }
    const subscriber = byId.get(id);
    const today = dayOf(order.clock.now(), settings.timeZone);
    return { subscriber, reason: skipReason(subscriber, mayNotMail, { today, isMonthly }) };
  };
}

/** Waits until the pace allows one more and takes that place; several connections wait side by side, so each asks again. */
async function pause(pastMs: number[], limits: PaceLimits, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    const wait = waitMs(pastMs, limits, clock.now().getTime());
    if (signal.aborted) return;
    if (wait <= 0) {
      pastMs.push(clock.now().getTime());
      return;
    }
    await clock.sleep(wait, signal);
  }
}

function attemptTimes(records: readonly LedgerRecord[]): number[] {
  return records.flatMap((record) => (record.type === 'attempted' ? [Date.parse(record.at)] : []));
}
