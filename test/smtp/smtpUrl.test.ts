import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../src/core/errors.ts';
import { parseSmtpUrl, parseSmtpUrls } from '../../src/smtp/smtpUrl.ts';

function refusal(act: () => unknown): NewsletterError {
  try {
    act();
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('several accounts in SMTP_URL', () => {
  test('white space of any kind separates them; the first is the main one', () => {
    const servers = parseSmtpUrls(
      '  smtps://anna:geheim@mail.example.org:465\n\tsmtp://mail.example.com:587   smtp://127.0.0.1:2525 ',
    );
    expect(servers.map(({ host, port, isLoopback }) => [host, port, isLoopback])).toEqual([
      ['mail.example.org', 465, false],
      ['mail.example.com', 587, false],
      ['127.0.0.1', 2525, true],
    ]);
  });

  test('every faulty one is named by its position, and no password is repeated', () => {
    const error = refusal(() =>
      parseSmtpUrls(
        'smtps://a:geheim-1@mail.example.org http://b:geheim-2@example.org smtps://c:gehe#im-3@mail.example.com',
      ),
    );
    expect(error.code).toBe('smtp.invalid');
    expect(error.text.en.split('\n')).toEqual([
      'SMTP_URL: address 2 is not an smtp:// or smtps:// address.',
      'SMTP_URL: address 3 is not an smtp:// or smtps:// address.',
    ]);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/gehe/);
  });

  test('the same account twice is refused, since it cannot step in for itself', () => {
    const error = refusal(() =>
      parseSmtpUrls('smtps://a:x@mail.example.org:465 smtp://mail.example.com smtps://a:y@mail.example.org'),
    );
    expect(error.text.en).toBe('SMTP_URL: address 3 is the same account as address 1.');
    expect(() => parseSmtpUrls('smtps://a:x@mail.example.org smtps://b:x@mail.example.org')).not.toThrow();
  });

  test('nothing at all is smtp.missing, and where one is wanted several are refused', () => {
    expect(refusal(() => parseSmtpUrls(' \n ')).code).toBe('smtp.missing');
    expect(refusal(() => parseSmtpUrls(undefined)).code).toBe('smtp.missing');
    expect(refusal(() => parseSmtpUrl('smtp://127.0.0.1 smtp://127.0.0.2')).code).toBe('smtp.invalid');
  });
});
