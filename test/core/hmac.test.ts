import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacOf } from '../../src/core/hmac.ts';

test('is Node’s own HMAC-SHA256, for any key and text, whichever key came before', () => {
  const secret = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 140 }),
    fc.constantFrom('', 'k'.repeat(63), 'k'.repeat(64), 'k'.repeat(65), 'ü'.repeat(33)),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.nat({ max: 600 }).map((length) => 'x'.repeat(length)),
    fc.nat({ max: 200 }).map((length) => '€'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 2 }), text, (secrets, signed) => {
      for (const key of [...secrets, ...secrets])
        for (const encoding of ['hex', 'base64url'] as const)
          expect(hmacOf(key, signed, encoding)).toBe(
            createHmac('sha256', key).update(signed).digest(encoding),
          );
    }),
    { numRuns: 500 },
  );
});
