import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptedChecks } from '../test/peers/acceptedChecks.ts';
import { clockCheck, clockTitle } from '../test/peers/clockCheck.ts';
import { composeOnce, prepare, type PeerCheck, type PeerPlan } from '../test/peers/check.ts';
import { deferredChecks } from '../test/peers/deferredChecks.ts';
import { interruptedChecks } from '../test/peers/interruptedChecks.ts';
import { startPostfix, tableAt, type Postfix } from '../test/peers/postfix.ts';
import { startPostgrey, type Postgrey } from '../test/peers/postgrey.ts';
import { findPrograms, type PeerPrograms } from '../test/peers/programs.ts';
import { refusedChecks } from '../test/peers/refusedChecks.ts';
import { rspamdCheck, scoreTitles, spamassassinCheck } from '../test/peers/scoreChecks.ts';
import { secureChecks } from '../test/peers/secureChecks.ts';
import { cleanUp } from '../test/support/cleanup.ts';

/**
 * Sends letters with the built program to a real Postfix and a real postgrey of its own, and compares what the ledger
 * says with what they did; lets SpamAssassin and rspamd judge every mail, and nothing else with `--scores`. Needs root,
 * and Postfix or Debian's packages; says so where they are not at hand.
 */
const seconds = 420;

interface Result {
  readonly title: string;
  readonly isFailed: boolean;
  readonly seconds: number;
  readonly seen: string;
}

let isLeaving = false;
// What checks find out while everything is torn down is of no interest.
const say = (line: string): void => void (isLeaving || process.stdout.write(`${line}\n`));
const work = await mkdtemp(join(tmpdir(), 'wochenbrief-peers-'));
// Postfix's own account must be able to pass.
await chmod(work, 0o711);
const running: (Postfix | Postgrey)[] = [];
const leave = async (): Promise<void> => {
  isLeaving = true;
  await Promise.all(running.splice(0).map((peer) => peer.stop()));
  await cleanUp();
  await rm(work, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void leave().finally(() => process.exit(1)));
const alarm = setTimeout(() => {
  say(`peers: FAILED: not finished after ${seconds} seconds`);
  void leave().finally(() => process.exit(1));
}, seconds * 1000);

try {
  const programs = await findPrograms(join(work, 'programs'));
  if (typeof programs === 'string') say(`peers: skipped: ${programs}`);
  else if (process.argv.includes('--scores')) await tell(() => scores(programs));
  else await tell(() => meet(programs));
} finally {
  clearTimeout(alarm);
  await leave();
}

async function tell(prove: () => Promise<readonly Result[]>): Promise<void> {
  const began = Date.now();
  const results = await prove();
  for (const { title, isFailed, seconds, seen } of results) {
    say(`${isFailed ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${title}`);
    say(seen.replaceAll(/^/gm, ' '.repeat(17)));
  }
  const failed = results.filter(({ isFailed }) => isFailed).length;
  say(
    `peers: ${results.length - failed} of ${results.length} as expected, ${Math.round((Date.now() - began) / 1000)} s`,
  );
  if (failed > 0) process.exitCode = 1;
}

async function meet(programs: PeerPrograms): Promise<readonly Result[]> {
  const instance = join(work, 'postfix');
  const postgrey = await startPostgrey(programs, join(work, 'grey'), { delaySeconds: 3, seconds });
  if (postgrey) running.push(postgrey);
  const plan: PeerPlan = {
    tables: {},
    tableAt: (name) => tableAt(instance, name),
    greylist: postgrey?.policy,
  };
  const patient = deferredChecks(plan);
  const quick = [...acceptedChecks(), ...refusedChecks(plan), ...secureChecks(), ...interruptedChecks()];
  const checks = [...patient, ...quick];
  const services = checks.flatMap(({ service, firstAccount }) =>
    firstAccount ? [firstAccount, service] : [service],
  );
  const postfix = await startPostfix(programs, instance, { services, tables: plan.tables, seconds });
  running.push(postfix);
  const composed = join(work, 'composed');
  await composeOnce(composed);
  say(`peers: ${programs.origin}; ${postgrey ? 'postgrey' : 'no postgrey'}`);

  const prove = (check: PeerCheck): Promise<Result> => proven(check, { composed, postfix });
  // Those about readers who were put off mostly wait; meanwhile the others take turns.
  const waiting = patient.map(prove);
  const clock = programs.faketime;
  const results = [
    ...(await inTurns(quick, prove)),
    ...(clock ? [await tried(clockTitle, () => clockCheck(clock, join(work, 'clock')))] : []),
    ...(await scores(programs)),
    ...(await Promise.all(waiting)),
  ];
  if (!clock) say('peers: skipped: the machine’s clock set to and fro, since there is no libfaketime here');
  if (!postgrey) say('peers: skipped: greylisting, since there is no postgrey here');
  return results;
}

/** What spam filters say of the mails, each filter by itself. */
async function scores(programs: PeerPrograms): Promise<readonly Result[]> {
  const { spamassassin, rspamd } = programs;
  const results: Result[] = [];
  if (spamassassin)
    results.push(
      await tried(scoreTitles.spamassassin, () =>
        spamassassinCheck(programs, spamassassin, join(work, 'spamassassin')),
      ),
    );
  else say('peers: skipped: its scores, since there is no SpamAssassin here');
  if (rspamd)
    results.push(
      await tried(scoreTitles.rspamd, () => rspamdCheck(programs, rspamd, join(work, 'rspamd'), seconds)),
    );
  else say('peers: skipped: its scores, since there is no rspamd here');
  return results;
}

/** Two at a time: each keeps a processor busy. */
async function inTurns(
  checks: readonly PeerCheck[],
  prove: (check: PeerCheck) => Promise<Result>,
): Promise<readonly Result[]> {
  const left = [...checks];
  const results: Result[] = [];
  const work = async (): Promise<void> => {
    for (let check = left.shift(); check; check = left.shift()) results.push(await prove(check));
  };
  await Promise.all([work(), work()]);
  return results;
}

async function proven(
  check: PeerCheck,
  { composed, postfix }: { readonly composed: string; readonly postfix: Postfix },
): Promise<Result> {
  return tried(check.title, async () =>
    check.prove(await prepare(check, { composed, folder: join(work, check.service.name), postfix })),
  );
}

async function tried(title: string, prove: () => Promise<string>): Promise<Result> {
  const began = Date.now();
  const result = (seen: string, isFailed: boolean): Result => ({
    title,
    isFailed,
    seconds: (Date.now() - began) / 1000,
    seen,
  });
  try {
    return result(await prove(), false);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return result(said.split('\n').slice(0, 20).join('\n'), true);
  }
}
