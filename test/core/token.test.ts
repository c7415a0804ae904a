import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideUrl,
  draftUrl,
  issueToken,
  signToken,
  unsubscribeUrl,
  verifyIssueToken,
  verifyToken,
  type TokenClaim,
} from '../../src/core/token.ts';
import { parseWeek } from '../../src/core/week.ts';
import { secret } from '../support/newsletter.ts';
import { refusal } from './refusal.ts';

const claim = fc.record({
  purpose: fc.constantFrom<TokenClaim['purpose']>('confirm', 'unsubscribe'),
  subscriberId: fc.stringMatching(/^[a-z0-9]{8,40}$/),
  issuedAt: fc.option(fc.integer({ min: 0, max: 4_102_444_800 })),
});
const newSecret = 'the-new-secret-of-more-than-thirty-two-letters';

test('what was signed is read again, and needs no escaping in a URL', () => {
  fc.assert(
    fc.property(claim, (claim) => {
      const token = signToken(claim, secret);
      expect(encodeURIComponent(token)).toBe(token);
      expect(verifyToken(token, claim.purpose, [secret])).toEqual(claim);
    }),
  );
});

test('a token with any single character changed, added or missing is refused (R51)', () => {
  const letter = fc.constantFrom(
    ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. \n'.split(''),
  );
  fc.assert(
    fc.property(claim, letter, (claim, letter) => {
      const token = signToken(claim, secret);
      for (let at = 0; at <= token.length; at++) {
        const changes = [
          token.slice(0, at) + letter + token.slice(at),
          token.slice(0, at) + letter + token.slice(at + 1),
          token.slice(0, at) + token.slice(at + 1),
        ].filter((text) => text !== token);
        for (const changed of changes) {
          const error = refusal(() => verifyToken(changed, claim.purpose, [secret]));
          expect(error.code).toBe('token.invalid');
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('a link of one purpose cannot be used for the other', () => {
  fc.assert(
    fc.property(claim, (claim) => {
      const other = claim.purpose === 'confirm' ? 'unsubscribe' : 'confirm';
      const token = signToken(claim, secret);
      expect(refusal(() => verifyToken(token, other, [secret])).code).toBe('token.invalid');
    }),
  );
});

test('another secret is refused, a rotated one still opens old links (R50)', () => {
  const token = signToken({ purpose: 'unsubscribe', subscriberId: 'reader000001', issuedAt: null }, secret);
  expect(refusal(() => verifyToken(token, 'unsubscribe', [newSecret])).code).toBe('token.invalid');
  expect(verifyToken(token, 'unsubscribe', [newSecret, secret]).subscriberId).toBe('reader000001');
});

test('without any secret nothing is valid', () => {
  expect(refusal(() => verifyToken('', 'unsubscribe', [])).code).toBe('token.invalid');
  expect(refusal(() => verifyToken('', 'unsubscribe', [''])).code).toBe('token.invalid');
});

describe('expiry (R51)', () => {
  const days14 = 14 * 86_400;
  const issuedAt = Date.parse('2026-11-01T08:00:00Z') / 1000;
  const token = signToken({ purpose: 'confirm', subscriberId: 'reader000001', issuedAt }, secret);
  const readAt = (seconds: number): TokenClaim =>
    verifyToken(token, 'confirm', [secret], { maxAgeSeconds: days14, now: new Date(seconds * 1000) });

  test('a confirmation may be used for fourteen days to the second, and not longer', () => {
    expect(readAt(issuedAt).issuedAt).toBe(issuedAt);
    expect(readAt(issuedAt + days14).issuedAt).toBe(issuedAt);
    expect(refusal(() => readAt(issuedAt + days14 + 1)).code).toBe('token.expired');
  });

  test('a token without a time is refused where a time is needed', () => {
    const timeless = signToken({ purpose: 'confirm', subscriberId: 'reader000001', issuedAt: null }, secret);
    const age = { maxAgeSeconds: days14, now: new Date(issuedAt * 1000) };
    expect(refusal(() => verifyToken(timeless, 'confirm', [secret], age)).code).toBe('token.expired');
  });

  test('a forged token is called invalid, not expired', () => {
    const forged = signToken({ purpose: 'confirm', subscriberId: 'reader000001', issuedAt: 0 }, newSecret);
    const age = { maxAgeSeconds: days14, now: new Date(issuedAt * 1000) };
    expect(refusal(() => verifyToken(forged, 'confirm', [secret], age)).code).toBe('token.invalid');
  });
});

test.each(['https://brief.example.org', 'https://brief.example.org/', 'https://brief.example.org//'])(
  'an unsubscribe link below %s names its reader and never expires (R50, R65)',
  (baseUrl) => {
    const url = unsubscribeUrl(baseUrl, 'reader000001', secret);
    const [, token = ''] = /^https:\/\/brief\.example\.org\/unsubscribe\/([^/]+)$/.exec(url) ?? [];
    expect(verifyToken(token, 'unsubscribe', [secret])).toEqual({
      purpose: 'unsubscribe',
      subscriberId: 'reader000001',
      issuedAt: null,
    });
  },
);

describe('the links of the author', () => {
  const week = parseWeek('2026-W47');
  const tokens = { read: issueToken('read', week, secret), decide: issueToken('decide', week, secret) };

  test('name their week, and each does one thing: who may read may not decide (R49)', () => {
    expect(draftUrl('https://brief.example.org/', week, secret)).toBe(
      `https://brief.example.org/draft/${tokens.read}`,
    );
    expect(decideUrl('https://brief.example.org', week, secret)).toBe(
      `https://brief.example.org/decide/${tokens.decide}`,
    );
    expect(tokens.read).toMatch(/^r\.2026w47\.\.[\w-]{22}$/);
    for (const purpose of ['read', 'decide'] as const) {
      const other = purpose === 'read' ? 'decide' : 'read';
      expect(verifyIssueToken(tokens[purpose], purpose, [newSecret, secret])).toBe(week);
      expect(refusal(() => verifyIssueToken(tokens[purpose], other, [secret])).code).toBe('token.invalid');
      expect(refusal(() => verifyIssueToken(tokens[purpose], purpose, [newSecret])).code).toBe(
        'token.invalid',
      );
      expect(refusal(() => verifyToken(tokens[purpose], 'unsubscribe', [secret])).code).toBe('token.invalid');
    }
  });

  test('with any single character changed, or of another week, are refused (R51)', () => {
    const { decide } = tokens;
    for (let at = 0; at < decide.length; at++)
      for (const letter of ['a', 'Z', '3', '.', '-', '']) {
        const changed = decide.slice(0, at) + letter + decide.slice(at + 1);
        if (changed === decide) continue;
        expect(refusal(() => verifyIssueToken(changed, 'decide', [secret])).code).toBe('token.invalid');
      }
  });
});
