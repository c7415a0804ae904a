import { isStillDue, dueMails, mailRefused, mailTaken, type DueMail } from '../core/list/dueMails.ts';
import type { Decide } from '../core/list/listBook.ts';
import type { Secrets } from '../core/secret.ts';
import { NewsletterError } from '../core/errors.ts';
import { mimeOf } from '../core/mime/mimeOf.ts';
import { retryPauseMs, waitMs, type PaceLimits } from '../core/sending/pace.ts';
import type { Clock, Connection, Subscribers, Transport } from '../core/ports.ts';
import type { ServiceMails } from '../core/render/serviceMail.ts';
import { enhancedCode, judge, scrubReply, senderRefused } from '../core/sending/reply.ts';

/** What the postman needs. */
export interface PostmanOrder {
  readonly subscribers: Subscribers;
  readonly secrets: Secrets;
  readonly transport: Transport;
  readonly mails: ServiceMails;
  readonly limits: PaceLimits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What one round came to. */
export interface Round {
  readonly taken: number;
  readonly refused: number;
  /** Not taken for now; tried again in a later round. */
  readonly deferred: number;
  /** What ended the round early: no connection, no login, a sender refused, a list that cannot be written. */
  readonly stopped: NewsletterError | undefined;
}

/** Carries the mails that the list itself asks for: confirmations, their one reminder, and "you are already here". */
export interface Postman {
  round(): Promise<Round>;
}

/**
 * A postman remembers between rounds whom a server asked to wait, and what he could not note. A mail the server took, or
 * may have taken, is noted in the list before the next one leaves; where it cannot be noted, none leaves, so that a full
 * disk never mails anybody twice. Only a crash between the two can.
 */
export function postman(order: PostmanOrder): Postman {
  const { subscribers, clock, signal, secrets, transport } = order;
  const pastMs: number[] = [];
  const unnoted: Decide<void>[] = [];
  const patience = new Map<string, { readonly tries: number; readonly untilMs: number }>();
  const at = (): string => clock.now().toISOString();

  const note = async (decide: Decide<void>): Promise<void> => {
    unnoted.push(decide);
    await writeNotes();
  };
  const writeNotes = async (): Promise<void> => {
    for (let next = unnoted[0]; next !== undefined; next = unnoted[0]) {
      await subscribers.change(next);
      unnoted.shift();
    }
  };
  const isPatient = ({ subscriber }: DueMail): boolean =>
    (patience.get(subscriber.id)?.untilMs ?? 0) > clock.now().getTime();

  const deliver = async (
    mail: DueMail,
    connection: Connection,
  ): Promise<'taken' | 'refused' | 'deferred'> => {
    const message = order.mails.messageFor(mail, clock.now());
    const answer = await connection.send(mimeOf(message), () => Promise.resolve());
    const verdict = judge(answer);
    if ('halt' in verdict) throw senderRefused(transport.name, answer.reply);
    const { id } = mail.subscriber;
    if (verdict.outcome === 'deferred') {
      const tries = (patience.get(id)?.tries ?? 0) + 1;
      patience.set(id, { tries, untilMs: clock.now().getTime() + retryPauseMs(tries) });
      return 'deferred';
    }
    patience.delete(id);
    if (verdict.outcome === 'rejected') {
      const reason =
        enhancedCode(answer.reply) ?? scrubReply(answer.reply, mail.subscriber.address, mail.subscriber.name);
      await note(mailRefused(mail, reason, at()));
      return 'refused';
    }
    await note(mailTaken(mail, at()));
    return 'taken';
  };

  return {
    async round() {
      const counts = { taken: 0, refused: 0, deferred: 0 };
      let connection: Connection | undefined;
      try {
        await writeNotes();
        for (const mail of dueMails(await subscribers.view(), at(), secrets)) {
          if (isPatient(mail)) continue;
          await clock.sleep(Math.max(0, waitMs(pastMs, order.limits, clock.now().getTime())), signal);
          if (signal.aborted) break;
          // Whoever confirmed or left meanwhile needs no mail any more.
          if (!isStillDue(await subscribers.view(), mail, at(), secrets)) continue;
          if (!connection?.isUsable) {
            connection?.close();
            connection = await transport.open();
          }
          pastMs.push(clock.now().getTime());
          counts[await deliver(mail, connection)]++;
        }
        return { ...counts, stopped: undefined };
      } catch (error) {
        if (error instanceof NewsletterError) return { ...counts, stopped: error };
        throw error;
      } finally {
        connection?.close();
      }
    },
  };
}
