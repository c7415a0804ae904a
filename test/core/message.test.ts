import { describe, expect, test } from 'vitest';
import { messageFor, messageIdOf, testMessage, withoutReader, type Letter } from '../../src/core/message.ts';
import type { Edition } from '../../src/core/edition.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { slotMarks, splitSlots } from '../../src/core/render/slots.ts';
import { verifyToken } from '../../src/core/token.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';

const date = new Date('2026-11-22T06:00:00Z');
const { salutation, unsubscribeUrl, preferencesUrl, confirmedOn } = slotMarks;
const letter: Letter = {
  week: '2026-W47',
  subject: 'Was trägt?',
  html: splitSlots(
    `<p>${salutation}</p><a href="${unsubscribeUrl}">Abmelden</a> <a href="${preferencesUrl}">Ändern</a> ${confirmedOn}`,
  ),
  text: splitSlots(`${salutation}\n\nAbmelden: ${unsubscribeUrl}\nÄndern: ${preferencesUrl}\n${confirmedOn}`),
  settings: {
    title: 'Wochenbrief',
    locale: 'de',
    address: 'du',
    from: { name: 'Johanna', address: 'brief@example.org' },
    baseUrl: 'https://brief.example.org/',
    replyTo: 'antwort@example.org',
    timeZone: 'Europe/Berlin',
  },
};
const anna = confirmedReader(1, { name: 'Anna' });
const berta = confirmedReader(2, { name: 'Berta' });
const messageTo = (reader = anna): ReturnType<typeof messageFor> => messageFor(letter, reader, secret, date);

