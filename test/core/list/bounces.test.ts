import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord, OutcomeRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import {
  bounceShare,
  bounced,
  signOfAnswer,
  signsOf,
  suppressBounced,
  type LetterSigns,
  type MailboxSign,
} from '../../../src/core/list/bounces.ts';
import { enhancedCode, judge } from '../../../src/core/sending/reply.ts';
import { weekOf } from '../../../src/core/week.ts';
import { confirmedReader, secret } from '../../support/newsletter.ts';
import { listInMemory } from './listInMemory.ts';

const anna = confirmedReader(1);
const bert = confirmedReader(2);
const secrets = [secret] as const;

/** The outcome of a reply, as the ledger keeps it. */
function outcomeOf(reply: string, changes: Partial<OutcomeRecord> = {}): OutcomeRecord {
  const code = /^\d{3}/.test(reply) ? Number(reply.slice(0, 3)) : null;
  const stage = changes.stage ?? (code !== null && code < 400 ? 'final' : 'rcpt');
  const verdict = judge({ stage, code, reply, isContentEnded: false });
  return {
    type: 'outcome',
    at: '2026-11-22T06:00:05Z',
    run: 'r',
    id: anna.id,
    attempt: 1,
    outcome: 'outcome' in verdict ? verdict.outcome : 'deferred',
    stage,
    code,
    enhanced: enhancedCode(reply),
    reply,
    ...changes,
  };
}

describe('what a reply says of a mailbox (R28)', () => {
  test.each([
    ['250 2.0.0 Ok: queued', 'takes'],
    ['550 5.1.1 <address>: Recipient address rejected: User unknown', 'gone'],
    ['550-5.1.1 The email account that you tried to reach does not exist.', 'gone'],
    ['550 5.1.2 Bad destination system address', 'gone'],
    ['556 5.1.10 Recipient domain takes no mail', 'gone'],
    ['550 No such user here', 'gone'],
    ['550 <address>... User unknown', 'gone'],
    ['553 mailbox not found', 'gone'],
    ['550 Recipient does not exist', 'gone'],
    ['551 no mailbox here by that name', 'gone'],
    ['552 5.2.2 Mailbox full', 'tookNone'],
    ['552 exceeded storage allocation', 'tookNone'],
    ['452 4.2.2 The recipient is over quota', 'tookNone'],
    ['450 4.1.1 Recipient address rejected: unverified', 'tookNone'],
    ['451 try again', 'tookNone'],
  ])('%s', (reply, sign) => {
    expect(signOfAnswer(outcomeOf(reply))).toBe(sign);
  });

  test.each([
    '550 5.7.1 Message rejected as spam',
    '550 5.7.26 Unauthenticated sender',
    '554 5.7.1 Relay access denied',
    '550 5.4.4 Host not found',
    '550 5.4.1 Recipient address rejected: Access denied',
    '550 5.2.1 Mailbox disabled',
    '550 Requested action not taken: mailbox unavailable',
    '550 Sender address does not exist',
    '550 Sender verify failed: no such user',
    '550 user unknown, or blocked by policy',
    '550 relaying denied, unknown user',
    '554 no such user, said by a code that means something else',
    '421 4.7.0 Try again later, closing connection',
    '421 too many connections',
    '451 4.7.1 Greylisted',
    '452 4.3.1 Insufficient system storage',
  ])('of "%s" nothing follows, since it may mean us', (reply) => {
    expect(signOfAnswer(outcomeOf(reply))).toBeUndefined();
  });

  test('a lost connection, a refused sender and words after the content are no sign', () => {
    expect(signOfAnswer(outcomeOf('connection closed'))).toBeUndefined();
    expect(signOfAnswer(outcomeOf('450 4.1.0 not now', { stage: 'mail' }))).toBeUndefined();
    expect(signOfAnswer(outcomeOf('550 no such user', { stage: 'final' }))).toBeUndefined();
    expect(signOfAnswer(outcomeOf('550 5.1.1 no such user', { stage: 'final' }))).toBe('gone');
  });
});

