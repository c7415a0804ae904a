import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { startDnsServer } from '../support/dnsServer.ts';
import { until } from './postfix.ts';
import type { PeerPrograms } from './programs.ts';
import { sender, shippedMails, type ArrivedMail } from './shippedMails.ts';

export const scoreTitles = {
  spamassassin: 'SpamAssassin gives every mail of our own templates at most 1.0 (R46)',
  rspamd: 'rspamd gives every mail of our own templates at most 1.0 (R46)',
} as const;

const mostAllowed = 1;

/** What a filter says of one mail. */
interface Verdict {
  readonly name: string;
  readonly score: number;
  /** The rules that count, each with its points. */
  readonly rules: readonly string[];
}

/** Lets SpamAssassin judge every mail by its own rules, without asking anybody. */
export async function spamassassinCheck(
  { libraries }: PeerPrograms,
  words: readonly string[],
  folder: string,
): Promise<string> {
  const { mails } = await shippedMails();
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [index, { bytes }] of mails.entries()) {
    const file = join(folder, `${index}.eml`);
    await writeFile(file, bytes);
    files.push(file);
  }
  const [program = '', ...options] = words;
  const child = spawn(
    program,
    [
      ...options,
      '--local',
      '--test-mode',
      '--nocreate-prefs',
      `--prefspath=${join(folder, 'prefs')}`,
      ...files,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C', LD_LIBRARY_PATH: libraries },
      timeout: 200_000,
    },
  );
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const reports = said
    .split(/^(?=X-Spam-Checker-Version: )/m)
    .filter((report) => report.startsWith('X-Spam'));
  assert.equal(reports.length, mails.length, wrong.slice(0, 2_000));
  return judged(
    reports.map((report, index) => ({
      name: mails[index]?.name ?? '',
      score: Number(/^X-Spam-Status: .*?score=(-?[\d.]+)/m.exec(report)?.[1] ?? Number.NaN),
      rules: [...report.matchAll(/^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+) /gm)]
        .filter(([, points]) => Number(points) !== 0)
        .map(([, points, rule]) => `${rule} ${points}`),
    })),
  );
}

