import { expect, test } from 'vitest';
import { bareSuppression } from '../../../src/core/list/subscriber.ts';
import { suppressionCheck, suppressionHash } from '../../../src/core/list/suppression.ts';
import { secret } from '../../support/newsletter.ts';

const record = (hash: string) =>
  ({ ...bareSuppression, hash, reason: 'erased', since: '2026-05-01T00:00:00Z' }) as const;

test('an erased address is still known as one never to mail, and cannot be read from its hash (R66)', () => {
  const hash = suppressionHash('anna@example.org', secret);
  expect(suppressionCheck([record(hash)], [secret])('anna@example.org')).toBe(true);
  expect(hash).not.toContain('anna');
  expect(hash).toHaveLength(43);
});

test('other addresses may be mailed', () => {
  const check = suppressionCheck([record(suppressionHash('anna@example.org', secret))], [secret]);
  expect(check('berta@example.org')).toBe(false);
  expect(suppressionCheck([], [secret])('anna@example.org')).toBe(false);
});

test('without the secret nobody can test whether an address is on the list', () => {
  const hash = suppressionHash('anna@example.org', secret);
  expect(
    suppressionCheck([record(hash)], ['another-secret-of-thirty-two-characters'])('anna@example.org'),
  ).toBe(false);
});

test('a rotated secret keeps suppressions alive', () => {
  const hash = suppressionHash('anna@example.org', secret);
  expect(
    suppressionCheck([record(hash)], ['the-new-secret-of-thirty-two-characters', secret])('anna@example.org'),
  ).toBe(true);
});
