import type { Parcel } from '../core/parcel.ts';
import type { Answer } from '../core/ports.ts';
import type { Soon } from '../core/soon.ts';
import { announcing } from './announcing.ts';
import { isOrderly } from './answers.ts';
import { tooSlow, type Dialogue } from './dialogue.ts';
import { envelopeCommands } from './envelopeCommands.ts';
import type { Extensions } from './extensions.ts';
import type { Patience } from './patience.ts';
import { codeOf, isGoAhead, isTaken } from './replies.ts';

/** What all envelopes of a connection have in common. */
export interface EnvelopeOrder {
  readonly offers: Extensions;
  readonly patience: Patience;
  /** Whether an envelope may go along with the content before it. */
  readonly mayAnnounce: () => boolean;
  /** Told of a server that offers PIPELINING, and yet loses what comes behind a content. */
  readonly onLoss: () => void;
}

/** The envelopes of a connection: MAIL, RCPT and DATA, and their answers. */
export interface Envelopes {
  /** Whether the next one may go along with a content. */
  readonly mayBeAnnounced: boolean;
  /** Says one and hears its answers; undefined when the content may follow. */
  handOver(signed: Parcel): Promise<Answer | undefined>;
  /** Hears the answers to one that went along with the content before. */
  hearAnnounced(): Soon<Answer | undefined>;
  /**
   * Whether its MAIL was taken. Where a server has not let go of the content it refused (Postfix: 503 to the next MAIL), the
   * next reader would become one of that letter's. She is not to blame: another connection serves her.
   */
  isMailAheadTaken(): Promise<boolean>;
  /** The server has answered a content. */
  contentAnswered(): void;
}

/** The envelopes of a connection that is logged in; where PIPELINING is offered, each is one group (RFC 2920). */
export function envelopes(talk: Dialogue, order: EnvelopeOrder): Envelopes {
  const { offers, patience } = order;
  const worth = announcing();
  /** When the server answered the content before. */
  let answeredMs = 0;
  /** What the server said to the MAIL of the message ahead, where that was heard early. */
  let toMailAhead: string | undefined;

  const handOver = async (signed: Parcel): Promise<Answer | undefined> => {
    const { mail, rcpt } = envelopeCommands(signed, offers);
    const begunMs = performance.now();
    if (offers.pipelining) {
      talk.say(`${mail}${rcpt}DATA\r\n`, 3);
      return hearGroup(await talk.reply(), () => worth.wentAlone(performance.now() - begunMs));
    }
    talk.say(mail, 1);
    const toMail = await talk.reply();
    if (!isTaken(toMail)) return refusedAt('mail', toMail, 0);
    talk.say(rcpt, 1);
    const toRcpt = await talk.reply();
    if (!isTaken(toRcpt)) return refusedAt('rcpt', toRcpt, 0);
    talk.say('DATA\r\n', 1);
    const toData = await talk.reply();
    return isGoAhead(toData) ? undefined : refusedAt('data', toData, 0);
  };

  /** The rest of the answers to a group. */
  const hearGroup = async (toMail: string | undefined, onHeard: () => void): Promise<Answer | undefined> => {
    if (!isTaken(toMail)) return refusedAt('mail', toMail, 2);
    const toRcpt = await talk.reply();
    if (!isTaken(toRcpt)) return refusedAt('rcpt', toRcpt, 1);
    const toData = await talk.reply();
    onHeard();
    return isGoAhead(toData) ? undefined : refusedAt('data', toData, 0);
  };

  const hearOneByOne = async (): Promise<Answer | undefined> => {
    const early = toMailAhead;
    toMailAhead = undefined;
    const toMail = early ?? (await hearMailAhead(patience.announcedMs));
    return hearGroup(toMail, () => worth.wentAlong(performance.now() - answeredMs));
  };

  /** A server that has it needs no longer for it than for any other. */
  const hearMailAhead = async (withinMs: number): Promise<string | undefined> => {
    talk.within(Math.min(withinMs, patience.contentMs));
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

  return {
    get mayBeAnnounced() {
      return offers.pipelining && worth.isGain && order.mayAnnounce();
    },
    handOver,
    hearAnnounced() {
      const [mail, rcpt, data] = talk.heard;
      const isTakenWhole = isTaken(mail) && isTaken(rcpt) && isGoAhead(data);
      if (toMailAhead !== undefined || !isTakenWhole) return hearOneByOne();
      for (let answer = 0; answer < 3; answer++) void talk.reply();
      worth.wentAlong(0);
      return undefined;
    },
    async isMailAheadTaken() {
      talk.within(patience.resetMs);
      toMailAhead = await talk.reply();
      return isTaken(toMailAhead);
    },
    contentAnswered() {
      answeredMs = performance.now();
    },
  };
}
