import type { Browser, Page as BrowserPage } from 'playwright-core';
import {
  authorPageSamples,
  problemSamples,
  readerPageSamples,
  sampleArchive,
} from '../../src/core/desk/samplePages.ts';
import type { Page, Pages, PageSetting } from '../../src/core/render/pages.ts';
import type { LetterView } from './browser.ts';

export { letterOnDesk, problems, sampleReader } from '../../src/core/desk/samplePages.ts';

/** The author's own pages in every state. */
export const authorPages: Readonly<Record<string, Page>> = authorPageSamples();

/** Every page in every state, by a name for tests and pictures. */
export const samplePages: Readonly<Record<string, Page>> = {
  ...readerPageSamples(sampleArchive('de')),
  ...authorPages,
  ...problemSamples,
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
  /** Puts other public pages, as another look has them, and another view in the place of those before. */
  readonly change: (
    pages: Pick<Pages, 'style'>,
    view: Pick<LetterView, 'width' | 'colorScheme'>,
  ) => Promise<void>;
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
  let shownStyle = style;
  const files: Readonly<Record<string, () => { readonly contentType: string; readonly body: string }>> = {
    '/': () => ({ contentType: 'text/html; charset=utf-8', body }),
    '/style.css': () => ({
      contentType: 'text/css; charset=utf-8',
      body: (view.standInFonts ?? '') + shownStyle,
    }),
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
    async change(pages, { width, colorScheme }) {
      shownStyle = pages.style;
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
    },
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
