import type { DeskRoutes } from './deskVisit.ts';
import type { DeskEvents } from './events.ts';
import { letterPages } from './letterPages.ts';

/** What pages need besides the folder. */
export interface DeskRoutesOrder {
  /** Tells open pages what no file shows. */
  readonly events: Pick<DeskEvents, 'tell'>;
}

/** All pages of the desk. */
export function deskRoutes(_order: DeskRoutesOrder): DeskRoutes {
  return { ...letterPages() };
}
