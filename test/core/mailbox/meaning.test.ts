import { describe, expect, test } from 'vitest';
import { signOfAnswer } from '../../../src/core/list/bounces.ts';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { sentLetter, withReports } from '../../../src/core/mailbox/letterReports.ts';
import { follow } from '../../../src/core/mailbox/letterTrace.ts';
import { meaningOf, type Meaning } from '../../../src/core/mailbox/meaning.ts';
import { openMail } from '../../../src/core/mailbox/openMail.ts';
import { secret } from '../../support/newsletter.ts';
import { ids, mailNamed, mailNames, marksOf, week } from '../../support/reportedMails.ts';

/**
 * What each mail of test/fixtures/mailbox means. For a bounce, what follows from it by the rules of R28: `gone`
 * (suppressed at once), `tookNone` (counted), `says nothing` (no consequence), or `unproven` where nothing proves whose
 * letter it is.
 */
const meanings: Readonly<Record<string, string>> = {
  'postfix-unknown-user': 'bounce: gone',
  'postfix-mailbox-full': 'bounce: tookNone',
  'postfix-given-up': 'bounce: tookNone',
  'postfix-delayed': 'notice',
  'postfix-delivered': 'notice',
  'postfix-no-host': 'bounce: says nothing',
  'postfix-domain-takes-no-mail': 'bounce: gone',
  'postfix-taken-for-spam': 'bounce: says nothing',
  'postfix-other-mail': 'bounce: unproven',
  'status-contradicts-words': 'bounce: says nothing',
  'verp-unknown-user': 'bounce: gone',
  'verp-in-capitals': 'bounce: gone',
  'exim-unknown-user': 'bounce: gone',
  'exim-words-only': 'bounce: gone',
  'exim-unrouteable': 'bounce: says nothing',
  'exim-old-text-only': 'autoReply',
  'sendmail-unknown-user': 'bounce: gone',
  'sendmail-bad-host': 'bounce: gone',
  'sendmail-given-up': 'bounce: tookNone',
  'sendmail-warning': 'notice',
  'one-of-two-was-reached': 'notice',
  'two-of-two-failed': 'bounce: tookNone',
  'exchange-unknown-user': 'bounce: gone',
  'exchange-mailbox-full': 'bounce: tookNone',
  'exchange-not-allowed': 'bounce: says nothing',
  'outlook-com-unavailable': 'bounce: says nothing',
  'gmail-unknown-user': 'bounce: gone',
  'gmail-inactive': 'bounce: says nothing',
  'gmail-over-quota': 'bounce: tookNone',
  'gmx-unknown-user': 'bounce: gone',
  'webde-mailbox-full': 'bounce: tookNone',
  'tonline-unknown-user': 'bounce: gone',
  'strato-unknown-user': 'bounce: gone',
  'returned-as-base64': 'bounce: gone',
  'smtputf8-unknown-user': 'bounce: gone',
  'report-type-left-out': 'bounce: gone',
  'qmail-qsbmf': 'other',
  'read-receipt': 'notice',
  'reader-quotes-bounce': 'other',
  'reader-forwards-bounce': 'other',
  'forged-envelope-id': 'bounce: unproven',
  'forged-message-id': 'bounce: unproven',
  'forged-return-address': 'bounce: unproven',
  'forged-two-readers': 'bounce: unproven',
  'forged-address-only': 'bounce: unproven',
  'yahoo-complaint': 'complaint: proven',
  'outlook-complaint': 'complaint: proven',
  'fraud-complaint': 'complaint: proven',
  'complaint-redacted': 'complaint: proven',
  'complaint-forged': 'complaint: unproven',
  'not-spam': 'notice',
  'dmarc-failure': 'notice',
  'opt-out': 'optOut: proven',
  'vacation-sieve': 'autoReply',
  'vacation-sendmail': 'autoReply',
  'outlook-absent-german': 'autoReply',
  'outlook-absent-english': 'autoReply',
  'gmx-absent': 'autoReply',
  'absent-without-marks': 'autoReply',
  'autoresponder-header': 'autoReply',
  'challenge-response': 'autoReply',
  'challenge-without-marks': 'other',
  'vacation-quotes-goodbye': 'autoReply',
  'goodbye-gmail': 'goodbye',
  'goodbye-answered-and-folded': 'goodbye',
  'goodbye-folded-in-the-token': 'goodbye',
  'goodbye-encoded': 'goodbye',
  'goodbye-auto-generated': 'goodbye',
  'goodbye-with-words': 'goodbye',
  'goodbye-without-token': 'goodbyeOfSomebody',
  'goodbye-german': 'goodbyeOfSomebody',
  'goodbye-forged': 'goodbyeOfSomebody',
  'goodbye-with-confirmation-token': 'goodbyeOfSomebody',
  reply: 'answer: proven',
  'reply-in-a-thread': 'answer: proven',
  'reply-forged': 'answer: unproven',
  'reply-to-another-mail': 'other',
  'reply-from-a-list': 'other',
  'reply-generated': 'other',
  'reply-from-a-mail-server': 'other',
  'reply-about-leaving': 'other',
};

const sunday = '2026-11-22T06:00:09.000Z';

/** The ledger of a letter that a relay took for two readers. */
const ledger: readonly LedgerRecord[] = [
  { type: 'audience', ids: [ids.first, ids.second] },
  ...[ids.first, ids.second].flatMap((id): LedgerRecord[] => [
    { type: 'attempted', at: sunday, run: 'r', id, attempt: 1, messageId: marksOf(id).messageId },
    {
      type: 'outcome',
      at: sunday,
      run: 'r',
      id,
      attempt: 1,
      outcome: 'accepted',
      stage: 'final',
      code: 250,
      enhanced: '2.0.0',
      reply: '250 2.0.0 OK',
    },
  ]),
];

async function meaningNamed(name: string): Promise<Meaning> {
  const mail = await openMail(mailNamed(name));
  return mail ? meaningOf(mail, [secret]) : { is: 'other' };
}

function consequence(meaning: Meaning): string {
  if (!('trace' in meaning)) return meaning.is;
  const letter = sentLetter();
  for (const record of ledger) letter.see(record);
  const traced = follow(meaning.trace, new Map([[week, letter]]));
  if (traced?.id !== ids.first) return `${meaning.is}: ${traced ? 'somebody else' : 'unproven'}`;
  if (meaning.is !== 'bounce') return `${meaning.is}: proven`;
  const report = { type: 'bounce', at: sunday, id: traced.id, ...meaning.bounce } as const;
  const delivery = withReports(foldLedger(ledger), [report]).deliveries.get(traced.id);
  const sign = delivery && 'answer' in delivery ? signOfAnswer(delivery.answer) : undefined;
  return `bounce: ${sign ?? 'says nothing'}`;
}

describe('mails as programs and people write them (R28–R31)', () => {
  test('each of them stands in the table', () => {
    expect(Object.keys(meanings).toSorted()).toEqual(mailNames.toSorted());
    expect(mailNames.length).toBeGreaterThan(40);
  });

  test.each(Object.entries(meanings))('%s: %s', async (name, expected) => {
    const meaning = await meaningNamed(name);
    expect(consequence(meaning)).toBe(expected);
    if (meaning.is === 'goodbye') expect(meaning.id).toBe(ids.first);
  });

  test('no bounce repeats an address, nor the part before the @ (R29)', async () => {
    for (const name of mailNames) {
      const meaning = await meaningNamed(name);
      if (meaning.is === 'bounce') expect(meaning.bounce.reply).not.toMatch(/reader1|jürgen|@/i);
    }
  });
});
