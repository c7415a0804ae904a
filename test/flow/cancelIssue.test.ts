import { beforeEach, describe, expect, test } from 'vitest';
import { totalsOf } from '../../src/core/sending/delivery.ts';
import type { DiaryRecord } from '../../src/core/clock/diary.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { cancelIssue, type Cancelled } from '../../src/flow/cancelIssue.ts';
import { ledgerState } from '../../src/flow/ledgerState.ts';
import { send, type SendReport } from '../../src/flow/send.ts';
import { fillComposedFolder } from '../support/composedFolder.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader } from '../support/newsletter.ts';
import { scriptedSmtp } from '../support/scriptedSmtp.ts';
import { mailServer, sendOrder, sleepyClock } from '../support/sending.ts';

const week = parseWeek('2026-W47');
const at = '2026-11-20T19:00:00.000Z';
let folder = '';

beforeEach(async () => {
  folder = await temporaryFolder();
  await fillComposedFolder(
    folder,
    Array.from({ length: 6 }, (_, index) => confirmedReader(index)),
    1,
  );
});

const write = (record: DiaryRecord): Promise<void> =>
  diariesFolder(folder).note(week, () => ({ records: [record], answer: undefined }));
const cancel = (): Promise<Cancelled> =>
  cancelIssue({
    week,
    issues: issuesFolder(folder),
    diaries: diariesFolder(folder),
    clock: sleepyClock(),
    by: 'command',
  });
const run = async (url: string): Promise<SendReport> => send(await sendOrder(folder, url));
const totals = async () => totalsOf(await ledgerState({ week, issues: issuesFolder(folder) }));

describe('a letter that the author has halted (R12)', () => {
  test('does not leave while it is paused; the error says by whom, why and how to go on', async () => {
    const server = await mailServer();
    const reason = { de: 'zu viele abgewiesen', en: 'too many rejected' };
    await write({ type: 'paused', at, by: 'breaker', reason });
    const error: unknown = await run(server.url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'issue.paused' });
    expect(String(error)).toContain('by Wochenbrief itself: too many rejected');
    expect(error).toHaveProperty('hint.de', expect.stringContaining('wochenbrief resume 2026-W47'));
    await write({ type: 'resumed', at, by: 'command' });
    await run(server.url);
    expect(server.received).toHaveLength(6);
  });

  test('that everybody has is not called paused', async () => {
    const server = await mailServer();
    await run(server.url);
    await write({ type: 'paused', at, by: 'command', reason: null });
    expect(await run(server.url)).toMatchObject({ due: 0, nextTryAt: null });
  });

  test('cancelled before it began never leaves, and nothing is frozen', async () => {
    const server = await mailServer();
    expect(await cancel()).toMatchObject({ isSending: false });
    await expect(run(server.url)).rejects.toMatchObject({ code: 'issue.cancelled' });
    expect(server.received).toHaveLength(0);
    expect(await totals()).toMatchObject({ audience: 0 });
  });

  test('cancelled between two runs leaves nobody open, and a second word changes nothing', async () => {
    const { port } = await scriptedSmtp({ rcpt: { reply: '450 4.2.1 busy' } });
    await run(`smtp://127.0.0.1:${port}`);
    expect(await totals()).toMatchObject({ deferred: 6 });
    const { state } = await cancel();
    expect(totalsOf(state)).toMatchObject({ cancelled: 6 });
    expect(await totals()).toMatchObject({ cancelled: 6, deferred: 0 });
    await expect(cancel()).rejects.toMatchObject({ code: 'issue.tooLate' });
    const server = await mailServer();
    await expect(run(server.url)).rejects.toMatchObject({ code: 'issue.cancelled' });
    expect(server.received).toHaveLength(0);
  });

  test('cancelled while it is being sent leaves the rest to the run that sends', async () => {
    const cancelled: Cancelled[] = [];
    const server = await mailServer({
      onMail: async () => {
        if (server.received.length === 2) cancelled.push(await cancel());
      },
    });
    const order = await sendOrder(folder, server.url);
    // A second passes with each letter.
    const clock = sleepyClock();
    const config = { ...order.config, delivery: { ...order.config.delivery, perSecond: 1 } };
    const { state, nextTryAt } = await send({ ...order, clock, config });
    expect(cancelled).toMatchObject([{ isSending: true }]);
    expect(server.received).toHaveLength(2);
    expect(totalsOf(state)).toMatchObject({ accepted: 2, cancelled: 4 });
    expect(nextTryAt).toBeNull();
  });

  test('whose run died right after the word is settled by the next one', async () => {
    const { port } = await scriptedSmtp({ rcpt: { reply: '450 4.2.1 busy' } });
    await run(`smtp://127.0.0.1:${port}`);
    await write({ type: 'cancelled', at, by: 'link' });
    await expect(run(`smtp://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'issue.cancelled' });
    expect(await totals()).toMatchObject({ cancelled: 6 });
  });

  test('that everybody has can no longer be cancelled', async () => {
    const server = await mailServer();
    await run(server.url);
    await expect(cancel()).rejects.toMatchObject({ code: 'issue.tooLate' });
  });
});
