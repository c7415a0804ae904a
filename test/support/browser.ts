import { existsSync } from 'node:fs';
import { mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { cleanUpLater } from './cleanup.ts';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const postPictures = fileURLToPath(new URL('../../posts/images/', import.meta.url));
const letterAddress = 'https://letter.invalid/';

const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/**
 * A real Chromium: the one that `CHROMIUM` names; else the one that comes with the development packages, which has no windows to
 * draw and costs half as much; else, where that one cannot run, the machine's own.
 */
export async function launchBrowser(): Promise<Browser> {
  const { CHROMIUM: named } = process.env;
  if (named !== undefined && named !== '') return chromium.launch({ executablePath: named, args });
  const own = systemBrowsers.find((path) => existsSync(path));
  return launchPackaged().catch((error: unknown) => {
    if (own === undefined) throw error;
    return chromium.launch({ executablePath: own, args });
  });
}

async function launchPackaged(): Promise<Browser> {
  const folder = await unpackedChromium();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...args, '--headless=shell'],
    // Without a locale that it knows it crashes on some pages.
    env: { ...process.env, LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') },
  });
}

let shared: Promise<Browser> | undefined;

/** The browser of all test files of a worker; what a file leaves open in it is closed after the file. */
export async function sharedBrowser(): Promise<Browser> {
  if (shared !== undefined && !(await shared).isConnected()) shared = undefined;
  const browser = await (shared ??= launchBrowser());
  cleanUpLater(() => Promise.all(browser.contexts().map((context) => context.close())));
  return browser;
}

/** A letter on a page that can reach nothing; the blog's pictures come from posts/images or are grey. */
export interface LetterPage {
  readonly page: Page;
  /** Every address the letter asked for, itself excepted. */
  readonly requests: readonly string[];
}

export interface LetterView {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
  readonly pictures?: boolean;
  readonly scale?: number;
}

/** Opens a letter as a mail program would show it. */
export async function openLetter(browser: Browser, html: string, view: LetterView): Promise<LetterPage> {
  return (await letterTab(browser, view.scale)).show(html, view);
}

/** A tab for one letter after the other. */
export interface LetterTab {
  readonly show: (html: string, view: LetterView) => Promise<LetterPage>;
}

/** Opens a tab: in a new one, axe takes three times as long as where it has been before. */
export async function letterTab(browser: Browser, scale = 1): Promise<LetterTab> {
  const context = await browser.newContext({ deviceScaleFactor: scale, javaScriptEnabled: true });
  const page = await context.newPage();
  return {
    async show(html, { width, colorScheme, pictures = true }) {
      const requests: string[] = [];
      await page.unrouteAll({ behavior: 'wait' });
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.route('**/*', async (route) => {
        const url = route.request().url();
        if (url === letterAddress)
          return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
        requests.push(url);
        const { hostname, pathname } = new URL(url);
        if (hostname !== 'blog.example.org' || !pictures) return route.abort();
        const file = join(postPictures, pathname.replace(/^.*\//, ''));
        return existsSync(file)
          ? route.fulfill({ path: file })
          : route.fulfill({ contentType: 'image/svg+xml', body: placeholder });
      });
      await page.goto(letterAddress);
      return { page, requests };
    },
  };
}

const placeholder =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1104" height="552"><rect width="100%" height="100%" fill="#c9bda9"/></svg>';

/** Unpacked beside its place and moved there in one step, because test files run at the same time. */
async function unpackedChromium(): Promise<string> {
  const folder = join(tmpdir(), 'wochenbrief-chromium');
  if (existsSync(folder)) return folder;
  const before = { ...process.env };
  const unpacking = await mkdtemp(join(tmpdir(), 'wochenbrief-chromium-'));
  // The package takes its folder from TMPDIR, and brings its libraries along only where it believes to be in Lambda.
  process.env['TMPDIR'] = unpacking;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
    await rename(unpacking, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  return folder;
}
