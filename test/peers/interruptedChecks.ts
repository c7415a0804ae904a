import assert from 'node:assert/strict';
import { once } from 'node:events';
import { startCli } from '../support/cli.ts';
import { mailboxesOf, readersOf, type PeerCheck } from './check.ts';
import { until } from './postfix.ts';

/** Senders that die. */
export function interruptedChecks(): readonly PeerCheck[] {
  return [killedInTheMiddle()];
}

function killedInTheMiddle(): PeerCheck {
  const readers = readersOf('killed', 300);
  const connections = 5;
  return {
    title: 'killed in the middle and begun again: nobody lost, nobody twice (R1, R4, R5)',
    service: { name: 'killed', mailboxes: mailboxesOf(readers) },
    readers,
    async prove(letter) {
      const sender = startCli(letter.words, letter.environment);
      const killed = once(sender, 'exit');
      await until(async () => {
        const queued = await letter.postfix.logged(/to=<\S+@killed\.example\.org>.* status=sent/g);
        return queued.length > 60 || sender.exitCode !== null;
      });
      sender.kill('SIGKILL');
      await killed;
      assert.equal(sender.signalCode, 'SIGKILL', 'it had ended already');
      await letter.send();
      const totals = await letter.agreed();
      assert.equal(totals.accepted + totals.uncertain, readers.length);
      assert(totals.uncertain <= connections, `${totals.uncertain} are uncertain`);
      return `${totals.accepted} accepted, ${totals.uncertain} uncertain`;
    },
  };
}
