/** Where a value stands: names of keys, places in lists counted from 0. */
export type YamlPath = readonly (string | number)[];

/** One change of a YAML text, said without saying how it is written. */
export type YamlChange =
  | {
      readonly does: 'set';
      readonly path: YamlPath;
      readonly to: unknown;
      /** The key that a missing one is put below; at the end where that is missing too. */
      readonly after?: string;
      /** Whether a list or group is written on one line. */
      readonly isFlow?: boolean;
    }
  | { readonly does: 'remove'; readonly path: YamlPath }
  /** Adds to the end of a list, and begins the list where there is none. */
  | { readonly does: 'add'; readonly path: YamlPath; readonly items: readonly unknown[] }
  | { readonly does: 'move'; readonly path: YamlPath; readonly from: number; readonly to: number }
  | { readonly does: 'drop'; readonly path: YamlPath; readonly at: number };

/** What a change makes of the values; the same where there is nothing it could change. */
export function changedValue(value: unknown, change: YamlChange): unknown {
  if (change.does === 'set') return withValue(value, change.path, change.to);
  if (change.does === 'remove') return withoutKey(value, change.path);
  return withList(value, change.path, (list) => {
    if (change.does === 'add') return change.items.length === 0 ? list : [...(list ?? []), ...change.items];
    if (change.does === 'drop') return list?.filter((_, place) => place !== change.at);
    const item = list?.slice(change.from, change.from + 1) ?? [];
    return list?.toSpliced(change.from, 1).toSpliced(change.to, 0, ...item);
  });
}

/** The changes that make one list of texts out of another; what stays keeps its line, and the comments there. */
export function changesOfList(
  path: YamlPath,
  before: readonly string[],
  wanted: readonly string[],
): readonly YamlChange[] {
  const kept = before.filter((item, place) => wanted.includes(item) && before.indexOf(item) === place);
  const dropped = before.flatMap((item, place) =>
    kept.includes(item) && before.indexOf(item) === place ? [] : [place],
  );
  const added = wanted.filter((item) => !kept.includes(item));
  const moves: YamlChange[] = [];
  const list = [...kept, ...added];
  for (const [to, item] of wanted.entries()) {
    const from = list.indexOf(item, to);
    if (from <= to) continue;
    list.splice(to, 0, ...list.splice(from, 1));
    moves.push({ does: 'move', path, from, to });
  }
  return [
    ...dropped.toReversed().map((at): YamlChange => ({ does: 'drop', path, at })),
    ...(added.length > 0 ? [{ does: 'add', path, items: added } as const] : []),
    ...moves,
  ];
}

/** Whether two values say the same, in whatever order their fields stand. */
export function isSameValue(one: unknown, other: unknown): boolean {
  const inOrder = (_: string, value: unknown): unknown =>
    isGroup(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

/** The value at a path. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined,
    value,
  );
}

function withValue(value: unknown, [key, ...rest]: YamlPath, to: unknown): unknown {
  if (key === undefined) return to;
  if (typeof key === 'number') {
    if (!Array.isArray(value) || key >= value.length) return value;
    return value.map((item: unknown, place) => (place === key ? withValue(item, rest, to) : item));
  }
  const group = isGroup(value) ? value : {};
  return { ...group, [key]: withValue(group[key], rest, to) };
}

function withoutKey(value: unknown, path: YamlPath): unknown {
  const parent = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  if (!isGroup(parent) || typeof key !== 'string' || !(key in parent)) return value;
  const { [key]: _, ...others } = parent;
  return withValue(value, path.slice(0, -1), others);
}

function withList(
  value: unknown,
  path: YamlPath,
  change: (list: readonly unknown[] | undefined) => readonly unknown[] | undefined,
): unknown {
  const present = valueAt(value, path);
  const list = change(Array.isArray(present) ? present : undefined);
  return list === undefined ? value : withValue(value, path, list);
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
