import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs, promisify } from 'node:util';
import { parse } from 'csv-parse';
import { takeOver } from '../src/core/import/decideImport.ts';
import { viewOf } from '../src/core/list/listBook.ts';
import { readImportFile } from '../src/files/importFile.ts';
import { subscribersFile } from '../src/files/subscribersFile.ts';

/**
 * What an import costs beside the CSV parser alone (P13): each part in a process of its own, the median of several runs
 * and the largest memory.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
    part: { type: 'string' },
    folder: { type: 'string' },
  },
});
const parts = ['nothing', 'parser', 'read', 'decide', 'apply'] as const;
const secret = 'a-secret-for-measuring-with-more-than-thirty-two-characters';
const at = '2026-11-20T19:00:00Z';

if (values.part === undefined) await compare(Number(values.rows), Number(values.runs));
else await measure(values.part, values.folder ?? '');

async function compare(rows: number, runs: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-bench-'));
  try {
    const text = sampleExport(rows);
    await writeFile(join(folder, 'audience.csv'), text);
    const results: Record<string, unknown> = { rows, megabytes: Math.round(Buffer.byteLength(text) / 1e6) };
    for (const part of parts) {
      const measured: Measured[] = [];
      for (let run = 0; run < runs; run++) measured.push(await inChild(part, folder));
      const medianMs = median(measured.map(({ ms }) => ms));
      const medianCpuMs = median(measured.map(({ cpuMs }) => cpuMs));
      results[part] = { medianMs, medianCpuMs, peakMb: Math.max(...measured.map(({ peakMb }) => peakMb)) };
    }
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

async function inChild(part: string, folder: string): Promise<Measured> {
  await writeFile(
    join(folder, 'subscribers.json'),
    '{ "version": 1, "revision": 0, "subscribers": [], "suppressions": [] }',
  );
  const args = ['--import', 'tsx', import.meta.filename, '--part', part, '--folder', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const measured: Measured = JSON.parse(stdout);
  return measured;
}

async function measure(part: string, folder: string): Promise<void> {
  const path = join(folder, 'audience.csv');
  const started = performance.now();
  const before = process.cpuUsage();
  if (part === 'parser') await parserAlone(path);
  else if (part !== 'nothing') await importUpTo(part, folder, path);
  const ms = Math.round(performance.now() - started);
  // Linux counts in kilobytes.
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ ms, cpuMs: Math.round((user + system) / 1000), peakMb }));
}

async function parserAlone(path: string): Promise<void> {
  const parser = parse();
  let records = 0;
  parser.on('data', () => records++);
  await pipeline(createReadStream(path), parser);
}

async function importUpTo(part: string, folder: string, path: string): Promise<void> {
  const file = await readImportFile(path, {
    from: undefined,
    timeZone: 'Europe/Berlin',
    at,
    secrets: [secret],
  });
  if (part === 'read') return;
  let people = 0;
  const decide = takeOver(file, {
    origin: 'Mailchimp, audience.csv',
    wordingThere: 'importiert aus Mailchimp; Wortlaut dort',
    wordingHere: () => ({ text: 'Ja, ich möchte den Brief.', version: 'abcdef12' }),
    signedUp: (instant) => `dort seit ${instant}`,
    at,
    secrets: [secret],
    newId: () => `person${String(people++).padStart(18, '0')}`,
  });
  if (part === 'decide') decide(viewOf({ revision: 0, subscribers: [], suppressions: [] }));
  else await subscribersFile(folder).change(decide);
}

/** An audience as Mailchimp exports it: half confirmed twice, the others not. */
function sampleExport(rows: number): string {
  const header =
    'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n';
  const lines = Array.from({ length: rows }, (_, index) => {
    const day = `20${String(12 + (index % 14))}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
    const time = `${String(index % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`;
    const confirmed = `"${day} ${time}:${index % 2 === 0 ? '59' : '01'}"`;
    return `reader${index}@example.org,Jörg,Beispiel,2,"${day} ${time}:01",192.0.2.${index % 256},${confirmed},192.0.2.${index % 256},47.6614,-122.2930,-8,-7,Europe/Berlin,DE,BE,"${day} ${time}:59",${index},aaaaaaaa${index},,"""Leser"""\n`;
  });
  return header + lines.join('');
}
