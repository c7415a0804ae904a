import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/ports.ts';
import { deskKey } from '../core/token.ts';
import { weekOf, type WeekId } from '../core/week.ts';
import { readConfigFile } from '../files/newsletterFolder.ts';
import { folderWatch } from '../files/folderWatch.ts';
import { checkRounds } from '../flow/checking/checkRounds.ts';
import { sendRuns } from '../flow/desk/sendRuns.ts';
import { testLetters } from '../flow/desk/testLetters.ts';
import type { OpenDesk } from '../flow/desk/openDesk.ts';
import { comingLetter } from '../flow/letterDesk.ts';
import { deskRoutes } from '../http/desk/deskRoutes.ts';
import { startDeskServer, type DeskServer } from '../http/desk/deskServer.ts';
import { deskEvents } from '../http/desk/events.ts';
import { systemClock } from './clock.ts';
import { deskFiles } from './deskFiles.ts';
import { deskOpener } from './deskOpener.ts';
import { staysHere } from './doctor/checkSettings.ts';
import { outsideOf, pictureFetcher } from './outside.ts';
import { readEnvironment } from './settings.ts';

/** Which newsletter lies on the desk, and where the desk stands. */
export interface DeskOrder {
  readonly folder: string;
  /** The folder as the author named it, where that is told. */
  readonly dir?: string | undefined;
  /** The letter it opens with; the next one when left out. */
  readonly week?: WeekId | undefined;
  /** 0 takes any free one. */
  readonly port: number;
  /** Told what nobody expected. */
  readonly onFailure: (error: unknown) => void;
  readonly clock?: Clock;
  /** Asks nobody for links, pictures and names. */
  readonly isOffline?: boolean;
}

/** A desk at work. Closing it finishes the letters that are in flight first (R12). */
export interface Desk extends DeskServer {
  /** Whether letters leave from it right now. */
  readonly isSending: boolean;
}

/** Starts the desk of a newsletter folder; throws `config.*`, `port.taken`. */
export async function startDesk(order: DeskOrder): Promise<Desk> {
  const { folder, dir, week, port, onFailure, clock = systemClock, isOffline = false } = order;
  const { locale, prompts } = await readConfigFile(folder);
  const events = deskEvents(folderWatch({ root: folder, prompts }));
  const told = { clock, onFailure, tell: () => events.tell('sending') };
  const runs = sendRuns({ ...told, newRun: () => randomBytes(6).toString('hex') });
  const server = await startDeskServer({
    key: await keyOf(folder),
    language: locale,
    open: deskOpener(folder, { clock, ...(dir === undefined ? {} : { dir }) }),
    currentWeek: async (desk) => week ?? (await comingWeek(desk)),
    routes: deskRoutes({
      events,
      checking: {
        rounds: checkRounds(isOffline ? null : outsideOf(folder, { now: () => clock.now() }), {
          tell: () => events.tell('checks'),
          onFailure,
        }),
        isLoopback: async () => staysHere(await readEnvironment(folder)),
      },
      fetchPicture: isOffline ? null : pictureFetcher(),
      sending: { runs, tests: testLetters(told) },
    }),
    events,
    files: await deskFiles(),
    onFailure,
    port,
  });
  return {
    ...server,
    get isSending() {
      return runs.isBusy;
    },
    async close() {
      await runs.stop();
      await server.close();
    },
  };
}

/** The same as last time, so that an open page goes on; nobody else on this machine knows it. */
async function keyOf(folder: string): Promise<string> {
  const { secret = '' } = await readEnvironment(folder);
  return secret.length < 32 ? randomBytes(12).toString('base64url') : deskKey(secret);
}

/** The week of the next letter where its draft is there; else the one that runs, as for the commands. */
async function comingWeek(desk: OpenDesk): Promise<WeekId> {
  const now = desk.clock.now();
  const coming = await comingLetter(desk, now);
  const isThere = coming !== undefined && (await desk.issues.read(coming.week)) !== undefined;
  return isThere ? coming.week : weekOf(now, desk.config.schedule.timeZone);
}
