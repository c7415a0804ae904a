import assert from 'node:assert/strict';
import PostalMime from 'postal-mime';
import { confirmedReader } from '../support/newsletter.ts';
import { hasOutcome, mailboxesOf, readersOf, type PeerCheck, type SentLetter } from './check.ts';
import { domainOf, type DeliveredLetter } from './postfix.ts';

/** Letters that Postfix takes. */
export function acceptedChecks(): readonly PeerCheck[] {
  return [everybody(), beyondAscii(), withoutSmtpUtf8(), idleConnections(), secondAccount()];
}

function everybody(): PeerCheck {
  const readers = readersOf('everybody', 200);
  return {
    title: '200 readers have one letter each, whole, with both ways to leave (R1, R40)',
    service: { name: 'everybody', mailboxes: mailboxesOf(readers) },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 0, run.stderr);
      const totals = await letter.agreed();
      assert.deepEqual([totals.accepted, totals.audience], [200, 200]);
      const delivered = await letter.postfix.letters('everybody');
      await requireWhole(delivered, letter, 'everybody');
      await letter.send();
      assert.equal((await letter.postfix.letters('everybody')).length, 200, 'after a second run');
      return `${delivered.length} letters, none twice after a second run`;
    },
  };
}

/** Fails unless every letter can be read and carries what its reader needs. */
async function requireWhole(
  delivered: readonly DeliveredLetter[],
  letter: SentLetter,
  service: string,
): Promise<void> {
  const { records } = await letter.ledger();
  const ids = new Set(records.flatMap((record) => (record.type === 'attempted' ? [record.messageId] : [])));
  for (const { mailbox, bytes } of delivered) {
    const mail = await PostalMime.parse(bytes);
    const header = (name: string): string =>
      mail.headers.find(({ key }) => key === name)?.value ?? assert.fail(`${mailbox}: no ${name}`);
    assert.equal(mail.to?.[0]?.address, `${mailbox}@${domainOf(service)}`);
    assert.equal(mail.to?.length, 1);
    assert(
      ids.delete(mail.messageId ?? ''),
      `${mailbox}: ${mail.messageId} is not in the ledger, or came twice`,
    );
    assert.match(header('list-unsubscribe'), /<https:\/\/\S+>.*<mailto:\S+>/);
    assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
    assert.match(header('list-id'), /<\S+>/);
    assert.match(mail.subject ?? '', /\S/);
    for (const part of [mail.text, mail.html]) {
      assert.match(part ?? '', /Musterweg 1/, `${mailbox}: a part without its imprint`);
      // What a wrong character set makes of umlauts.
      assert.doesNotMatch(part ?? '', /\uFFFD|Ã/);
    }
    assert(
      !bytes
        .toString('latin1')
        .split('\n')
        .some((line) => line.length > 998),
      'a line is too long',
    );
  }
  assert.equal(ids.size, 0, 'letters in the ledger that were not delivered');
}

function beyondAscii(): PeerCheck {
  const domain = `xn--bcher-kva.${domainOf('beyond')}`;
  const readers = [
    confirmedReader(0, { address: `jürgen@${domainOf('beyond')}` }),
    confirmedReader(1, { address: `anna+letters@bücher.${domainOf('beyond')}` }),
    ...readersOf('beyond', 4).slice(2),
  ];
  return {
    title: 'addresses beyond ASCII arrive where SMTPUTF8 is offered (R27)',
    service: { name: 'beyond', mailboxes: mailboxesOf(readers), domains: [domain] },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 0, run.stderr);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      return 'jürgen@… and …@bücher.… have theirs';
    },
  };
}

function withoutSmtpUtf8(): PeerCheck {
  const readers = [
    confirmedReader(0, { address: `jürgen@${domainOf('ascii')}` }),
    ...readersOf('ascii', 30).slice(1),
  ];
  return {
    title: 'where it is not offered only they are rejected, without asking (R27)',
    service: {
      name: 'ascii',
      mailboxes: mailboxesOf(readers),
      settings: { smtpd_discard_ehlo_keywords: 'smtputf8' },
    },
    readers,
    async prove(letter) {
      const run = await letter.send();
      const { state } = await letter.ledger();
      const delivered = await letter.postfix.letters('ascii');
      assert.equal(delivered.length, readers.length - 1, run.stderr);
      const [first, ...others] = state.deliveries.values();
      assert(hasOutcome(first, 'rejected'));
      assert.equal(first.answer.enhanced, '5.6.7');
      assert(others.every((delivery) => hasOutcome(delivery, 'accepted')));
      return `553 5.6.7 for one, ${delivered.length} letters`;
    },
  };
}

function idleConnections(): PeerCheck {
  const readers = readersOf('idle', 6);
  return {
    title: 'a server that hangs up on idle connections (421 4.4.2) costs nobody the letter (R7, R21)',
    service: { name: 'idle', mailboxes: mailboxesOf(readers), settings: { smtpd_timeout: '1s' } },
    readers,
    // Three connections and one letter a second: each of them is idle for longer than the server allows.
    settings: (yaml) => yaml.replace('connections: 5, perSecond: 0', 'connections: 3, perSecond: 1'),
    async prove(letter) {
      await letter.sendUntilSettled(150);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      const hungUp = await letter.postfix.logged(/timeout after \S+ from/g);
      assert(hungUp.length > 0, 'Postfix never hung up');
      return `all ${totals.accepted} have theirs`;
    },
  };
}

function secondAccount(): PeerCheck {
  const readers = readersOf('second', 20);
  return {
    title: 'turned away by the first account (554 5.7.1), the second carries all of them, each once',
    firstAccount: {
      name: 'first',
      mailboxes: [],
      settings: { smtpd_delay_reject: 'no', smtpd_client_restrictions: 'reject' },
    },
    service: { name: 'second', mailboxes: mailboxesOf(readers) },
    readers,
    async prove(letter) {
      const run = await letter.send();
      assert.equal(run.code, 0, run.stderr);
      const totals = await letter.agreed();
      assert.equal(totals.accepted, readers.length);
      return `${totals.accepted} letters through the second`;
    },
  };
}
