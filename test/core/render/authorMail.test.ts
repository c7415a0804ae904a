import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { AuthorNews } from '../../../src/core/clock/authorNews.ts';
import { withoutReader, type Message } from '../../../src/core/message.ts';
import { authorMails } from '../../../src/core/render/authorMail.ts';
import { publicPages } from '../../../src/core/render/pages.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import type { TemplateFiles } from '../../../src/core/render/templates.ts';
import { verifyIssueToken } from '../../../src/core/token.ts';
import { bytesOf, mimeOf } from '../../../src/core/mime/mimeOf.ts';
import { axeFaults, letterRules } from '../../support/axe.ts';
import { letterTab, sharedBrowser } from '../../support/browser.ts';
import { linksOfHtml, linksOfText, textOfHtml } from '../../support/letterParts.ts';
import { secret } from '../../support/newsletter.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { figures, fullFigures, sampleNews, toldAt, totals } from '../../support/sampleNews.ts';
import { letterOnDesk } from '../../support/samplePages.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

type Tell = (news: AuthorNews, at?: Date) => Message;

async function mailsFor(
  settings: Record<string, unknown> = {},
  templates: TemplateFiles = shippedTemplates(),
): Promise<Tell> {
  const mails = await authorMails(
    sampleConfig({ author: 'johanna@example.org', ...settings }),
    templates,
    secret,
  );
  return (news, at = toldAt(news)) => mails.messageFor(news, at);
}

const tell = await mailsFor();
const english = await mailsFor({ locale: 'en' });
const news = (name: string): AuthorNews => {
  const found = sampleNews[name];
  if (!found) throw new Error(`no such news: ${name}`);
  return found;
};
const parse = async (message: Message): Promise<Email> => PostalMime.parse(bytesOf(mimeOf(message)));
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const said = (name: string): string => onOneLine(tell(news(name)).text);
const pathsOf = ({ html }: Message): readonly string[] =>
  linksOfHtml(html).map((link) => new URL(link).pathname.replace(/\/[rd]\.[^/]+/, ''));

