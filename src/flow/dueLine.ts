/** One reader whose turn it is. */
export interface Turn {
  readonly id: string;
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

/** The line of these readers. */
export function dueLine(ids: readonly string[], accountOf: (id: string) => string | null): DueLine {
  const lines = new Map<string | null, OneLine>();
  const tries = new Map<string, number>();
  const lineOf = (account: string | null): OneLine => {
    const line = lines.get(account) ?? { next: [], behind: [] };
    lines.set(account, line);
    return line;
  };
  const turnOf = (id: string, account: string | null): Turn => ({ id, account, tries: tries.get(id) ?? 0 });
  const takeFrom = (account: string | null): Turn | undefined => {
    const id = takeFirst(lineOf(account));
    return id === undefined ? undefined : turnOf(id, account);
  };
  for (const id of ids) lineOf(accountOf(id)).behind.push(id);
  return {
    get size() {
      return [...lines.values()].reduce((sum, { next, behind }) => sum + next.length + behind.length, 0);
    },
    take(account) {
      if (account !== undefined) return takeFrom(account) ?? takeFrom(null);
      const names = [null, ...[...lines.keys()].filter((name) => name !== null)];
      for (const name of names) {
        const turn = takeFrom(name);
        if (turn) return turn;
      }
      return undefined;
    },
    putBack: ({ id, account }) => void lineOf(account).next.push(id),
    again(turn) {
      tries.set(turn.id, turn.tries + 1);
      lineOf(turn.account).behind.push(turn.id);
    },
    drain(account) {
      const { next, behind } = lineOf(account);
      lines.delete(account);
      return [...next.toReversed(), ...behind].map((id) => turnOf(id, account));
    },
  };
}

/** `next` is kept backwards: taking from the end costs nothing, however long the line is. */
interface OneLine {
  next: string[];
  behind: string[];
}

function takeFirst(line: OneLine): string | undefined {
  if (line.next.length === 0) {
    line.next = line.behind.toReversed();
    line.behind = [];
  }
  return line.next.pop();
}
