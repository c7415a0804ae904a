import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  envelopeIdOf,
  readEnvelopeId,
  readReturnAddress,
  returnAddress,
} from '../../../src/core/mailbox/envelopeId.ts';
import { parseAddress } from '../../../src/core/address.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { secret } from '../../support/newsletter.ts';

const letter = { week: parseWeek('2026-W47'), id: 'a1b2c3d4e5f6a1b2c3d4e5f6' };
const envelopeId = envelopeIdOf(letter, secret);

describe('the name of a letter’s envelope (R29)', () => {
  test('leads back to week and reader, also with a former secret and in capitals', () => {
    expect(readEnvelopeId(envelopeId, [secret])).toEqual(letter);
    expect(
      readEnvelopeId(envelopeId.toUpperCase(), ['the new one of thirty-two characters', secret]),
    ).toEqual(letter);
  });

  test('is refused with any other letter or digit, and with another secret', () => {
    fc.assert(
      fc.property(
        fc.nat(envelopeId.length - 1),
        fc.constantFrom('0', '7', 'a', 'f', 'w', 'z', '.', '-'),
        (at, sign) => {
          const changed = envelopeId.slice(0, at) + sign + envelopeId.slice(at + 1);
          fc.pre(changed !== envelopeId);
          expect(readEnvelopeId(changed, [secret])).toBeUndefined();
        },
      ),
    );
    expect(readEnvelopeId(envelopeId, ['another secret'])).toBeUndefined();
  });

  test('whatever a stranger writes is no error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readEnvelopeId(text, [secret])).toBeUndefined();
        expect(readReturnAddress(text, [secret])).toBeUndefined();
      }),
    );
  });

  test('fits an ENVID: printable ASCII without + and =, at most 100 characters (RFC 3461)', () => {
    expect(envelopeId).toMatch(/^[a-z0-9.]{1,100}$/);
  });

  test('stands in a return address that is one, and leads back from it (VERP)', () => {
    const address = returnAddress('newsletter@example.org', envelopeId) ?? '';
    expect(parseAddress(address)?.address).toBe(address);
    expect(readReturnAddress(address, [secret])).toEqual(letter);
    expect(readReturnAddress('newsletter@example.org', [secret])).toBeUndefined();
  });

  test('a sender whose address leaves no room for it has no return addresses', () => {
    expect(returnAddress(`${'n'.repeat(20)}@example.org`, envelopeId)).toBeUndefined();
  });
});