describe('what the mails to the author tell', () => {
  test('the subject tells the essence', () => {
    const subjects = Object.fromEntries(
      Object.entries(sampleNews).map(([name, one]) => [name, tell(one).subject]),
    );
    const question = 'Wem hast du zuletzt ohne Grund gedankt?';
    expect(subjects).toEqual({
      draft: `Entwurf für Sonntag: ${question}`,
      'draft-ask': `Entwurf für Sonntag: ${question}`,
      reminder: `Noch nicht freigegeben: ${question}`,
      'held-author': `Angehalten: ${question}`,
      'held-unanswered': `Angehalten: ${question}`,
      'held-late': 'Angehalten: der Brief für Sonntag',
      'quiet-ask': 'Trotzdem ein Brief am Sonntag? Keine neuen Beiträge',
      'quiet-skip': 'Kein Brief am Sonntag: keine neuen Beiträge',
      'trouble-compose': 'Es hakt: Der Entwurf kommt nicht zustande',
      'trouble-send': 'Es hakt: Der Brief geht nicht hinaus',
      paused: `Unterbrochen: ${question}`,
      report: 'Gesendet: 1.412 angenommen, 3 abgewiesen, 2 aufgeschoben, 1 ungewiss',
      'report-plain': 'Gesendet: 412 angenommen',
      final: 'Abgeschlossen: 414 angenommen, 1 abgewiesen',
    });
  });

  test('the draft: what is in it and why, who gets it, and when it leaves', () => {
    const issue = sampleIssue();
    const text = said('draft');
    for (const part of [
      issue.subject,
      issue.preheader,
      issue.question?.text ?? '',
      issue.question?.reason ?? '',
      ...[...issue.posts, ...issue.olderPosts].flatMap(({ title, reason }) => [title, reason]),
      '412 Leserinnen und Leser',
      'Wartet auf den nächsten Brief: „Ein Koffer“',
      'Sonntag, 22. November 2026, 07:00 Uhr',
      'Er geht von selbst hinaus',
    ])
      expect(text).toContain(part);
    expect(said('draft-ask')).toContain('Er geht erst hinaus, wenn du ihn freigibst.');
  });

  test('each holds the links that can be used where the letter stands, and no other', () => {
    const read = '/draft';
    const [approve, hold, question, resume] = ['approve', 'hold', 'question', 'resume'].map(
      (step) => `/decide/${step}`,
    );
    const links = Object.fromEntries(
      Object.entries(sampleNews).map(([name, one]) => [name, pathsOf(tell(one)).toSorted()]),
    );
    expect(links).toEqual({
      draft: [hold, question, read],
      'draft-ask': [approve, hold, question, read],
      reminder: [approve, hold, question, read],
      'held-author': [approve, question, read],
      'held-unanswered': [approve, question, read],
      'held-late': [approve],
      'quiet-ask': [approve],
      'quiet-skip': [],
      'trouble-compose': [],
      'trouble-send': [],
      paused: [resume],
      report: [read],
      'report-plain': [read],
      final: [read],
    });
    const token = (path: string): string =>
      /\/([rd]\.[^/]+)/.exec(
        linksOfHtml(tell(news('draft')).html).find((link) => link.includes(path)) ?? '',
      )?.[1] ?? '';
    expect(verifyIssueToken(token('/draft/'), 'read', [secret])).toBe('2026-W47');
    expect(verifyIssueToken(token('/hold'), 'decide', [secret])).toBe('2026-W47');
  });

  test('an approval says when the letter then leaves: at its hour, or at once', () => {
    const held = news('held-author');
    expect(onOneLine(tell(held).text)).toContain(
      'Er geht dann am Sonntag, 22. November 2026, 07:00 Uhr hinaus.',
    );
    const after = onOneLine(tell(held, new Date('2026-11-22T06:00:01Z')).text);
    expect(after).toContain('Er geht dann sofort hinaus, innerhalb der nächsten Minute.');
  });

  test('a draft that leaves at once when it is approved names no hour that is past', () => {
    const late = onOneLine(tell(news('draft-ask'), new Date('2026-11-22T06:10:00Z')).text);
    expect(late).toContain('Er geht dann sofort hinaus');
    expect(late).not.toContain('07:00');
  });

  test('another question changes the subject, too, where that is the question', () => {
    const draft = news('draft');
    expect(onOneLine(tell(draft).text)).toContain('aus prompts.yaml. Alles andere im Entwurf bleibt');
    if (draft.kind !== 'draft') throw new Error('no draft');
    const subject = draft.issue.question?.text ?? '';
    const asking = { ...draft, issue: { ...draft.issue, subject } };
    expect(onOneLine(tell(asking).text)).toContain('aus prompts.yaml, auch als Betreff. Alles andere');
  });

  test('its end names the setting that says where it goes, whichever that is', async () => {
    const goesBy = async (changes: Parameters<typeof mailsFor>[0]): Promise<string | undefined> => {
      const { text } = (await mailsFor(changes))(news('draft'));
      return /Wohin sie geht, steht als „([^“]+)“/.exec(onOneLine(text))?.[1];
    };
    expect(await goesBy({ author: 'me@example.org', replyTo: 'you@example.org' })).toBe('author');
    expect(await goesBy({ author: undefined, replyTo: 'you@example.org' })).toBe('replyTo');
    expect(await goesBy({ author: undefined, replyTo: undefined })).toBe('from.address');
  });

  test('the hour is that of the newsletter’s own zone', async () => {
    const elsewhere = await mailsFor({ schedule: { timeZone: 'America/New_York' } });
    expect(onOneLine(elsewhere(news('draft')).text)).toContain('Sonntag, 22. November 2026, 01:00');
  });

  test('trouble: what, since when, why, and that it goes on by itself', () => {
    const text = said('trouble-compose');
    expect(text).toContain('Seit dem 20. November 2026 um 9:00 Uhr gelingt es nicht');
    expect(text).toContain('https://blog.example.org/feed/ antwortet nicht. Stimmt die Adresse?');
    expect(text).toContain('Es wird von selbst weiter versucht');
  });

  test('the figures: each with its word and what it means, and none that is zero', () => {
    const text = said('report');
    for (const part of [
      '1.412 angenommen',
      '3 abgewiesen',
      '1 aufgegeben',
      '2 aufgeschoben',
      'das nächste Mal am Sonntag, 22. November 2026, 09:15',
      '1 ungewiss',
      'wochenbrief resolve 2026-W47',
      '2 gingen vorher',
      '550 5.1.1 User unknown 3-mal',
      'Greylisted, please try again later einmal',
      '7 neue Anmeldungen',
      'eine Abmeldung',
      '3 Adressen gibt es nicht mehr',
      'Zu viele Adressen, die es nicht gibt',
    ])
      expect(text).toContain(part);
    expect(said('report-plain')).not.toMatch(/abgewiesen|ungewiss|Anmeldung|Adressen gibt|\b0\b/);
  });

  test('many different reasons become the most frequent and a number', () => {
    const refusals = Array.from({ length: 9 }, (_, index) => ({
      reason: `550 reason ${index}`,
      count: 9 - index,
    }));
    const { week } = news('report');
    const { text } = tell({
      week,
      kind: 'report',
      figures: figures({ refusals, totals: totals({ rejected: 45 }) }),
    });
    expect(text).toContain('und 3 weitere Gründe');
    expect(text).not.toContain('reason 6');
  });

  test('a cancelled letter is not called sent', () => {
    const { week } = news('report');
    const cancelled = figures({ totals: totals({ accepted: 5, cancelled: 30 }) });
    const mail = tell({ week, kind: 'report', figures: cancelled });
    expect(mail.subject).toBe('Abgesagt: 5 angenommen');
    expect(mail.text).toContain('30 abgebrochen');
  });

  test('one is not told as many', () => {
    const { week } = news('draft');
    const draft = {
      week,
      kind: 'draft',
      issue: sampleIssue(),
      sendAt: new Date('2026-11-22T06:00:00Z'),
      approval: 'automatic',
      notes: [],
    } as const;
    expect(tell({ ...draft, readers: 1 }).text).toContain('eine Person');
    expect(tell({ ...draft, readers: 0 }).text).toContain('noch niemand');
    expect(english({ ...draft, readers: 1 }).text).toContain('one person');
  });
});

