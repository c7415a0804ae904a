import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/core/readConfig.ts';
import { acceptedLanguage } from '../../../src/core/site/pageLanguage.ts';
import { readReaderName } from '../../../src/core/site/readerName.ts';
import { readSignUp, siteOfForm } from '../../../src/core/site/signUpForm.ts';
import { readPreferences } from '../../../src/core/site/preferencesForm.ts';

describe('first names', () => {
  test.each([
    'Anna',
    'Anna-Lena',
    'J. R. R.',
    'Dr. Anna M. Weiß',
    'A.Müller',
    'Ph.D. Kim',
    "O'Neill",
    '李小龍',
    'Ñandú 🙂',
    'St. Ives',
  ])('%s is one', (name) => {
    expect(readReaderName(name)).toEqual({ name });
  });
  test.each([
    'a@b',
    'bit.ly',
    'x.co/abc',
    'WIN.COM',
    'www.example',
    '//x',
    'http:\\\\x',
    '{{name}}',
    '<b>',
    'a|b',
    'tab\there',
    '\u200Bhidden',
    '\uFFFD',
  ])('%j is none', (name) => {
    expect(readReaderName(name)).toEqual({ fault: 'nameInvalid' });
  });
  test('80 characters are enough for anybody, whatever they are made of', () => {
    expect(readReaderName('🙂'.repeat(80))).toEqual({ name: '🙂'.repeat(80) });
    expect(readReaderName('🙂'.repeat(81))).toEqual({ fault: 'nameTooLong' });
  });
  test('what is taken is one line that no mail program makes a link or a header of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        const read = readReaderName(text);
        if ('name' in read && read.name !== null)
          // oxlint-disable-next-line no-control-regex -- that is the point
          expect(read.name).not.toMatch(/[\u0000-\u001F\u007F@<>]|:\/\/|\w\.(com|net|org)/);
      }),
    );
  });
});

describe('a sign-up', () => {
  test('tells everything that is wrong with it at once', () => {
    expect(readSignUp({ address: ' ', name: 'x@y' })).toEqual({ faults: ['addressMissing', 'nameInvalid'] });
    expect(readSignUp({ address: 'a@', name: 'x'.repeat(99) })).toEqual({
      faults: ['addressInvalid', 'nameTooLong'],
    });
  });
  test('without a name has none', () => {
    expect(readSignUp({ address: ' Anna@Example.ORG ', name: '  ' })).toMatchObject({
      name: null,
      address: { address: 'Anna@example.org' },
    });
  });
});

describe('the site a form stood on', () => {
  const config = readConfig(`
title: Wochenbrief
from: { name: Anna, address: brief@example.org }
baseUrl: https://brief.example.org
sources: [{ feed: https://posts.example.org/feed/ }, { folder: posts }]
website: { embedOn: [https://blog.example.org/about] }
`);
  test.each([
    ['https://blog.example.org/2026/11/some-post?utm=1#x', 'https://blog.example.org/'],
    ['https://posts.example.org/', 'https://posts.example.org/'],
    ['https://evil.example/https://blog.example.org', null],
    ['https://blog.example.org.evil.example/', null],
    ['http://blog.example.org/', null],
    ['not an address', null],
    ['', null],
  ])('%j is %j: only the author’s own are named (R53)', (referer, site) => {
    expect(siteOfForm(referer, config)).toBe(site);
  });
});

describe('preferences as typed', () => {
  const read = (fields: Readonly<Record<string, string>>): unknown =>
    readPreferences(new Map(Object.entries(fields)), '2026-11-20');
  test('an absent field is left alone, an empty one is cleared', () => {
    expect(read({})).toEqual({ changes: {} });
    expect(read({ name: '', language: '', pausedUntil: '', rhythm: 'weekly' })).toEqual({
      changes: { name: null, language: null, pausedUntil: null, rhythm: 'weekly' },
    });
  });
  test('a pause may end today and in a year at most', () => {
    expect(read({ pausedUntil: '2026-11-20' })).toEqual({ changes: { pausedUntil: '2026-11-20' } });
    expect(read({ pausedUntil: '2027-11-20' })).toEqual({ changes: { pausedUntil: '2027-11-20' } });
    expect(read({ pausedUntil: '2027-11-21' })).toEqual({ faults: ['dayTooFar'] });
    expect(read({ pausedUntil: '2026-11-19' })).toEqual({ faults: ['dayPast'] });
    for (const day of ['2026-13-01', '2026-02-30', '24.12.2026', '+12026-01-01', '2026-12-24T00:00'])
      expect(read({ pausedUntil: day })).toEqual({ faults: ['dayInvalid'] });
  });
  test('what no form of ours offers is no preference', () => {
    expect([read({ rhythm: '' }), read({ rhythm: 'never' }), read({ language: 'fr' })]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('the language a browser prefers', () => {
  test.each([
    ['', undefined],
    ['de', 'de'],
    ['en-US,en;q=0.5', 'en'],
    ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'en'],
    ['en;q=0, de;q=0.1', 'de'],
    ['en;q=0.5,de', 'de'],
    ['den,enx,*', undefined],
    ['de;q=nonsense', undefined],
    [',;,;q=,=', undefined],
  ])('%j is %j', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });
});
