import type { Browser, Page as BrowserPage } from 'playwright-core';
import type { LetterOnDesk } from '../../src/core/clock/letterOnDesk.ts';
import type { LetterState } from '../../src/core/clock/letterState.ts';
import type { Page, PageProblem, Pages, PageSetting, ReaderPage } from '../../src/core/render/pages.ts';
import { issueToken } from '../../src/core/token.ts';
import { parseWeek } from '../../src/core/week.ts';
import type { LetterView } from './browser.ts';
import { sampleIssue } from './sampleIssue.ts';

const emptyForm = { address: '', name: '', shown: 'shown', faults: [] } as const;
const token = 'u.k3v9x2m7q4t8w1z6.0.AbCdEfGhIjKlMnOpQrStUv';

/** A reader's own pages, as they are for somebody who changed nothing yet. */
export const sampleReader: ReaderPage = {
  token,
  maskedAddress: 'a…@example.org',
  name: 'Anna',
  language: null,
  rhythm: 'weekly',
  pausedUntil: null,
};

const latest = {
  week: parseWeek('2026-W47'),
  subject: 'Wem hast du zuletzt ohne Grund gedankt?',
  sentAt: '2026-11-22T06:00:00Z',
};

const letters = [
  latest,
  { week: parseWeek('2026-W46'), subject: 'Was hält dich auf?', sentAt: '2026-11-15T06:00:00Z' },
  {
    week: parseWeek('2026-W45'),
    subject: 'Ein Schlüssel an grüner Wolle, und wem man ihn leiht, ohne lange zu fragen',
    sentAt: '2026-11-08T06:00:00Z',
  },
  { week: parseWeek('2026-W43'), subject: 'Das Sofa im vierten Stock', sentAt: '2026-10-25T06:00:00Z' },
  { week: parseWeek('2026-W42'), subject: 'Wer kehrt den Flur?', sentAt: '2026-10-18T06:00:00Z' },
];

/** Every problem there is a page for. */
export const problems = [
  'notFound',
  'wrongMethod',
  'badRequest',
  'tooLarge',
  'tooManyRequests',
  'tooManySignUps',
  'listUnavailable',
  'failed',
  'linkForged',
  'linkExpired',
  'linkUsed',
  'linkUnknown',
] as const satisfies readonly PageProblem[];

const sendAt = new Date('2026-11-22T06:00:00Z');
const week = parseWeek('2026-W47');
/** In no language that a page speaks around it, and calling nobody du. */
const issue = sampleIssue({
  subject: 'Was trägt, wenn es still wird?',
  question: { text: 'Was trägt, wenn es still wird?', reason: 'noch nicht gestellt' },
});

/** A letter on the author's desk, wherever it stands. */
export function letterOnDesk(state: LetterState, changes: Partial<LetterOnDesk> = {}): LetterOnDesk {
  return {
    week,
    state,
    plannedFor: sendAt,
    onceApproved: { leavesAt: sendAt, leavesNow: false },
    issue,
    fault: null,
    readToken: issueToken('read', week, 'a secret for samples, of more than 32 characters'),
    questionMark: 'AbCdEfGhIjKlMnOp',
    ...changes,
  };
}

const decideToken = issueToken('decide', week, 'a secret for samples, of more than 32 characters');
const desk = { page: 'decide', token: decideToken, asked: null, came: null } as const;
const awaited = { is: 'planned', leavesAt: sendAt, leavesNow: false, needsApproval: true } as const;
const approved = { is: 'approved', leavesAt: sendAt, leavesNow: false } as const;

/** The author's own pages in every state. */
export const authorPages: Readonly<Record<string, Page>> = {
  'decide-planned': { ...desk, desk: letterOnDesk({ ...awaited, needsApproval: false }) },
  'decide-approve': { ...desk, desk: letterOnDesk(awaited), asked: 'approve' },
  'decide-approved': {
    ...desk,
    desk: letterOnDesk(approved),
    asked: 'approve',
    came: { outcome: 'approved', leavesAt: sendAt, leavesNow: false },
  },
  'decide-hold': { ...desk, desk: letterOnDesk(awaited), asked: 'hold' },
  'decide-held': {
    ...desk,
    desk: letterOnDesk({ is: 'held', reason: 'author', hasBegun: false }),
    asked: 'hold',
    came: { outcome: 'held' },
  },
  'decide-late': {
    ...desk,
    desk: letterOnDesk(
      { is: 'held', reason: 'late', hasBegun: true },
      { onceApproved: { leavesAt: sendAt, leavesNow: true } },
    ),
    asked: 'approve',
  },
  'decide-question': { ...desk, desk: letterOnDesk(approved), asked: 'question' },
  'decide-asked': {
    ...desk,
    desk: letterOnDesk(awaited),
    asked: 'question',
    came: {
      is: 'found',
      draft: '',
      question: { text: 'Was blieb liegen?', reason: '' },
      replaced: 'Was trägt, wenn es still wird?',
      wasOwn: true,
      isSubjectToo: true,
    },
  },
  'decide-quiet': { ...desk, desk: letterOnDesk({ is: 'quiet' }, { issue: null }), asked: 'approve' },
  'decide-paused': { ...desk, desk: letterOnDesk({ is: 'paused', reason: null }), asked: 'resume' },
  'decide-sending': { ...desk, desk: letterOnDesk({ is: 'sending' }), asked: 'hold' },
  'decide-finished': { ...desk, desk: letterOnDesk({ is: 'finished' }), asked: 'hold' },
  'decide-refused': {
    ...desk,
    desk: letterOnDesk({ is: 'finished' }),
    asked: 'hold',
    came: { outcome: 'refused', because: 'finished' },
  },
  'decide-cancelled': { ...desk, desk: letterOnDesk({ is: 'cancelled' }) },
  'decide-over': { ...desk, desk: letterOnDesk({ is: 'over' }) },
  'decide-nothing': { ...desk, desk: letterOnDesk({ is: 'nothing', isDue: false }, { issue: null }) },
  'decide-fault': {
    ...desk,
    desk: letterOnDesk(
      { ...awaited, needsApproval: false },
      {
        issue: null,
        fault: {
          de: 'issues/2026-W47/issue.md:3:1: Hier fehlt „subject“.',
          en: 'issues/2026-W47/issue.md:3:1: "subject" is missing.',
        },
      },
    ),
    asked: 'hold',
  },
  noDraft: { page: 'noDraft' },
  draftFault: {
    page: 'draftFault',
    fault: { de: 'issue.md wurde eben geändert.', en: 'issue.md was just changed.' },
    hint: { de: 'Noch einmal versuchen.', en: 'Try once more.' },
  },
};

