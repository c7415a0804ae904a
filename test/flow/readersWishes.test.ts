import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { totalsOf } from '../../src/core/sending/delivery.ts';
import { formatIssue } from '../../src/core/issueFile.ts';
import type { FeaturedPost } from '../../src/core/issue.ts';
import { bareSuppression, type Subscriber, type SubscriberList } from '../../src/core/list/subscriber.ts';
import { formatSubscribers } from '../../src/core/list/subscriberFile.ts';
import { secretMark, suppressionHash } from '../../src/core/list/suppression.ts';
import { parseWeek, type WeekId } from '../../src/core/week.ts';
import { slotMarks, splitSlots } from '../../src/core/render/slots.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { send, type SendReport } from '../../src/flow/send.ts';
import type { LocalServer } from '../../src/smtp/localServer.ts';
import { confirmedReader, writeSubscribers } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { sampleIssue } from '../support/sampleIssue.ts';
import { mailServer, sendOrder } from '../support/sending.ts';

const week47 = parseWeek('2026-W47');

/** A post that can be told from all others. */
function post(id: string): FeaturedPost {
  const [sample] = sampleIssue().posts;
  if (!sample) throw new Error('the sample issue has no post');
  return { ...sample, id, title: `Beitrag ${id}`, url: `https://blog.example.org/${id}/` };
}

async function writeDraft(folder: string, week: WeekId, posts: readonly FeaturedPost[]): Promise<void> {
  await mkdir(join(folder, 'issues', week), { recursive: true });
  const issue = sampleIssue({ week, posts, olderPosts: [], subject: `Brief ${week}` });
  await writeFile(join(folder, 'issues', week, 'issue.md'), formatIssue(issue, 'Test'));
}

/** A folder with a draft for each week, holding one post named like it. */
async function folderWith(readers: readonly Subscriber[], ...weeks: readonly string[]): Promise<string> {
  const folder = await newsletterFolder(readers, (yaml) => yaml.replace('connections: 5', 'connections: 1'));
  for (const week of weeks.map(parseWeek)) await writeDraft(folder, week, [post(week)]);
  return folder;
}

const sendWeek = async (
  folder: string,
  server: LocalServer,
  week: WeekId = week47,
  now = '2026-11-20T19:00:00Z',
): Promise<SendReport> => {
  const clock = { now: () => new Date(now), sleep: () => Promise.resolve() };
  return send(await sendOrder(folder, server.url, { week, clock }));
};

const mailsTo = async (server: LocalServer, number: number): Promise<readonly Email[]> =>
  Promise.all(
    server.received
      .filter((mail) => mail.to.includes(`reader${number}@example.org`))
      .map((mail) => PostalMime.parse(mail.bytes)),
  );
const postsIn = (mail: Email): readonly string[] =>
  Array.from((mail.html ?? '').matchAll(/>Beitrag ([\w-]+)</g), ([, id = '']) => id);

describe('a pause', () => {
  test('keeps letters away until its day, which the newsletter’s time zone begins', async () => {
    const server = await mailServer();
    const reader = confirmedReader(1, { pausedUntil: '2026-11-21' });
    const folder = await folderWith([reader, confirmedReader(2)], '2026-W47', '2026-W48');
    const first = await sendWeek(folder, server, week47, '2026-11-20T22:59:59Z');
    expect(Object.fromEntries(first.state.skipped)).toEqual({ paused: 1 });
    const second = await sendWeek(folder, server, parseWeek('2026-W48'), '2026-11-20T23:00:00Z');
    expect(totalsOf(second.state)).toMatchObject({ audience: 2, accepted: 2 });
  });

  test('taken while the letter leaves is respected at once (R11)', async () => {
    const readers = [1, 2, 3].map((number) => confirmedReader(number));
    const folder = await folderWith(readers, '2026-W47');
    const server = await mailServer({
      onMail: async () => {
        const pausing = readers.map((one, index) =>
          index === 0 ? one : { ...one, ...(index === 1 ? paused : { rhythm: 'monthly' as const }) },
        );
        await writeSubscribers(folder, pausing);
      },
    });
    const paused = { pausedUntil: '2027-01-01' };
    // Not the month's letter, or the third reader would get it all the same.
    await sendEarlier(folder, '2026-W45');
    const { state } = await sendWeek(folder, server);
    expect(server.received).toHaveLength(1);
    expect([...state.deliveries.values()].slice(1)).toMatchObject([
      { state: 'withdrawn', reason: 'paused' },
      { state: 'withdrawn', reason: 'monthly' },
    ]);
  });

  test('of everybody keeps the letter unfrozen, and says why nobody is due', async () => {
    const server = await mailServer();
    const folder = await folderWith([confirmedReader(1, { pausedUntil: '2027-01-01' })], '2026-W47');
    await expect(sendWeek(folder, server)).rejects.toMatchObject({
      code: 'list.empty',
      text: { de: expect.stringContaining('pausieren') },
    });
  });
});

