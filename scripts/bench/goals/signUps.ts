import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formStamp } from '../../../src/core/site/formStamp.ts';
import { rounds, withFolder, type Bench } from '../bench.ts';
import { benchSecret, copyBenchFolder } from '../benchFolder.ts';
import { finding, plain, unmeasured, type Finding } from '../finding.ts';
import { alternating, median, message, startProcess } from '../processes.ts';

/** What `work/site` is told. */
export interface SiteWork {
  readonly folder: string;
  readonly isNaive: boolean;
}

interface Measured {
  /** Sign-ups a second that are on disk. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const connections = 32;
const what = 'sign-ups/s on disk beside one rewrite each';

/**
 * P7: sign-ups through the public pages, 32 connections by autocannon, each of a new person from a place of her own; beside the
 * same pages with a list that is read and written anew for each.
 */
export async function signUps(bench: Bench): Promise<readonly Finding[]> {
  const autocannon = await import('autocannon').then(
    (loaded) => loaded.default,
    () => undefined,
  );
  if (!autocannon) return [unmeasured('P7', what, '≥ 10 ×', 'autocannon is not installed')];
  const seconds = bench.isQuick ? 2 : 3;
  const count = rounds(bench, 3);
  const measured = (people: number, isNaive: boolean) => (): Promise<Measured> =>
    withFolder(bench.folder, async (folder) => {
      await copyBenchFolder(bench, folder, people);
      const site = startProcess('site', { folder, isNaive } satisfies SiteWork);
      const { url } = await message<{ readonly url: string }>(site);
      try {
        // The first reads the list.
        await fetch(new URL('/subscribe', url), { method: 'POST', ...signUp(), redirect: 'manual' });
        const result = await autocannon({
          url: new URL(url).origin,
          connections,
          duration: seconds,
          requests: [
            { method: 'POST', path: '/subscribe', setupRequest: (request) => ({ ...request, ...signUp() }) },
          ],
        });
        await requireWritten(folder, people, result['3xx']);
        const { p50, p99 } = result.latency;
        return { rate: result['3xx'] / result.duration, p50Ms: p50, p99Ms: p99 };
      } finally {
        const ended = once(site, 'exit');
        site.disconnect();
        await ended;
      }
    });
  const { ours, naive, large } = await alternating(count, {
    ours: measured(10_000, false),
    naive: measured(10_000, true),
    large: measured(100_000, false),
  });
  const [ourRate, naiveRate, largeRate] = [ours, naive, large].map((runs) =>
    median(runs.map(({ rate }) => rate)),
  );
  if (ourRate === undefined || naiveRate === undefined || largeRate === undefined) return [];
  const load = `${connections} connections, ${seconds} s each`;
  return [
    finding(
      'P7',
      `${what}, 10,000 people`,
      ourRate / naiveRate,
      { atLeast: 10 },
      {
        how: `${plain(ourRate)}/s : ${plain(naiveRate)}/s; ${load}, ${count} rounds`,
        figures: { rounds: count, ours, naive },
      },
    ),
    finding(
      'P7',
      'sign-ups/s on disk, 100,000 people',
      largeRate,
      { atLeast: 50 },
      {
        unit: '/s',
        how: `${load}, ${count} rounds`,
        figures: { large },
      },
    ),
  ];
}

/** A sign-up that nothing speaks against: a form that was on show for a minute, and no address or network twice. */
function signUp(): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  number += 1;
  // A prime step through all networks, so that neighbours do not come one after the other.
  const place = (number * 40_503) % 2 ** 24;
  const from = [20 + (place >> 18), (place >> 10) & 255, (place >> 2) & 255, 1 + (place & 3)].join('.');
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
    body: new URLSearchParams({ address: `neu${number}@example.com`, name: 'Käthe', shown }).toString(),
  };
}
let number = 0;
const shown = formStamp({ shownAt: new Date(Date.now() - 60_000), place: null }, benchSecret);

/** Who was answered is on the list; else what was measured is something else. */
async function requireWritten(folder: string, before: number, answered: number): Promise<void> {
  const list = await readFile(join(folder, 'subscribers.json'), 'latin1');
  const written = list.split('"status":').length - 1 - before;
  if (answered === 0 || written < answered)
    throw new Error(`${answered} were answered, ${written} are written`);
}