const firstSunday = Date.parse('2026-09-06T05:00:00Z');
const dayMs = 24 * 3_600_000;

/** One letter a week from September on, with what it said of the readers. */
function weekly(...signs: readonly (Readonly<Record<string, MailboxSign>> | undefined)[]): LetterSigns[] {
  return signs.flatMap((one, index) => {
    if (one === undefined) return [];
    const at = new Date(firstSunday + index * 7 * dayMs);
    const dated = Object.entries(one).map(([id, sign]) => [id, { sign, at: at.toISOString() }] as const);
    return [{ week: weekOf(at, 'UTC'), at: at.toISOString(), signs: new Map(dated) }];
  });
}

const longAgo = (): string => '2026-01-01T00:00:00Z';
const gone = { a: 'gone' } as const;
const none = { a: 'tookNone' } as const;
const takes = { a: 'takes' } as const;

describe('whom to mail no more (R28)', () => {
  test.each([
    ['one hard bounce', [gone], 'hard-bounce'],
    ['a hard bounce, then only silence', [gone, none], 'hard-bounce'],
    ['a hard bounce long ago, and letters taken since', [gone, takes], undefined],
    ['a full mailbox in two letters', [none, none], undefined],
    ['in three within two weeks', [none, none, none], undefined],
    ['in four over three weeks', [none, none, none, none], 'soft-bounces'],
    ['in three over three weeks', [none, undefined, none, none], 'soft-bounces'],
    ['in two, far apart', [none, undefined, undefined, undefined, undefined, none], undefined],
    ['taken in between', [none, none, takes, none, none, none], undefined],
    ['and long enough again', [none, takes, none, none, none, none], 'soft-bounces'],
  ])('%s', (_, signs, reason) => {
    expect(bounced(weekly(...signs), longAgo)[0]?.reason).toBe(reason);
  });

  test('three Sundays with the change of clocks in between are 21 days', () => {
    const times = ['2026-10-11T05:00:00Z', '2026-10-18T05:00:00Z', '2026-11-01T06:00:00Z'];
    const spring = ['2026-03-15T06:00:00Z', '2026-03-22T06:00:00Z', '2026-04-05T05:00:00Z'];
    for (const instants of [times, spring]) {
      const letters = instants.map((at) => ({
        week: weekOf(new Date(at), 'UTC'),
        at,
        signs: new Map([['a', { sign: 'tookNone' as const, at }]]),
      }));
      expect(bounced(letters, longAgo)).toHaveLength(1);
    }
  });

  test('for any weeks, the rule is: the last letter taken forgives, a hard bounce counts at once, else three and 21 days', () => {
    const sign = fc.constantFrom<MailboxSign | undefined>('takes', 'gone', 'tookNone', 'tookNone', undefined);
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 9 }), fc.nat(8), (signs, shift) => {
        const letters = weekly(...signs.map((one) => one && { a: one }));
        // In whatever order the ledgers are read.
        const mixed = [...letters.slice(shift), ...letters.slice(0, shift)];
        const against = signs
          .map((one, week) => ({ one, week }))
          .slice(signs.lastIndexOf('takes') + 1)
          .filter(({ one }) => one !== undefined);
        const isHard = against.some(({ one }) => one === 'gone');
        const span = (against.at(-1)?.week ?? 0) - (against[0]?.week ?? 0);
        const expected = isHard
          ? 'hard-bounce'
          : against.length >= 3 && span >= 3
            ? 'soft-bounces'
            : undefined;
        expect(bounced(mixed, longAgo)[0]?.reason).toBe(expected);
      }),
    );
  });

  test('who confirms after a bounce is not blamed for it, and is for the next one', () => {
    const letters = weekly(gone, undefined, gone);
    const between = new Date(firstSunday + 3 * dayMs).toISOString();
    expect(bounced(letters.slice(0, 1), () => between)).toEqual([]);
    expect(bounced(letters, () => between)).toHaveLength(1);
  });
});