/** Sends a week to everybody through a server of its own. */
async function sendEarlier(folder: string, week: string): Promise<void> {
  await writeDraft(folder, parseWeek(week), [post(week)]);
  await sendWeek(folder, await mailServer(), parseWeek(week));
}

describe('a reader of the month’s letter', () => {
  const weekly = confirmedReader(1);
  const monthly = confirmedReader(2, { rhythm: 'monthly' });

  test('gets one letter a month, and in it every post since the last, each once', async () => {
    const server = await mailServer();
    const weeks = ['2026-W45', '2026-W46', '2026-W48', '2026-W50', '2026-W51'];
    const folder = await folderWith([weekly, monthly], ...weeks);
    const told: unknown[] = [];
    for (const week of weeks) {
      const { state } = await sendWeek(folder, server, parseWeek(week));
      // What was sent counts, whatever becomes of the draft.
      if (week === '2026-W48') await rm(join(folder, 'issues', week, 'issue.md'));
      told.push(Object.fromEntries(state.skipped));
    }
    const skipped = { monthly: 1 };
    expect(told).toEqual([{}, skipped, skipped, {}, skipped]);
    const mails = await mailsTo(server, 2);
    expect(mails.map(postsIn)).toEqual([['2026-W45'], ['2026-W50', '2026-W48', '2026-W46']]);
    expect(mails[1]?.subject).toBe('Brief 2026-W50');
    expect(mails[1]?.text).toContain('Monatsbrief · Dezember 2026');
    expect((await mailsTo(server, 1)).map(postsIn)).toEqual(weeks.map((week) => [week]));
  });

  test('gets the same letter when its sending goes on after others were sent', async () => {
    const folder = await folderWith([weekly, monthly], '2026-W45', '2026-W46', '2026-W49');
    for (const week of ['2026-W45', '2026-W46']) await sendEarlier(folder, week);
    const stop = new AbortController();
    const first = await mailServer({ onMail: async () => stop.abort() });
    const order = await sendOrder(folder, first.url, { week: parseWeek('2026-W49'), signal: stop.signal });
    expect(totalsOf((await send(order)).state)).toMatchObject({ accepted: 1, waiting: 1 });
    await sendEarlier(folder, '2026-W50');
    const second = await mailServer();
    await sendWeek(folder, second, parseWeek('2026-W49'));
    const mails = await mailsTo(second, 2);
    expect(mails.map(postsIn)).toEqual([['2026-W49', '2026-W46']]);
  });

  test('does not miss posts because a month brought more than a letter may hold (R44)', async () => {
    const folder = await folderWith([weekly, monthly], '2026-W45');
    await sendEarlier(folder, '2026-W45');
    const many = (week: string): readonly FeaturedPost[] =>
      Array.from({ length: 20 }, (_, index) => post(`${week}-${index}`));
    for (const week of ['2026-W46', '2026-W47', '2026-W48']) {
      await writeDraft(folder, parseWeek(week), many(week));
      await sendWeek(folder, await mailServer(), parseWeek(week));
    }
    await writeDraft(folder, parseWeek('2026-W49'), [post('2026-W49')]);
    const server = await mailServer();
    await sendWeek(folder, server, parseWeek('2026-W49'));
    const [mail] = await mailsTo(server, 2);
    expect(mail && postsIn(mail)).toHaveLength(61);
    expect(Buffer.byteLength(mail?.html ?? '')).toBeLessThan(100 * 1024);
  });

  test('does not wait for a ledger that was lost elsewhere', async () => {
    const folder = await folderWith([weekly, monthly], '2026-W45', '2026-W47');
    await sendEarlier(folder, '2026-W45');
    await rm(join(folder, 'issues', '2026-W45', 'ledger.jsonl'));
    const server = await mailServer();
    const { state } = await sendWeek(folder, server);
    expect(Object.fromEntries(state.skipped)).toEqual({ monthly: 1 });
  });
});

