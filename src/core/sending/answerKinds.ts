import type { AnswerWords } from './delivery.ts';

/** Answers that many readers got alike, each kept once. */
export interface AnswerKinds {
  /** Its number; -1 where there are too many kinds already. */
  numberOf(words: AnswerWords): number;
  at(number: number): AnswerWords;
}

/** Numbers of 16 bits. Servers that put a number of their own into each answer would otherwise fill the memory. */
const most = 2 ** 16;

/** No kinds yet. */
export function answerKinds(): AnswerKinds {
  const kinds: AnswerWords[] = [];
  const numbers = new Map<string, number>();
  /** Mostly the next answer is like one of these. */
  const last = { accepted: 0, deferred: 0, rejected: 0, uncertain: 0 };

  return {
    numberOf({ run, outcome, stage, code, enhanced, reply }) {
      const words = { run, outcome, stage, code, enhanced, reply };
      const lastOne = kinds[last[outcome]];
      if (lastOne && isSame(lastOne, words)) return last[outcome];
      const key = JSON.stringify(words);
      let number = numbers.get(key);
      if (number === undefined) {
        if (kinds.length === most) return -1;
        number = kinds.push(words) - 1;
        numbers.set(key, number);
      }
      last[outcome] = number;
      return number;
    },
    at(number) {
      const words = kinds[number];
      if (!words) throw new RangeError(`there is no answer ${number}`);
      return words;
    },
  };
}

function isSame(one: AnswerWords, other: AnswerWords): boolean {
  return (
    one.reply === other.reply &&
    one.code === other.code &&
    one.run === other.run &&
    one.outcome === other.outcome &&
    one.stage === other.stage &&
    one.enhanced === other.enhanced
  );
}
