import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder, rounds, withFolder, type Bench } from '../bench.ts';
import { benchSecret, fillBenchFolder } from '../benchFolder.ts';
import { benchWeek } from '../benchLetter.ts';
import { finding, plain, unmeasured, type Finding } from '../finding.ts';
import { median } from '../processes.ts';

const what = 'saved file → refreshed letter';

/** P12: from the moment the author's editor has saved issue.md until the letter on the open page is the new one, in a real browser. */
export async function preview(bench: Bench): Promise<readonly Finding[]> {
  const { launchBrowser } = await import('../../../test/support/browser.ts');
  const browser = await launchBrowser().catch(() => undefined);
  if (!browser) return [unmeasured('P12', what, '≤ 150 ms', 'no browser runs here')];
  try {
    return await withFolder(bench.folder, async (parent) => {
      const folder = join(parent, 'newsletter');
      await mkdir(folder);
      await fillBenchFolder(folder, 3);
      const desk = spawn(
        process.execPath,
        [
          join(packageFolder, 'dist', 'program', 'main.mjs'),
          'preview',
          '--dir',
          folder,
          '--port',
          '0',
          '--json',
        ],
        { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, NEWSLETTER_SECRET: benchSecret } },
      );
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        const url = await addressOf(createInterface(desk.stdout));
        await page.goto(new URL(`de/letter/${benchWeek}`, url).href);
        // Until all that follows the first sight of a page has come to rest.
        await page.waitForTimeout(3000);
        const file = join(folder, 'issues', benchWeek, 'issue.md');
        const draft = await readFile(file, 'utf8');
        const tookMs: number[] = [];
        for (let number = 0; number < 1 + rounds(bench, 9); number++) {
          const mark = `Marke${number}x`;
          const seen = page.evaluate<number>(whenShown(mark));
          await page.waitForTimeout(900);
          await writeFile(`${file}.new`, draft.replace('am Dienstag', `am Dienstag ${mark}`));
          const savedAt = Date.now();
          await rename(`${file}.new`, file);
          tookMs.push((await seen) - savedAt);
        }
        // The first warms everything up, as the author's first look does.
        const [, ...later] = tookMs;
        return [
          finding(
            'P12',
            what,
            median(later),
            { atMost: 150 },
            {
              unit: 'ms',
              how: `median of ${later.length}, the slowest ${plain(Math.max(...later))} ms; Chromium ${browser.version()}`,
              figures: { tookMs },
            },
          ),
        ];
      } finally {
        const ended = once(desk, 'exit');
        desk.kill('SIGTERM');
        await ended;
      }
    });
  } finally {
    await browser.close();
  }
}

/** For the page: the instant of the first painted frame in which a letter holds the mark. */
function whenShown(mark: string): string {
  return `new Promise((done, fail) => {
    const look = () => {
      const frames = [...document.querySelectorAll('iframe')];
      if (frames.some((frame) => frame.contentDocument?.body?.textContent.includes('${mark}'))) done(Date.now());
      else requestAnimationFrame(look);
    };
    look();
    setTimeout(() => fail(new Error('the letter was not refreshed')), 10_000);
  })`;
}

async function addressOf(lines: AsyncIterable<string>): Promise<string> {
  let document = '';
  for await (const line of lines) {
    document += line;
    const found = /"url": *"([^"]+)"/.exec(document)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the desk did not open');
}
