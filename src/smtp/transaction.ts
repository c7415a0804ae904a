import type { Parcel } from '../core/parcel.ts';
import type { Answer } from '../core/ports.ts';
import { upon, type Soon } from '../core/soon.ts';
import { announcing } from './announcing.ts';
import { tooSlow, type Dialogue } from './dialogue.ts';
import { envelopeCommands, refusedUnasked } from './envelopeCommands.ts';
import type { Extensions } from './extensions.ts';
import { handOverContent } from './handOver.ts';
import type { Patience } from './patience.ts';
import { codeOf } from './replies.ts';

/** Signs a message. */
export type Sign = (parcel: Parcel) => Promise<Parcel>;

/** What all transactions of a connection have in common. */
export interface TransactionOrder {
  readonly offers: Extensions;
  readonly sign: Sign | undefined;
  readonly patience: Patience;
  /** Whether an envelope may go along with the content before it. */
  readonly mayAnnounce: () => boolean;
  /** Told of a server that offers PIPELINING, and yet loses what comes behind a content. */
  readonly onLoss: () => void;
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
  const announced = announcing();
  /** When the server answered the content before. */
  let answeredMs = 0;
  /** What the server said to the MAIL of the message ahead, where that was heard early. */
  let toMailAhead: string | undefined;
  let signing: { readonly parcel: Parcel; readonly signed: Promise<Parcel> } | undefined;

  /** A message that was signed while it was the next one is not signed again. */
  const signedOnce = (parcel: Parcel): Soon<Parcel> => {
    if (!sign) return parcel;
    if (signing?.parcel !== parcel) signing = { parcel, signed: sign(parcel) };
    return signing.signed;
  };

  /** Whether the envelope of the message ahead was taken, all of it, and hears that; else its answers are heard one by one. */
  const isTakenWhole = (): boolean => {
    const [mail, rcpt, data] = talk.heard;
    if (toMailAhead !== undefined || !isTaken(mail) || !isTaken(rcpt) || !isGoAhead(data)) return false;
    for (let answer = 0; answer < 3; answer++) void talk.reply();
    announced.wentAlong(0);
    return true;
  };

  /** Says MAIL, RCPT and DATA, as far as nobody did, and hears the answers; undefined when the content may follow. */
  const handOverEnvelope = async (signed: Parcel, isAhead: boolean): Promise<Answer | undefined> => {
    const { mail, rcpt } = envelopeCommands(signed, offers);
    const isGroup = offers.pipelining;
    const begunMs = performance.now();
    if (isGroup && !isAhead) talk.say(`${mail}${rcpt}DATA\r\n`, 3);

    if (!isGroup) talk.say(mail, 1);
    const toMail = isAhead ? (toMailAhead ?? (await hearAnnounced())) : await talk.reply();
    if (!isTaken(toMail)) return refusedAt('mail', toMail, isGroup ? 2 : 0);

    if (!isGroup) talk.say(rcpt, 1);
    const toRcpt = await talk.reply();
    if (!isTaken(toRcpt)) return refusedAt('rcpt', toRcpt, isGroup ? 1 : 0);

    if (!isGroup) talk.say('DATA\r\n', 1);
    const toData = await talk.reply();
    if (isAhead) announced.wentAlong(performance.now() - answeredMs);
    else announced.wentAlone(performance.now() - begunMs);
    return isGoAhead(toData) ? undefined : refusedAt('data', toData, 0);
  };

  /** The answer to the MAIL of the message ahead: a server that has it needs no longer for it than for any other. */
  const hearAnnounced = async (): Promise<string | undefined> => {
    talk.within(Math.min(patience.announcedMs, patience.contentMs));
    const reply = await talk.reply();
    talk.within(patience.contentMs);
    if (talk.ending === tooSlow) order.onLoss();
    return reply;
  };

  /** A refusal, once the rest of its group has been answered too. */
  const refusedAt = async (
    stage: 'mail' | 'rcpt' | 'data',
    reply: string | undefined,
    others: number,
  ): Promise<Answer> => {
    const code = codeOf(reply ?? '');
    const answer: Answer = {
      stage: code === null ? 'mail' : stage,
      code,
      reply: reply ?? talk.ending,
      isContentEnded: false,
    };
    if (!isOrderly(answer)) return answer;
    talk.within(patience.resetMs);
    let last = reply;
    for (let left = others; left > 0 && last !== undefined; left--) last = await talk.reply();
    // Only a dot could end what a server opens in spite of its refusal, and it would mail an empty letter to somebody.
    if (others > 0 && !/^[45]/.test(last ?? '')) talk.end('DATA was opened for nobody');
    return answer;
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
    if (!mine || !isTakenWhole()) {
      const refusal = await handOverEnvelope(signed, mine !== undefined);
      toMailAhead = undefined;
      if (refusal) return refusal;
    }
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
    answeredMs = performance.now();
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
        if (next && offers.pipelining && announced.isGain && order.mayAnnounce() && talk.isOpen)
          ignoring(upon(next(), announce));
        const answer = await transact(parcel, signed, beforeContent, () => upcoming);
        if (!isOrderly(answer)) leave(answer.reply);
        else if (isRefusal(answer)) await (ahead ? hearMailAhead() : reset());
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
   * Where a server has not let go of the content it refused (Postfix: 503 to the next MAIL), the next reader would become
   * one of that letter's. She is not to blame: another connection serves her.
   */
  async function hearMailAhead(): Promise<void> {
    talk.within(patience.resetMs);
    toMailAhead = await talk.reply();
    if (!isTaken(toMailAhead)) leave('the refused letter was kept');
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

/** A 2xx is no go-ahead for a content: the server would read it as commands, and refuse those. */
function isGoAhead(reply: string | undefined): boolean {
  return reply !== undefined && /^354(?!\d)/.test(reply);
}

/** Only the first digit says how it went on (RFC 5321 §4.2.1). */
function isTaken(reply: string | undefined): boolean {
  return reply?.startsWith('2') === true;
}

/** Whether the server said no, for now or for good. */
export function isRefusal({ code }: Answer): boolean {
  return code !== null && code >= 400;
}

/**
 * Whether both sides know where they stand after an answer. One in the middle of the content leaves the server waiting for
 * the rest of it, and after one that makes no sense nobody knows which command the next will belong to.
 */
export function isOrderly({ code, stage }: Answer): boolean {
  if (code === null || code === 421 || stage === 'content') return false;
  const kind = Math.floor(code / 100);
  return kind === 4 || kind === 5 || (kind === 2 && stage === 'final');
}

/** Nothing was handed over, and nobody is to blame. */
function lost(reply: string): Answer {
  return { stage: 'mail', code: null, reply, isContentEnded: false };
}
