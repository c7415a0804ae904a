import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { PeerPrograms } from './programs.ts';

/** One smtpd of the instance: on a port of its own, receiving for the domain `NAME.example.org`. */
export interface PostfixService {
  readonly name: string;
  /** The parts before the @ that exist. */
  readonly mailboxes: readonly string[];
  /** More domains that the mailboxes exist in. */
  readonly domains?: readonly string[];
  /** Settings of main.cf for this service alone. */
  readonly settings?: Readonly<Record<string, string>>;
  /** TLS from the first byte. */
  readonly isImplicitTls?: boolean;
}

/** An instance of Postfix with queue, settings and mailboxes of its own. */
export interface Postfix {
  port(service: string): number;
  /** Replaces a table, and waits until no idle process knows the old one. */
  replaceTable(name: string, lines: readonly string[]): Promise<void>;
  /** Everything delivered to the mailboxes of a service, once the queue is empty. */
  letters(service: string): Promise<readonly DeliveredLetter[]>;
  /** The lines of its log that a pattern finds. */
  logged(pattern: RegExp): Promise<readonly RegExpMatchArray[]>;
  stop(): Promise<void>;
}

/** A mail as Postfix put it into a mailbox. */
export interface DeliveredLetter {
  readonly mailbox: string;
  readonly bytes: Buffer;
}

/** What an instance is started with. */
export interface PostfixPlan {
  readonly services: readonly PostfixService[];
  /** Lookup tables by name, each line a key and a value. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Throws away what it has taken over, instead of delivering it. */
  readonly isDiscarding?: boolean;
  /** Ends by itself after so many seconds, whatever became of who started it. */
  readonly seconds: number;
}

/** How settings name a lookup table of the instance below `folder`. */
export function tableAt(folder: string, name: string): string {
  return `texthash:${join(folder, 'conf', name)}`;
}

/** Accounts that every Debian has; Postfix's own where it is installed. */
export const mailOwner = (): Account => accountOf('passwd', ['postfix', 'mail', 'daemon']);
const postDrop = (): Account => accountOf('group', ['postdrop', 'games', 'uucp']);

/** Starts an instance below `folder`. */
export async function startPostfix(
  programs: PeerPrograms,
  folder: string,
  plan: PostfixPlan,
): Promise<Postfix> {
  const at = (...parts: readonly string[]): string => join(folder, ...parts);
  const ports = await freePorts(plan.services.length);
  const writeTable = (name: string, lines: readonly string[]): Promise<void> =>
    writeFile(at('conf', name), `${lines.join('\n')}\n`);

  await makeFolders(folder);
  await writeFile(at('conf/main.cf'), mainSettings(programs, folder, plan));
  await writeFile(at('conf/master.cf'), masterSettings(plan.services, ports));
  await writeTable('mailboxes', plan.services.flatMap(mailboxLines));
  for (const [name, lines] of Object.entries(plan.tables)) await writeTable(name, lines);

  const master = spawn(
    join(programs.folders.daemon_directory, 'master'),
    ['-c', at('conf'), '-s', '-e', String(plan.seconds)],
    // A group of its own: master ends its children by ending its group.
    { detached: true, stdio: ['ignore', 'inherit', 'inherit'], env: environment(programs, at('conf')) },
  );
  const log = async (): Promise<string> => readFile(at('postfix.log'), 'utf8').catch(() => '');
  const stop = async (): Promise<void> => {
    if (!isRunning(master)) return;
    const ended = once(master, 'exit');
    master.kill('SIGTERM');
    await ended;
  };
  try {
    for (const port of ports) await untilGreeted(port, master);
  } catch (error) {
    await stop();
    throw new Error(`Postfix did not start:\n${await log()}`, { cause: error });
  }

  return {
    port(service) {
      const port = ports[plan.services.findIndex(({ name }) => name === service)];
      if (port === undefined) throw new Error(`no service ${service}`);
      return port;
    },
    async replaceTable(name, lines) {
      await writeTable(name, lines);
      // A reload would end the conversations of all services; processes without one end by themselves.
      await new Promise((next) => setTimeout(next, 3 * idleSeconds * 1000));
    },
    async letters(service) {
      await until(async () => (await queued(at('queue'))) === 0);
      const found: DeliveredLetter[] = [];
      for (const mailbox of await namesIn(at('mail', service))) {
        const inbox = at('mail', service, mailbox, 'new');
        for (const name of await namesIn(inbox))
          found.push({ mailbox, bytes: await readFile(join(inbox, name)) });
      }
      return found;
    },
    logged: async (pattern) => [...(await log()).matchAll(pattern)],
    stop,
  };
}

/** How long a process of a service waits for the next connection; every new one reads the tables anew. */
const idleSeconds = 1;

const queues = ['incoming', 'active', 'deferred', 'maildrop', 'hold', 'corrupt'];
const queueFolders = [...queues, 'bounce', 'defer', 'flush', 'trace', 'private', 'public', 'pid', 'saved'];

async function makeFolders(folder: string): Promise<void> {
  const { id, group } = mailOwner();
  await mkdir(join(folder, 'conf'), { recursive: true });
  for (const name of [...queueFolders.map((one) => `queue/${one}`), 'data', 'mail']) {
    await mkdir(join(folder, name), { recursive: true });
    await chown(join(folder, name), id, group);
  }
}

