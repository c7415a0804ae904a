import { parseAddress } from '../address.ts';
import type { ListVersion } from './listVersion.ts';
import type { Subscriber } from './subscriber.ts';
import { checkOf } from './suppression.ts';

/** Why a person on the list does not receive an issue. `monthly`: she gets the month's letter, and this is none. */
export type SkipReason = 'pending' | 'unsubscribed' | 'suppressed' | 'paused' | 'monthly' | 'gone';

/**
 * Who receives an issue, and a reason for everyone who does not: counted, and one byte for each person on the list. The walks
 * last as long as the version of the list does.
 */
export interface Audience {
  readonly readers: number;
  readonly skipped: ReadonlyMap<SkipReason, number>;
  /** The kinds of reader there are, and how many of each. */
  readonly kinds: readonly ReaderCount[];
  /** Is another when other people receive the issue, or one of them at another address. */
  readonly mark: string;
  /** Those who receive it, in the list's order, some at a time. */
  members(): AsyncIterable<readonly Subscriber[]>;
  /** Their ids. */
  memberIds(): AsyncIterable<readonly string[]>;
  /** The ids of those who do not receive it for a reason. */
  skippedIds(reason: SkipReason): AsyncIterable<readonly string[]>;
}

/** Readers who are alike in what decides their edition. */
export interface ReaderCount extends Pick<Subscriber, 'rhythm' | 'language'> {
  readonly count: number;
}

/** What of a letter decides who gets it. */
export interface Occasion {
  /** The day on the calendar of the newsletter's time zone: `2026-12-24`. */
  readonly today: string;
  /** Whether it is the month's letter, which those get who read monthly. */
  readonly isMonthly: boolean;
}

/** Confirmed minus suppressed, without those who pause or wait for the month's letter. Throws `list.*`. */
export async function audienceOf(
  list: ListVersion,
  secrets: readonly string[],
  occasion: Occasion,
): Promise<Audience> {
  const mayNotMail = checkOf(list.suppressed, secrets);
  const verdicts = growingBytes();
  const skipped = new Map<SkipReason, number>();
  const kinds = new Map<string, ReaderCount>();
  const mark = peopleMark();
  let readers = 0;
  for await (const people of list.people()) {
    for (const subscriber of people) {
      const reason = skipReason(subscriber, mayNotMail, occasion);
      verdicts.add(reasonNumber(reason));
      if (reason !== undefined) {
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
        continue;
      }
      readers += 1;
      mark.add(subscriber);
      const { rhythm, language } = subscriber;
      const kind = `${rhythm} ${language}`;
      kinds.set(kind, { rhythm, language, count: (kinds.get(kind)?.count ?? 0) + 1 });
    }
  }
  const only = <T>(walk: AsyncIterable<readonly T[]>, reason?: SkipReason): AsyncIterable<readonly T[]> =>
    those(walk, verdicts.bytes, reasonNumber(reason));
  return {
    readers,
    skipped,
    kinds: [...kinds.values()],
    mark: mark.text(),
    members: () => only(list.people()),
    memberIds: () => only(list.ids()),
    skippedIds: (reason) => only(list.ids(), reason),
  };
}

/** How many of them read monthly. */
export function readersMonthly(kinds: readonly ReaderCount[]): number {
  return kinds.reduce((sum, { rhythm, count }) => sum + (rhythm === 'monthly' ? count : 0), 0);
}

/** Why this person must not be mailed now, or undefined when she may be. */
export function skipReason(
  subscriber: Subscriber | undefined,
  mayNotMail: (key: string) => boolean,
  { today, isMonthly }: Occasion,
): SkipReason | undefined {
  if (subscriber === undefined) return 'gone';
  if (subscriber.status !== 'confirmed') return subscriber.status;
  const address = parseAddress(subscriber.address);
  if (address === undefined || mayNotMail(address.key)) return 'suppressed';
  // On the day itself letters come again, without anybody having to take the pause back.
  if (subscriber.pausedUntil !== null && today < subscriber.pausedUntil) return 'paused';
  return subscriber.rhythm === 'monthly' && !isMonthly ? 'monthly' : undefined;
}

/** Those of a walk who got one verdict; the verdicts stand in the walk's order. */
async function* those<T>(
  walk: AsyncIterable<readonly T[]>,
  verdicts: Uint8Array,
  verdict: number,
): AsyncIterable<readonly T[]> {
  let place = 0;
  for await (const some of walk) {
    const start = place;
    place += some.length;
    yield some.filter((_, index) => verdicts[start + index] === verdict);
  }
}

const reasons: readonly (SkipReason | undefined)[] = [
  undefined,
  'pending',
  'unsubscribed',
  'suppressed',
  'paused',
  'monthly',
  'gone',
];

function reasonNumber(reason: SkipReason | undefined): number {
  return reasons.indexOf(reason);
}

function growingBytes(): { readonly bytes: Uint8Array; add(byte: number): void } {
  let bytes = new Uint8Array(1024);
  let size = 0;
  return {
    get bytes() {
      return bytes;
    },
    add(byte) {
      if (size === bytes.length) {
        const before = bytes;
        bytes = new Uint8Array(size * 2);
        bytes.set(before);
      }
      bytes[size++] = byte;
    },
  };
}

/** A sum over all of them, so that their order says nothing. */
function peopleMark(): { add(person: Pick<Subscriber, 'id' | 'address'>): void; text(): string } {
  let one = 0;
  let two = 0;
  return {
    add({ id, address }) {
      const text = `${id} ${address}`;
      let first = 0x811c9dc5;
      let second = 0x9e3779b9;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        first = Math.imul(first ^ unit, 0x01000193);
        second = Math.imul((second << 5) ^ (second >>> 27) ^ unit, 0x85ebca6b);
      }
      one = (one + Math.imul(first ^ (first >>> 15), 0x2c1b3c6d)) >>> 0;
      two = (two + Math.imul(second ^ (second >>> 13), 0x297a2d39)) >>> 0;
    },
    text: () => `${one.toString(16)}-${two.toString(16)}`,
  };
}
