import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashPoints, startCrashingSender, type CrashPoint } from './crashPoints.ts';
import { isUncertain, totalsOf } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { readLedger } from '../../src/core/sending/ledgerText.ts';
import { startLocalServer } from '../../src/smtp/localServer.ts';
import { runCli, startCli } from './cli.ts';
import { fillComposedFolder } from './composedFolder.ts';
import { confirmedReader, friday, sendingTo } from './newsletter.ts';

/** How the harness kills. */
export interface KillPlan {
  readonly kills: number;
  readonly readers: number;
  readonly connections: number;
  readonly seed: number;
  /** Where senders die besides random moments, in turn; none of these when left out. */
  readonly points?: readonly CrashPoint[];
  /** The time after which no further kill is begun, as `performance.now()`; unlimited when left out. */
  readonly until?: number;
}

/** What was left after all kills and the last run. */
export interface KillReport {
  readonly kills: number;
  /** How many of them where. */
  readonly killsAt: Readonly<Record<string, number>>;
  /** Issues sent: one goes on until nothing is due, then the next begins. */
  readonly issues: number;
  readonly accepted: number;
  readonly uncertain: number;
  /** Uncertain ones that the server had in fact taken. */
  readonly uncertainArrived: number;
  /** Readers the server has two letters for. */
  readonly twice: readonly string[];
  /** Readers without a letter whom the ledger does not hold as uncertain. */
  readonly forgotten: readonly string[];
  /** Readers with a letter whom the ledger holds as neither accepted nor uncertain. */
  readonly unlisted: readonly string[];
}

/**
 * Sends to a real SMTP server that counts, kills the sender with SIGKILL at random moments, and goes on until nothing is
 * due; as often as needed for the number of kills.
 */
export async function killRuns(plan: KillPlan): Promise<KillReport> {
  const random = seededRandom(plan.seed);
  const report = { kills: 0, issues: 0, accepted: 0, uncertain: 0, uncertainArrived: 0 };
  const twice: string[] = [];
  const forgotten: string[] = [];
  const unlisted: string[] = [];
  const killsAt: Record<string, number> = {};
  const isOver = (): boolean => report.kills >= plan.kills || performance.now() > (plan.until ?? Infinity);
  while (!isOver()) {
    const folder = await mkdtemp(join(tmpdir(), 'wochenbrief-kill-'));
    // A little time for each letter, so that a kill finds some in flight.
    const server = await startLocalServer({
      onMail: () => new Promise((done) => setTimeout(done, 1 + random() * 8)),
    });
    try {
      const readers = Array.from({ length: plan.readers }, (_, index) => confirmedReader(index));
      await fillComposedFolder(folder, readers, plan.connections);
      const send = ['send', '--dir', folder, '--now', friday, '--json'];
      const dieAtRandom = async (): Promise<boolean> => {
        const child = startCli(send, sendingTo(server.url));
        const before = server.received.length;
        // Begin to count from the first letter of this run; before it nothing can be lost.
        const killAfter = Math.floor(random() * (plan.readers / 3));
        const isDone = await Promise.race([
          once(child, 'exit').then(() => true),
          reached(() => server.received.length > before + killAfter, child).then(() => false),
        ]);
        if (isDone) return false;
        const waitMs = random() * 10;
        await new Promise((done) => setTimeout(done, waitMs));
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        return child.signalCode === 'SIGKILL';
      };
      const dieAt = async (point: CrashPoint): Promise<boolean> => {
        const passes = isPassedOften(point) ? Math.floor(random() * (plan.readers / 6)) : 0;
        const child = startCrashingSender(folder, server.url, { point, passes, tornAt: random() });
        let complaint = '';
        child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
        await once(child, 'close');
        if (child.exitCode !== null && child.exitCode !== 0)
          throw new Error(`the sender failed by itself at "${point}": ${complaint}`);
        return child.signalCode === 'SIGKILL';
      };
      const die = async (way: CrashPoint | 'random'): Promise<boolean> => {
        const isKilled = way === 'random' ? await dieAtRandom() : await dieAt(way);
        if (isKilled) {
          report.kills += 1;
          killsAt[way] = (killsAt[way] ?? 0) + 1;
        }
        return isKilled;
      };
      // Each point once: some are passed only while a letter is new, others by every run, also when nobody is left.
      for (const point of plan.points ?? []) if (!isOver()) await die(point);
      while (!isOver() && (await die('random')));
      const last = await runCli(send, sendingTo(server.url));
      if (last.code !== 0 && last.code !== 3) throw new Error(`the last run failed: ${last.stderr}`);
      const again = server.received.length;
      await runCli(send, sendingTo(server.url));
      if (server.received.length !== again) throw new Error('a settled issue was sent again');
      report.issues += 1;

      const path = join(folder, 'issues', '2026-W47', 'ledger.jsonl');
      const state = foldLedger(readLedger(await readFile(path, 'utf8'), path).records);
      const copies = new Map<string, number>();
      for (const mail of server.received) {
        for (const address of mail.to) copies.set(address, (copies.get(address) ?? 0) + 1);
      }
      for (const reader of readers) {
        const delivery = state.deliveries.get(reader.id);
        const count = copies.get(reader.address) ?? 0;
        const isOpen = delivery !== undefined && isUncertain(delivery);
        const isAccepted = delivery?.state === 'answered' && delivery.answer.outcome === 'accepted';
        if (count > 1) twice.push(reader.id);
        if (count === 0 && !isOpen) forgotten.push(reader.id);
        if (count > 0 && !isOpen && !isAccepted) unlisted.push(reader.id);
        if (isOpen && count > 0) report.uncertainArrived += 1;
      }
      const totals = totalsOf(state);
      report.accepted += totals.accepted;
      report.uncertain += totals.uncertain;
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return { ...report, killsAt, twice, forgotten, unlisted };
}

/** Points of a message, not of a run. */
function isPassedOften(point: CrashPoint): boolean {
  return (
    crashPoints.indexOf(point) >= crashPoints.indexOf('attempted half written') && point !== 'before release'
  );
}

async function reached(condition: () => boolean, child: { readonly exitCode: number | null }): Promise<void> {
  while (!condition() && child.exitCode === null) await new Promise((next) => setTimeout(next, 1));
  if (!condition()) await new Promise(() => undefined);
}

/** mulberry32: the same kills for the same seed, as far as the machine's timing allows. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
