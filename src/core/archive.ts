import type { WeekId } from './week.ts';

/** A letter that was sent, as the archive lists it. */
export interface ArchivedLetter {
  readonly week: WeekId;
  readonly subject: string;
  /** When the first reader got it; UTC, ISO 8601. */
  readonly sentAt: string;
}
