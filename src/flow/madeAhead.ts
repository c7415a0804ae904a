import type { Deliveries } from '../core/sending/delivery.ts';
import { begun, upon, type Soon } from '../core/soon.ts';
import { makeReady, type AttemptOrder, type ReadyLetter } from './attempt.ts';
import type { DueLine, Turn } from './dueLine.ts';

/** A reader whose letter is made. */
export interface Prepared {
  readonly turn: Turn;
  readonly letter: ReadyLetter;
}

/** What making letters needs. */
export interface MakingOrder {
  readonly line: DueLine;
  readonly deliveries: Deliveries;
  readonly attempts: AttemptOrder;
  /** Whether anything new may begin. */
  readonly isAtWork: () => Soon<boolean>;
}

/** The letters that one connection makes, and the one that it has made before it is wanted. */
export interface MadeAhead {
  /** Makes a reader's letter; undefined where she has left. Where that fails, she stands in the line again. */
  prepare(turn: Turn): Soon<Prepared | undefined>;
  /** Makes the letter of the next reader whom this account may serve, unless it is made. */
  takeNext(account: string): Soon<Prepared | undefined>;
  /** Has one made when all who act in this moment have done so. */
  prepareSpare(account: string): void;
  /** The letter that is made already, if there is one. */
  takeSpare(): Soon<Prepared | undefined>;
}

/** Begins with none. */
export function madeAhead({ line, deliveries, attempts, isAtWork }: MakingOrder): MadeAhead {
  let spare: Soon<Prepared | undefined>;
  let soon: NodeJS.Immediate | undefined;

  const prepare = (turn: Turn): Soon<Prepared | undefined> => {
    const giveBack = (error: unknown): never => {
      line.putBack(turn);
      throw error;
    };
    try {
      const made = makeReady(deliveries.roll.idAt(turn.number), turn.number, attempts);
      if (made instanceof Promise) return made.then((letter) => letter && { turn, letter }, giveBack);
      return made && { turn, letter: made };
    } catch (error) {
      return giveBack(error);
    }
  };
  const prepareNext = (account: string): Soon<Prepared | undefined> =>
    upon(isAtWork(), (isOn) => {
      const turn = isOn ? line.take(account) : undefined;
      return turn && upon(prepare(turn), (prepared) => prepared ?? prepareNext(account));
    });
  const takeSpare = (): Soon<Prepared | undefined> => {
    clearImmediate(soon);
    const made = spare;
    spare = undefined;
    return made;
  };

  return {
    prepare,
    takeSpare,
    takeNext: (account) => begun(() => takeSpare() ?? prepareNext(account)),
    prepareSpare(account) {
      clearImmediate(soon);
      soon = setImmediate(() => {
        spare ??= begun(() => prepareNext(account));
        // Whatever goes wrong with it is said when somebody wants it.
        if (spare instanceof Promise) spare.catch(() => undefined);
      });
    },
  };
}