test('a message carries the list headers a newsletter needs, and no others (R40)', () => {
  const headers = new Map(messageTo().headers);
  expect([...headers.keys()]).toEqual([
    'List-ID',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'Feedback-ID',
  ]);
  expect(headers.get('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  const [, https = '', mailto = ''] =
    /^<https:\/\/brief\.example\.org\/unsubscribe\/([^>]+)>, <mailto:antwort@example\.org\?subject=unsubscribe%20([^>]+)>$/.exec(
      headers.get('List-Unsubscribe') ?? '',
    ) ?? [];
  expect(verifyToken(https, 'unsubscribe', [secret]).subscriberId).toBe(anna.id);
  expect(mailto).toBe(https);
});

test('the author’s own greeting is for readers in the newsletter’s language; in another the usual one greets', () => {
  const greeting = { named: 'Liebe {name},', unnamed: 'Guten Tag,' };
  const own: Letter = {
    ...letter,
    settings: { ...letter.settings, greeting },
    editions: { 'weekly-en': { html: letter.html, text: letter.text } },
  };
  const textFor = (reader: Subscriber): string => messageFor(own, reader, secret, date).text;
  expect(textFor(anna)).toMatch(/^Liebe Anna,/);
  expect(textFor({ ...anna, name: null })).toMatch(/^Guten Tag,/);
  expect(textFor({ ...anna, language: 'en' })).toMatch(/^Hello Anna,/);
  expect(messageFor(own, { ...anna, name: '<b>$&' }, secret, date).html).toContain('Liebe &lt;b&gt;$&amp;,');
  expect(withoutReader(own, own.settings).text).toMatch(/^Guten Tag,/);
});

test('the link in the letter is the one in the header', () => {
  const { headers, html, text } = messageTo();
  const [, url = 'none'] = /<(https:[^>]+)>/.exec(new Map(headers).get('List-Unsubscribe') ?? '') ?? [];
  expect(html).toContain(`href="${url}"`);
  expect(text).toContain(url);
});

test('the Message-ID is the same whenever a message is made, and another for every reader, week and newsletter (R8)', () => {
  const { messageId } = messageTo();
  expect(messageFor(letter, anna, secret, new Date(0)).messageId).toBe(messageId);
  expect(messageId).toMatch(/^<[a-z0-9.-]+@example\.org>$/);
  const others = [
    messageIdOf(letter, berta.id, secret),
    messageIdOf({ ...letter, week: '2026-W48' }, anna.id, secret),
    messageIdOf(
      { ...letter, settings: { ...letter.settings, baseUrl: 'https://other.example.org' } },
      anna.id,
      secret,
    ),
  ];
  expect(new Set([messageId, ...others]).size).toBe(4);
});

test('nobody can work out a Message-ID without the secret', () => {
  const other = messageFor(letter, anna, 'another-secret-of-thirty-two-characters', date).messageId;
  expect(other).not.toBe(messageTo().messageId);
});

test('the Message-ID does not tell who the reader is', () => {
  expect(messageTo().messageId).not.toContain(anna.id);
});

test('unsubscribing by mail goes to the mailbox in the settings; letters frozen by 0.1 have none and use replyTo', () => {
  const settings = { ...letter.settings, unsubscribeTo: 'abmelden@example.org' };
  const header = (made: Letter): string =>
    new Map(messageFor(made, anna, secret, date).headers).get('List-Unsubscribe') ?? '';
  expect(header({ ...letter, settings })).toMatch(/<mailto:abmelden@example\.org\?subject=unsubscribe%20u\./);
  expect(header(letter)).toContain('<mailto:antwort@example.org?');
});

test('the second link opens the reader’s preferences, and only hers', () => {
  for (const part of [messageTo().html, messageTo().text]) {
    const [, token = ''] = /https:\/\/brief\.example\.org\/preferences\/([\w.-]+)/.exec(part) ?? [];
    expect(verifyToken(token, 'unsubscribe', [secret]).subscriberId).toBe(anna.id);
  }
});

test('two readers’ letters differ in greeting and links of their own alone (R47)', () => {
  const neutral = (reader: typeof anna): string => {
    const { html, text } = messageTo(reader);
    return `${html}${text}`
      .replaceAll(reader.name ?? '', 'NAME')
      .replaceAll(/(unsubscribe|preferences)\/[\w.-]+/g, '$1/TOKEN');
  };
  expect(neutral(berta)).toBe(neutral(anna));
  expect(neutral(anna)).not.toMatch(/example\.org\/(unsubscribe|preferences)\/u/);
});

describe('one reader', () => {
  test('is greeted by name, which is text and never HTML', () => {
    const message = messageTo(confirmedReader(1, { name: '<b>Anna</b> & "Co"' }));
    expect(message.html).toContain('Hallo &lt;b&gt;Anna&lt;/b&gt; &amp; &quot;Co&quot;,');
    expect(message.text).toContain('Hallo <b>Anna</b> & "Co",');
  });

  test('is mailed at her address with its domain in A-labels (R27)', () => {
    expect(messageTo(confirmedReader(1, { address: 'Post@Bücher.example' })).to.address).toBe(
      'Post@xn--bcher-kva.example',
    );
  });

  test('reads when she confirmed, in the newsletter’s time zone', () => {
    const consent = { ...anna.consent, confirmedAt: '2026-03-11T23:30:00Z' };
    expect(messageTo({ ...anna, consent }).text).toContain('12. März 2026');
  });
});

test('the archive shows nobody’s name and no link of one reader', () => {
  const { html, text } = withoutReader(letter, letter.settings);
  for (const part of [html, text]) {
    expect(part).toContain('Hallo,');
    expect(part).not.toMatch(/unsubscribe|preferences/);
    expect(part).toContain('https://brief.example.org/');
  }
});

test('a test for the author is marked as one and can unsubscribe nobody', () => {
  const message = testMessage(letter, 'johanna@example.org', date);
  expect(message.subject).toBe('[Test] Was trägt?');
  expect(message.to).toEqual({ name: '', address: 'johanna@example.org' });
  expect(`${message.html}${message.text}${JSON.stringify(message.headers)}`).not.toMatch(
    /unsubscribe|preferences/,
  );
  for (const part of [message.html, message.text]) {
    expect(part).toContain('https://brief.example.org/test#im-test-wird-niemand-abgemeldet');
    expect(part).toContain('https://brief.example.org/test#im-test-wird-nichts-geaendert');
  }
  const english = { ...letter, settings: { ...letter.settings, locale: 'en' as const } };
  expect(testMessage(english, 'johanna@example.org', date).text).toContain(
    '/test#a-test-unsubscribes-nobody',
  );
  expect(message.messageId).not.toBe(testMessage(letter, 'johanna@example.org', new Date(0)).messageId);
});

describe('editions', () => {
  const edition = (words: string): Edition => ({
    html: splitSlots(`<p>${salutation} ${words}</p>`),
    text: splitSlots(`${salutation} ${words} ${confirmedOn}`),
  });
  const many: Letter = {
    ...letter,
    isMonthly: true,
    editions: { 'weekly-en': edition('week'), 'monthly-de': edition('Monat') },
  };
  const textFor = (changes: Partial<Subscriber>, made = many): string =>
    messageFor(made, { ...anna, ...changes }, secret, date).text;

  test('each reader gets the one of her language and rhythm, greeted and dated in its language', () => {
    expect(textFor({ language: 'en' })).toBe('Hello Anna, week 12 March 2026');
    expect(textFor({ rhythm: 'monthly' })).toBe('Hallo Anna, Monat 12. März 2026');
    expect(textFor({ language: 'de' })).toBe(messageTo().text);
  });

  test('who changed her wishes since the freeze gets what comes next to them', () => {
    expect(textFor({ language: 'en', rhythm: 'monthly' })).toBe('Hallo Anna, Monat 12. März 2026');
    expect(textFor({ language: 'en', rhythm: 'monthly' }, { ...many, editions: {} })).toBe(messageTo().text);
  });

  test('a letter that version 0.1 froze has one for everybody', () => {
    for (const changes of [{ language: 'en' }, { rhythm: 'monthly' }, {}] as const)
      expect(textFor(changes, letter)).toBe(messageTo().text);
  });
});
