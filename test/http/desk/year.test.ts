import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { weeksOfYear } from '../../../src/core/desk/readersOverTime.ts';
import type { Subscriber } from '../../../src/core/list/subscriber.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { boundsOfWeek } from '../../../src/core/weekBounds.ts';
import { diariesFolder } from '../../../src/files/diaries.ts';
import { openTestDesk, type TestDesk } from '../../support/desk.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { textOfHtml } from '../../support/letterParts.ts';
import { confirmedReader, fillNewsletterFolder } from '../../support/newsletter.ts';
import { writeSentLetter } from '../../support/sentLetters.ts';

async function yearDesk(
  readers: readonly Subscriber[],
  fill: (folder: string) => Promise<void>,
  settings: (yaml: string) => string = (yaml) => yaml,
): Promise<TestDesk & { readonly folder: string }> {
  const folder = await temporaryFolder();
  await fillNewsletterFolder(folder, readers, settings);
  await fill(folder);
  return { ...(await openTestDesk(folder)), folder };
}

const words = async (desk: TestDesk, path: string): Promise<string> =>
  textOfHtml(await (await desk.get(path)).text()).replaceAll(/\s+/g, ' ');

/** One letter of the list, as it can be read. */
async function entry(desk: TestDesk, week: string): Promise<string> {
  const page = await words(desk, '/year/2026');
  return page.match(new RegExp(`Woche ${Number(week.slice(6))} .*?(?= Woche \\d|$)`))?.[0] ?? '';
}

function gone(number: number, unsubscribedAt: string): Subscriber {
  return confirmedReader(number, { status: 'unsubscribed', unsubscribedAt });
}

