// Pictures of the sample letter, the public pages, the mails about the list and those to the author: node --import tsx scripts/screenshots.ts [FOLDER]
// docs/images/letter.png is for the README, what comes into FOLDER is to look at.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { systemClock } from '../src/cli/clock.ts';
import { startDesk } from '../src/cli/desk.ts';
import type { Config } from '../src/core/config.ts';
import type { Language } from '../src/core/errors.ts';
import type { Issue } from '../src/core/issue.ts';
import { consentWording } from '../src/core/list/consentWording.ts';
import { salutation } from '../src/core/locale.ts';
import { authorMails } from '../src/core/render/authorMail.ts';
import { publicPages } from '../src/core/render/pages.ts';
import { renderIssue } from '../src/core/render/renderIssue.ts';
import { serviceMails } from '../src/core/render/serviceMail.ts';
import { fillSlots } from '../src/core/render/slots.ts';
import { launchBrowser, openLetter, type LetterView } from '../test/support/browser.ts';
import { parseWeek } from '../src/core/week.ts';
import { fillComposedFolder } from '../test/support/composedFolder.ts';
import { confirmedReader, friday } from '../test/support/newsletter.ts';
import { sampleNews, toldAt } from '../test/support/sampleNews.ts';
import { englishIssue, richLetter, sampleConfig, sampleIssue } from '../test/support/sampleIssue.ts';
import { letterOnDesk, openPageWindow, pageSetting, samplePages } from '../test/support/samplePages.ts';
import { shippedTemplates } from '../test/support/templateFiles.ts';

const folder = process.argv[2] ?? join(tmpdir(), 'wochenbrief-letter');
const readmeFolder = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Where the machine lacks Georgia and a system font, woff2 files in this folder stand in for them. */
const fontFolder = process.env['LETTER_FONTS'];

const phone = 390;
/** Larger, and the picture for the README passes 300 KB. */
const pairScale = 1.2;
const desktop = 900;
const quiet = { posts: [], olderPosts: [] };
/** Variants differ in words and colours, which one view shows. */
const only = { width: phone, colorScheme: 'light' } as const;
const samplePrivacy = { privacyUrl: 'https://example.org/privacy' };
const longTitle = 'Gedanken zum Wochenende aus der Werkstatt am Donaudampfschifffahrtskai';
const consentOfForm = {
  wording: consentWording(sampleConfig(), 'de').text,
  form: 'https://brief.example.org/',
  requestedAt: '2026-11-20T19:03:00Z',
};

await mkdir(folder, { recursive: true });
await mkdir(readmeFolder, { recursive: true });
const browser = await launchBrowser();
try {
  const letter = await letterHtml(sampleIssue(), sampleConfig());
  await shoot(browser, 'phone-light', letter, { width: phone, colorScheme: 'light' });
  await shoot(browser, 'phone-dark', letter, { width: phone, colorScheme: 'dark' });
  await shoot(browser, 'desktop-light', letter, { width: desktop, colorScheme: 'light' });
  await shoot(browser, 'desktop-dark', letter, { width: desktop, colorScheme: 'dark' });
  await shoot(browser, 'images-off', letter, { width: phone, colorScheme: 'light', pictures: false });
  const formal = await letterHtml(
    sampleIssue(),
    sampleConfig({ address: 'sie', look: { color: '#2f6f6a' } }),
  );
  await shoot(browser, 'sie', formal, { width: phone, colorScheme: 'light' });
  const english = await letterHtml(
    englishIssue(),
    sampleConfig({ title: 'Weekly Letter', locale: 'en', look: { color: '#1b2a6b' } }),
  );
  await shoot(browser, 'english-dark', english, { width: phone, colorScheme: 'dark' });
  await shoot(browser, 'quiet-week', await letterHtml(sampleIssue(quiet), sampleConfig()), {
    width: phone,
    colorScheme: 'light',
  });
  const rich = sampleIssue({ letter: richLetter });
  const withLogo = await letterHtml(
    rich,
    sampleConfig({ look: { logo: 'https://blog.example.org/images/logo.png' } }),
  );
  await shoot(browser, 'rich', withLogo, { width: phone, colorScheme: 'light' });
  await shoot(browser, 'rich-dark', withLogo, { width: phone, colorScheme: 'dark' });
  await shootPair(browser, letter);
  await shootPages(browser);
  await shootServiceMails(browser);
  await shootAuthorMails(browser);
  await shootDraft(browser);
  await shootDesk(browser);
} finally {
  await browser.close();
}

