import assert from 'node:assert/strict';
import { totalsOf } from '../../src/core/sending/delivery.ts';
import { hasOutcome, mailboxesOf, outcomesOf, readersOf, type PeerCheck, type PeerPlan } from './check.ts';

/** What Postfix refuses for good. */
export function refusedChecks(plan: PeerPlan): readonly PeerCheck[] {
  return [
    unknownUsers(),
    tooManyErrors(),
    senderRefused(plan),
    senderRefusedLate(plan),
    relayDenied(),
    tooLargeAnnounced(),
    tooLargeAtTheDot(),
    refusedAtTheDot(plan),
  ];
}

function unknownUsers(): PeerCheck {
  const readers = readersOf('unknown', 60);
  const unknown = new Set([30, 59].map((number) => readers[number]?.id));
  return {
    title: 'unknown users are rejected (550 5.1.1), nobody else (R20)',
    service: {
      name: 'unknown',
      mailboxes: mailboxesOf(readers.filter(({ id }) => !unknown.has(id))),
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      const totals = await letter.agreed();
      assert.deepEqual([totals.accepted, totals.rejected], [58, 2], run.stderr);
      const { state } = await letter.ledger();
      for (const [id, delivery] of state.deliveries) {
        assert(hasOutcome(delivery, unknown.has(id) ? 'rejected' : 'accepted'), id);
        if (delivery.answer.outcome === 'rejected') {
          assert.deepEqual([delivery.answer.code, delivery.answer.enhanced], [550, '5.1.1']);
          assert.doesNotMatch(delivery.answer.reply, /reader\d|@/, 'the ledger names an address');
        }
      }
      return '58 accepted, 2 × 550 5.1.1';
    },
  };
}

function tooManyErrors(): PeerCheck {
  const readers = readersOf('errors', 60);
  const unknown = new Set([20, 40].map((number) => readers[number]?.id));
  return {
    title: 'hung up on for too many errors (421), the run goes on over a new connection (R21)',
    service: {
      name: 'errors',
      mailboxes: mailboxesOf(readers.filter(({ id }) => !unknown.has(id))),
      settings: { smtpd_hard_error_limit: '1', smtpd_soft_error_limit: '1' },
    },
    readers,
    settings: (yaml) => yaml.replace('connections: 5', 'connections: 1'),
    async prove(letter) {
      await letter.sendUntilSettled(150);
      const totals = await letter.agreed();
      assert.deepEqual([totals.accepted, totals.rejected], [58, 2]);
      const hungUp = await letter.postfix.logged(/too many errors after/g);
      assert(hungUp.length > 0, 'Postfix never hung up');
      return `58 accepted, 2 rejected, hung up on ${hungUp.length} times`;
    },
  };
}

function senderRefused({ tables, tableAt }: PeerPlan): PeerCheck {
  const readers = readersOf('sender', 20);
  tables['senders'] = ['brief@example.org 550 5.7.1 not with this account'];
  return {
    title: 'a sender refused at MAIL stops the run and blames nobody (R20)',
    service: {
      name: 'sender',
      mailboxes: mailboxesOf(readers),
      settings: {
        smtpd_delay_reject: 'no',
        smtpd_sender_restrictions: `check_sender_access ${tableAt('senders')}`,
      },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 1);
      assert.match(run.stderr, /5\.7\.1/);
      const totals = await letter.agreed();
      assert.equal(totals.waiting, totals.audience);
      await letter.postfix.replaceTable('senders', ['# nobody']);
      const mended = await letter.sendUntilSettled(150);
      assert.equal((await letter.agreed()).accepted, readers.length, mended.stderr);
      return 'all 20 wait; mended, all have theirs';
    },
  };
}

function senderRefusedLate({ tables, tableAt }: PeerPlan): PeerCheck {
  const readers = readersOf('late', 40);
  tables['lateSenders'] = ['brief@example.org 550 5.7.1 not with this account'];
  return {
    title: 'a sender refused only at RCPT, as is Postfix’s custom, stops the run and blames nobody (R20)',
    service: {
      name: 'late',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_sender_restrictions: `check_sender_access ${tableAt('lateSenders')}` },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 1, run.stderr);
      const { waiting, deferred, audience } = totalsOf((await letter.ledger()).state);
      assert.equal(waiting + deferred, audience);
      assert(deferred <= 10, `${deferred} were put off before the run stopped`);
      return `${deferred} put off, ${waiting} not tried`;
    },
  };
}

function relayDenied(): PeerCheck {
  const elsewhere = readersOf('nowhere', 40);
  return {
    title: 'a server that does not relay for us (554 5.7.1) is left after a few (R25)',
    service: { name: 'relay', mailboxes: [] },
    readers: elsewhere,
    async prove(letter) {
      return refusedForAFew(letter);
    },
  };
}

async function refusedForAFew(letter: Parameters<PeerCheck['prove']>[0]): Promise<string> {
  const run = await letter.send();
  assert.equal(run.code, 1, run.stderr);
  const totals = await letter.agreed();
  assert.equal(totals.accepted, 0);
  assert.equal(totals.rejected + totals.waiting, totals.audience);
  assert(totals.rejected <= 10, `${totals.rejected} were rejected before the run stopped`);
  return `${totals.rejected} rejected, ${totals.waiting} not tried`;
}

function tooLargeAnnounced(): PeerCheck {
  const readers = readersOf('size', 20);
  return {
    title: 'a letter larger than the server’s SIZE stops the run and blames nobody (R20)',
    service: { name: 'size', mailboxes: mailboxesOf(readers), settings: { message_size_limit: '5000' } },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 1, run.stdout);
      const totals = await letter.agreed();
      assert.deepEqual([totals.accepted, totals.rejected, totals.waiting], [0, 0, 20]);
      return 'all 20 wait';
    },
  };
}

function tooLargeAtTheDot(): PeerCheck {
  const readers = readersOf('dot', 40);
  return {
    title: 'the same found out at the final dot (552 5.3.4) is left after a few (R6, R25)',
    service: {
      name: 'dot',
      mailboxes: mailboxesOf(readers),
      settings: { message_size_limit: '5000', smtpd_discard_ehlo_keywords: 'size' },
    },
    readers,
    async prove(letter) {
      const seen = await refusedForAFew(letter);
      const { records } = await letter.ledger();
      for (const { stage, code, enhanced } of outcomesOf(records))
        assert.deepEqual([stage, code, enhanced], ['final', 552, '5.3.4']);
      return seen;
    },
  };
}

function refusedAtTheDot({ tables, tableAt }: PeerPlan): PeerCheck {
  const readers = readersOf('content', 60);
  tables['refusedContents'] = ['reader40@content.example.org 554 5.7.1 not this letter'];
  return {
    title: 'refused after the final dot (554) is rejected, not uncertain (R6)',
    service: {
      name: 'content',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_end_of_data_restrictions: `check_recipient_access ${tableAt('refusedContents')}` },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      const totals = await letter.agreed();
      assert.deepEqual([totals.accepted, totals.rejected], [59, 1], run.stderr);
      const { records } = await letter.ledger();
      const refused = outcomesOf(records).filter(({ outcome }) => outcome === 'rejected');
      assert.deepEqual(
        refused.map(({ stage, code, enhanced }) => [stage, code, enhanced]),
        [['final', 554, '5.7.1']],
      );
      return '59 accepted, 1 × 554 5.7.1';
    },
  };
}
