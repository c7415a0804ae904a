import { describe, expect, test } from 'vitest';
import type { ListEdit } from '../../src/core/list/listBook.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { bareSuppression } from '../../src/core/list/subscriber.ts';
import { secretMark, suppressionHash } from '../../src/core/list/suppression.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { leftReader, pendingReader } from './people.ts';
import { servedSite, type Reply } from './serverSupport.ts';

const perGroup = 1_000;
/** Each answer waits for its beat, so that one after the other would take minutes. */
const atOnce = 40;

/** Whoever is known: confirmed, waiting for confirmation, gone, or suppressed for good. */
const knownAs = ['confirmed', 'pending', 'unsubscribed', 'suppressed'] as const;

describe('the answer to a sign-up (R52)', () => {
  test('is the same to the byte and takes as long, whoever is on the list: 2 × 1,000 requests', async () => {
    const known = Array.from({ length: perGroup }, (_, index) => knownReader(index));
    const site = await servedSite({
      readers: known.filter((_, index) => knownAs[index % 4] !== 'suppressed'),
      website: { signUpsPerHour: 1_000_000 },
    });
    const suppressed = known.filter((_, index) => knownAs[index % 4] === 'suppressed');
    await site.subscribers.change(() => ({ edits: suppressed.map(suppressing), value: undefined }));

    const times = { new: [] as number[], known: [] as number[] };
    const answers = new Set<string>();
    const shown = site.stamp();
    const asking = inRandomOrder(known).entries();
    const askOneAfterTheOther = async (): Promise<void> => {
      for (const [index, { group, address }] of asking) {
        const headers = { 'x-forwarded-for': `2001:db8:${index.toString(16)}::1` };
        const start = performance.now();
        const reply = await site.post('/subscribe', { address, shown, language: 'de' }, headers);
        times[group].push(performance.now() - start);
        answers.add(bytesOf(reply));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, askOneAfterTheOther));

    expect(times.new.length + times.known.length).toBe(perGroup * 2);
    expect(answers.size).toBe(1);
    expect(new Set(site.log.map(withoutTimes)).size).toBe(1);
    const [fresh, old] = [median(times.new), median(times.known)];
    const { z, share } = mannWhitney(times.new, times.known);
    const noise = bootstrapNoise([...times.new, ...times.known]);
    // oxlint-disable-next-line no-console -- the figures of R52
    console.log(
      `R52: median new ${fresh.toFixed(2)} ms, known ${old.toFixed(2)} ms, difference ${(fresh - old).toFixed(3)} ms ` +
        `(noise of equal groups ±${noise.toFixed(3)} ms); new slower in ${(share * 100).toFixed(1)} % of pairs, z = ${z.toFixed(2)}`,
    );
    // Both together: a busy machine makes one of them stray now and then, a telling difference makes both.
    const isTold = Math.abs(fresh - old) > noise * 2 && Math.abs(share - 0.5) > 0.06 && Math.abs(z) > 4;
    expect(isTold).toBe(false);
  });

  test('a difference of a fifth would be noticed', () => {
    const noisy = (scale: number): number[] =>
      Array.from({ length: perGroup }, (_, index) => scale * (4 + ((index * 7919) % 1000) / 500));
    const [one, other] = [noisy(1), noisy(1.2)];
    expect(Math.abs(median(one) - median(other))).toBeGreaterThan(bootstrapNoise([...one, ...other]) * 2);
    expect(Math.abs(mannWhitney(one, other).share - 0.5)).toBeGreaterThan(0.06);
  });
});

function knownReader(index: number): Subscriber {
  const status = knownAs[index % 4] ?? 'confirmed';
  if (status === 'pending') return pendingReader(index);
  return status === 'unsubscribed' ? leftReader(index) : confirmedReader(index);
}

function suppressing({ address }: Subscriber): ListEdit {
  const hash = suppressionHash(address, secret);
  const since = '2026-01-01T00:00:00Z';
  return { suppress: { ...bareSuppression, hash, key: secretMark(secret), reason: 'hard-bounce', since } };
}

/** Everything that reaches the browser, but for the clock in the Date header. */
function bytesOf({ status, rawHeaders, text }: Reply): string {
  const headers = rawHeaders.map((value, index) => (rawHeaders[index - 1] === 'Date' ? '' : value));
  return JSON.stringify([status, headers, text]);
}

function withoutTimes(line: string): string {
  return line.replace(/"ms":[\d.]+/, '');
}

interface Asking {
  readonly group: 'new' | 'known';
  readonly address: string;
}

function inRandomOrder(known: readonly Subscriber[]): readonly Asking[] {
  const asking = known.flatMap(({ address }, index): Asking[] => [
    { group: 'known', address },
    { group: 'new', address: `newcome${index}@example.org` },
  ]);
  return asking
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** How often a value of the first group is larger than one of the second, and how unlikely that is by chance. */
function mannWhitney(one: readonly number[], other: readonly number[]): { z: number; share: number } {
  const ranked = [
    ...one.map((value) => ({ value, isOne: true })),
    ...other.map((value) => ({ value, isOne: false })),
  ];
  ranked.sort((a, b) => a.value - b.value);
  const rankSum = ranked.reduce((sum, { isOne }, index) => sum + (isOne ? index + 1 : 0), 0);
  const u = rankSum - (one.length * (one.length + 1)) / 2;
  const pairs = one.length * other.length;
  const deviation = Math.sqrt((pairs * (one.length + other.length + 1)) / 12);
  return { z: (u - pairs / 2) / deviation, share: u / pairs };
}

/** How far apart the medians of two groups lie that were drawn from the same times: 99 of 100 such pairs are closer. */
function bootstrapNoise(times: readonly number[]): number {
  const draw = (): number =>
    median(
      Array.from({ length: times.length / 2 }, () => times[Math.floor(Math.random() * times.length)] ?? 0),
    );
  const differences = Array.from({ length: 200 }, () => Math.abs(draw() - draw()));
  return differences.sort((a, b) => a - b)[197] ?? 0;
}
