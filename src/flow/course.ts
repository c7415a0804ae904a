import { tripOf, tripped, watch, type Breaker } from '../core/sending/breaker.ts';
import type { OutcomeRecord } from '../core/sending/delivery.ts';
import type { NewsletterError } from '../core/errors.ts';
import type { PaceLimits } from '../core/sending/pace.ts';
import { senderRefused } from '../core/sending/reply.ts';
import { isSetback } from '../core/sending/retry.ts';
import {
  afterAcceptance,
  afterBreak,
  afterSlowDown,
  connectionsAt,
  fullTempo,
  isHopeless,
  limitsAt,
  restMs,
  standstill,
} from '../core/sending/slowDown.ts';

/** What an answer means for the whole run. */
export type Turnout =
  /** All connections are closed, and after a while it goes on with as many as are good then. */
  | { readonly is: 'resting'; readonly ms: number; readonly why: RestReason }
  | { readonly is: 'failed'; readonly error: unknown }
  /** The circuit breaker stops the letter (R25). */
  | { readonly is: 'tripped'; readonly error: NewsletterError };

/** Why a run does nothing for a while: the server asked, the pace demands it, the author paused, or all were tried. */
export type RestReason = 'slowDown' | 'pace' | 'paused' | 'retry';

/** How a run goes on, from all answers so far: how fast, over how many connections, and whether at all. */
export interface Course {
  readonly connections: number;
  readonly limits: PaceLimits;
  /** So many setbacks so far; what was begun before the last one says nothing new. */
  readonly setbacks: number;
  /** Whether the letter should not go on, from what stood in the ledger. */
  atStart(server: string, wasResumed: boolean): Turnout | undefined;
  /** Takes in one answer to an attempt that was begun after `setbacks` of them. */
  see(answer: OutcomeRecord, about: AnswerContext): Turnout | undefined;
}

/** Where an answer came from. */
export interface AnswerContext {
  readonly server: string;
  readonly setbacks: number;
  readonly wasResumed: boolean;
}

/** One odd server says so of its own reader; so many in a row mean that ours refuses us. */
const senderRefusalsToStop = 3;

/** The course of a run at its beginning, given what the answers of earlier ones say. */
export function course(earlier: Breaker, most: PaceLimits & { readonly connections: number }): Course {
  let breaker = earlier;
  let tempo = fullTempo;
  let setbacks = 0;
  let senderRefusals = 0;

  const tripNow = (server: string, wasResumed: boolean): Turnout | undefined => {
    const trip = tripOf(breaker, wasResumed);
    return trip && { is: 'tripped', error: tripped(trip, server) };
  };
  const speedUp = (): Turnout | undefined => {
    const { halvings } = tempo;
    tempo = afterAcceptance(tempo);
    return tempo.halvings < halvings ? { is: 'resting', ms: 0, why: 'slowDown' } : undefined;
  };
  const refuseSender = (answer: OutcomeRecord, server: string): Turnout | undefined => {
    senderRefusals += 1;
    return senderRefusals < senderRefusalsToStop
      ? undefined
      : { is: 'failed', error: senderRefused(server, answer.reply) };
  };
  const giveWay = (answer: OutcomeRecord, server: string): Turnout | undefined => {
    setbacks += 1;
    const isAsked = answer.code !== null;
    tempo = isAsked ? afterSlowDown(tempo) : afterBreak(tempo);
    if (isHopeless(tempo)) return { is: 'failed', error: standstill(answer, server) };
    return isAsked ? { is: 'resting', ms: restMs(tempo), why: 'slowDown' } : undefined;
  };

  return {
    get connections() {
      return connectionsAt(tempo, most.connections);
    },
    get limits() {
      return limitsAt(tempo, most);
    },
    get setbacks() {
      return setbacks;
    },
    atStart: tripNow,
    see(answer, about) {
      const before = breaker;
      breaker = watch(before, answer);
      // A million acceptances say nothing new after the first.
      const trip = breaker === before ? undefined : tripNow(about.server, about.wasResumed);
      if (trip) return trip;
      if (answer.outcome === 'accepted') {
        senderRefusals = 0;
        return speedUp();
      }
      // A no to our sender, said to a reader: patience does not mend it.
      if (answer.outcome === 'deferred' && (answer.code ?? 0) >= 500)
        return refuseSender(answer, about.server);
      // Several connections hear of the same trouble at once; it counts once.
      const isNews = isSetback(answer) && about.setbacks === setbacks;
      return isNews ? giveWay(answer, about.server) : undefined;
    },
  };
}
