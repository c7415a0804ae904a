import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { ServiceMailKind } from '../../../src/core/list/dueMails.ts';
import { bareConsent, type Consent, type Subscriber } from '../../../src/core/list/subscriber.ts';
import type { Message } from '../../../src/core/message.ts';
import { serviceMails } from '../../../src/core/render/serviceMail.ts';
import type { TemplateFiles } from '../../../src/core/render/templates.ts';
import { verifyToken } from '../../../src/core/token.ts';
import { bytesOf, mimeOf } from '../../../src/core/mime/mimeOf.ts';
import { axeFaults, letterRules } from '../../support/axe.ts';
import { letterTab, sharedBrowser } from '../../support/browser.ts';
import { linksOfHtml, linksOfText, textOfHtml } from '../../support/letterParts.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';
import { startOwnTime } from '../../support/ownTime.ts';

const at = new Date('2026-11-20T19:03:30Z');
const wording = 'Ja, ich möchte den Brief bekommen & „lesen“.';
const consent: Consent = {
  ...bareConsent,
  wording,
  wordingVersion: '1',
  form: 'https://brief.example.org/form',
  requestedAt: '2026-11-20T19:03:00.500Z',
};
const pending: Subscriber = {
  ...confirmedReader(1),
  status: 'pending',
  name: 'Gewinn http://spam.example.com',
  consent,
};
const confirmed = confirmedReader(2, { name: 'Berta', askedAt: '2026-11-20T19:03:00Z' });
const someone = { confirm: pending, reminder: pending, notice: confirmed };
const kinds = ['confirm', 'reminder', 'notice'] as const;

async function mailsFor(
  settings: Record<string, unknown> = {},
  templates: TemplateFiles = shippedTemplates(),
): Promise<(kind: ServiceMailKind, changes?: Partial<Subscriber>) => Message> {
  const mails = await serviceMails(sampleConfig(settings), templates, secret);
  return (kind, changes = {}) => mails.messageFor({ kind, subscriber: { ...someone[kind], ...changes } }, at);
}