async function letterHtml(issue: Issue, config: Config): Promise<string> {
  const { html } = await renderIssue(issue, config, shippedTemplates());
  const name = config.address === 'sie' ? 'Anna Muster' : 'Anna';
  return fillSlots(
    html,
    {
      salutation: salutation(name, config),
      unsubscribeUrl: 'https://brief.example.org/abmelden/beispiel',
      preferencesUrl: 'https://brief.example.org/wuensche/a',
      confirmedOn: config.locale === 'de' ? '12. März 2026' : '12 March 2026',
    },
    'html',
  );
}

async function shoot(browser: Browser, name: string, html: string, view: LetterView): Promise<Buffer> {
  const { page } = await openLetter(browser, html, { scale: 2, ...view });
  await page.addStyleTag({ content: standInFonts() });
  await page.evaluate('document.fonts.ready');
  const picture = await page.screenshot({ fullPage: true });
  await writeFile(join(folder, `${name}.png`), picture);
  await page.context().close();
  return picture;
}

/** Every public page, as phones and desktops show it by day and by night. */
async function shootPages(browser: Browser): Promise<void> {
  const variants: readonly (readonly [suffix: string, Config, Language, Partial<LetterView>])[] = [
    ['', sampleConfig({ website: samplePrivacy }), 'de', {}],
    [
      '-sie',
      sampleConfig({ address: 'sie', website: samplePrivacy, look: { color: '#2f6f6a' } }),
      'de',
      only,
    ],
    [
      '-english',
      sampleConfig({ title: 'Weekly Letter', locale: 'en', look: { color: '#1b2a6b' } }),
      'en',
      only,
    ],
    ['-logo', sampleConfig({ look: { logo: 'https://brief.example.org/logo.svg' } }), 'de', only],
    ['-long', sampleConfig({ title: longTitle, website: samplePrivacy }), 'de', only],
  ];
  for (const [suffix, config, language, restriction] of variants) {
    const pages = publicPages(config, shippedTemplates());
    for (const [width, device] of [
      [phone, 'phone'],
      [1280, 'desktop'],
    ] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        const view = { width, colorScheme, ...restriction };
        if (view.width !== width || view.colorScheme !== colorScheme) continue;
        const window = await openPageWindow(browser, pages, { ...view, standInFonts: standInFonts() });
        for (const [name, page] of Object.entries(samplePages)) {
          await window.open(pages.show(page, pageSetting({ language, isFramed: name.startsWith('form') })));
          await window.page.evaluate('document.fonts.ready');
          const path = join(folder, `page-${name}-${device}-${colorScheme}${suffix}.png`);
          await window.page.screenshot({ fullPage: true, path });
        }
        await window.page.context().close();
      }
  }
}

/** The mails that ask for the confirmation, remind of it, and tell somebody that she is on the list. */
async function shootServiceMails(browser: Browser): Promise<void> {
  const secret = 'a secret for pictures, of more than 32 characters';
  const mails = await serviceMails(sampleConfig(), shippedTemplates(), secret);
  const reader = confirmedReader(1, { askedAt: '2026-11-20T19:03:00Z' });
  const consent = { ...reader.consent, ...consentOfForm, confirmedAt: null };
  for (const kind of ['confirm', 'reminder', 'notice'] as const) {
    const subscriber = kind === 'notice' ? reader : { ...reader, status: 'pending' as const, consent };
    const { html } = mails.messageFor({ kind, subscriber }, new Date('2026-11-20T19:04:00Z'));
    for (const colorScheme of ['light', 'dark'] as const) {
      await shoot(browser, `mail-${kind}-phone-${colorScheme}`, html, { width: phone, colorScheme });
      await shoot(browser, `mail-${kind}-desktop-${colorScheme}`, html, { width: desktop, colorScheme });
    }
  }
}

/** What the author gets: the draft, what became of it, and whatever asks for her. */
async function shootAuthorMails(browser: Browser): Promise<void> {
  const secret = 'a secret for pictures, of more than 32 characters';
  const mails = await authorMails(sampleConfig(), shippedTemplates(), secret);
  for (const [name, news] of Object.entries(sampleNews)) {
    const { html } = mails.messageFor(news, toldAt(news));
    for (const colorScheme of ['light', 'dark'] as const) {
      await shoot(browser, `author-${name}-phone-${colorScheme}`, html, { width: phone, colorScheme });
      await shoot(browser, `author-${name}-desktop-${colorScheme}`, html, { width: desktop, colorScheme });
    }
  }
}

