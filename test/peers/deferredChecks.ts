import assert from 'node:assert/strict';
import {
  mailboxesOf,
  outcomesOf,
  readersOf,
  type PeerCheck,
  type PeerPlan,
  type SentLetter,
} from './check.ts';

/** What Postfix only puts off. */
export function deferredChecks(plan: PeerPlan): readonly PeerCheck[] {
  return [
    putOffAtRcpt(plan),
    putOffAtTheDot(plan),
    tooManyMessages(),
    tooManyConnections(),
    ...(plan.greylist === undefined ? [] : [greylisted(plan, plan.greylist), allGreylisted(plan.greylist)]),
  ];
}

/** How long a check may wait for readers who were put off: the first pause is a minute (R22). */
const patienceSeconds = 150;

function putOffAtRcpt({ tables, tableAt }: PeerPlan): PeerCheck {
  const readers = readersOf('busy', 60);
  tables['busy'] = [20, 40, 59].map((number) => `reader${number}@busy.example.org 450 4.2.1 not now`);
  return {
    title: 'put off at RCPT (450 4.2.1) is deferred, and accepted later (R22)',
    service: {
      name: 'busy',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_recipient_restrictions: `check_recipient_access ${tableAt('busy')}` },
    },
    readers,
    prove: (letter) => deferredThenAccepted(letter, { table: 'busy', stage: 'rcpt', code: 450, count: 3 }),
  };
}

function putOffAtTheDot({ tables, tableAt }: PeerPlan): PeerCheck {
  const readers = readersOf('full', 60);
  tables['full'] = [25, 50].map((number) => `reader${number}@full.example.org 452 4.3.1 no space`);
  return {
    title: 'put off at the final dot (452 4.3.1) is deferred, not uncertain, and accepted later (R6)',
    service: {
      name: 'full',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_end_of_data_restrictions: `check_recipient_access ${tableAt('full')}` },
    },
    readers,
    prove: (letter) => deferredThenAccepted(letter, { table: 'full', stage: 'final', code: 452, count: 2 }),
  };
}

async function deferredThenAccepted(
  letter: SentLetter,
  expected: { readonly table: string; readonly stage: string; readonly code: number; readonly count: number },
): Promise<string> {
  const run = await letter.send();
  assert.equal(run.code, 3, run.stderr);
  const first = await letter.agreed();
  assert.deepEqual([first.deferred, first.accepted], [expected.count, 60 - expected.count]);
  const { records } = await letter.ledger();
  const putOff = outcomesOf(records).filter(({ outcome }) => outcome === 'deferred');
  for (const { stage, code } of putOff) assert.deepEqual([stage, code], [expected.stage, expected.code]);
  await letter.postfix.replaceTable(expected.table, ['# nobody']);
  return acceptedLater(letter, expected.count);
}

async function acceptedLater(letter: SentLetter, deferred: number): Promise<string> {
  const began = Date.now();
  await letter.sendUntilSettled(patienceSeconds);
  const totals = await letter.agreed();
  assert.equal(totals.accepted, totals.audience);
  return `${deferred} deferred, all accepted ${Math.round((Date.now() - began) / 1000)} s later`;
}

function tooManyMessages(): PeerCheck {
  const readers = readersOf('rate', 60);
  return {
    title: 'beyond Postfix’s message rate (450 4.7.1) is deferred, nobody lost or twice (R21)',
    service: {
      name: 'rate',
      mailboxes: mailboxesOf(readers),
      // Less than half: also where a new minute begins between the letters, not all of them fit.
      settings: { smtpd_client_message_rate_limit: '29' },
    },
    readers,
    async prove(letter) {
      await letter.send();
      const { deferred, waiting } = await letter.agreed();
      assert(deferred > 0, 'nobody was put off');
      const { records } = await letter.ledger();
      const putOff = outcomesOf(records).filter(({ outcome }) => outcome === 'deferred');
      for (const { stage, code, enhanced } of putOff)
        assert.deepEqual([stage, code, enhanced], ['mail', 450, '4.7.1']);
      return acceptedLater(letter, deferred + waiting);
    },
  };
}

function tooManyConnections(): PeerCheck {
  const readers = readersOf('crowd', 60);
  return {
    title: 'turned away for too many connections (421 4.7.0), two carry them all (R21)',
    service: {
      name: 'crowd',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_client_connection_count_limit: '2' },
    },
    readers,
    async prove(letter) {
      await letter.sendUntilSettled(patienceSeconds);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      const turnedAway = await letter.postfix.logged(/Connection concurrency limit exceeded/g);
      assert(turnedAway.length > 0, 'Postfix turned nobody away');
      return `${turnedAway.length} connections turned away, all accepted`;
    },
  };
}

function greylisted({ tables, tableAt }: PeerPlan, greylist: string): PeerCheck {
  const readers = readersOf('grey', 60);
  const grey = [10, 20, 30, 40, 50];
  tables['grey'] = grey.map((number) => `reader${number}@grey.example.org greylisted`);
  return {
    title: 'greylisted by postgrey (450 4.2.0) is deferred, and accepted when it comes back (R22)',
    service: {
      name: 'grey',
      mailboxes: mailboxesOf(readers),
      settings: {
        smtpd_restriction_classes: 'greylisted',
        greylisted: greylist,
        smtpd_recipient_restrictions: `check_recipient_access ${tableAt('grey')}`,
      },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 3, run.stderr);
      const first = await letter.agreed();
      assert.equal(first.deferred, grey.length);
      const { records } = await letter.ledger();
      for (const { outcome, code, enhanced, reply } of outcomesOf(records))
        if (outcome === 'deferred') {
          assert.deepEqual([code, enhanced], [450, '4.2.0']);
          assert.match(reply, /Greylisted/);
        }
      return acceptedLater(letter, grey.length);
    },
  };
}

function allGreylisted(greylist: string): PeerCheck {
  const readers = readersOf('stop', 60);
  return {
    title: 'where postgrey puts everybody off the run stops early, and nobody is blamed (R25)',
    service: {
      name: 'stop',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_recipient_restrictions: greylist },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.notEqual(run.code, 0);
      assert.match(run.stderr, /Greylisted/);
      const { deferred, waiting, audience } = await letter.agreed();
      assert.equal(deferred + waiting, audience);
      assert(deferred <= 20, `${deferred} were asked before the run stopped`);
      return `${deferred} deferred, ${waiting} not tried`;
    },
  };
}