const mail = await mailsFor();
const parse = async (message: Message): Promise<Email> => PostalMime.parse(bytesOf(mimeOf(message)));
const said = (message: Message): string => textOfHtml(message.html);
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('asking for the confirmation', () => {
  test('says when, where, in which words, until when, and from whom (R62)', () => {
    for (const text of [said(mail('confirm')), onOneLine(mail('confirm').text)]) {
      expect(text).toContain(
        'am 20. November 2026 um 20:03 Uhr wurde diese Adresse auf brief.example.org/form für den Newsletter „Wochenbrief“ eingetragen.',
      );
      expect(text).toContain(wording);
      expect(text).toContain('Der Link gilt bis zum 4. Dezember 2026 um 20:03 Uhr.');
      expect(text).toContain('Das warst nicht du, oder du möchtest das nicht? Dann musst du nichts tun');
      for (const line of sampleConfig().imprint.split('\n')) expect(text).toContain(line);
    }
  });

  test('holds one link, which confirms this very request, and nothing that advertises (R62)', () => {
    const message = mail('confirm');
    const [link = '', ...others] = linksOfHtml(message.html);
    expect(others).toEqual([]);
    const token = link.replace('https://brief.example.org/confirm/', '');
    const claim = verifyToken(token, 'confirm', [secret], { maxAgeSeconds: 60, now: at });
    expect(claim).toEqual({
      purpose: 'confirm',
      subscriberId: pending.id,
      issuedAt: Date.parse('2026-11-20T19:03:00Z') / 1000,
    });
    expect(message.html).not.toMatch(/<img|background=|url\(|@import|<link/);
  });

  test('quotes nothing that the visitor typed besides the address it goes to (R53)', () => {
    for (const kind of kinds) {
      const { html, text, subject, to, headers } = mail(kind, { name: 'Gewinn http://spam.example.com' });
      expect(`${html}${text}${subject}${JSON.stringify([to, headers])}`).not.toMatch(/Gewinn|spam/);
      expect(to).toEqual({ name: '', address: someone[kind].address });
    }
  });

  test('tells people whose address the author brought where it came from (R67)', () => {
    const imported = { consent: { ...consent, form: null, origin: 'Mailchimp, leser.csv', wording: '' } };
    const text = onOneLine(mail('confirm', imported).text);
    expect(text).toContain('„Wochenbrief“ (Mailchimp). Briefe gehen erst dann an sie');
    expect(text).not.toContain('auf brief.example.org');
    expect(text).toContain('Ja, ich möchte „Wochenbrief“ einmal in der Woche per E-Mail bekommen.');
  });

  test('reminds with the same link, and says that it is the only time and what happens then (R63)', () => {
    expect(linksOfHtml(mail('reminder').html)).toEqual(linksOfHtml(mail('confirm').html));
    expect(onOneLine(mail('reminder').text)).toContain(
      'Dies ist die einzige Erinnerung. Ohne Bestätigung wird die Anmeldung am 4. Dezember 2026 um 20:03 Uhr gelöscht.',
    );
  });
});

describe('telling somebody that she is on the list', () => {
  test('says when it was asked, and leads to her own pages', () => {
    const message = mail('notice');
    expect(onOneLine(message.text)).toContain(
      'am 20. November 2026 um 20:03 Uhr hat jemand, vielleicht du selbst,',
    );
    const [preferences = '', unsubscribe = ''] = linksOfHtml(message.html);
    expect(preferences).toMatch(/^https:\/\/brief\.example\.org\/preferences\//);
    const token = unsubscribe.replace('https://brief.example.org/unsubscribe/', '');
    expect(verifyToken(token, 'unsubscribe', [secret]).subscriberId).toBe(confirmed.id);
  });
});

describe('as bytes', () => {
  test('answering machines stay silent, and only who is on the list is offered the way out (R40, R50)', async () => {
    for (const kind of kinds) {
      const { headers } = await parse(mail(kind));
      const values = new Map(headers.map(({ key, value }) => [key, value]));
      expect(values.get('auto-submitted')).toBe('auto-generated');
      expect(values.get('list-id')).toBe('<brief.example.org>');
      expect(values.get('list-unsubscribe-post')).toBe(
        kind === 'notice' ? 'List-Unsubscribe=One-Click' : undefined,
      );
      expect(values.has('list-unsubscribe')).toBe(kind === 'notice');
    }
  });

  test('unsubscribing by mail goes where the settings say', async () => {
    const elsewhere = await mailsFor({ unsubscribeTo: 'abmelden@example.org' });
    expect(JSON.stringify(elsewhere('notice').headers)).toContain(
      '<mailto:abmelden@example.org?subject=unsubscribe%20u.',
    );
  });

  test('the text says and links what the HTML does (R43), and the whole is small (R44)', async () => {
    for (const kind of kinds) {
      const message = mail(kind);
      const { html = '', text = '' } = await parse(message);
      expect(linksOfText(text)).toEqual(linksOfHtml(html));
      const words = onOneLine(text).replaceAll(/-{20,}|:(?= https?:)|https?:\S+/g, '');
      expect(onOneLine(words).trim()).toBe(said(message));
      for (const line of text.split('\n'))
        if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(76);
      expect(bytesOf(mimeOf(message)).length).toBeLessThan(20_000);
    }
  });

  test('the Message-ID is the same for one request, another for each kind, person and request (R8)', () => {
    const ids = [
      ...kinds.map((kind) => mail(kind).messageId),
      mail('confirm', { id: 'reader000009' }).messageId,
      mail('confirm', { consent: { ...consent, requestedAt: '2026-11-21T10:00:00Z' } }).messageId,
      mail('notice', { askedAt: '2026-12-21T10:00:00Z' }).messageId,
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(mail('confirm').messageId).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^<(confirm|reminder|notice)\.[0-9a-f]{32}@example\.org>$/);
  });

  test('goes to a domain in A-labels (R27)', () => {
    expect(mail('confirm', { address: 'Post@Bücher.example' }).to.address).toBe('Post@xn--bcher-kva.example');
  });
});

describe('its language', () => {
  test('is the person’s own, else the newsletter’s', async () => {
    const english = await mailsFor({ locale: 'en' });
    expect(mail('confirm').subject).toBe('Bitte bestätige deine Anmeldung: Wochenbrief');
    expect(mail('confirm', { language: 'en' }).subject).toBe('Please confirm your sign-up: Wochenbrief');
    expect(mail('confirm', { language: 'en' }).html).toContain('lang="en"');
    expect(onOneLine(mail('confirm', { language: 'en' }).text)).toContain(
      'on 20 November 2026 at 20:03 this address',
    );
    expect(english('reminder').subject).toBe('Not confirmed yet, your sign-up: Wochenbrief');
    expect(english('notice', { language: 'de' }).subject).toBe('Du stehst schon auf der Liste: Wochenbrief');
  });

  test('has no du where the settings say Sie', async () => {
    const formal = await mailsFor({ address: 'sie' });
    for (const kind of kinds) {
      const { subject, text } = formal(kind);
      expect(`${subject} ${text}`).not.toMatch(/\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?)\b/);
      expect(text).toContain('Guten Tag,');
    }
  });
});

test('what comes from people is text, in HTML as in plain (R57)', () => {
  const origin = '<b>Liste</b>\r\nBcc: x@example.com \uE5AB {{x}}';
  const { html, text } = mail('confirm', { consent: { ...consent, origin } });
  expect(html).toContain('&lt;b&gt;Liste&lt;/b&gt; Bcc: x@example.com {{x}}');
  expect(onOneLine(text)).toContain('<b>Liste</b> Bcc: x@example.com {{x}})');
  expect(linksOfHtml(html)).toHaveLength(1);
});

test.each([
  ['confirm.mjml', '{{slots.confirmUrl}}', '{{slots.confirmUrl}}'],
  ['confirm.txt.hbs', '{{slots.wording}}', '{{slots.wording}}'],
  ['notice.txt.hbs', '{{slots.ownUnsubscribeUrl}}', '{{slots.ownUnsubscribeUrl}}'],
  ['confirm.txt.hbs', '{{> imprint}}', '{{#each imprintLines}}'],
  ['notice.mjml', '{{> serviceFooter}}', '{{#each imprintLines}}'],
])('%s without %s is refused, because the law asks for it (R62, R64)', async (file, part, named) => {
  const templates = shippedTemplates();
  const broken = { ...templates, [file]: (templates[file] ?? '').replace(part, '') };
  await expect(mailsFor({}, broken)).rejects.toThrowError(
    expect.objectContaining({ code: 'template.broken', message: expect.stringContaining(named) as unknown }),
  );
});

test('is rendered once: one mail costs next to nothing, so that thousands of sign-ups cost little', () => {
  const elapsed = startOwnTime();
  for (let number = 0; number < 1000; number++) mail('confirm', { id: `reader${number}aaaaaa` });
  expect(elapsed()).toBeLessThan(1_000);
});

test('has no accessibility fault, light and dark, and asks for nothing (R48)', async () => {
  const tab = await letterTab(await sharedBrowser());
  for (const colorScheme of ['light', 'dark'] as const)
    for (const kind of ['confirm', 'notice'] as const) {
      const { page, requests } = await tab.show(mail(kind).html, { width: 320, colorScheme });
      expect(await axeFaults(page, { rules: letterRules })).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      expect(requests).toEqual([]);
    }
});
