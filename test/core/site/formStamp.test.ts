import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formStamp, judgeStamp } from '../../../src/core/site/formStamp.ts';
import { readerToken } from '../../../src/core/token.ts';

const secrets = [
  'the-first-secret-of-more-than-thirty-two',
  'the-former-secret-of-more-than-thirty-two',
] as const;
const shownAt = new Date('2026-11-20T19:00:00Z');
const after = (ms: number): Date => new Date(shownAt.getTime() + ms);

describe('the stamp of a form (R53)', () => {
  test('is timely from two seconds to a day after the form was shown', () => {
    const stamp = formStamp({ shownAt, place: null }, secrets[0]);
    const verdicts = [-1, 0, 1_999, 2_000, 86_400_000, 86_400_001].map(
      (ms) => judgeStamp(stamp, secrets, after(ms)).verdict,
    );
    expect(verdicts).toEqual([
      'stampOld',
      'stampYoung',
      'stampYoung',
      'stampTimely',
      'stampTimely',
      'stampOld',
    ]);
  });

  test('brings back the place it was given, also under a former secret', () => {
    fc.assert(
      fc.property(fc.webUrl({ size: 'small' }), fc.constantFrom(...secrets), (place, secret) => {
        const judged = judgeStamp(formStamp({ shownAt, place }, secret), secrets, after(5_000));
        expect(judged).toEqual({ verdict: 'stampTimely', place });
      }),
    );
  });

  test('with any character changed is forged, and its place does not count', () => {
    const stamp = formStamp({ shownAt, place: 'https://blog.example.org/' }, secrets[0]);
    for (let at = 0; at < stamp.length; at++) {
      const changed = `${stamp.slice(0, at)}${stamp[at] === 'x' ? 'y' : 'x'}${stamp.slice(at + 1)}`;
      expect(judgeStamp(changed, secrets, after(5_000))).toEqual({ verdict: 'stampForged', place: null });
    }
  });

  test('is no link, no link is a stamp, and none at all is said to be missing', () => {
    expect(judgeStamp(readerToken('reader000001', secrets[0]), secrets, after(5_000)).verdict).toBe(
      'stampForged',
    );
    expect(judgeStamp('', secrets, after(5_000)).verdict).toBe('stampMissing');
  });
});