/** Lets an rspamd of its own judge every mail; the only name server it knows is on loopback. */
export async function rspamdCheck(
  { libraries }: PeerPrograms,
  root: string,
  folder: string,
  seconds: number,
): Promise<string> {
  const { mails, zone } = await shippedMails();
  // Whatever else it asks for does not exist.
  const names = await startDnsServer(zone, ['org', 'com', 'net', 'io', 'de', 'arpa']);
  const socket = join(folder, 'socket');
  await writeSettings(root, folder, socket, names.address);
  const server = spawn('timeout', [String(seconds), ...rspamdWords(root, folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C', LD_LIBRARY_PATH: libraries },
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (said = (said + more).slice(-4_000)));
  const exited = once(server, 'exit');
  try {
    const isReady = async (): Promise<boolean> => {
      if (server.exitCode !== null) throw new Error(`rspamd did not start:\n${said}`);
      return (await ask(socket, '/ping').catch(() => undefined)) !== undefined;
    };
    // It compiles its patterns first.
    await until(isReady, 'rspamd', 150);
    const verdicts: Verdict[] = [];
    for (const mail of mails) verdicts.push(await rspamdVerdict(socket, mail));
    return judged(verdicts);
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

/** Modules that ask others over the network, or remember in a database. */
const outsideModules =
  'fuzzy_check rbl surbl asn mx_check rspamd_update multimap url_redirector dcc neural reputation ratelimit greylist replies history_redis clickhouse elastic p0f metric_exporter antivirus'.split(
    ' ',
  );

async function writeSettings(root: string, folder: string, socket: string, names: string): Promise<void> {
  const files: Record<string, string> = {
    'options.inc': `dns { nameserver = ["${names}"]; timeout = 1s; retransmits = 1; }\nfilters = "chartable,dkim,regexp";\ndisable_hyperscan = true;\n`,
    'logging.inc': 'type = "console";\nlevel = "error";\n',
    'worker-normal.inc': `bind_socket = "${socket} mode=0600";\ncount = 1;\n`,
  };
  for (const worker of ['controller', 'proxy', 'fuzzy'])
    files[`worker-${worker}.inc`] = 'enabled = false;\ncount = 0;\n';
  for (const name of outsideModules) files[`${name}.conf`] = 'enabled = false;\n';
  for (const name of ['override.d', 'local.d', 'run', 'db'])
    await mkdir(join(folder, name), { recursive: true });
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, 'override.d', name), lines);
  await writeFile(
    join(folder, 'rspamd.conf.override'),
    `lang_detection { languages = "${join(root, 'usr/share/rspamd/languages')}"; }\n`,
  );
}

function rspamdWords(root: string, folder: string): readonly string[] {
  const shared = join(root, 'usr/share/rspamd');
  const places = {
    CONFDIR: join(root, 'etc/rspamd'),
    LOCAL_CONFDIR: folder,
    RUNDIR: join(folder, 'run'),
    LOGDIR: join(folder, 'run'),
    DBDIR: join(folder, 'db'),
    SHAREDIR: shared,
    PLUGINSDIR: join(shared, 'plugins'),
    RULESDIR: join(shared, 'rules'),
    LUALIBDIR: join(shared, 'lualib'),
    WWWDIR: join(shared, 'www'),
  };
  return [
    join(root, 'usr/bin/rspamd'),
    '--no-fork',
    '--insecure',
    `--config=${join(root, 'etc/rspamd/rspamd.conf')}`,
    ...Object.entries(places).map(([name, path]) => `--var=${name}=${path}`),
  ];
}

interface RspamdAnswer {
  readonly score: number;
  readonly symbols: Readonly<
    Record<string, { readonly score: number; readonly options?: readonly string[] }>
  >;
}

async function rspamdVerdict(socket: string, { name, bytes }: ArrivedMail): Promise<Verdict> {
  const answer = await ask(socket, '/checkv2', bytes);
  const { score, symbols }: RspamdAnswer = JSON.parse(answer.toString('utf8'));
  assert.equal(typeof score, 'number', answer.toString('utf8').slice(0, 500));
  for (const expected of ['R_SPF_ALLOW', 'R_DKIM_ALLOW'])
    assert(expected in symbols, `${name}: no ${expected} in ${Object.keys(symbols).join(' ')}`);
  const rules = Object.entries(symbols).filter(([, symbol]) => symbol.score !== 0);
  return { name, score, rules: rules.map(([rule, symbol]) => `${rule} ${symbol.score.toFixed(1)}`) };
}

async function ask(socketPath: string, path: string, body?: Buffer): Promise<Buffer> {
  const asking = request({
    socketPath,
    path,
    method: body ? 'POST' : 'GET',
    timeout: 20_000,
    headers: body
      ? {
          IP: sender.ip,
          Helo: sender.host,
          Hostname: sender.host,
          From: sender.address,
          Rcpt: sender.receiver,
          'Content-Length': body.length,
        }
      : {},
  });
  asking.on('timeout', () => asking.destroy(new Error('rspamd does not answer')));
  const answered = new Promise<Buffer>((resolve, reject) => {
    asking.on('error', reject);
    asking.on('response', (response) => void buffer(response).then(resolve, reject));
  });
  asking.end(body);
  return answered;
}

/** Fails with every mail that is above what is allowed; tells the range, and what counted how often. */
function judged(verdicts: readonly Verdict[]): string {
  const tooHigh = verdicts.filter(({ score }) => !(score <= mostAllowed));
  assert.deepEqual(
    tooHigh.map(({ name, score, rules }) => `${name}: ${score.toFixed(1)} (${rules.join(', ')})`),
    [],
  );
  const scores = verdicts.map(({ score }) => score);
  const counted = new Map<string, string[]>();
  for (const { name, rules } of verdicts)
    for (const rule of rules) counted.set(rule, [...(counted.get(rule) ?? []), name]);
  return [
    `${verdicts.length} mails, ${Math.min(...scores).toFixed(1)} to ${Math.max(...scores).toFixed(1)}`,
    ...[...counted].map(([rule, names]) => `${rule}: ${names.length > 8 ? names.length : names.join('; ')}`),
  ].join('\n');
}