describe('a year with everything in it', () => {
  let desk: TestDesk & { readonly folder: string };
  beforeAll(async () => {
    const readers = [
      confirmedReader(1),
      confirmedReader(2),
      gone(3, '2026-11-09T08:00:00Z'),
      gone(4, '2026-11-16T08:00:00Z'),
    ];
    desk = await yearDesk(readers, async (folder) => {
      const sentAt = '2026-11-08T06:00:00Z';
      await writeSentLetter(folder, '2026-W45', { sentAt, accepted: 2, rejected: 1, uncertain: 1 });
      await writeSentLetter(folder, '2026-W44', { sentAt: '2026-11-01T06:00:00Z', accepted: 4 });
      await writeSentLetter(folder, '2026-W43', { sentAt: '2026-10-25T06:00:00Z', accepted: 4 });
      const ledger = join(folder, 'issues', '2026-W43', 'ledger.jsonl');
      await writeFile(ledger, (await readFile(ledger, 'utf8')).replace('accepted', 'rejected'));
      await writeSentLetter(folder, '2025-W20', {
        sentAt: '2025-05-18T06:00:00Z',
        accepted: 1,
        issue: { subject: '<script>alert(1)</script> & <b>fett</b>' },
      });
      await diariesFolder(folder).note(parseWeek('2026-W42'), () => ({
        records: [{ type: 'composed', at: '2026-10-16T08:00:00Z', outcome: 'skipped', notes: [] }],
        answer: undefined,
      }));
    });
  });

  test('tells of each letter its subject, question, posts, and what became of it', async () => {
    const letter = await entry(desk, '2026-W45');
    expect(letter).toContain('8. November 2026 gesendet');
    expect(letter).toContain('Wem hast du zuletzt ohne Grund gedankt?');
    expect(letter).toContain('Wem konntest du diese Woche dienen, ohne dass es jemand gesehen hat?');
    expect(letter).toContain('Die Kunst, rechtzeitig zu schweigen');
    expect(letter).toMatch(/Leserinnen und Leser 4 angenommen 2 abgewiesen 1 ungewiss 1 Abschiede 1/);
    expect(await entry(desk, '2026-W44')).toMatch(/Leserinnen und Leser 4 angenommen 4 .*Abschiede 0/);
  });

  test('a damaged ledger says so and hides no other letter (R35)', async () => {
    const letter = await entry(desk, '2026-W43');
    expect(letter).toContain('nicht lesbar');
    expect(letter).toContain('ledger.jsonl');
    expect(letter).not.toContain('angenommen');
  });

  test('a week without a letter is there as a quiet one', async () => {
    expect(await entry(desk, '2026-W42')).toContain('stille Woche');
  });

  test('says that nobody is watched, and loads nothing from elsewhere (R55)', async () => {
    const page = await (await desk.get('/year/2026')).text();
    expect(textOfHtml(page)).toContain('Niemand wird beim Lesen beobachtet');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).not.toMatch(/ style="/);
  });

  test('draws the readers, and says the same in words and in a table', async () => {
    const page = await (await desk.get('/year/2026')).text();
    expect(page.match(/<svg[^>]*role="img"/g)).toHaveLength(2);
    expect(page).toMatch(/<desc [^>]*>Von 0 auf 2 Leserinnen und Leser/);
    expect(await words(desk, '/year/2026')).toContain('November 2026 0 2 2');
  });

  test('leads to the other years, whose subjects are text whatever they hold (R47)', async () => {
    const page = await (await desk.get('/year/2026')).text();
    expect(page).toContain(`href="${new URL(desk.url).pathname}/year/2025"`);
    const before = await (await desk.get('/year/2025')).text();
    expect(before).not.toContain('<script>alert');
    expect(before).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('a year without letters says so; what is no year is not found', async () => {
    expect(await words(desk, '/year/2031')).toContain('Aus dem Jahr 2031 gibt es keine Briefe.');
    for (const name of ['0000', '26', '20266', 'x'])
      expect((await desk.get(`/year/${name}`)).status).toBe(404);
  });

  test('a letter opens as it was sent, with its figures and the reasons of those who refused it', async () => {
    const place = '/letter/2026-W45/sent';
    const page = await words(desk, place);
    expect(page).toContain('Gesendet: Sonntag, 8. November 2026, 07:00 Uhr');
    expect(page).toContain('1 550 5.1.1 User unknown');
    const html = await desk.get(`${place}/frame?mode=dark`);
    expect(html.headers.get('content-security-policy')).toContain('sandbox');
    const body = await html.text();
    expect(body).toContain('Der Brief der Woche 2026-W45');
    expect(body).toContain('@media all');
    const text = await desk.get(`${place}/frame?show=text`);
    expect(await text.text()).toBe('Der Brief der Woche 2026-W45, nur Text\n');
  });

  test('a letter whose ledger is damaged still opens, and says why it has no figures', async () => {
    const page = await desk.get('/letter/2026-W43/sent');
    expect(page.status).toBe(200);
    const body = await page.text();
    expect(textOfHtml(body)).toContain('ledger.jsonl');
    expect(body).toContain('/letter/2026-W43/sent/frame');
  });

  test('a letter that was never sent leads to its draft', async () => {
    for (const path of ['/letter/2026-W47/sent', '/letter/2026-W47/sent/frame'])
      expect((await desk.get(path)).status).toBe(404);
    expect(desk.failures).toEqual([]);
  });
});

test('fifty-two letters stand in one list, the latest first', async () => {
  const desk = await yearDesk([confirmedReader(1)], async (folder) => {
    for (const week of weeksOfYear(2025)) {
      const sentAt = new Date(boundsOfWeek(week, 'UTC').end.getTime() - 3_600_000).toISOString();
      await writeSentLetter(folder, week, { sentAt, accepted: 1 });
    }
  });
  const page = await (await desk.get('/year/2025')).text();
  const weeks = Array.from(page.matchAll(/\/letter\/(2025-W\d\d)\/sent/g), ([, week]) => week);
  expect(weeks).toEqual(weeksOfYear(2025).toReversed());
});

test('where nobody’s dates are kept, a dash stands for what nobody knows, with the reason', async () => {
  const desk = await yearDesk(
    [confirmedReader(1)],
    async (folder) => {
      await writeSentLetter(folder, '2026-W30', { sentAt: '2026-07-26T06:00:00Z', accepted: 1 });
      await writeSentLetter(folder, '2026-W46', { sentAt: '2026-11-15T06:00:00Z', accepted: 1 });
    },
    (yaml) => `${yaml}\nreaders: { proofYears: 0, forgetAfterDays: 30 }\n`,
  );
  expect(await entry(desk, '2026-W30')).toMatch(/Abschiede – nicht bekannt/);
  expect(await entry(desk, '2026-W46')).toMatch(/Abschiede 0/);
  expect(await words(desk, '/year')).toContain('wird nach 30 Tagen ganz vergessen (readers.proofYears: 0)');
});

test('a list that cannot be read leaves the letters where they are (R36)', async () => {
  const desk = await yearDesk([], async (folder) => {
    await writeSentLetter(folder, '2026-W46', { sentAt: '2026-11-15T06:00:00Z', accepted: 7 });
    await writeFile(join(folder, 'subscribers.json'), '{ "version": 1, "subscr');
  });
  const page = await words(desk, '/year');
  expect(page).toContain('subscribers.json');
  expect(page).toMatch(/Leserinnen und Leser 7 angenommen 7/);
  expect(page).toMatch(/Abschiede –/);
});

test('a newsletter before its first letter and its first reader has a page too', async () => {
  const desk = await yearDesk([], async () => undefined);
  expect(await words(desk, '/year')).toContain('Aus dem Jahr 2026 gibt es keine Briefe.');
});
