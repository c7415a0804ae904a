import { expect, test } from 'vitest';
import { readSecrets } from '../../src/core/secret.ts';
import { refusal } from './refusal.ts';

const one = 'a'.repeat(32);
const other = 'b'.repeat(40);

test('the first secret signs, the others are still known (R50)', () => {
  expect(readSecrets(one)).toEqual([one]);
  expect(readSecrets(` ${one} , ${other},`)).toEqual([one, other]);
});

test.each([undefined, '', ' , ', 'a'.repeat(31), `${one},short`])('%j is refused', (value) => {
  const error = refusal(() => readSecrets(value));
  expect(error.code).toBe('secret.missing');
  expect(error.hint?.de).toContain('NEWSLETTER_SECRET=');
});

test('a refused secret does not appear in the message (R39)', () => {
  const error = refusal(() => readSecrets('canary-too-short'));
  expect(JSON.stringify([error.text, error.hint])).not.toContain('canary');
});
