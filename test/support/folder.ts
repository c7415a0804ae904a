import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpLater } from './cleanup.ts';

const memory = '/dev/shm';

/** Where folders of tests lie: in memory, if there is room, since they are many and nobody pulls the plug on them. */
const temporaryPlace = hasRoom(memory) ? memory : tmpdir();

/** A folder that is gone when the test is. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(temporaryPlace, 'wochenbrief-'));
  cleanUpLater(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function hasRoom(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
}
