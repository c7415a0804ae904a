import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diskFullAt } from '../test/support/diskFull.ts';

/**
 * A disk that is full at each of the first writes of a letter's whole way, one after the other, and is freed again (R34).
 * Exit code 1 when a reader was mailed twice, forgotten, or uncertain without a content having been handed over.
 */
const { values } = parseArgs({ options: { writes: { type: 'string', default: '500' } } });
const count = Number(values.writes);
const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-full-'));
const startedAt = performance.now();
try {
  const writes = Array.from({ length: count }, (_, index) => index + 1);
  const reports = await diskFullAt(folder, writes, count);
  const wrong = reports.filter((report) => report.wrong.length > 0);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ writes: reports.length, seconds, wrong }, null, 2)}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
