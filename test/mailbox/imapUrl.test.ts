import { describe, expect, test } from 'vitest';
import { parseImapUrl } from '../../src/mailbox/imapUrl.ts';

describe('IMAP_URL', () => {
  test('names server, port and login; special characters are written in percent', () => {
    expect(parseImapUrl('imaps://brief%40example.org:p%2Fw%23@imap.example.org')).toEqual({
      host: 'imap.example.org',
      port: 993,
      isImplicitTls: true,
      isLoopback: false,
      login: { user: 'brief@example.org', password: 'p/w#' },
    });
    expect(parseImapUrl('imap://a:b@[::1]:1143')).toMatchObject({
      host: '::1',
      port: 1143,
      isLoopback: true,
    });
  });

  test.each([
    'smtps://user:canary@imap.example.org',
    'imaps://user@imap.example.org',
    'imaps://imap.example.org',
    'imaps://user:can/ary@imap.example.org',
    'imaps://user:can#ary@imap.example.org',
    'imap.example.org',
    '',
  ])('%s is refused, and no password is repeated', (value) => {
    let thrown: unknown;
    try {
      parseImapUrl(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'mailbox.invalid' });
    expect(JSON.stringify([thrown, String(thrown)])).not.toContain('can');
  });
});
