import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { mimeOf } from '../../src/core/mime/mimeOf.ts';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import type { DiaryRecord, DiaryState } from '../../src/core/clock/diary.ts';
import type { Issue } from '../../src/core/issue.ts';
import { formatIssue, readIssue } from '../../src/core/issueFile.ts';
import { authorMails } from '../../src/core/render/authorMail.ts';
import { issueToken } from '../../src/core/token.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { smtpTransport } from '../../src/smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../src/smtp/smtpUrl.ts';
import { linksOfHtml, textOfHtml } from '../support/letterParts.ts';
import { secret } from '../support/newsletter.ts';
import { sampleIssue } from '../support/sampleIssue.ts';
import { mailServer } from '../support/sending.ts';
import { shippedTemplates } from '../support/templateFiles.ts';
import { servedSite, titleOf, type ServedSite, type SiteWishes } from './serverSupport.ts';

const week = parseWeek('2026-W47');
const draftPath = `/draft/${issueToken('read', week, secret)}`;
const decidePath = `/decide/${issueToken('decide', week, secret)}`;
const steps = ['approve', 'hold', 'question', 'resume'] as const;
const composed: DiaryRecord = {
  type: 'composed',
  at: '2026-11-20T08:00:00Z',
  outcome: 'drafted',
  notes: [],
};

interface Desk extends ServedSite {
  readonly diary: () => Promise<DiaryState>;
  readonly draft: () => Promise<Issue>;
  readonly note: (...records: readonly DiaryRecord[]) => Promise<void>;
  /** Everything on disk that belongs to issues, by file. */
  readonly files: () => Promise<Readonly<Record<string, string>>>;
}

/** A site with the week's draft on its author's desk. */
async function desk(
  records: readonly DiaryRecord[] = [composed],
  wishes: SiteWishes & { readonly issue?: Issue | null } = {},
): Promise<Desk> {
  const site = await servedSite({ schedule: { approval: 'ask' }, ...wishes });
  const issues = issuesFolder(site.folder);
  const diaries = diariesFolder(site.folder);
  const note: Desk['note'] = (...more) => diaries.note(week, () => ({ records: more, answer: undefined }));
  const { issue = sampleIssue() } = wishes;
  if (issue) await issues.write(week, formatIssue(issue, 'Alles darf sich ändern.'), undefined);
  if (records.length > 0) await note(...records);
  return {
    ...site,
    diary: () => diaries.read(week),
    draft: async () => readIssue((await issues.read(week)) ?? '', 'issue.md', week),
    note,
    async files() {
      const root = join(site.folder, 'issues');
      const names = await readdir(root, { recursive: true, withFileTypes: true });
      const files = names
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Object.fromEntries(
        await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])),
      );
    },
  };
}

const buttonsOf = (html: string): readonly string[] =>
  Array.from(
    html.matchAll(/<form method="post" action="[^"]*\/([a-z]+)\?lang=..">/g),
    ([, step = '']) => step,
  );
const shownQuestion = (html: string): string => /name="question" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** A ledger in which one of two readers has the letter. */
const begun: readonly LedgerRecord[] = [
  { type: 'audience', ids: ['reader000001', 'reader000002'] },
  {
    type: 'frozen',
    at: '2026-11-22T06:00:00Z',
    week,
    content: '0'.repeat(64),
    draft: '0'.repeat(64),
    audience: 2,
  },
  { type: 'run', at: '2026-11-22T06:00:00Z', run: 'r' },
  {
    type: 'attempted',
    at: '2026-11-22T06:00:00Z',
    run: 'r',
    id: 'reader000001',
    attempt: 1,
    messageId: '<m@example.org>',
  },
];

async function begin(site: Desk): Promise<void> {
  await issuesFolder(site.folder).freeze(week, {
    letter: '{}',
    draft: formatIssue(await site.draft(), ''),
    html: '',
    text: '',
    records: begun,
  });
}

