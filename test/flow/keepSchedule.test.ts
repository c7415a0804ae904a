import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { totalsOf } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { NewsletterError } from '../../src/core/errors.ts';
import type { Diaries, PostSource, Transport } from '../../src/core/ports.ts';
import { authorMails } from '../../src/core/render/authorMail.ts';
import { planOf } from '../../src/core/clock/schedule.ts';
import { parseWeek, weeksBefore, type WeekId } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuePaths, issuesFolder } from '../../src/files/issuesFolder.ts';
import { readConfigFile, readPromptFile } from '../../src/files/newsletterFolder.ts';
import { compose } from '../../src/flow/compose.ts';
import { decide } from '../../src/flow/decide.ts';
import { send } from '../../src/flow/send.ts';
import { scheduled } from '../support/clockWorld.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { newsletterFolder } from '../support/newsletterFolder.ts';
import { sendOrder } from '../support/sending.ts';
import { memoryServer, schedulerOn, type MemoryServer, type SchedulerRun } from '../support/schedulers.ts';
import { recordsOf } from '../support/ledgerRecords.ts';

const week = parseWeek('2026-W47');
const [monday, friday, sunday] = ['2026-11-16T10:00:00Z', '2026-11-20T08:00:00Z', '2026-11-22T06:00:00Z'];
const later = (instant: string, minutes: number): Date => new Date(Date.parse(instant) + minutes * 60_000);
const readers = [confirmedReader(1), confirmedReader(2), confirmedReader(3)];
const allOf = (one: string): string[] => readers.map(({ address }) => `${one} ${address}`);

/** A folder whose clock has been running since Monday, and the mail server it speaks to. */
async function running(
  settings?: (yaml: string) => string,
  options: Parameters<typeof schedulerOn>[2] = {},
): Promise<{ folder: string; server: MemoryServer; clock: SchedulerRun }> {
  const folder = await newsletterFolder(readers, settings);
  const server = memoryServer();
  const clock = schedulerOn(folder, server, options);
  await clock.at(monday);
  return { folder, server, clock };
}

