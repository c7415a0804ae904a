import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/core/address.ts';
import type { SmtpStage } from '../../../src/core/sending/delivery.ts';
import { asksToSlowDown, enhancedCode, judge, scrubReply } from '../../../src/core/sending/reply.ts';

const verdictOf = (stage: SmtpStage, code: number | null, isContentEnded: boolean): string => {
  const verdict = judge({ stage, code, reply: '', isContentEnded });
  return 'halt' in verdict ? 'halt' : verdict.outcome;
};

test.each([
  ['553 5.7.1 <brief@example.org>: Sender address rejected: not owned by user', true],
  ['550 5.1.8 <brief@example.org>: Sender address rejected: Domain not found', true],
  ['501 5.1.7 Bad sender address syntax', true],
  ['550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown', false],
  ['554 5.7.1 <anna@example.org>: Relay access denied', false],
])('a no to the sender at the reader is not held against her: %s', (reply, isAboutSender) => {
  const verdict = judge({ stage: 'rcpt', code: Number(reply.slice(0, 3)), reply, isContentEnded: false });
  expect(verdict).toEqual({ outcome: isAboutSender ? 'deferred' : 'rejected' });
});

describe('the table of answers (R6, R19, R20)', () => {
  const early = ['mail', 'rcpt', 'data', 'content'] as const;

  test.each([
    // stage, code, whether the final dot may have gone out: what it means
    ['final', 250, true, 'accepted'],
    ['final', 251, true, 'accepted'],
    ['final', 421, true, 'deferred'],
    ['final', 450, true, 'deferred'],
    ['final', 451, true, 'deferred'],
    ['final', 552, true, 'rejected'],
    ['final', 554, true, 'rejected'],
    ['final', null, true, 'uncertain'],
    // What the dot was answered with means nothing in SMTP: it may have been taken.
    ['final', 354, true, 'uncertain'],
    ['final', 0, true, 'uncertain'],
    ['final', 600, true, 'uncertain'],
    ['content', 250, true, 'uncertain'],
    ['content', null, true, 'uncertain'],
    ['mail', 550, false, 'halt'],
    ['mail', 530, false, 'halt'],
    ['mail', 451, false, 'deferred'],
    ['rcpt', 550, false, 'rejected'],
    ['rcpt', 553, false, 'rejected'],
    ['rcpt', 450, false, 'deferred'],
    ['rcpt', 421, false, 'deferred'],
    ['data', 451, false, 'deferred'],
    ['data', 554, false, 'rejected'],
    ['content', 452, false, 'deferred'],
    ['content', 552, false, 'rejected'],
  ] as const)('%s, %s, final dot handed over: %s → %s', (stage, code, isContentEnded, verdict) => {
    expect(verdictOf(stage, code, isContentEnded)).toBe(verdict);
  });

  test.each(early)('a connection lost at %s, before the final dot, may be tried again', (stage) => {
    expect(verdictOf(stage, null, false)).toBe('deferred');
  });

  test('once the final dot may have gone out, only a clear refusal lets the letter go out again', () => {
    const code = fc.option(fc.integer({ min: 0, max: 999 }));
    const stage = fc.constantFrom<SmtpStage>('rcpt', 'data', 'content', 'final');
    fc.assert(
      fc.property(stage, code, (stage, code) => {
        const isRefusal = code !== null && code >= 400 && code < 500;
        expect(verdictOf(stage, code, true) === 'deferred').toBe(isRefusal);
      }),
    );
  });

  test('accepted is only what a 2xx to the final dot says', () => {
    const code = fc.option(fc.integer({ min: 0, max: 999 }));
    const stage = fc.constantFrom<SmtpStage>(...early, 'final');
    fc.assert(
      fc.property(stage, code, fc.boolean(), (stage, code, isEnded) => {
        const isYes = stage === 'final' && code !== null && code >= 200 && code < 300;
        expect(verdictOf(stage, code, isEnded) === 'accepted').toBe(isYes);
      }),
    );
  });
});

test.each([
  ['550 5.1.1 no such user', '5.1.1'],
  ['250 2.0.0 Ok: queued as 4F', '2.0.0'],
  ['451-4.7.1 greylisted\n451 4.7.1 try later', '4.7.1'],
  ['550 no such user', null],
  ['550 see 5.1.1 in the manual', null],
  ['550 3.1.1 odd class', null],
  ['550 5.1.1234 odd number', null],
  ['', null],
])('%j has the enhanced code %s', (reply, code) => {
  expect(enhancedCode(reply)).toBe(code);
});