describe('the links of the author', () => {
  test('a crawler that opens every one ten times changes nothing (R49)', async () => {
    const site = await desk();
    const before = await site.files();
    const paths = [draftPath, decidePath, ...steps.map((step) => `${decidePath}/${step}`)];
    for (const path of paths)
      for (let time = 0; time < 10; time++)
        for (const method of ['GET', 'HEAD']) expect((await site.send(method, path)).status).toBe(200);
    expect(await site.files()).toEqual(before);
  });

  test('approving: the page says what the button does, and afterwards what happened, with one record written', async () => {
    const site = await desk();
    const page = await site.get(`${decidePath}/approve`);
    expect(titleOf(page.text)).toMatch(/^Diesen Brief freigeben\?/);
    expect(textOfHtml(page.text)).toContain('Er geht dann am Sonntag, 22. November 2026, 07:00 Uhr hinaus.');
    expect(buttonsOf(page.text)).toEqual(['approve', 'hold', 'question']);
    const done = await site.post(`${decidePath}/approve`);
    expect([done.status, titleOf(done.text)]).toEqual([200, expect.stringMatching(/^Freigegeben/)]);
    expect(textOfHtml(done.text)).toContain('Er geht am Sonntag, 22. November 2026, 07:00 Uhr hinaus.');
    const { word } = await site.diary();
    expect(word).toMatchObject({ is: 'approved' });
    const written = await site.files();
    const again = await site.post(`${decidePath}/approve`);
    expect(textOfHtml(again.text)).toMatch(/Das ist schon so .*Er geht am Sonntag/);
    expect(await site.files()).toEqual(written);
  });

  test('a late approval sends at once, and says so', async () => {
    const site = await desk([
      composed,
      { type: 'held', at: '2026-11-22T06:00:00Z', by: 'clock', reason: 'unanswered' },
    ]);
    site.advance(48 * 3_600_000);
    expect(textOfHtml((await site.get(`${decidePath}/approve`)).text)).toContain(
      'Er geht dann sofort hinaus',
    );
    const done = await site.post(`${decidePath}/approve`);
    expect(textOfHtml(done.text)).toContain('Er geht jetzt hinaus, innerhalb der nächsten Minute.');
  });

  test('holding keeps the letter until it is approved', async () => {
    const site = await desk();
    const done = await site.post(`${decidePath}/hold`);
    expect(textOfHtml(done.text)).toContain('Er geht nicht hinaus, bis du ihn freigibst.');
    expect(buttonsOf(done.text)).toEqual(['approve', 'question']);
    expect((await site.diary()).word).toMatchObject({ is: 'held', reason: 'author' });
  });

  test('another question replaces the one that was shown, once, however often the button is pressed', async () => {
    const question = 'Wem konntest du diese Woche dienen?';
    const site = await desk([composed], {
      issue: sampleIssue({ question: { text: question, reason: '' }, subject: question }),
    });
    const mark = shownQuestion((await site.get(`${decidePath}/question`)).text);
    const replies = await Promise.all(
      [1, 2, 3].map(() => site.post(`${decidePath}/question`, { question: mark })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(replies.filter(({ text }) => titleOf(text).startsWith('Eine andere Frage'))).toHaveLength(1);
    const { question: now, subject } = await site.draft();
    expect(now?.text).not.toBe(question);
    expect(subject).toBe(now?.text);
    expect((await site.diary()).declined).toEqual([question]);
    const stale = await site.post(`${decidePath}/question`, { question: mark });
    expect(titleOf(stale.text)).toMatch(/^Es ist schon eine andere Frage/);
    expect(textOfHtml(stale.text)).toContain(now?.text);
  });

  test('a paused letter goes on; the page offers nothing else', async () => {
    const reason = { de: 'Neun von fünfzig wurden abgewiesen.', en: 'Nine of fifty were rejected.' };
    const site = await desk();
    await begin(site);
    await site.note({ type: 'paused', at: '2026-11-22T06:01:00Z', by: 'breaker', reason });
    const page = await site.get(`${decidePath}/resume`);
    expect(textOfHtml(page.text)).toContain(reason.de);
    expect(buttonsOf(page.text)).toEqual(['resume']);
    expect(titleOf((await site.post(`${decidePath}/resume`)).text)).toMatch(/^Es geht weiter/);
    expect(await site.diary()).toMatchObject({ paused: null, wasResumed: true });
    expect(titleOf((await site.post(`${decidePath}/resume`)).text)).toMatch(/^Das ist schon so/);
  });

  test('a letter that has left says so and offers nothing, and nothing can be done to it', async () => {
    const site = await desk();
    await begin(site);
    const before = await site.files();
    for (const step of steps) {
      const page = await site.get(`${decidePath}/${step}`);
      expect(titleOf(page.text)).toMatch(/^Der Brief ist unterwegs/);
      expect(buttonsOf(page.text)).toEqual([]);
      const done = await site.post(`${decidePath}/${step}`, { question: 'x' });
      expect(textOfHtml(done.text)).toContain('Das geht jetzt nicht');
    }
    expect(await site.files()).toEqual(before);
  });

  test('a quiet week can still become a letter', async () => {
    const site = await desk([{ ...composed, outcome: 'quiet' }], { issue: null });
    const page = await site.get(`${decidePath}/approve`);
    expect(titleOf(page.text)).toMatch(/^Trotzdem einen Brief senden\?/);
    await site.post(`${decidePath}/approve`);
    expect((await site.diary()).word).toMatchObject({ is: 'approved' });
  });

  test('who may read may not decide, and forged links meet the page for forged links (R51)', async () => {
    const site = await desk();
    const before = await site.files();
    const read = draftPath.slice('/draft/'.length);
    const other = issueToken('decide', week, 'another-secret-of-more-than-32-characters');
    for (const token of [read, other, `${decidePath.slice(8, -1)}_`, 'x'])
      for (const path of [`/decide/${token}`, ...steps.map((step) => `/decide/${token}/${step}`)]) {
        const replies = [await site.get(path), await site.post(path, { question: 'x' })];
        for (const { status, text } of replies) {
          expect([404, 405]).toContain(status);
          expect(buttonsOf(text)).toEqual([]);
        }
        expect(titleOf(replies[0]?.text ?? '')).toMatch(/^Dieser Link ist nicht vollständig/);
      }
    const decide = decidePath.slice('/decide/'.length);
    expect((await site.get(`/draft/${decide}`)).status).toBe(404);
    expect(await site.files()).toEqual(before);
  });

  test('a draft that cannot be read can still be held, and its author hears what is wrong where', async () => {
    const site = await desk();
    await writeFile(join(site.folder, 'issues', week, 'issue.md'), '---\nweek: 2026-W47\n---\n');
    const page = await site.get(`${decidePath}/hold`);
    expect(textOfHtml(page.text)).toMatch(/Am Entwurf stimmt etwas nicht .*issue\.md:\d+:\d+/);
    expect(titleOf((await site.post(`${decidePath}/hold`)).text)).toMatch(/^Angehalten/);
    const draft = await site.get(draftPath);
    expect(textOfHtml(draft.text)).toMatch(/issue\.md:\d+:\d+/);
    const asked = await site.post(`${decidePath}/question`, { question: 'x' });
    expect(textOfHtml(asked.text)).toMatch(/Das geht jetzt nicht .*issue\.md:\d+:\d+/);
  });

  test('are in the newsletter’s language, or the one that is asked for', async () => {
    const site = await desk();
    const german = await site.get(decidePath, { 'accept-language': 'en' });
    expect(german.text).toContain('<html lang="de">');
    const english = await site.get(`${decidePath}?lang=en`);
    expect(english.text).toContain('<html lang="en">');
    expect(english.text).toContain(`<dd lang="de">${sampleIssue().subject}`);
  });
});

describe('the draft on the web', () => {
  test('is what readers will get at this moment, with subject, preheader and where it stands, and nobody’s own parts', async () => {
    const site = await desk();
    const { text, headers } = await site.get(draftPath);
    const issue = sampleIssue();
    const said = textOfHtml(text);
    for (const part of [
      issue.subject,
      issue.preheader,
      issue.question?.text,
      ...issue.posts.map(({ title }) => title),
      'Entwurf Der Brief für Sonntag. Er wartet auf deine Freigabe.',
    ])
      expect(said).toContain(part);
    expect(linksOfHtml(text).filter((link) => /unsubscribe|preferences|decide/.test(link))).toEqual([]);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-robots-tag']).toBe('noindex');
    const changed = formatIssue({ ...issue, subject: 'Ganz anders' }, '');
    await writeFile(join(site.folder, 'issues', week, 'issue.md'), changed);
    expect(textOfHtml((await site.get(draftPath)).text)).toContain('Ganz anders');
  });

  test('stays what was sent, whatever became of issue.md since', async () => {
    const site = await desk();
    await begin(site);
    await writeFile(
      join(site.folder, 'issues', week, 'issue.md'),
      formatIssue(sampleIssue({ subject: 'Später' }), ''),
    );
    const said = textOfHtml((await site.get(draftPath)).text);
    expect(said).toContain(sampleIssue().subject);
    expect(said).not.toContain('Später');
  });

  test('says so where there is none', async () => {
    const site = await desk([], { issue: null });
    const reply = await site.get(draftPath);
    expect([reply.status, titleOf(reply.text)]).toEqual([
      404,
      expect.stringMatching(/^Hier gibt es nichts zu lesen/),
    ]);
    const approve = await site.post(`${decidePath}/approve`);
    expect(textOfHtml(approve.text)).toContain('Für diese Woche ist noch nichts zusammengestellt.');
    expect((await site.diary()).word).toBeNull();
  });

  test('takes what posts say for text (R57)', async () => {
    const hostile = '</style><script>alert(1)</script>{{secret}} $& $1';
    const site = await desk([composed], { issue: sampleIssue({ subject: hostile, preheader: hostile }) });
    const { text } = await site.get(draftPath);
    expect(text).not.toContain('<script');
    expect(textOfHtml(text)).toContain('{{secret}} $& $1');
  });
});

test('from the mail to the diary: the draft’s mail arrives, its link is opened, its button pressed', async () => {
  const site = await desk();
  const smtp = await mailServer();
  const mails = await authorMails(site.config, shippedTemplates(), secret);
  const news = {
    week,
    kind: 'draft',
    issue: await site.draft(),
    sendAt: new Date('2026-11-22T06:00:00Z'),
    approval: 'ask',
    readers: 1,
    notes: [],
  } as const;
  const connection = await smtpTransport(parseSmtpUrl(smtp.url)).open();
  const answer = await connection.send(mimeOf(mails.messageFor(news, site.now())), () => Promise.resolve());
  connection.close();
  expect(answer.code).toBe(250);
  const [received] = smtp.received;
  expect(received?.to).toEqual([site.config.author ?? site.config.replyTo ?? site.config.from.address]);
  const { html = '' } = await PostalMime.parse(received?.bytes ?? '');
  const link = linksOfHtml(html).find((url) => url.endsWith('/approve')) ?? '';
  const page = await site.get(new URL(link).pathname);
  const action = /<form method="post" action="([^"]+\/approve[^"]*)"/.exec(page.text)?.[1] ?? '';
  expect((await site.diary()).word).toBeNull();
  const done = await site.post(action);
  expect(titleOf(done.text)).toMatch(/^Freigegeben/);
  expect((await site.diary()).word).toMatchObject({ is: 'approved' });
  const records = await readFile(join(site.folder, 'issues', week, 'diary.jsonl'), 'utf8');
  expect(records).toContain('"by":"link"');
});
