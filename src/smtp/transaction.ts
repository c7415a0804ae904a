import type { Parcel } from '../core/parcel.ts';
import type { Answer } from '../core/ports.ts';
import { upon, type Soon } from '../core/soon.ts';
import { isOrderly, isRefusal } from './answers.ts';
import type { Dialogue } from './dialogue.ts';
import { envelopeCommands, refusedUnasked } from './envelopeCommands.ts';
import { envelopes, type EnvelopeOrder } from './envelopes.ts';
import { handOverContent } from './handOver.ts';
import { codeOf, isTaken } from './replies.ts';

/** Signs a message. */
export type Sign = (parcel: Parcel) => Promise<Parcel>;

/** What all transactions of a connection have in common. */
export interface TransactionOrder extends EnvelopeOrder {
  readonly sign: Sign | undefined;
}

/** Carries one message after the other over a connection that is logged in. */
export interface Transactions {
  /** Whether the server waits for something that only the next message can give it. */
  readonly isAmid: boolean;
  /** Whether it has said something about the message ahead that was not heard yet, and perhaps left after it. */
  readonly hasNewsAhead: boolean;
  carry(
    parcel: Parcel,
    beforeContent: () => Promise<void>,
    next?: () => Soon<Parcel | undefined>,
  ): Promise<Answer>;
}

/** A message whose envelope went along with the content before it. */
interface Ahead {
  readonly parcel: Parcel;
  readonly signed: Parcel;
}

/**
 * Where PIPELINING is offered, an envelope is one group, and the envelope of the next message goes along with a content
 * (RFC 2920 §3.1): one round trip a message. Each content still waits for the answer to the one before (R4), and leaves
 * only where MAIL, RCPT and DATA were all taken.
 */
export function transactions(talk: Dialogue, order: TransactionOrder): Transactions {
  const { offers, sign, patience } = order;
  let ahead: Ahead | undefined;
  let isBusy = false;
  const envelope = envelopes(talk, order);
  let signing: { readonly parcel: Parcel; readonly signed: Promise<Parcel> } | undefined;

  /** A message that was signed while it was the next one is not signed again. */
  const signedOnce = (parcel: Parcel): Soon<Parcel> => {
    if (!sign) return parcel;
    if (signing?.parcel !== parcel) signing = { parcel, signed: sign(parcel) };
    return signing.signed;
  };

  const transact = async (
    parcel: Parcel,
    signed: Parcel,
    beforeContent: () => Promise<void>,
    following: () => Ahead | undefined,
  ): Promise<Answer> => {
    const mine = ahead;
    ahead = undefined;
    if (mine && mine.parcel !== parcel) {
      talk.end('another message was announced');
      return lost(talk.ending);
    }
    // What a server said before it left still counts: it may have refused this reader.
    if (!talk.isOpen && !(mine && talk.hasReply)) return lost(talk.ending);
    const asking = mine ? envelope.hearAnnounced() : envelope.handOver(signed);
    const refusal = asking instanceof Promise ? await asking : asking;
    if (refusal) return refusal;
    if (!talk.isOpen) return lost(talk.ending);
    talk.expectReply();
    await beforeContent();
    const handing = handOverContent(talk, signed, () => {
      ahead = following();
      return ahead && envelopeCommands(ahead.signed, offers);
    });
    const isContentEnded = typeof handing === 'boolean' ? handing : await handing;
    if (isContentEnded) talk.within(patience.answerMs);
    const reply = isContentEnded || talk.hasReply ? await talk.reply() : undefined;
    envelope.contentAnswered();
    const said = reply ?? '';
    return {
      stage: isContentEnded ? 'final' : 'content',
      code: codeOf(said),
      reply: reply ?? (talk.ending || 'half a reply in front of the content'),
      isContentEnded,
    };
  };

  return {
    get isAmid() {
      return isBusy || ahead !== undefined;
    },
    get hasNewsAhead() {
      return ahead !== undefined && talk.hasReply;
    },
    async carry(parcel, beforeContent, next) {
      isBusy = true;
      let upcoming: Ahead | undefined;
      const announce = (coming: Parcel | undefined): Soon<void> => {
        if (!coming || refusedUnasked(coming, offers)) return;
        return upon(signedOnce(coming), (signed) => {
          upcoming = { parcel: coming, signed };
        });
      };
      try {
        talk.within(patience.contentMs);
        const signed = sign ? await signedOnce(parcel) : parcel;
        const refusal = ahead ? undefined : refusedUnasked(signed, offers);
        if (refusal) return refusal;
        // Whatever goes wrong with it is said when its own turn comes.
        if (next && envelope.mayBeAnnounced && talk.isOpen) ignoring(upon(next(), announce));
        const answer = await transact(parcel, signed, beforeContent, () => upcoming);
        if (!isOrderly(answer)) leave(answer.reply);
        else if (isRefusal(answer) && !ahead) await reset();
        else if (isRefusal(answer) && !(await envelope.isMailAheadTaken()))
          leave('the refused letter was kept');
        return answer;
      } catch (error) {
        // The server may still wait for content that will not come.
        talk.end('the content was withheld');
        throw error;
      } finally {
        talk.within(Infinity);
        isBusy = false;
      }
    },
  };

  /** Whatever is still said after this is about nothing that we know. */
  function leave(reason: string): void {
    ahead = undefined;
    talk.end(reason);
  }

  /**
   * After a refusal the server may still hold half a transaction (RFC 5321 §4.1.1.5). After the final dot too: Postfix keeps
   * one that a policy refuses there, against RFC 5321 §4.1.1.4.
   */
  async function reset(): Promise<void> {
    if (!talk.isOpen) return;
    talk.within(patience.resetMs);
    talk.say('RSET\r\n', 1);
    if (!isTaken(await talk.reply())) talk.end('the transaction could not be reset');
  }
}

function ignoring(soon: Soon<void>): void {
  if (soon instanceof Promise) soon.catch(() => undefined);
}

/** Nothing was handed over, and nobody is to blame. */
function lost(reply: string): Answer {
  return { stage: 'mail', code: null, reply, isContentEnded: false };
}
