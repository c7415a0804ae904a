import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { findPrograms, type PeerPrograms } from '../../test/peers/programs.ts';
import type { Bench } from './bench.ts';

/**
 * Postfix and its smtp-source as installed; where the bench may fetch them (`--fetch`), else from Debian's packages. A text
 * says why there is none.
 */
export function postfixPrograms(bench: Bench): Promise<PeerPrograms | string> {
  return (found ??= find(bench));
}
let found: Promise<PeerPrograms | string> | undefined;

async function find({ folder, mayFetch, say }: Bench): Promise<PeerPrograms | string> {
  const isInstalled = await isThere('/usr/sbin/postconf');
  if (!isInstalled && !mayFetch) return 'no Postfix here; as root, --fetch brings it from Debian';
  if (!isInstalled) say('Fetching Postfix …');
  return findPrograms(join(folder, 'postfix-programs'), ['postfix']);
}

/** Postfix's own program to send with, and what its libraries need. */
export function smtpSourceOf({ folders, libraries }: PeerPrograms): SmtpSource {
  return {
    path: join(folders.command_directory, 'smtp-source'),
    environment: { ...process.env, ...(libraries === '' ? {} : { LD_LIBRARY_PATH: libraries }) },
  };
}

/** How smtp-source is started. */
export interface SmtpSource {
  readonly path: string;
  readonly environment: NodeJS.ProcessEnv;
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
