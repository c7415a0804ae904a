import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, needsSmtpUtf8, parseAddress } from '../../src/core/address.ts';

const addressOf = (text: string): string | undefined => parseAddress(text)?.address;

/** Whole parts of addresses, and everything that ever smuggled a second recipient or header in. */
const piece = fc.oneof(
  fc.constantFrom('anna', 'post', 'x', 'jörg', '@', '@', '@', '.', 'example', '.org', 'bücher', 'xn--'),
  fc.constantFrom('\r\n', '\n', '\0', ',', ';', ':', '<', '>', '"', '(', ')', '[', ']', '\\', ' ', '\t'),
  fc.constantFrom('+tag', '-', '_', '%40', '＠', '。', '\u200B', '\u202E', '\u2028', 'ß', 'İ', '127.0.0.1'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const candidate = fc.oneof(
  { weight: 2, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.emailAddress(), piece, fc.nat(40))
      .map(([address, extra, at]) => address.slice(0, at) + extra + address.slice(at)),
  },
);

test('an address that needs no reading is what reading makes of it', () => {
  const label = fc.stringMatching(/^[a-zA-Z0-9-]{1,12}$/);
  const local = fc.stringMatching(/^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,20}$/);
  const part = fc.oneof(label, fc.constantFrom('xn--a', 'xn--bcher-kva', '0x7f', '127', 'a--b', '-a', 'org'));
  fc.assert(
    fc.property(local, fc.array(part, { minLength: 1, maxLength: 4 }), (name, labels) => {
      const text = `${name}@${labels.join('.')}`;
      // A blank in front has it read in full.
      expect(parseAddress(text)).toEqual(parseAddress(` ${text}`));
    }),
    { numRuns: 5000 },
  );
});

test('100,000 texts: what is accepted is one bare address that stays itself when read again (R45)', () => {
  let accepted = 0;
  fc.assert(
    fc.property(candidate, (text) => {
      const read = parseAddress(text);
      if (!read) return;
      accepted += 1;
      const { address, key } = read;
      if (/[\s\p{C},;:<>()[\]"\\]/u.test(address)) throw new Error('more than one bare address');
      if (address.split('@').length !== 2) throw new Error('not one @');
      if (!/^[a-z0-9.-]+$/.test(domainOf(address))) throw new Error('domain is not in A-labels');
      if (Buffer.byteLength(address) > 254) throw new Error('longer than an SMTP path');
      const again = parseAddress(address);
      if (again?.address !== address || again.key !== key) throw new Error('not the same when read again');
    }),
    { numRuns: 100_000 },
  );
  expect(accepted).toBeGreaterThan(1000);
});

test('every spelling of an address in another case has the same key', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'abcxyzäöüéß019-'.split('')),
    minLength: 1,
    maxLength: 8,
  });
  const name = letters.map((text) => `a${text}z`);
  fc.assert(
    fc.property(name, name, fc.infiniteStream(fc.boolean()), (local, domain, flips) => {
      const lower = `${local}@${domain}.example`;
      const mixed = Array.from(lower, (letter) =>
        // ß has no capital of its own: its upper case is another text.
        flips.next().value && letter !== 'ß' ? letter.toUpperCase() : letter,
      ).join('');
      expect(parseAddress(mixed)?.key).toBe(parseAddress(lower)?.key);
      expect(parseAddress(lower)).toBeDefined();
    }),
  );
});

test.each([
  ['post@bücher.example', 'post@xn--bcher-kva.example'],
  ['post@BÜCHER.example', 'post@XN--BCHER-KVA.Example'],
  // The same letter as one character and as letter and mark.
  ['jürgen@example.org', 'ju\u0308rgen@example.org'],
  ['post@bücher.example', 'post@bu\u0308cher.example'],
  ['anna@example.org', '  Anna@Example.ORG\r\n'],
])('%j and %j are one mailbox (R27)', (one, other) => {
  expect(parseAddress(one)?.key).toBeDefined();
  expect(parseAddress(other)?.key).toBe(parseAddress(one)?.key);
});

test('the local part goes to the server as it was written, the domain in A-labels', () => {
  expect(addressOf('Anna.Müller+Brief@Bücher.Example')).toBe('Anna.Müller+Brief@xn--bcher-kva.example');
});

test.each([
  ['a list', 'a@b.de, evil@x.de'],
  ['a list without a space', 'a@b.de,evil@x.de'],
  ['a name', 'Anna <anna@example.org>'],
  ['a group', 'freunde: anna@example.org;'],
  ['a header', 'anna@example.org\r\nBcc: evil@x.de'],
  ['a header in the local part', 'an\r\nna@example.org'],
  ['a comment', 'anna(privat)@example.org'],
  ['a quoted local part', '"anna maria"@example.org'],
  ['a route', '@relay.example:anna@example.org'],
  ['two @', 'anna@home@example.org'],
  ['no @', 'anna.example.org'],
  ['no local part', '@example.org'],
  ['no domain', 'anna@'],
  ['no dot in the domain', 'anna@localhost'],
  ['a domain literal', 'anna@[127.0.0.1]'],
  ['a number for a domain', 'anna@127.0.0.1'],
  ['a number in disguise', 'anna@1.0x7f'],
  ['a dot too many', 'anna..b@example.org'],
  ['a dot at the end', 'anna@example.org.'],
  ['an empty label', 'anna@example..org'],
  ['a label with a hyphen at its edge', 'anna@-example.org'],
  ['broken punycode', 'anna@xn--a.example'],
  ['an invisible letter', 'anna\u200B@example.org'],
  ['a letter that turns the text', '\u202Eanna@example.org'],
  ['a full-width @', 'anna＠example.org'],
  ['65 letters before the @', `${'a'.repeat(65)}@example.org`],
  [
    'more than 254 letters',
    `anna@${'a'.repeat(60)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.org`,
  ],
  ['nothing', ' '],
])('%s is refused: %j', (_, text) => {
  expect(parseAddress(text)).toBeUndefined();
});

describe('needsSmtpUtf8', () => {
  test('only letters beyond ASCII before the @ need the extension (R27)', () => {
    expect(needsSmtpUtf8(addressOf('jürgen@example.org') ?? '')).toBe(true);
    expect(needsSmtpUtf8(addressOf('post@bücher.example') ?? '')).toBe(false);
  });
});