/** The draft as the link in such a mail shows it. */
async function shootDraft(browser: Browser): Promise<void> {
  const state = {
    is: 'planned',
    leavesAt: new Date('2026-11-22T06:00:00Z'),
    leavesNow: false,
    needsApproval: true,
  } as const;
  const issue = sampleIssue();
  const pages = publicPages(sampleConfig(), shippedTemplates());
  const letter = await letterHtml(issue, sampleConfig());
  const html = pages.draft(letter, letterOnDesk(state, { issue }), { language: 'de' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await shoot(browser, `draft-phone-${colorScheme}`, html, { width: phone, colorScheme });
    await shoot(browser, `draft-desktop-${colorScheme}`, html, { width: desktop, colorScheme });
  }
}

/** The author's desk; its first page is for the README. */
async function shootDesk(browser: Browser): Promise<void> {
  const newsletter = await mkdtemp(join(tmpdir(), 'wochenbrief-desk-'));
  await fillComposedFolder(newsletter, [confirmedReader(1), confirmedReader(2)], 1);
  // With a mail server of this machine, sample addresses do no harm, and the checks say nothing of them.
  await writeFile(join(newsletter, '.env'), 'SMTP_URL=smtp://127.0.0.1:2525\n', { mode: 0o600 });
  const failures: unknown[] = [];
  const week = parseWeek('2026-W47');
  const clock = { ...systemClock, now: () => new Date(friday) };
  const order = { folder: newsletter, week, clock, port: 0, isOffline: true };
  const desk = await startDesk({ ...order, onFailure: (error) => failures.push(error) });
  const tabs = ['', '/words', '/question', '/posts', '/checks', '/send'].map((tab) => `letter/${week}${tab}`);
  try {
    for (const [device, width, height] of [
      ['phone', phone, 844],
      ['desktop', 1440, 900],
    ] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width, height }, colorScheme });
        const page = await context.newPage();
        for (const path of [...tabs, 'year', 'mails', 'looks']) {
          await page.goto(`${desk.url}de/${path}`);
          await page.addStyleTag({ content: standInFonts() }).catch(() => undefined);
          await page.waitForLoadState('load');
          const name = path.replace(/^letter\/[^/]+\/?/, '') || 'letter';
          const picture = await page.screenshot();
          await writeFile(join(folder, `desk-${name}-${device}-${colorScheme}.png`), picture);
          if (name === 'letter' && device === 'desktop' && colorScheme === 'light')
            await writeFile(join(readmeFolder, 'desk.png'), picture);
        }
        await context.close();
      }
  } finally {
    await desk.close();
    await rm(newsletter, { recursive: true, force: true });
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the desk failed');
}

/** The same beginning of the letter twice, light and dark, side by side. */
async function shootPair(browser: Browser, html: string): Promise<void> {
  const shots = await Promise.all(
    (['light', 'dark'] as const).map((colorScheme) =>
      shoot(browser, `pair-${colorScheme}`, html, { width: 440, colorScheme, scale: pairScale }),
    ),
  );
  const frame =
    'width:440px;height:1240px;background-size:440px auto;background-repeat:no-repeat;border-radius:14px';
  const columns = shots
    .map(
      (shot) =>
        `<div style="${frame};background-image:url(data:image/png;base64,${shot.toString('base64')})"></div>`,
    )
    .join('');
  const page = await browser.newPage({
    viewport: { width: 945, height: 1280 },
    deviceScaleFactor: pairScale,
  });
  await page.setContent(
    `<body style="margin:0;padding:20px;display:flex;gap:25px;background:#8d867c">${columns}</body>`,
  );
  await writeFile(join(readmeFolder, 'letter.png'), await page.screenshot());
  await page.close();
}

function standInFonts(): string {
  // A style without any content is refused.
  if (fontFolder === undefined || !existsSync(fontFolder)) return '/* the machine’s own */';
  return readdirSync(fontFolder)
    .filter((name) => name.endsWith('.woff2'))
    .map((name) => {
      const [, , weight = '400', style = 'normal'] = /^(.+?)-latin-(\d+)-(\w+)\./.exec(name) ?? [];
      const family = name.startsWith('gelasio') ? 'Georgia' : 'Segoe UI';
      const data = readFileSync(join(fontFolder, name)).toString('base64');
      return `@font-face{font-family:'${family}';font-weight:${weight};font-style:${style};src:url(data:font/woff2;base64,${data})}`;
    })
    .join('');
}
