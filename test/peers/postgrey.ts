import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mailOwner, until } from './postfix.ts';
import type { PeerPrograms } from './programs.ts';

/** A greylisting server of its own. */
export interface Postgrey {
  /** How Postfix's settings name it. */
  readonly policy: string;
  stop(): Promise<void>;
}

/** Starts postgrey below `folder`: whoever comes for the first time shall come back after `delaySeconds`. */
export async function startPostgrey(
  { postgrey, libraries }: PeerPrograms,
  folder: string,
  { delaySeconds, seconds }: { readonly delaySeconds: number; readonly seconds: number },
): Promise<Postgrey | undefined> {
  if (postgrey === undefined) return undefined;
  const socket = join(folder, 'socket');
  const owner = mailOwner();
  await mkdir(folder, { recursive: true });
  await chown(folder, owner.id, owner.group);
  const server = spawn(
    'timeout',
    [
      String(seconds),
      ...postgrey,
      `--unix=${socket}`,
      `--delay=${delaySeconds}`,
      '--auto-whitelist-clients=0',
      '--whitelist-clients=/dev/null',
      '--whitelist-recipients=/dev/null',
      `--dbdir=${folder}`,
      `--pidfile=${join(folder, 'pid')}`,
      `--user=${owner.name}`,
      `--group=${owner.name}`,
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', LD_LIBRARY_PATH: libraries },
    },
  );
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(server, 'exit');
  await until(async () => {
    if (server.exitCode !== null) throw new Error(`postgrey did not start:\n${said}`);
    return (await stat(socket).catch(() => undefined)) !== undefined;
  });
  return {
    policy: `check_policy_service unix:${socket}`,
    stop: async () => {
      server.kill('SIGTERM');
      await exited;
    },
  };
}