async function writeDraft(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** The same server, which gives its answer, unless it accepts, before it takes any content. */
function transportAtRcpt(transport: Transport): Transport {
  return {
    ...transport,
    async open(account) {
      const connection = await transport.open(account);
      return {
        ...connection,
        async send(message, beforeContent) {
          const early = await connection.send(message, () => Promise.resolve());
          if (early.code === 250) await beforeContent();
          return early.code === 250 ? early : { ...early, stage: 'rcpt', isContentEnded: false };
        },
      };
    },
  };
}

/** As `wochenbrief compose` and `wochenbrief send` do it, of which no diary knows. */
async function sendByHand(folder: string, transport: Transport, now: Date): Promise<void> {
  const order = await sendOrder(folder, 'smtp://127.0.0.1:1');
  const [prompts, drafts] = [await readPromptFile(folder, order.config), order.issues];
  await compose({ week, now, isReplay: true, config: order.config, prompts, sources: [], drafts });
  await send({ ...order, transport, clock: { now: () => now, sleep: () => Promise.resolve() } });
}

describe('a clock on real files', () => {
  test('for 6 weeks: each letter once to each reader, each mail to the author once, whatever wakes it (R13)', async () => {
    const { server, clock } = await running();
    const schedule = scheduled();
    const weeks: WeekId[] = [];
    for (let one = week; weeks.length < 6; one = weeksBefore(one, -1)) {
      weeks.push(one);
      const { composeAt, sendAt } = planOf(one, schedule);
      await clock.at(composeAt);
      await clock.at(sendAt);
      await clock.tick();
    }
    await clock.close();
    expect(clock.failures).toEqual([]);
    expect(server.letters.toSorted()).toEqual(weeks.flatMap(allOf));
    expect(server.authorMails).toEqual(weeks.flatMap((one) => [`draft ${one}`, `report ${one}`]));
  });

  test('a process that slept over the hour sends 3 hours late; after 3 days it holds and tells (R14)', async () => {
    const slept = await running();
    await slept.clock.at(friday);
    await slept.clock.at(later(sunday, 180));
    expect(slept.server.letters.toSorted()).toEqual(allOf(week));
    await slept.clock.close();
    const away = await running();
    await away.clock.at(friday);
    await away.clock.at(later(sunday, 3 * 24 * 60));
    expect(away.server.letters).toEqual([]);
    expect(away.server.authorMails).toEqual([`draft ${week}`, `held ${week}`]);
    await away.clock.close();
  });

  test('after a restart, and after the clock was set back, nothing leaves again (R16)', async () => {
    const { folder, server, clock } = await running();
    await clock.at(friday);
    await clock.at(sunday);
    await clock.close();
    const again = schedulerOn(folder, server);
    for (const instant of ['2026-11-22T05:00:00Z', friday, '2026-10-25T06:00:00Z', sunday])
      await again.at(instant);
    await again.close();
    expect(server.letters).toHaveLength(3);
    expect(server.authorMails).toHaveLength(2);
  });

  test('a mail server that is down at 07:00 and back at 09:00 gets the letter then, and the author hears of it once', async () => {
    const { server, clock } = await running();
    await clock.at(friday);
    server.isDown = true;
    for (const minutes of [0, 1, 6, 21, 51, 81, 111]) await clock.at(later(sunday, minutes));
    server.isDown = false;
    for (const minutes of [120, 141, 142]) await clock.at(later(sunday, minutes));
    expect(server.letters.toSorted()).toEqual(allOf(week));
    expect(server.authorMails).toEqual([`draft ${week}`, `trouble ${week}`, `report ${week}`]);
    await clock.close();
  });

  test('a feed that is down on Friday is tried again, told once, and the draft comes when it is back', async () => {
    let isDown = true;
    const feed: PostSource = {
      name: 'https://blog.example.org/feed/',
      list: () =>
        isDown
          ? Promise.reject(new NewsletterError('feed.unreachable', { de: 'Fort.', en: 'Gone.' }))
          : Promise.resolve({ posts: [], faults: [] }),
    };
    const { server, clock } = await running(undefined, { sources: [feed] });
    for (const minutes of [0, 1, 6, 15, 16, 21]) await clock.at(later(friday, minutes));
    expect(server.authorMails).toEqual([`trouble ${week}`]);
    isDown = false;
    await clock.at(later(friday, 51));
    await clock.at(sunday);
    expect(server.authorMails).toEqual([`trouble ${week}`, `draft ${week}`, `report ${week}`]);
    expect(server.letters).toHaveLength(3);
    await clock.close();
  });

  test('settings that break while it runs are told and tried again; the clock goes on when they are mended', async () => {
    const { folder, server, clock } = await running();
    const path = join(folder, 'newsletter.yaml');
    const good = await readFile(path, 'utf8');
    await writeFile(path, good.replace('send: sunday 07:00', 'send: someday'));
    await clock.at(friday);
    expect(clock.failures).toContainEqual(expect.objectContaining({ code: 'config.invalid' }));
    await writeFile(path, good.replace('friday 09:00', 'friday 10:00'));
    await clock.at(friday);
    expect(server.authorMails).toEqual([]);
    await clock.at(later(friday, 60));
    expect(server.authorMails).toEqual([`draft ${week}`]);
    await clock.close();
  });

  test('an approval that comes while the clock is about to hold the letter stands', async () => {
    const folder = await newsletterFolder(readers, (yaml) =>
      yaml.replace('approval: automatic', 'approval: ask'),
    );
    const server = memoryServer();
    const real = diariesFolder(folder);
    let isLate = false;
    const overtaken: Diaries = {
      ...real,
      async note(one, decideOn) {
        if (isLate) {
          isLate = false;
          const at = new Date(Date.parse(sunday) + 1000).toISOString();
          await real.note(one, () => ({
            records: [{ type: 'approved', at, by: 'command' }],
            answer: undefined,
          }));
        }
        return real.note(one, decideOn);
      },
    };
    const clock = schedulerOn(folder, server, { newsroom: () => ({ diaries: overtaken }) });
    await clock.at(monday);
    await clock.at(friday);
    await clock.at(later(sunday, -600));
    isLate = true;
    await clock.at(sunday);
    await clock.at(later(sunday, 1));
    await clock.close();
    expect((await real.read(week)).word).toMatchObject({ is: 'approved' });
    expect(server.letters.toSorted()).toEqual(allOf(week));
  });

  test('a mail to the author that cannot be noted is noted later, not sent again', async () => {
    const folder = await newsletterFolder(readers);
    const server = memoryServer();
    const real = diariesFolder(folder);
    let isFull = false;
    const full: Diaries = {
      ...real,
      note(one, decideOn) {
        return real.note(one, (diary) => {
          const entry = decideOn(diary);
          if (isFull && entry.records.some(({ type }) => type === 'told'))
            throw new NewsletterError('file.unwritable', { de: 'Voll.', en: 'Full.' });
          return entry;
        });
      },
    };
    const clock = schedulerOn(folder, server, { newsroom: () => ({ diaries: full }) });
    await clock.at(monday);
    isFull = true;
    for (let minute = 0; minute < 10; minute++) await clock.at(later(friday, minute));
    expect(server.authorMails).toEqual([`draft ${week}`]);
    isFull = false;
    await clock.at(later(friday, 10));
    expect((await real.read(week)).told.get('draft')).toBeDefined();
    await clock.close();
    expect(server.authorMails).toEqual([`draft ${week}`]);
  });

  test('an author whose address is refused is tried less and less often', async () => {
    const { server, clock } = await running();
    server.answer = (address) =>
      readers.some((reader) => reader.address === address)
        ? { code: 250, reply: '250 ok' }
        : { code: 550, reply: '550 5.1.1 no such mailbox' };
    for (let minute = 0; minute <= 60; minute++) await clock.at(later(friday, minute));
    // At once, then after 1, 5, 15 and 30 minutes.
    expect(server.authorMails).toHaveLength(5);
    await clock.close();
  });

  test('a draft that the author wrote and approved herself leaves as it is', async () => {
    const { folder, server, clock } = await running();
    const { draft } = issuePaths(folder, week);
    await clock.at(friday);
    const text = (await readFile(draft, 'utf8')).replace(/^posts:[\s\S]*?(?=^olderPosts:)/m, 'posts: []\n');
    await rm(issuePaths(folder, week).folder, { recursive: true });
    await writeDraft(draft, text.replace(/^offered:[\s\S]*?(?=^---)/m, 'offered: []\n'));
    const written = await readFile(draft, 'utf8');
    const { schedule } = await readConfigFile(folder);
    const order = {
      week,
      config: { schedule },
      issues: issuesFolder(folder),
      diaries: diariesFolder(folder),
    };
    await decide({ ...order, clock: { now: () => later(friday, 5) } }, 'approve', 'command');
    await clock.at(later(friday, 6));
    await clock.at(sunday);
    await clock.close();
    expect(await readFile(draft, 'utf8')).toBe(written);
    expect(server.letters).toHaveLength(3);
  });

  test('a clock that first ran in a wrong future composes and sends once it is set right', async () => {
    const folder = await newsletterFolder(readers);
    const server = memoryServer();
    const clock = schedulerOn(folder, server);
    await clock.at('2031-03-03T10:00:00Z');
    await clock.at(monday);
    await clock.at(friday);
    await clock.at(sunday);
    await clock.close();
    expect(server.letters.toSorted()).toEqual(allOf(week));
  });

  test('a letter sent by hand whose readers were all put off is brought to them', async () => {
    const { folder, server, clock } = await running((yaml) => yaml.replace('friday 09:00', 'saturday 09:00'));
    server.answer = () => ({ code: 451, reply: '451 4.2.0 greylisted' });
    const offered = transportAtRcpt(server.transport);
    const other = schedulerOn(folder, server, { newsroom: () => ({ transport: offered }) });
    await clock.at(friday);
    await clock.close();
    await sendByHand(folder, offered, new Date(friday));
    server.letters.length = 0;
    server.answer = () => ({ code: 250, reply: '250 ok' });
    await other.at(later(friday, 3));
    await other.close();
    expect(server.letters.toSorted()).toEqual(allOf(week));
  });

  test('a ledger of last week that nobody can read keeps no other letter at home, and is told', async () => {
    const { folder, server, clock } = await running();
    await clock.at(friday);
    await clock.at(sunday);
    const { ledger } = issuePaths(folder, week);
    await writeFile(ledger, (await readFile(ledger, 'utf8')).replace('"frozen"', '"forzen"'));
    const restarted = schedulerOn(folder, server);
    await clock.close();
    await restarted.at('2026-11-27T08:00:00Z');
    await restarted.at('2026-11-29T06:00:00Z');
    expect(server.letters.filter((letter) => letter.startsWith('2026-W48'))).toHaveLength(3);
    expect(server.letters.filter((letter) => letter.startsWith(week))).toHaveLength(3);
    expect(restarted.failures).toContainEqual(expect.objectContaining({ code: 'ledger.damaged' }));
    await restarted.close();
  });

  test('who is put off is tried again after a minute, and the figures come a second time when that is settled', async () => {
    const { server, clock } = await running();
    await clock.at(friday);
    let isGrey = true;
    server.answer = (address) =>
      isGrey && address.startsWith('reader2@')
        ? { code: 451, reply: '451 4.7.1 Greylisted' }
        : { code: 250, reply: '250 OK' };
    await clock.at(sunday);
    isGrey = false;
    await clock.at(later(sunday, 2));
    expect(server.letters.toSorted()).toEqual([...allOf(week), `${week} reader2@example.org`].toSorted());
    expect(server.authorMails).toEqual([`draft ${week}`, `report ${week}`, `final ${week}`]);
    await clock.close();
  });

  test('told to stop, it finishes what is in flight and begins nothing new (R12)', async () => {
    const { folder, server, clock } = await running((yaml) =>
      yaml.replace('connections: 5', 'connections: 1'),
    );
    await clock.at(friday);
    server.onLetter = () => clock.stop();
    await clock.at(sunday);
    await clock.close();
    expect(server.letters).toHaveLength(1);
    const records = await recordsOf(issuesFolder(folder), week);
    expect(totalsOf(foldLedger(records))).toMatchObject({ accepted: 1, waiting: 2, uncertain: 0 });
    server.onLetter = () => undefined;
    const again = schedulerOn(folder, server);
    await again.at(later(sunday, 5));
    await again.close();
    expect(server.letters.toSorted()).toEqual(allOf(week));
  });
});

describe('the author', () => {
  const asks = (yaml: string): string => yaml.replace('approval: automatic', 'approval: ask');
  const says = async (folder: string, word: 'approve' | 'hold', now: string): Promise<unknown> =>
    decide(
      {
        week,
        config: await readConfigFile(folder),
        issues: issuesFolder(folder),
        diaries: diariesFolder(folder),
        clock: { now: () => new Date(now) },
      },
      word,
      'link',
    );

  test('who does not answer is reminded once; then the letter is held; a late approval sends at once', async () => {
    const { folder, server, clock } = await running(asks);
    for (const instant of [
      friday,
      '2026-11-21T18:00:00Z',
      '2026-11-22T05:59:00Z',
      sunday,
      '2026-11-22T12:00:00Z',
    ])
      await clock.at(instant);
    expect(server.authorMails).toEqual([`draft ${week}`, `reminder ${week}`, `held ${week}`]);
    expect(server.letters).toEqual([]);
    expect(await says(folder, 'approve', '2026-11-23T09:00:00Z')).toMatchObject({ leavesNow: true });
    await clock.at('2026-11-23T09:01:00Z');
    expect(server.letters.toSorted()).toEqual(allOf(week));
    await clock.close();
  });

  test('who holds the letter keeps it; who then approves it lets it leave', async () => {
    const { folder, server, clock } = await running();
    await clock.at(friday);
    expect(await says(folder, 'hold', '2026-11-21T09:00:00Z')).toEqual({ outcome: 'held' });
    await clock.at(sunday);
    expect(server.letters).toEqual([]);
    await says(folder, 'approve', '2026-11-22T06:30:00Z');
    await clock.at('2026-11-22T06:31:00Z');
    expect(server.letters).toHaveLength(3);
    await clock.close();
  });

  test.each([
    ['ask', 'draft'],
    ['skip', 'quiet'],
  ])(
    'a week without posts and quietWeek: %s sends nothing by itself, and says so once',
    async (quietWeek) => {
      const { server, clock } = await running((yaml) =>
        yaml.replace('quietWeek: letter', `quietWeek: ${quietWeek}`),
      );
      for (const instant of [friday, later(friday, 10), sunday]) await clock.at(instant);
      expect(server.authorMails).toEqual([`quiet ${week}`]);
      expect(server.letters).toEqual([]);
      await clock.close();
    },
  );

  test('gets mails made of the templates, also about a held letter whose draft is gone', async () => {
    const real = await running(undefined, {
      newsroom: ({ config, templates }) => ({
        authorMails: async () => authorMails(config, await templates(), secret),
      }),
    });
    await real.clock.at(friday);
    await says(real.folder, 'hold', '2026-11-21T09:00:00Z');
    await rm(issuePaths(real.folder, week).draft);
    await real.clock.at(sunday);
    await real.clock.close();
    expect(real.clock.failures).toEqual([]);
    expect(real.server.letters.filter((one) => !one.endsWith('brief@example.org'))).toEqual([]);
    const kinds = real.clock.steps.flatMap((step) => (step.do === 'tell' ? [step.mail] : []));
    expect(kinds).toEqual(['draft', 'held']);
  });
});

describe('one sender (R17)', () => {
  test('of two clocks one works; the other takes over when that one ends', async () => {
    const { folder, server, clock } = await running();
    const other = schedulerOn(folder, server);
    await other.at(friday);
    expect([other.standby, other.steps]).toEqual([[true], []]);
    await clock.close();
    await other.at(friday);
    expect(other.standby).toEqual([true, false]);
    await other.at(sunday);
    expect(server.letters).toHaveLength(3);
    await other.close();
  });

  test('a clock that lost its turn while it was stopped does nothing more', async () => {
    let isOurs = true;
    const folder = await newsletterFolder(readers);
    const server = memoryServer();
    const clock = schedulerOn(folder, server, {
      lock: () => {
        if (!isOurs) throw new NewsletterError('lock.held', { de: 'Belegt.', en: 'Held.' });
        return Promise.resolve({ isOurs: () => Promise.resolve(isOurs), release: () => Promise.resolve() });
      },
    });
    await clock.at(monday);
    isOurs = false;
    await clock.at(friday);
    expect(clock.steps.map((step) => step.do)).toEqual(['start']);
    await clock.close();
  });

  test('of 50 clocks started at once, 20 weeks long, exactly one sends, and each reader gets each letter once', async () => {
    const { folder, server, clock } = await running();
    await clock.close();
    const schedule = scheduled();
    const weeks: WeekId[] = [];
    const senders: number[] = [];
    for (let one = week; weeks.length < 20; one = weeksBefore(one, -1)) {
      weeks.push(one);
      const { composeAt, sendAt } = planOf(one, schedule);
      const composer = schedulerOn(folder, server);
      await composer.at(composeAt);
      await composer.close();
      const clocks = Array.from({ length: 50 }, () =>
        schedulerOn(folder, server, { clock: { now: sendAt } }),
      );
      await Promise.all(clocks.map((each) => each.tick()));
      await Promise.all(clocks.map((each) => each.close()));
      senders.push(clocks.filter((each) => each.sent.some(({ report }) => report.due > 0)).length);
      expect(clocks.flatMap((each) => each.failures)).toEqual([]);
    }
    expect(senders).toEqual(weeks.map(() => 1));
    expect(server.letters.toSorted()).toEqual(weeks.flatMap(allOf));
  });
});

test('a process that dies between any two steps loses nothing and sends nothing twice: the next one goes on', async () => {
  const { folder, server, clock } = await running();
  await clock.close();
  let steps = 0;
  const dies = (at: number) =>
    schedulerOn(folder, server, {
      newsroom: ({ diaries }) => {
        const note: Diaries['note'] = (...given) =>
          // The disk of a machine that has just lost its power takes nothing more.
          ++steps >= at
            ? Promise.reject(new NewsletterError('file.unwritable', { de: 'Aus.', en: 'Off.' }))
            : diaries.note(...given);
        return { diaries: { ...diaries, note } };
      },
    });
  for (const instant of [friday, sunday, later(sunday, 2)]) {
    for (const at of [1, 2, 3]) {
      steps = 0;
      const mortal = dies(at);
      await mortal.at(instant);
      await mortal.close();
    }
  }
  const last = schedulerOn(folder, server);
  await last.at(later(sunday, 5));
  await last.close();
  expect(server.letters.toSorted()).toEqual(allOf(week));
  expect(server.authorMails).toEqual(expect.arrayContaining([`draft ${week}`, `report ${week}`]));
});
