/** What was added up over which list. */
interface Carried<One, Total> {
  ones: readonly One[];
  /** The same, whatever becomes of that list. */
  added: readonly One[];
  total: Total;
}

/**
 * Adds up over letters, the earliest first, where the latest stand in front. The list of a week is mostly that of the week before
 * with one letter more; then only that is added. Answers with a reader: totals change as they are carried on, and one that is
 * asked for after a later list is added up anew.
 */
export function carriedOn<One extends object, Total>(
  start: () => Total,
  add: (total: Total, one: One) => void,
): (ones: readonly One[]) => () => Total {
  // By the earliest letter, and no longer than that is in use.
  const kept = new WeakMap<One, Carried<One, Total>>();
  const carry = (ones: readonly One[]): Carried<One, Total> => {
    const earliest = ones.at(-1);
    if (earliest === undefined) return { ones, added: [], total: start() };
    const before = kept.get(earliest);
    const further = before ? furtherIn(ones, before.added) : undefined;
    const carried = before && further !== undefined ? before : { ones, added: [], total: start() };
    for (let at = (further ?? ones.length) - 1; at >= 0; at--) {
      const one = ones[at];
      if (one) add(carried.total, one);
    }
    carried.ones = ones;
    carried.added = [...ones];
    kept.set(earliest, carried);
    return carried;
  };
  return (ones) => {
    let carried = carry(ones);
    return () => {
      if (carried.ones !== ones) carried = carry(ones);
      return carried.total;
    };
  };
}

/** How many stand in front of what was there before; undefined where that has changed. */
function furtherIn(ones: readonly unknown[], before: readonly unknown[]): number | undefined {
  const further = ones.length - before.length;
  if (further < 0) return undefined;
  for (let at = 0; at < before.length; at++) if (ones[further + at] !== before[at]) return undefined;
  return further;
}