/** Every page in every state, by a name for tests and pictures. */
export const samplePages: Readonly<Record<string, Page>> = {
  home: { page: 'home', form: emptyForm, latest },
  'home-first': { page: 'home', form: emptyForm, latest: null },
  'home-faults': {
    page: 'home',
    form: { ...emptyForm, address: 'anna@', name: 'https://…', faults: ['addressInvalid', 'nameInvalid'] },
    latest,
  },
  form: { page: 'form', form: emptyForm },
  'form-faults': { page: 'form', form: { ...emptyForm, faults: ['addressMissing'] } },
  review: { page: 'review', form: { ...emptyForm, address: 'anna@example.org', name: 'Anna' } },
  mailUnderWay: { page: 'mailUnderWay' },
  confirm: { page: 'confirm', token, maskedAddress: 'a…@example.org', name: 'Anna' },
  confirmed: { page: 'confirmed', readerToken: token, isAlready: false },
  'confirmed-already': { page: 'confirmed', readerToken: token, isAlready: true },
  unsubscribe: { page: 'unsubscribe', reader: sampleReader },
  'unsubscribe-monthly': {
    page: 'unsubscribe',
    reader: { ...sampleReader, rhythm: 'monthly', pausedUntil: '2026-12-24' },
  },
  goodbye: { page: 'goodbye', token, mayUndo: true },
  'goodbye-late': { page: 'goodbye', token, mayUndo: false },
  resumed: { page: 'resumed', readerToken: token },
  preferences: { page: 'preferences', reader: sampleReader, isSaved: false, faults: [] },
  'preferences-saved': {
    page: 'preferences',
    reader: { ...sampleReader, language: 'en', rhythm: 'monthly', pausedUntil: '2026-12-24' },
    isSaved: true,
    faults: [],
  },
  'preferences-faults': {
    page: 'preferences',
    reader: { ...sampleReader, pausedUntil: '2020-01-01' },
    isSaved: false,
    faults: ['nameTooLong', 'dayPast'],
  },
  erase: { page: 'erase', reader: sampleReader },
  erased: { page: 'erased' },
  archive: { page: 'archive', letters },
  'archive-empty': { page: 'archive', letters: [] },
  ...authorPages,
  ...Object.fromEntries(problems.map((problem) => [`problem-${problem}`, { page: 'problem', problem }])),
};

/** How a page is shown at the root of its host. */
export function pageSetting(changes: Partial<PageSetting> = {}): PageSetting {
  return { language: 'de', isFramed: false, basePath: '', path: '/', ...changes };
}

/** A browser window for public pages, which reaches nothing but their stylesheet. */
export interface PageWindow {
  readonly page: BrowserPage;
  /** What the browser complained about, as what the policy refused. */
  readonly complaints: readonly string[];
  readonly open: (html: string) => Promise<void>;
}

/** Opens a window that shows public pages under the policy the server sends them with (R55). */
export async function openPageWindow(
  browser: Browser,
  { style }: Pick<Pages, 'style'>,
  view: LetterView & { readonly standInFonts?: string },
): Promise<PageWindow> {
  const complaints: string[] = [];
  const context = await browser.newContext({
    viewport: { width: view.width, height: 800 },
    colorScheme: view.colorScheme,
    deviceScaleFactor: view.scale ?? 1,
    // Fonts for pictures stand in the stylesheet itself, which the policy refuses.
    bypassCSP: view.standInFonts !== undefined,
    locale: 'de-DE',
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  let body = '';
  const files: Readonly<Record<string, () => { readonly contentType: string; readonly body: string }>> = {
    '/': () => ({ contentType: 'text/html; charset=utf-8', body }),
    '/style.css': () => ({ contentType: 'text/css; charset=utf-8', body: (view.standInFonts ?? '') + style }),
    '/logo.svg': () => ({ contentType: 'image/svg+xml', body: logo }),
  };
  await page.route('**/*', async (route) => {
    const file = files[new URL(route.request().url()).pathname];
    if (file === undefined) return route.abort();
    return route.fulfill({ ...file(), headers: { 'content-security-policy': policy } });
  });
  return {
    page,
    complaints,
    async open(html) {
      body = html;
      await page.goto('https://brief.example.org/');
    },
  };
}

const policy =
  "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="64"><circle cx="32" cy="32" r="24" fill="#8a4b2d"/><text x="76" y="42" font-family="serif" font-size="30" fill="#2b2521">Wochenbrief</text></svg>';
