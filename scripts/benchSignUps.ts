import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { parseAddress } from '../src/core/address.ts';
import { viewOf } from '../src/core/list/listBook.ts';
import { signUp } from '../src/core/list/membership.ts';
import { bareConsent, bareSubscriber, type Subscriber } from '../src/core/list/subscriber.ts';
import { formatSubscribers, readSubscribers } from '../src/core/list/subscriberFile.ts';
import { replaceFile } from '../src/files/replaceFile.ts';
import { subscribersFile } from '../src/files/subscribersFile.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: tmpdir() },
    seconds: { type: 'string', default: '5' },
    callers: { type: 'string', default: '32' },
  },
});
const callers = Number(values.callers);
const lastingMs = Number(values.seconds) * 1000;
const secret = 'bench-secret-of-more-than-thirty-two-characters';
let number = 0;
/** The lists of a measurement stay open, as in a server. */
const lists = new Map<string, ReturnType<typeof subscribersFile>>();

const rows: Record<string, string | number>[] = [];
for (const size of [10_000, 100_000]) {
  const before = await measured(size, naiveSignUps);
  const now = await measured(size, groupedSignUps);
  rows.push({ people: size, way: 'whole file per request', ...before, ratio: 1 });
  rows.push({
    people: size,
    way: `change(), ${callers} callers`,
    ...now,
    ratio: Math.round(now['sign-ups/s'] / before['sign-ups/s']),
  });
}
// oxlint-disable-next-line no-console -- a table for people
console.table(rows);

/** Sign-ups a second, and for how long they kept everything else waiting. */
async function measured(
  size: number,
  run: (folder: string, isOver: () => boolean) => Promise<number>,
): Promise<{
  readonly MB: number;
  readonly 'sign-ups/s': number;
  readonly 'p95 block ms': number;
  readonly 'longest block ms': number;
}> {
  const folder = await mkdtemp(join(values.folder, 'wochenbrief-bench-'));
  try {
    const path = join(folder, 'subscribers.json');
    const subscribers = Array.from({ length: size }, (_, index) => reader(index));
    await writeFile(path, formatSubscribers({ revision: 1, subscribers, suppressions: [] }), { mode: 0o600 });
    await run(folder, () => true);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const startedAt = performance.now();
    const done = await run(folder, () => performance.now() - startedAt > lastingMs);
    const seconds = (performance.now() - startedAt) / 1000;
    delay.disable();
    return {
      MB: Math.round((await stat(path)).size / 1e6),
      'sign-ups/s': Math.round((done / seconds) * 10) / 10,
      'p95 block ms': Math.round(delay.percentile(95) / 1e5) / 10,
      'longest block ms': Math.round(delay.max / 1e6),
    };
  } finally {
    lists.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a server without group commit does: each request reads, checks and writes everything. */
async function naiveSignUps(folder: string, isOver: () => boolean): Promise<number> {
  const path = join(folder, 'subscribers.json');
  for (let done = 1; ; done++) {
    const list = readSubscribers(await readFile(path, 'utf8'));
    const { edits } = somebody()(viewOf(list));
    const added = edits.flatMap((edit) => ('put' in edit ? [edit.put] : []));
    const next = { ...list, revision: list.revision + 1, subscribers: [...list.subscribers, ...added] };
    await replaceFile(path, formatSubscribers(next), 0o600);
    if (isOver()) return done;
  }
}

async function groupedSignUps(folder: string, isOver: () => boolean): Promise<number> {
  const list = lists.get(folder) ?? subscribersFile(folder);
  lists.set(folder, list);
  let done = 0;
  const caller = async (): Promise<void> => {
    do {
      await list.change(somebody());
      done += 1;
    } while (!isOver());
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return done;
}

function somebody(): ReturnType<typeof signUp> {
  const at = new Date().toISOString();
  const address = parseAddress(`new${number++}@example.com`);
  if (!address) throw new Error('an address of the bench is none');
  const { consent } = reader(number);
  return signUp(
    {
      id: `new${String(number).padStart(20, '0')}`,
      address,
      name: null,
      language: 'de',
      wording: consent.wording,
      wordingVersion: consent.wordingVersion,
      form: consent.form,
      origin: null,
      at,
    },
    [secret],
  );
}

function reader(index: number): Subscriber {
  return {
    ...bareSubscriber,
    id: `reader${String(index).padStart(14, '0')}`,
    address: `reader${index}@example.org`,
    name: `Name ${index}`,
    status: 'confirmed',
    consent: {
      ...bareConsent,
      wording:
        'Ja, ich möchte den Wochenbrief einmal in der Woche per E-Mail bekommen. Abmelden kann ich mich jederzeit.',
      wordingVersion: '2026-01',
      form: 'https://brief.example.org/',
      requestedAt: '2026-03-12T08:00:00Z',
      mailedAt: '2026-03-12T08:00:05Z',
      confirmedAt: '2026-03-12T08:20:00Z',
    },
  };
}