function mainSettings(
  { folders, libraries }: PeerPrograms,
  folder: string,
  { services, isDiscarding = false }: PostfixPlan,
): string {
  const owner = mailOwner();
  const settings = {
    compatibility_level: '3.6',
    ...folders,
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    meta_directory: join(folder, 'conf'),
    mail_owner: owner.name,
    setgid_group: postDrop().name,
    default_privs: 'nobody',
    // What was unpacked finds its libraries nowhere else.
    import_environment: `MAIL_CONFIG LANG=C TZ=UTC ${libraries === '' ? '' : `LD_LIBRARY_PATH=${libraries}`}`,
    maillog_file: join(folder, 'postfix.log'),
    maillog_file_prefixes: folder,
    myhostname: 'mx.example.org',
    mydestination: '',
    alias_maps: '',
    alias_database: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '',
    // Otherwise this machine, from which everything comes, would be let off all limits.
    smtpd_client_event_limit_exceptions: '',
    anvil_rate_time_unit: '10s',
    smtpd_relay_restrictions: 'reject_unauth_destination',
    virtual_mailbox_domains: services.flatMap(domainsOf).join(' '),
    virtual_mailbox_base: join(folder, 'mail'),
    virtual_mailbox_maps: tableAt(folder, 'mailboxes'),
    virtual_uid_maps: `static:${owner.id}`,
    virtual_gid_maps: `static:${owner.group}`,
    virtual_minimum_uid: '1',
    notify_classes: '',
    ...(isDiscarding ? { virtual_transport: 'discard:' } : {}),
    in_flow_delay: '0',
    max_idle: '10s',
  };
  return Object.entries(settings)
    .filter(([name, value]) => value !== 'no' || name !== 'shlib_directory')
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

function masterSettings(services: readonly PostfixService[], ports: readonly number[]): string {
  const listening = services.map(({ settings = {}, isImplicitTls = false }, index) => {
    const all = {
      max_idle: `${idleSeconds}s`,
      ...settings,
      ...(isImplicitTls ? { smtpd_tls_wrappermode: 'yes' } : {}),
    };
    const options = Object.entries(all).map(([name, value]) => `\n  -o { ${name} = ${value} }`);
    return `127.0.0.1:${ports[index]} inet n - n - - smtpd${options.join('')}\n`;
  });
  return `${listening.join('')}
pickup  unix n - n 60    1 pickup
cleanup unix n - n -     0 cleanup
qmgr    unix n - n 300   1 qmgr
tlsmgr  unix - - n 1000? 1 tlsmgr
rewrite unix - - n -     - trivial-rewrite
bounce  unix - - n -     0 bounce
defer   unix - - n -     0 bounce
trace   unix - - n -     0 bounce
verify  unix - - n -     1 verify
flush   unix n - n 1000? 0 flush
proxymap unix - - n -    - proxymap
showq   unix n - n -     - showq
error   unix - - n -     - error
retry   unix - - n -     - error
virtual unix - n n -     - virtual
discard unix - - n -     - discard
anvil   unix - - n -     1 anvil
scache  unix - - n -     1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}

/** The domain a service receives for. */
export const domainOf = (service: string): string => `${service}.example.org`;

function domainsOf({ name, domains = [] }: PostfixService): readonly string[] {
  return [domainOf(name), ...domains];
}

function mailboxLines(service: PostfixService): readonly string[] {
  return domainsOf(service).flatMap((domain) =>
    service.mailboxes.map((mailbox) => `${mailbox}@${domain} ${service.name}/${mailbox}/`),
  );
}

function environment({ libraries }: PeerPrograms, conf: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], MAIL_CONFIG: conf, LANG: 'C', LD_LIBRARY_PATH: libraries };
}

interface Account {
  readonly name: string;
  readonly id: number;
  /** Of a user: the group he belongs to. */
  readonly group: number;
}

function accountOf(kind: 'passwd' | 'group', names: readonly string[]): Account {
  const lines = readFileSync(`/etc/${kind}`, 'utf8').split('\n');
  for (const name of names) {
    const [, , id, group] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (id !== undefined) return { name, id: Number(id), group: Number(group) };
  }
  throw new Error(`none of ${names.join(', ')} stands in /etc/${kind}`);
}

/** How many mails Postfix still holds. */
async function queued(queue: string): Promise<number> {
  const names = await Promise.all(
    queues.map(async (name) => readdir(join(queue, name), { recursive: true, withFileTypes: true })),
  );
  return names.flat().filter((entry) => entry.isFile()).length;
}

/** Waits up to half a minute, where nothing else is said. */
export async function until(isSo: () => Promise<boolean>, who = 'Postfix', seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${who} took too long`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

async function untilGreeted(port: number, master: ChildProcess): Promise<void> {
  await until(async () => {
    if (!isRunning(master)) throw new Error('master has ended');
    const socket = connect(port, '127.0.0.1');
    const isListening = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return isListening;
  });
}

function isRunning(process: ChildProcess): boolean {
  return process.pid !== undefined && process.exitCode === null && process.signalCode === null;
}

/** Ports that nobody listens on; Postfix cannot be told to choose them itself. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