describe('a reply in the ledger', () => {
  const around = fc.string({
    unit: fc.constantFrom(...' <>:,;"()[]=\r\n\t.a0'.split(''), '\u200B', '\u202E', '\u00A0'),
  });

  test('names nobody by address, whatever the server wrote around it', () => {
    const accepted = fc
      .tuple(fc.emailAddress(), fc.boolean())
      .map(([address, isIdn]) => (isIdn ? address.replace('@', '@bücher.') : address))
      .filter((address) => parseAddress(address) !== undefined);
    fc.assert(
      fc.property(around, accepted, around, (before, address, after) => {
        const scrubbed = scrubReply(`550 5.1.1 ${before}${address}${after}`);
        expect(scrubbed).not.toContain(address);
        expect(scrubbed).not.toMatch(/[^\s<>@]@[^\s<>@]/);
      }),
      { numRuns: 2000 },
    );
  });

  test('names nobody either when an invisible letter hides the address', () => {
    expect(scrubReply('550 anna\u200B@\u00ADexample.org unknown')).toBe('550 <address> unknown');
  });

  test('names nobody by a name either, in whatever case the server writes it', () => {
    expect(scrubReply('550 JÖRG is gone', 'joerg@example.org', 'Jörg')).toBe('550 <address> is gone');
    expect(scrubReply('550 KELVIN is gone', 'a@example.org', '\u212Aelvin')).toBe('550 <address> is gone');
    expect(scrubReply('550 S is gone', 'a@example.org', '\u017F')).toBe('550 <address> is gone');
    expect(scrubReply('250 2.0.0 Ok: queued', 'jurg@example.org', 'Jürg Öz')).toBe('250 2.0.0 Ok: queued');
  });

  test('keeps the words that tell what happened', () => {
    expect(scrubReply('550 5.1.1 <anna@example.org>: Recipient\r\naddress rejected')).toBe(
      '550 5.1.1 <address>: Recipient address rejected',
    );
  });

  test('is one line of at most 300 characters and without anything a terminal would obey', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (reply) => {
        const scrubbed = scrubReply(reply);
        expect(scrubbed.length).toBeLessThanOrEqual(300);
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(scrubbed).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
      }),
      { numRuns: 200 },
    );
    expect(scrubReply('550 \u001B[2Jgone')).toBe('550 [2Jgone');
  });
});

describe('a server that wants us to come slower (R21)', () => {
  const isSlowDown = (reply: string): boolean => asksToSlowDown({ code: Number(reply.slice(0, 3)), reply });

  test.each([
    // Gmail
    '421 4.7.0 Try again later, closing connection.',
    '421-4.7.28 Our system has detected an unusual rate of unsolicited mail',
    '454 4.7.0 Too many login attempts, please try again later.',
    // GMX and WEB.DE
    '421 web.de (mxweb) Nemesis ESMTP Service not available, reject due to policy restrictions',
    '450 Requested mail action not taken: mailbox unavailable, mail send limit exceeded',
    // Outlook
    '451 4.7.500 Server busy. Please try again later from [192.0.2.1].',
    '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending',
    '451 4.4.5 Server busy',
    // Postfix
    '421 4.7.0 mx.example.org Error: too many connections from 192.0.2.1',
    '450 4.7.1 Error: too much mail from 192.0.2.1',
    '452 4.5.3 Error: too many recipients',
    '421 4.3.2 All server ports are busy',
    // Amazon SES, as in listmonk#1802
    '454 Throttling failure: Maximum sending rate exceeded.',
    '454 Throttling failure: Daily message quota exceeded.',
    // Mailgun and Postmark
    '421 Service not available: domain is sending too fast',
    '450 4.3.2 rate limit exceeded, please try again later',
    '421 4.3.2 Too many concurrent connections',
  ])('%s', (reply) => {
    expect(isSlowDown(reply)).toBe(true);
  });

  test.each([
    '250 2.0.0 queued at a good rate',
    '354 go ahead',
    // What would be the same tomorrow is no matter of pace.
    '550 5.7.1 too many complaints, rate limited for good',
    '554 5.7.1 throttled',
    // One reader's mailbox.
    '452 4.2.2 The mailbox is full, try again later',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more',
    '452 user is over quota, try again later',
    // Greylisting wants a second try, not fewer first ones.
    '450 4.2.0 Recipient address rejected: Greylisted, see http://postgrey.example.org/help',
    '451 4.7.1 Greylisting in action, please try again later',
    // Faults of the server itself.
    '451 4.3.0 queue file write error',
    '452 4.3.1 insufficient system storage',
    '450 4.1.2 domain not found',
  ])('not: %s', (reply) => {
    expect(isSlowDown(reply)).toBe(false);
  });

  test('a broken connection says nothing about the pace', () => {
    expect(asksToSlowDown({ code: null, reply: 'rate limit: connection closed' })).toBe(false);
  });
});
