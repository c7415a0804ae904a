import { skipReason } from '../core/audience.ts';
import { dueDeliveries, type LedgerRecord, type LedgerState } from '../core/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import { messageFor, messageIdOf, type Letter } from '../core/message.ts';
import { waitMs, type PaceLimits } from '../core/pace.ts';
import type { Answer, Clock, Connection, Ledger, Subscribers, Transport } from '../core/ports.ts';
import { enhancedCode, judge, scrubReply } from '../core/reply.ts';
import type { Subscriber } from '../core/subscriber.ts';
import { suppressionCheck } from '../core/suppression.ts';

/** What `deliver` is given. */
export interface DeliveryOrder {
  readonly run: string;
  readonly letter: Letter;
  readonly state: LedgerState;
  readonly ledger: Ledger;
  readonly subscribers: Subscribers;
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
  let stopped: { readonly error: unknown } | undefined;
  let connected = 0;

  const append = async (record: LedgerRecord): Promise<void> => {
    await ledger.append(record);
    order.onRecord(record);
  };

  /** One connection's life: takes one reader after the other until none is left. */
  const work = async (): Promise<void> => {
    let connection: Connection | undefined;
    const drop = (): void => {
      if (connection) connected -= 1;
      connection?.close();
      connection = undefined;
    };
    try {
      while (!signal.aborted && !stopped) {
        const id = queue.shift();
        if (id === undefined) break;
        await pause(pastMs, limits, clock, signal);
        if (signal.aborted) break;
        const { subscriber, reason } = await people(id);
        if (subscriber === undefined || reason !== undefined) {
          await append({ type: 'withdrawn', at: clock.now().toISOString(), id, reason: reason ?? 'gone' });
          continue;
        }
        if (!connection?.isUsable) {
          drop();
          try {
            connection = await order.transport.open();
            connected += 1;
          } catch (error) {
            queue.unshift(id);
            // Some servers allow fewer connections than we have; the others go on then.
            if (connected === 0) throw error;
            return;
          }
        }
        await attempt(id, subscriber, connection);
      }
    } catch (error) {
      stopped ??= { error };
    } finally {
      drop();
    }
  };

  const attempt = async (id: string, subscriber: Subscriber, connection: Connection): Promise<void> => {
    const number = (order.state.deliveries.get(id)?.attempts ?? 0) + (tries.get(id) ?? 0) + 1;
    tries.set(id, (tries.get(id) ?? 0) + 1);
    const at = clock.now();
    const message = messageFor(letter, subscriber, order.secrets[0], at);
    const base = { run: order.run, id, attempt: number };
    const answer = await connection.send(message, () =>
      append({
        type: 'attempted',
        at: clock.now().toISOString(),
        ...base,
        messageId: messageIdOf(letter, id),
      }),
    );
    const verdict = judge(answer);
    if ('halt' in verdict) throw senderRefused(answer, order.transport.name);
    await append({
      type: 'outcome',
      at: clock.now().toISOString(),
      ...base,
      outcome: verdict.outcome,
      stage: answer.stage,
      code: answer.code,
      enhanced: enhancedCode(answer.reply),
      reply: scrubReply(answer.reply),
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

/** Looks a reader up in the list as it is at this moment: who left during the send is not mailed any more (R11). */
function personFinder(order: DeliveryOrder) {
  let byId = new Map<string, Subscriber>();
  let mayNotMail: (key: string) => boolean = () => false;
  let seen: unknown;
  return async (id: string) => {
    const list = await order.subscribers.read();
    if (list !== seen) {
      byId = new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
      mayNotMail = suppressionCheck(list.suppressions, order.secrets);
      seen = list;
    }
    const subscriber = byId.get(id);
    return { subscriber, reason: skipReason(subscriber, mayNotMail) };
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

function senderRefused(answer: Answer, server: string): NewsletterError {
  return new NewsletterError(
    'smtp.refused',
    {
      de: `${server} nimmt diesen Absender nicht an: ${scrubReply(answer.reply)}`,
      en: `${server} does not accept this sender: ${scrubReply(answer.reply)}`,
    },
    {
      hint: {
        de: '„from.address“ in newsletter.yaml muss eine Adresse sein, die dieser Zugang verwenden darf.',
        en: '"from.address" in newsletter.yaml must be an address this account may use.',
      },
    },
  );
}
