import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/ports.ts';
import { weekOf, type WeekId } from '../core/week.ts';
import { readConfigFile } from '../files/newsletterFolder.ts';
import { watchFolder } from '../files/folderWatch.ts';
import type { OpenDesk } from '../flow/desk/openDesk.ts';
import { comingLetter } from '../flow/letterDesk.ts';
import { deskRoutes } from '../http/desk/deskRoutes.ts';
import { startDeskServer, type DeskServer } from '../http/desk/deskServer.ts';
import { deskEvents, type Watch } from '../http/desk/events.ts';
import { deskFiles } from './deskFiles.ts';
import { deskOpener } from './deskOpener.ts';

/** Which newsletter lies on the desk, and where the desk stands. */
export interface DeskOrder {
  readonly folder: string;
  /** The letter it opens with; the next one when left out. */
  readonly week?: WeekId | undefined;
  /** 0 takes any free one. */
  readonly port: number;
  /** Told what nobody expected. */
  readonly onFailure: (error: unknown) => void;
  readonly clock?: Clock;
}

/** Starts the desk of a newsletter folder; throws `config.*`, `port.taken`. */
export async function startDesk({ folder, week, port, onFailure, clock }: DeskOrder): Promise<DeskServer> {
  const { locale, prompts } = await readConfigFile(folder);
  const watch: Watch = (draft, signal, onChange) =>
    watchFolder({ root: folder, prompts, draft }, signal, onChange);
  const events = deskEvents(watch);
  return startDeskServer({
    // Whoever else works on this machine does not know it.
    key: randomBytes(9).toString('base64url'),
    language: locale,
    open: deskOpener(folder, clock),
    currentWeek: async (desk) => week ?? (await comingWeek(desk)),
    routes: deskRoutes({ events }),
    events,
    files: await deskFiles(),
    onFailure,
    port,
  });
}

/** The week whose letter the author has to do with next; else the one that runs. */
async function comingWeek(desk: OpenDesk): Promise<WeekId> {
  const now = desk.clock.now();
  const coming = await comingLetter(desk, now);
  return coming?.week ?? weekOf(now, desk.config.schedule.timeZone);
}
