import { expect, test } from 'vitest';
import { consentWording } from '../../../src/core/list/consentWording.ts';
import { readConfig } from '../../../src/core/readConfig.ts';

const settings = (more = '') =>
  readConfig(
    `title: Mein Brief\nfrom: { name: Johanna, address: brief@example.org }\nbaseUrl: https://brief.example.org\nsources: [{ folder: posts }]\n${more}`,
  );

test('the usual words name the newsletter, how often it comes, and the way out', () => {
  expect(consentWording(settings(), 'de').text).toBe(
    'Ja, ich möchte „Mein Brief“ einmal in der Woche per E-Mail bekommen. Abmelden kann ich mich jederzeit.',
  );
  expect(consentWording(settings(), 'en').text).toMatch(
    /“Mein Brief” .*once a week.*unsubscribe at any time/,
  );
});

test('the author’s own words replace them in both languages', () => {
  const own = settings('website: { wording: "Ja, schreib mir." }');
  expect(consentWording(own, 'de').text).toBe('Ja, schreib mir.');
  expect(consentWording(own, 'en').text).toBe('Ja, schreib mir.');
});

test('the version changes with the words, and with nothing else (R61)', () => {
  const { version } = consentWording(settings(), 'de');
  expect(version).toMatch(/^[0-9a-f]{8}$/);
  expect(consentWording(settings('locale: en'), 'de').version).toBe(version);
  expect(consentWording(settings(), 'en').version).not.toBe(version);
  expect(consentWording(settings('website: { wording: Ja. }'), 'de').version).not.toBe(version);
});
