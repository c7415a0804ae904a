/** One reader whose turn it is. */
export interface Turn {
  /** Her number on the roll of the audience. */
  readonly number: number;
  /** The account that alone may carry her letter, if there is one. */
  readonly account: string | null;
  /** How often she has stood at the head of the line before. */
  readonly tries: number;
}

/** The readers to try, in their order; those bound to an account stand in a line of their own. */
export interface DueLine {
  readonly size: number;
  /** The next one whom a connection of this account may serve; without an account, of anybody. */
  take(account?: string): Turn | undefined;
  /** Gives a turn back that was not used. */
  putBack(turn: Turn): void;
  /** Once more, after all others. */
  again(turn: Turn): void;
  /** Takes everybody out who is bound to an account. */
  drain(account: string): readonly Turn[];
}

/** The line of these readers, by their numbers; takes no more room than these. */
export function dueLine(numbers: Uint32Array, accountOf: (number: number) => string | null): DueLine {
  const lines = new Map<string | null, OneLine>();
  const tries = new Map<number, number>();
  let size = numbers.length;
  const lineOf = (account: string | null): OneLine => {
    const line = lines.get(account) ?? newLine([]);
    lines.set(account, line);
    return line;
  };
  const takeFrom = (account: string | null): Turn | undefined => {
    const line = lines.get(account);
    const number = line && takeFirst(line);
    if (number === undefined) return undefined;
    size -= 1;
    return { number, account, tries: tries.get(number) ?? 0 };
  };
  const bound = numbers.filter((number) => accountOf(number) !== null);
  const free = bound.length === 0 ? numbers : numbers.filter((number) => accountOf(number) === null);
  lines.set(null, newLine(free));
  for (const number of bound) lineOf(accountOf(number)).behind.push(number);
  return {
    get size() {
      return size;
    },
    take(account) {
      if (account !== undefined) return takeFrom(account) ?? takeFrom(null);
      const unbound = takeFrom(null);
      if (unbound) return unbound;
      for (const name of lines.keys()) {
        const turn = takeFrom(name);
        if (turn) return turn;
      }
      return undefined;
    },
    putBack({ number, account }) {
      lineOf(account).before.push(number);
      size += 1;
    },
    again(turn) {
      tries.set(turn.number, turn.tries + 1);
      lineOf(turn.account).behind.push(turn.number);
      size += 1;
    },
    drain(account) {
      const turns: Turn[] = [];
      for (let turn = takeFrom(account); turn; turn = takeFrom(account)) turns.push(turn);
      return turns;
    },
  };
}

/** Those who were put back stand before the others, the last of them first; who comes again stands behind. */
interface OneLine {
  readonly before: number[];
  row: ArrayLike<number>;
  taken: number;
  behind: number[];
}

function newLine(row: ArrayLike<number>): OneLine {
  return { before: [], row, taken: 0, behind: [] };
}

function takeFirst(line: OneLine): number | undefined {
  if (line.before.length > 0) return line.before.pop();
  if (line.taken >= line.row.length) {
    line.row = line.behind;
    line.taken = 0;
    line.behind = [];
  }
  return line.row[line.taken++];
}
