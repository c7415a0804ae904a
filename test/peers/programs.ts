import { execFile } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Postfix, postgrey and two spam filters lie on this machine. */
export interface PeerPrograms {
  /** Which Postfix, and where it came from. */
  readonly origin: string;
  /** The folders that main.cf has to name. */
  readonly folders: Readonly<Record<'daemon_directory' | 'command_directory' | 'shlib_directory', string>>;
  /** LD_LIBRARY_PATH of what was unpacked; empty for what is installed. */
  readonly libraries: string;
  /** The words that start postgrey; undefined where there is none. */
  readonly postgrey: readonly string[] | undefined;
  /** The library that tells a process another time; undefined where there is none. */
  readonly faketime: string | undefined;
  /** The words that start SpamAssassin; undefined where there is none. */
  readonly spamassassin: readonly string[] | undefined;
  /** The folder below which rspamd has its usual places; undefined where there is none. */
  readonly rspamd: string | undefined;
}

/** What is unpacked where it is not installed. */
const all = ['postfix', 'postgrey', 'spamassassin', 'rspamd', 'libfaketime'] as const;

/**
 * All of them as installed, or else Debian's packages unpacked into `folder`, of those that are `needed`: nothing is installed,
 * and apt's own lists are not touched. A text says why there is no Postfix.
 */
export async function findPrograms(
  folder: string,
  needed: readonly (typeof all)[number][] = all,
): Promise<PeerPrograms | string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Postfix can only be run by root';
  const installed = {
    postfix: await installedAt('postconf'),
    postgrey: await installedAt('postgrey'),
    spamassassin: await installedAt('spamassassin'),
    rspamd: await installedAt('rspamd'),
  };
  const here: Readonly<Record<(typeof all)[number], string | undefined>> = {
    ...installed,
    libfaketime: await faketimeBelow('/'),
  };
  const wanted = needed.filter((name) => here[name] === undefined);
  const root = join(folder, 'root');
  let reason = 'no apt-get';
  if (wanted.length > 0 && (await installedAt('apt-get')) !== undefined) {
    try {
      await unpack(wanted, folder, root);
    } catch (error) {
      reason = `apt-get cannot fetch it: ${lastLine(error)}`;
    }
  }
  const found = async (name: keyof typeof installed, path: string): Promise<string | undefined> =>
    installed[name] ?? ((await isThere(join(root, path))) ? join(root, path) : undefined);
  const postconf = await found('postfix', 'usr/sbin/postconf');
  if (postconf === undefined) return `no Postfix here, and ${reason}`;
  const perl = ['perl', '-T', ...(await perlFolders(root)).map((path) => `-I${path}`)];
  const started = async (
    name: 'postgrey' | 'spamassassin',
    at: string,
  ): Promise<readonly string[] | undefined> => {
    const path = await found(name, at);
    if (path === undefined) return undefined;
    return path === installed[name] ? [path] : [...perl, path];
  };
  const spamassassin = await started('spamassassin', 'usr/bin/spamassassin');
  const rspamd = await found('rspamd', 'usr/bin/rspamd');
  return {
    ...(await postfixAt(postconf, root, (await libraryFolders(root)).join(':'))),
    postgrey: await started('postgrey', 'usr/sbin/postgrey'),
    faketime: (await faketimeBelow('/')) ?? (await faketimeBelow(root)),
    spamassassin: spamassassin && [...spamassassin, ...(installed.spamassassin ? [] : rulesBelow(root))],
    rspamd: rspamd === undefined ? undefined : rspamd === installed.rspamd ? '/' : root,
  };
}

function rulesBelow(root: string): readonly string[] {
  return ['-C', join(root, 'usr/share/spamassassin'), `--siteconfigpath=${join(root, 'etc/spamassassin')}`];
}

async function postfixAt(
  postconf: string,
  root: string,
  libraries: string,
): Promise<Pick<PeerPrograms, 'origin' | 'folders' | 'libraries'>> {
  const isUnpacked = postconf.startsWith(root);
  const names = ['mail_version', 'daemon_directory', 'command_directory', 'shlib_directory'] as const;
  const { stdout } = await run(postconf, ['-d', '-h', ...names], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
  const [version = '', ...paths] = stdout.split('\n');
  const [daemons = '', commands = '', shared = ''] = paths.map((path) =>
    isUnpacked && path.startsWith('/') ? join(root, path) : path,
  );
  return {
    origin: `Postfix ${version}, ${isUnpacked ? 'unpacked from Debian’s packages' : 'as installed'}`,
    folders: { daemon_directory: daemons, command_directory: commands, shlib_directory: shared },
    libraries,
  };
}

async function faketimeBelow(root: string): Promise<string | undefined> {
  for (const name of await namesIn(join(root, 'usr/lib'))) {
    const path = join(root, 'usr/lib', name, 'faketime/libfaketime.so.1');
    if (await isThere(path)) return path;
  }
  return undefined;
}

/** Downloads packages with whatever they need that is not installed, and unpacks them. */
async function unpack(packages: readonly string[], folder: string, root: string): Promise<void> {
  const apt = async (...words: readonly string[]): Promise<void> => {
    const places = [`Dir::State::lists=${join(folder, 'lists')}`, `Dir::Cache=${join(folder, 'cache')}`];
    const options = [...places, 'Debug::NoLocking=1', 'Acquire::Retries=1', 'Acquire::http::Timeout=15'];
    await run('apt-get', ['-q', '-y', ...options.flatMap((option) => ['-o', option]), ...words], {
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 60_000,
      maxBuffer: 1 << 24,
    });
  };
  for (const path of [join(folder, 'lists'), join(folder, 'cache'), root])
    await mkdir(path, { recursive: true });
  await apt('update');
  await apt('install', '--download-only', '--no-install-recommends', ...packages);
  const archives = join(folder, 'cache/archives');
  for (const name of await readdir(archives))
    if (name.endsWith('.deb')) await run('dpkg', ['-x', join(archives, name), root]);
}

async function installedAt(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  for (const path of folders.map((folder) => join(folder, name))) if (await isThere(path)) return path;
  return undefined;
}

async function libraryFolders(root: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const base of ['lib', 'usr/lib']) {
    for (const name of await namesIn(join(root, base)))
      if (['postfix', 'rspamd'].includes(name) || name.includes('-linux-'))
        folders.push(join(root, base, name));
  }
  return folders;
}

/** What perl, which takes no folders from the environment of a tainted script, has to be told. */
async function perlFolders(root: string): Promise<readonly string[]> {
  const folders = [join(root, 'usr/share/perl5')];
  const triplets = (await namesIn(join(root, 'usr/lib'))).filter((name) => name.includes('-linux-'));
  for (const base of [
    'share/perl',
    ...triplets.flatMap((name) => [`lib/${name}/perl5`, `lib/${name}/perl`]),
  ]) {
    for (const version of await namesIn(join(root, 'usr', base)))
      folders.push(join(root, 'usr', base, version));
  }
  return folders;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
