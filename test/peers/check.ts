import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isUncertain,
  totalsOf,
  type DeliveryState,
  type LedgerRecord,
  type LedgerState,
  type Outcome,
  type OutcomeRecord,
} from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { readLedger } from '../../src/core/sending/ledgerText.ts';
import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { runCli, type CliRun } from '../support/cli.ts';
import {
  confirmedReader,
  fillNewsletterFolder,
  friday,
  sendingTo,
  writeSubscribers,
} from '../support/newsletter.ts';
import { domainOf, type Postfix, type PostfixService } from './postfix.ts';

/** One thing to find out about a real mail server. */
export interface PeerCheck {
  /** A sentence, as titles of tests are. */
  readonly title: string;
  readonly service: PostfixService;
  readonly readers: readonly Subscriber[];
  /** Changes to newsletter.yaml. */
  readonly settings?: (yaml: string) => string;
  /** Further files of the newsletter folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** The account that SMTP_URL names before the service. */
  readonly firstAccount?: PostfixService;
  /** Throws what differs; tells in a few words what was seen. */
  readonly prove: (letter: SentLetter) => Promise<string>;
}

/** What checks are made of before the instance runs: its tables, and where they will be. */
export interface PeerPlan {
  readonly tables: Record<string, readonly string[]>;
  readonly tableAt: (name: string) => string;
  /** postgrey's policy; undefined where there is no postgrey. */
  readonly greylist: string | undefined;
}

/** The letter of one check: a newsletter folder with its readers and its server. */
export interface SentLetter {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly postfix: Postfix;
  /** The arguments of `wochenbrief send`. */
  readonly words: readonly string[];
  send(): Promise<CliRun>;
  /** Sends again and again until a run says that all are settled, at most for `seconds`. */
  sendUntilSettled(seconds: number): Promise<CliRun>;
  ledger(): Promise<{ readonly records: readonly LedgerRecord[]; readonly state: LedgerState }>;
  /** Fails unless the ledger says of every reader what Postfix did. Returns what it adds up to. */
  agreed(): Promise<ReturnType<typeof totalsOf>>;
}

/** The week that all checks send. */
const week = '2026-W47';

/** So many readers of a service. */
export function readersOf(name: string, count: number): readonly Subscriber[] {
  return Array.from({ length: count }, (_, index) =>
    confirmedReader(index, { address: `reader${index}@${domainOf(name)}` }),
  );
}

/** The parts before the @ of some readers. */
export function mailboxesOf(readers: readonly Subscriber[]): readonly string[] {
  return readers.map(({ address }) => address.slice(0, address.lastIndexOf('@')));
}

/** A newsletter with a draft, from which every check takes its own. */
export async function composeOnce(folder: string): Promise<void> {
  await mkdir(folder);
  await fillNewsletterFolder(folder, [confirmedReader(0)], (yaml) => yaml);
  const composed = await runCli(['compose', '--dir', folder, '--now', friday]);
  assert.equal(composed.code, 0, composed.stderr);
}

/** The letter of a check, ready to be sent. */
export async function prepare(
  { service, firstAccount, readers, settings = (yaml) => yaml, files = {} }: PeerCheck,
  { composed, folder, postfix }: { composed: string; folder: string; postfix: Postfix },
): Promise<SentLetter> {
  await cp(composed, folder, { recursive: true });
  await writeSubscribers(folder, readers);
  const yaml = join(folder, 'newsletter.yaml');
  await writeFile(yaml, settings(await readFile(yaml, 'utf8')));
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 });

  const accounts = firstAccount ? [firstAccount, service] : [service];
  const environment = sendingTo(accounts.map((account) => urlOf(account, postfix)).join(' '));
  const words = ['send', week, '--dir', folder, '--json'];
  let said = '';
  const send = async (): Promise<CliRun> => {
    const run = await runCli(words, environment);
    said = run.stderr;
    return run;
  };
  const ledger: SentLetter['ledger'] = async () => {
    const path = join(folder, 'issues', week, 'ledger.jsonl');
    const text = await readFile(path, 'utf8').catch(() => assert.fail(`there is no ledger\n${said}`));
    const { records } = readLedger(text, path);
    return { records, state: foldLedger(records) };
  };
  return {
    folder,
    environment,
    postfix,
    words,
    send,
    ledger,
    async sendUntilSettled(seconds) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const run = await send();
        const { state } = await ledger();
        const { deferred, waiting } = totalsOf(state);
        if (deferred + waiting === 0) return run;
        if (Date.now() > end)
          assert.fail(`after ${seconds} s: ${JSON.stringify(totalsOf(state))}\n${run.stderr}`);
        await new Promise((next) => setTimeout(next, untilNextTry(run)));
      }
    },
    async agreed() {
      const { records, state } = await ledger();
      const copies = new Map<string, number>();
      for (const { mailbox } of await postfix.letters(service.name))
        copies.set(mailbox, (copies.get(mailbox) ?? 0) + 1);
      for (const reader of readers) {
        const [mailbox = ''] = mailboxesOf([reader]);
        const delivery = state.deliveries.get(reader.id);
        assert(delivery, `${reader.id} is not in the ledger`);
        const count = copies.get(mailbox) ?? 0;
        if (!isUncertain(delivery) || count > 1)
          assert.equal(
            count,
            hasOutcome(delivery, 'accepted') ? 1 : 0,
            `${reader.id}: ${JSON.stringify(delivery)}`,
          );
        assert.deepEqual(
          refusalsIn(records, reader.id),
          await refusalsOf(postfix, reader.address),
          `${reader.id}: the refusals in the ledger (first) and in Postfix's log`,
        );
      }
      return totalsOf(state);
    },
  };
}

/** How long until a run makes sense again, in milliseconds, as the last one said. */
function untilNextTry({ stdout }: CliRun): number {
  const at = /"nextTryAt": "([^"]+)"/.exec(stdout)?.[1];
  return at === undefined ? 5_000 : Math.max(1_000, Date.parse(at) - Date.now() + 200);
}

function urlOf({ name, isImplicitTls = false }: PostfixService, postfix: Postfix): string {
  return `${isImplicitTls ? 'smtps' : 'smtp'}://127.0.0.1:${postfix.port(name)}`;
}

/** What the ledger says was answered to a reader's RCPT, in order. */
function refusalsIn(records: readonly LedgerRecord[], id: string): readonly string[] {
  return outcomesOf(records)
    .filter((record) => record.id === id && record.stage === 'rcpt' && record.code !== null)
    .map(({ code, enhanced }) => `${code} ${enhanced}`);
}

async function refusalsOf(postfix: Postfix, address: string): Promise<readonly string[]> {
  const words = address.replaceAll(/[.+]/g, String.raw`\$&`);
  const lines = await postfix.logged(
    new RegExp(`reject: RCPT from \\S+: (\\d{3} [\\d.]+) .* to=<${words}>`, 'g'),
  );
  return lines.map(([, code = '']) => code);
}

/** All outcomes of a ledger, in order. */
export function outcomesOf(records: readonly LedgerRecord[]): readonly OutcomeRecord[] {
  return records.filter((record) => record.type === 'outcome');
}

/** Whether this is what the server's last answer meant. */
export function hasOutcome(
  delivery: DeliveryState | undefined,
  outcome: Outcome,
): delivery is Extract<DeliveryState, { readonly state: 'answered' }> {
  return delivery?.state === 'answered' && delivery.answer.outcome === outcome;
}
