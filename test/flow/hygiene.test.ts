import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { LedgerRecord, OutcomeRecord } from '../../src/core/sending/delivery.ts';
import { formatRecord } from '../../src/core/sending/ledgerText.ts';
import { viewOf } from '../../src/core/list/listBook.ts';
import { keyOf } from '../../src/core/list/listBook.ts';
import { confirm, signUp } from '../../src/core/list/membership.ts';
import { findSuppression } from '../../src/core/list/suppression.ts';
import { weekOf, type WeekId } from '../../src/core/week.ts';
import { issuePaths, issuesFolder } from '../../src/files/issuesFolder.ts';
import { subscribersFile } from '../../src/files/subscribersFile.ts';
import { applyHygiene } from '../../src/flow/hygiene.ts';
import { temporaryFolder } from '../support/folder.ts';
import { confirmedReader, secret, writeSubscribers } from '../support/newsletter.ts';

const [anna, bert, cora] = [confirmedReader(1), confirmedReader(2), confirmedReader(3)];
const secrets = [secret] as const;

/** The Sunday so many weeks before the one of 2026-W47. */
function sunday(weeksAgo: number): Date {
  return new Date(Date.parse('2026-11-22T06:00:00Z') - weeksAgo * 7 * 24 * 3_600_000);
}

/** A folder whose letters got these replies, the oldest first; the last one left on the Sunday of 2026-W47. */
async function folderWith(...letters: readonly Readonly<Record<string, string>>[]) {
  const folder = await temporaryFolder();
  await writeSubscribers(folder, [anna, bert, cora]);
  for (const [index, replies] of letters.entries())
    await writeLedger(folder, sunday(letters.length - 1 - index), replies);
  return { folder, issues: issuesFolder(folder), subscribers: subscribersFile(folder), secrets };
}

async function writeLedger(
  folder: string,
  at: Date,
  replies: Readonly<Record<string, string>>,
): Promise<WeekId> {
  const week = weekOf(at, 'Europe/Berlin');
  const when = at.toISOString();
  const records: LedgerRecord[] = [{ type: 'audience', ids: Object.keys(replies) }];
  for (const [id, reply] of Object.entries(replies)) {
    const tried = { at: when, run: 'r', id, attempt: 1 };
    const code = Number(reply.slice(0, 3));
    const outcome = code < 300 ? 'accepted' : code < 500 ? 'deferred' : 'rejected';
    const enhanced = /^\d{3} (\d\.\d+\.\d+)/.exec(reply)?.[1] ?? null;
    const answer: OutcomeRecord = {
      type: 'outcome',
      ...tried,
      outcome,
      stage: 'rcpt',
      code,
      enhanced,
      reply,
    };
    records.push({ type: 'attempted', ...tried, messageId: '<x@example.org>' }, answer);
  }
  const paths = issuePaths(folder, week);
  await mkdir(paths.folder, { recursive: true });
  await writeFile(paths.ledger, records.map(formatRecord).join(''));
  return week;
}

const ok = '250 2.0.0 ok';
const full = '452 4.2.2 mailbox full';
const unknown = '550 5.1.1 user unknown';
const spam = '550 5.7.1 looks like spam';

test('after a letter, hard bounces and mailboxes full for weeks are suppressed, spam filters blame nobody (R28)', async () => {
  const letter = { [anna.id]: ok, [bert.id]: '552 5.2.2 full', [cora.id]: spam };
  const order = await folderWith(letter, letter, letter, { ...letter, [anna.id]: unknown });
  const now = sunday(0);
  expect(await applyHygiene({ ...order, now })).toEqual({ hardBounces: 1, softBounces: 1 });
  const list = await order.subscribers.read();
  const reasonOf = (one: typeof anna) => findSuppression(viewOf(list), keyOf(one), secrets)?.reason;
  expect([anna, bert, cora].map(reasonOf)).toEqual(['hard-bounce', 'soft-bounces', undefined]);
  expect(await applyHygiene({ ...order, now })).toEqual({ hardBounces: 0, softBounces: 0 });
  expect((await order.subscribers.read()).revision).toBe(list.revision);
});

test('who is put off in the letter that goes on may yet get it; earlier letters count', async () => {
  const letter = { [anna.id]: full };
  const order = await folderWith(letter, letter, letter, letter);
  expect(await applyHygiene({ ...order, now: sunday(0) })).toMatchObject({ softBounces: 0 });
  await writeLedger(order.folder, sunday(-1), { [bert.id]: ok });
  expect(await applyHygiene({ ...order, now: sunday(-1) })).toMatchObject({ softBounces: 1 });
});

test('a damaged ledger says nothing, and the others count', async () => {
  const order = await folderWith({ [bert.id]: unknown }, { [anna.id]: unknown });
  const broken = issuePaths(order.folder, weekOf(sunday(1), 'Europe/Berlin')).ledger;
  await writeFile(broken, 'not a ledger\n');
  expect(await applyHygiene({ ...order, now: sunday(0) })).toEqual({ hardBounces: 1, softBounces: 0 });
});

test('bounces older than eight weeks are forgotten', async () => {
  const order = await folderWith(
    { [anna.id]: unknown },
    ...Array.from({ length: 9 }, () => ({ [bert.id]: ok })),
  );
  expect(await applyHygiene({ ...order, now: sunday(0) })).toEqual({ hardBounces: 0, softBounces: 0 });
});

test('who left, came back and confirmed after her bounce gets letters again', async () => {
  const order = await folderWith({ [anna.id]: unknown, [bert.id]: ok });
  const left = { ...anna, status: 'unsubscribed' as const, unsubscribedAt: '2026-11-22T08:00:00Z' };
  await order.subscribers.change(() => ({ edits: [{ put: left }], value: undefined }));
  const requestedAt = '2026-11-23T08:00:00Z';
  const request = {
    id: 'unused000001',
    address: { address: anna.address, key: anna.address },
    name: null,
    language: null,
    wording: 'Ja',
    wordingVersion: '1',
    form: null,
    origin: null,
    at: requestedAt,
  };
  await order.subscribers.change(signUp(request, secrets));
  const link = { id: anna.id, issuedAt: Date.parse(requestedAt) / 1000 };
  expect(await order.subscribers.change(confirm(link, '2026-11-23T09:00:00Z', secrets))).toBe('confirmed');
  expect(await applyHygiene({ ...order, now: sunday(-1) })).toEqual({ hardBounces: 0, softBounces: 0 });
});
