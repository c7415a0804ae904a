import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isUncertain } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { send, type SendOrder, type SendReport } from '../../src/flow/send.ts';
import { fillComposedFolder } from '../support/composedFolder.ts';
import { temporaryFolder } from '../support/folder.ts';
import { shortTimings, startScript, stopped } from '../support/holderProcess.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { mailServer, sendOrder } from '../support/sending.ts';
import { recordsIn } from '../support/ledgerRecords.ts';

const connections = 4;
const readers = Array.from({ length: 60 }, (_, index) => confirmedReader(index));

test('a sender is stopped, another one finishes, the first goes on: nobody gets two, nobody is forgotten (R18)', async () => {
  const first = startScript(new URL('../support/stoppedSender.ts', import.meta.url));
  await once(first, 'message');
  for (const stopAfter of [1, 17, 45]) {
    const folder = await temporaryFolder();
    await fillComposedFolder(folder, readers, connections);
    const server = await mailServer({
      onMail: async () => {
        if (server.received.length === stopAfter) first.kill('SIGSTOP');
        await new Promise((next) => setTimeout(next, 2));
      },
    });
    const firstEnd = once(first, 'message');
    first.send({ folder, url: server.url });
    await stopped(first);

    const issues = issuesFolder(folder, shortTimings);
    const report = await sendOnceSilent(await sendOrder(folder, server.url, { issues, run: 'second' }));
    expect(report.stopped).toBeUndefined();
    first.kill('SIGCONT');
    expect(await firstEnd).toEqual(['lock.lost', undefined]);

    const records = await recordsIn(join(folder, 'issues', '2026-W47', 'ledger.jsonl'));
    const state = foldLedger(records);
    const letters = server.received.flatMap((mail) => mail.to);
    const uncertain = [...state.deliveries.values()].filter(isUncertain);
    expect(uncertain.length).toBeLessThanOrEqual(connections);
    for (const { id, address } of readers) {
      const delivery = state.deliveries.get(id);
      const count = letters.filter((one) => one === address).length;
      const isInDoubt = delivery !== undefined && isUncertain(delivery);
      expect(count, address).toBeLessThanOrEqual(1);
      if (!isInDoubt) {
        expect(count, address).toBe(1);
        expect(delivery, address).toMatchObject({ state: 'answered', answer: { outcome: 'accepted' } });
      }
    }
    const before = server.received.length;
    await send(await sendOrder(folder, server.url, { issues, run: 'third' }));
    expect(server.received).toHaveLength(before);
  }
});

/** Sends as soon as the claim of the stopped one is silent for long enough. */
async function sendOnceSilent(order: SendOrder): Promise<SendReport> {
  for (;;) {
    try {
      return await send(order);
    } catch (error) {
      if (!(error instanceof NewsletterError) || error.code !== 'lock.held') throw error;
    }
    await new Promise((next) => setTimeout(next, 20));
  }
}
