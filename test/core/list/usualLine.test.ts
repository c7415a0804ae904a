import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import { repeatedKeyOffset } from '../../../src/core/jsonKeys.ts';
import { subscriberLine } from '../../../src/core/list/subscriberLines.ts';
import { subscriberSchema } from '../../../src/core/list/subscriberSchema.ts';
import type { Subscriber } from '../../../src/core/list/subscriber.ts';
import { readUsualLine } from '../../../src/core/list/usualLine.ts';
import { confirmedReader } from '../../support/newsletter.ts';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 90 }),
  fc.constantFrom('', 'Anna "Ännchen"', 'Zeile\u2028zwei', '\u007f', 'קורא', '🎉', '\\', '\ud800'),
);
const instants = fc.constantFrom(
  '2026-03-12T08:00:00Z',
  '2026-03-31T08:00:00.000Z',
  '2026-02-30T08:00:00Z',
  '2026-02-28T24:00:00Z',
  '2026-13-01T08:00:00Z',
  '2026-03-12T08:00:00+01:00',
  '2026-03-12Tnie',
  'gestern',
);
const addresses = fc.constantFrom(
  'anna@example.org',
  'Anna.B+brief@example.org',
  'anna@EXAMPLE.org',
  'änna@example.org',
  'anna@bücher.example',
  'anna@xn--bcher-kva.example',
  'anna@xn--.example',
  'anna@127.0.0.1',
  'anna@a-.example',
  'a..b@example.org',
  'nobody',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(64)}.example`,
);
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 2 });
const people: fc.Arbitrary<Subscriber> = fc.record({
  id: fc.constantFrom('anna00000001', 'ANNA00000001', 'kurz', 'a'.repeat(41)),
  address: addresses,
  name: maybe(words),
  status: fc.constantFrom('pending', 'confirmed', 'unsubscribed'),
  language: maybe(fc.constantFrom('de', 'en')),
  rhythm: fc.constantFrom('weekly', 'monthly'),
  pausedUntil: maybe(fc.constant('2026-12-24')),
  consent: fc.record({
    wording: words,
    wordingVersion: words,
    form: maybe(words),
    origin: maybe(words),
    requestedAt: instants,
    mailedAt: maybe(instants),
    remindedAt: maybe(instants),
    confirmedAt: maybe(instants),
    resumedAt: maybe(instants),
    requestIp: maybe(words),
    confirmIp: maybe(words),
  }),
  unsubscribedAt: maybe(instants),
  askedAt: maybe(instants),
  noticedAt: maybe(instants),
  lastMailAt: maybe(instants),
  mailRefused: maybe(words),
  past: fc.constant([]),
});

function carefully(line: string): Subscriber | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return repeatedKeyOffset(line) === undefined ? subscriberSchema.safeParse(value).data : undefined;
  } catch {
    return undefined;
  }
}

test('whom the quick reader takes, the schema takes too, and as the very same person (R36)', () => {
  fc.assert(
    fc.property(people, (person) => {
      const line = subscriberLine(person);
      const usual = readUsualLine(line);
      if (usual !== undefined) expect(usual).toEqual(carefully(line));
    }),
    { numRuns: 2000 },
  );
});

test('a line that somebody wrote into is never read otherwise than the schema reads it (R36)', () => {
  const line = subscriberLine(confirmedReader(1, { name: 'Anna', language: 'en', rhythm: 'monthly' }));
  const piece = fc.oneof(
    fc.constantFrom('"', '\\', '\\"', ',', '}', '{', ':', 'null', '\n', ' ', '0', 'Z', '@', '"id":"x",', 'é'),
    fc.tuple(fc.nat(line.length), fc.nat(20)).map(([from, length]) => line.slice(from, from + length)),
  );
  fc.assert(
    fc.property(fc.nat(line.length), fc.nat(8), piece, (at, gone, put) => {
      const changed = line.slice(0, at) + put + line.slice(at + gone);
      const usual = readUsualLine(changed);
      if (usual !== undefined) expect(usual).toEqual(carefully(changed));
    }),
    { numRuns: 3000 },
  );
});

test('the lines of most people are usual', () => {
  const reader = confirmedReader(1);
  const readers = [
    reader,
    confirmedReader(2, {
      name: 'Änne',
      language: 'de',
      rhythm: 'monthly',
      askedAt: '2026-03-31T08:00:00.123Z',
    }),
    confirmedReader(3, { status: 'pending', consent: { ...reader.consent, confirmedAt: null } }),
    confirmedReader(4, { status: 'unsubscribed', unsubscribedAt: '2026-04-01T08:00:00Z' }),
    confirmedReader(5, { consent: { ...reader.consent, origin: 'Mailchimp', requestIp: '192.0.2.1' } }),
  ];
  for (const person of readers) expect(readUsualLine(subscriberLine(person))).toEqual(person);
});

test('an address that needs no folding is read as every other', () => {
  const label = fc.string({
    unit: fc.constantFrom('a', 'b', '0', '-', 'x', 'n', 'z'),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(label, fc.array(label, { minLength: 1, maxLength: 3 }), (local, labels) => {
      const text = `${local}@${labels.join('.')}`;
      // A space around it takes the long way.
      expect(parseAddress(text)).toEqual(parseAddress(` ${text} `));
    }),
    { numRuns: 3000 },
  );
});