describe('every mail to the author', () => {
  test.each([
    ['German with du', {}, /\b(Sie|Ihnen|Ihre[mnrs]?|the|your?)\b/],
    ['German with Sie', { address: 'sie' }, /\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|the|your?)\b/],
    ['English', { locale: 'en' }, /\b(und|nicht|der|die|das|Sie)\b/],
  ])('speaks %s and nothing else', async (_, settings, foreign) => {
    const own = await mailsFor(settings);
    // The author's own words are in her own language.
    const issue = sampleIssue({
      subject: 'Subjekt',
      preheader: '',
      question: { text: 'Frage?', reason: '' },
      posts: [],
      olderPosts: [],
    });
    for (const [name, one] of Object.entries(sampleNews)) {
      const plain = {
        ...one,
        ...('issue' in one && one.issue ? { issue } : {}),
        ...('figures' in one
          ? { figures: { ...one.figures, subject: 'Subjekt', refusals: [], deferrals: [] } }
          : {}),
      };
      const message = own(plain);
      const text = `${message.subject} ${onOneLine(message.text).replace(/Verantwortlich.*/, '')}`;
      expect([name, foreign.exec(text)?.[0]]).toEqual([name, undefined]);
    }
  });

  test('says and links the same in HTML and in text (R43), and is small (R44)', async () => {
    for (const own of [tell, english])
      for (const one of Object.values(sampleNews)) {
        const { html = '', text = '' } = await parse(own(one));
        expect(linksOfText(text.replaceAll('https://blog.example.org/feed/', ''))).toEqual(linksOfHtml(html));
        const bare = (words: string): string =>
          onOneLine(words).replaceAll(/-{20,}|https:\/\/brief\S+|[:\s]/g, '');
        expect(bare(text)).toBe(bare(textOfHtml(html)));
        for (const line of text.split('\n'))
          if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(76);
        expect(html.length).toBeLessThan(30_000);
      }
  });

  test('goes to the author from the newsletter, keeps answering machines silent, and follows nobody', async () => {
    const ids = new Set<string>();
    for (const one of Object.values(sampleNews)) {
      const message = tell(one);
      const { headers, to, from, html = '' } = await parse(message);
      const values = new Map(headers.map(({ key, value }) => [key, value]));
      expect(to?.map(({ address }) => address)).toEqual(['johanna@example.org']);
      expect(from?.address).toBe('brief@example.org');
      expect(values.get('auto-submitted')).toBe('auto-generated');
      expect([...values.keys()].filter((key) => key.startsWith('list-'))).toEqual([]);
      expect(html).not.toMatch(/<img|background=|url\(|@import|<link|<script/);
      for (const link of linksOfHtml(html)) expect(link).toMatch(/^https:\/\/brief\.example\.org\//);
      expect(tell(one).messageId).toBe(message.messageId);
      ids.add(message.messageId).add(tell(one, new Date('2026-11-25T06:00:00Z')).messageId);
    }
    // Some kinds of news are here more than once, at the same instant.
    expect(ids.size).toBeGreaterThan(12);
  });

  test('goes where answers go when the settings name no author', async () => {
    const own = await mailsFor({ author: undefined, replyTo: 'antwort@example.org' });
    expect(own(news('report')).to.address).toBe('antwort@example.org');
    expect((await mailsFor({ author: undefined }))(news('report')).to.address).toBe('brief@example.org');
  });

  test('takes what posts, servers and settings say for text, whatever it looks like (R57)', async () => {
    const hostile =
      '<script>alert(1)</script></mj-text><mj-raw><b>x</b> {{secret}} {{{letterHtml}}} \uE5AE javascript:alert(1) $& "\'';
    const issue = sampleIssue({
      subject: hostile,
      preheader: hostile,
      question: { text: hostile, reason: hostile },
      posts: sampleIssue().posts.map((post) => ({
        ...post,
        title: hostile,
        reason: hostile,
        url: 'javascript:alert(1)',
      })),
    });
    const draft = news('draft');
    if (draft.kind !== 'draft') throw new Error('no draft');
    const own = await mailsFor({ title: hostile.slice(0, 60) });
    const mails = [
      own({ ...draft, issue, notes: [{ de: hostile, en: hostile }] }),
      own({
        week: draft.week,
        kind: 'trouble',
        what: 'send',
        reason: { de: hostile, en: hostile },
        since: draft.sendAt,
      }),
      own({
        week: draft.week,
        kind: 'report',
        figures: { ...fullFigures, subject: hostile, refusals: [{ reason: hostile, count: 1 }] },
      }),
    ];
    for (const message of mails) {
      expect(message.html).not.toMatch(/<script|<b>x|<mj-|href="javascript/);
      expect(textOfHtml(message.html)).toContain(
        '<script>alert(1)</script></mj-text><mj-raw><b>x</b> {{secret}}',
      );
      expect(onOneLine(message.text)).toContain('{{{letterHtml}}} javascript:alert(1) $& "\'');
      expect(message.subject).not.toMatch(/[\r\n\uE5AE]/);
      for (const link of linksOfHtml(message.html)) expect(link).toMatch(/^https:\/\/brief\.example\.org\//);
    }
  });
});

test.each([
  ['author.mjml', '{{slots.body}}'],
  ['author.txt.hbs', '{{slots.body}}'],
  ['author.mjml', '{{> serviceFooter}}'],
])('%s without %s is refused', async (file, part) => {
  const templates = shippedTemplates();
  const broken = { ...templates, [file]: (templates[file] ?? '').replace(part, '') };
  await expect(mailsFor({}, broken)).rejects.toMatchObject({ code: 'template.broken' });
});

/** The draft as the link in its mail opens it. */
async function draftPage(): Promise<string> {
  const issue = sampleIssue({ posts: sampleIssue().posts.map((post) => ({ ...post, picture: null })) });
  const config = sampleConfig();
  const frame = { kind: 'archive', language: 'de' } as const;
  const letter = withoutReader(await renderIssue(issue, config, shippedTemplates(), frame), config).html;
  const state = {
    is: 'planned',
    leavesAt: new Date('2026-11-22T06:00:00Z'),
    leavesNow: false,
    needsApproval: true,
  } as const;
  return publicPages(config, shippedTemplates()).draft(letter, letterOnDesk(state, { issue }), {
    language: 'de',
  });
}

test('has no accessibility fault, light and dark, and asks for nothing (R48)', async () => {
  const tab = await letterTab(await sharedBrowser());
  const htmls = [...['draft-ask', 'report'].map((name) => tell(news(name)).html), await draftPage()];
  for (const colorScheme of ['light', 'dark'] as const)
    for (const html of htmls) {
      const { page, requests } = await tab.show(html, { width: 320, colorScheme });
      expect(await axeFaults(page, { rules: letterRules })).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      expect(requests).toEqual([]);
    }
});