describe('the list afterwards', () => {
  const letters = weekly({ [anna.id]: 'gone', [bert.id]: 'takes', stranger00001: 'gone' });

  test('she is suppressed by a hash, with the reason and when it was seen; a second time nothing changes', () => {
    const book = listInMemory([anna, bert]);
    expect(book.change(suppressBounced(letters, secrets))).toEqual({ hardBounces: 1, softBounces: 0 });
    expect(book.list.suppressions).toMatchObject([{ reason: 'hard-bounce', since: letters[0]?.at }]);
    expect(JSON.stringify(book.list.suppressions)).not.toContain('example.org');
    expect(suppressBounced(letters, secrets)(book.view)).toEqual({
      edits: [],
      value: { hardBounces: 0, softBounces: 0 },
    });
  });

  test('whom somebody else has suppressed, who has left and who is gone keep what stands there', () => {
    const left = { ...anna, status: 'unsubscribed' as const, unsubscribedAt: '2026-09-07T00:00:00Z' };
    expect(suppressBounced(letters, secrets)(listInMemory([left]).view).edits).toEqual([]);
    expect(suppressBounced(letters, secrets)(listInMemory([]).view).edits).toEqual([]);
  });

  test('who took her goodbye back after the bounce counts as having confirmed then', () => {
    const resumedAt = new Date(firstSunday + dayMs).toISOString();
    const back = { ...anna, consent: { ...anna.consent, resumedAt } };
    expect(suppressBounced(letters, secrets)(listInMemory([back]).view).edits).toEqual([]);
  });
});

const audience = (...ids: string[]): LedgerRecord => ({ type: 'audience', ids });

describe('what a ledger says', () => {
  const put = outcomeOf('452 4.2.2 full');
  const deferred = foldLedger([audience(anna.id, bert.id), put]);

  test('whoever is still tried may yet get the letter; afterwards it counts', () => {
    expect(signsOf(deferred, true).size).toBe(0);
    expect(signsOf(deferred, false).get(anna.id)).toEqual({ sign: 'tookNone', at: put.at });
    const expired = foldLedger([
      audience(anna.id),
      put,
      { type: 'expired', at: '2026-11-24T06:00:00Z', id: anna.id },
    ]);
    expect(signsOf(expired, true).get(anna.id)?.sign).toBe('tookNone');
  });

  test('an uncertain, waiting or cancelled delivery says nothing', () => {
    const attempted: LedgerRecord = {
      type: 'attempted',
      at: put.at,
      run: 'r',
      id: anna.id,
      attempt: 1,
      messageId: '<x>',
    };
    expect(signsOf(foldLedger([audience(anna.id, bert.id), attempted]), false).size).toBe(0);
    const cancelled = foldLedger([audience(anna.id), put, { type: 'cancelled', at: put.at }]);
    expect(signsOf(cancelled, false).size).toBe(0);
  });

  test('the share of hard bounces is of those with a last word; more than one in a hundred is too high, but one or two are not (R32)', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `reader${String(index).padStart(6, '0')}`);
    const records = (bad: number): LedgerRecord[] => [
      audience(...ids, 'waiting000001'),
      ...ids.map((id, index) => outcomeOf(index < bad ? '550 5.1.1 unknown' : '250 2.0.0 ok', { id })),
    ];
    expect(bounceShare(foldLedger(records(2)))).toEqual({
      bounced: 2,
      answered: 200,
      share: 0.01,
      isHigh: false,
    });
    expect(bounceShare(foldLedger(records(3)))).toMatchObject({ bounced: 3, isHigh: true });
    const short = [audience(...ids.slice(0, 5)), ...records(2).slice(1, 6)];
    expect(bounceShare(foldLedger(short))).toMatchObject({ bounced: 2, answered: 5, isHigh: false });
    expect(bounceShare(foldLedger([]))).toMatchObject({ share: 0, isHigh: false });
  });
});