describe('a reader with another language', () => {
  test('gets the same letter in a frame she can read, frozen once for all of them', async () => {
    const server = await mailServer();
    const readers = [confirmedReader(1), confirmedReader(2, { language: 'en', name: 'Ann' })];
    const folder = await folderWith(readers, '2026-W47');
    await sendWeek(folder, server);
    const [[german], [english]] = await Promise.all([mailsTo(server, 1), mailsTo(server, 2)]);
    expect(german?.text).toContain('Abmelden');
    expect(english?.text).toContain('Hello Ann,');
    expect(english?.text).toContain('confirmed it on 12 March');
    expect(english?.text).toContain('Unsubscribe');
    expect(english?.subject).toBe(german?.subject);
    expect(english && postsIn(english)).toEqual(german && postsIn(german));
    const frozen: unknown = JSON.parse(
      await readFile(join(folder, 'issues', '2026-W47', 'frozen.json'), 'utf8'),
    );
    expect(Object.keys(Object(Object(frozen).editions))).toEqual(['weekly-en']);
  });
});

describe('what is kept of the letter', () => {
  test('the archived page speaks to visitors and holds no link of a reader', async () => {
    const folder = await folderWith([confirmedReader(1)], '2026-W47');
    await sendWeek(folder, await mailServer());
    for (const name of ['issue.html', 'issue.txt']) {
      const archived = await readFile(join(folder, 'issues', '2026-W47', name), 'utf8');
      expect(archived).toContain('Dieser Brief ging an alle');
      expect(archived).not.toMatch(/\/(unsubscribe|preferences)\/|bestätigt/);
    }
  });
});

test('a letter that version 0.1 froze and began to send goes on as it is', async () => {
  const readers = [confirmedReader(1, { language: 'en' }), confirmedReader(2, { name: 'Berta' })];
  const folder = await folderWith(readers, '2026-W47');
  const issues = issuesFolder(folder);
  const draft = (await issues.read(week47)) ?? '';
  const { salutation, confirmedOn, unsubscribeUrl } = slotMarks;
  const words = `${salutation} am ${confirmedOn} <${unsubscribeUrl}>`;
  const letter = JSON.stringify({
    week: week47,
    subject: 'Aus Version 0.1',
    html: splitSlots(`<p>${words}</p>`),
    text: splitSlots(words),
    settings: {
      title: 'Wochenbrief',
      locale: 'de',
      address: 'du',
      from: { name: 'Johanna', address: 'brief@example.org' },
      baseUrl: 'https://brief.example.org',
      replyTo: 'antwort@example.org',
      timeZone: 'Europe/Berlin',
    },
  });
  const at = '2026-11-20T18:00:00.000Z';
  const answered = { stage: 'final', code: 451, enhanced: null, reply: '451 later' } as const;
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const [first, second] = readers.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('two readers are needed');
  await issues.freeze(week47, {
    letter,
    draft,
    html: '',
    text: '',
    records: [
      { type: 'audience', ids: [first, second] },
      { type: 'frozen', at, week: week47, content: sha256(letter), draft: sha256(draft), audience: 2 },
      { type: 'run', at, run: 'old' },
      { type: 'attempted', at, run: 'old', id: first, attempt: 1, messageId: '<a@example.org>' },
      { ...answered, type: 'outcome', at, run: 'old', id: first, attempt: 1, outcome: 'deferred' },
    ],
  });
  const server = await mailServer();
  const report = await sendWeek(folder, server);
  expect(totalsOf(report.state)).toMatchObject({ accepted: 2, waiting: 0 });
  const [[one], [other]] = await Promise.all([mailsTo(server, 1), mailsTo(server, 2)]);
  expect(one?.text).toMatch(/^Hallo, am 12\. März 2026 <https:\/\/brief\.example\.org\/unsubscribe\//);
  expect(other?.text).toContain('Hallo Berta, am 12. März 2026');
  expect(JSON.stringify(other?.headers)).toContain('mailto:antwort@example.org');
});

test('under another secret nobody is mailed: the suppressed could not be recognised', async () => {
  const folder = await folderWith([confirmedReader(1)], '2026-W47');
  const former = 'a-former-secret-of-more-than-thirty-two-letters';
  const suppressions: SubscriberList['suppressions'] = [
    {
      ...bareSuppression,
      hash: suppressionHash('reader1@example.org', former),
      key: secretMark(former),
      reason: 'complaint',
      since: '2026-05-01T00:00:00Z',
    },
  ];
  const list = { revision: 2, subscribers: [confirmedReader(1)], suppressions };
  await writeFile(join(folder, 'subscribers.json'), formatSubscribers(list));
  const server = await mailServer();
  await expect(sendWeek(folder, server)).rejects.toMatchObject({ code: 'secret.changed' });
  expect(server.received).toHaveLength(0);
});
