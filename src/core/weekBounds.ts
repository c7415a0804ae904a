import { Temporal } from 'temporal-polyfill';
import { daysOfWeek, type WeekId } from './week.ts';

/** The instants a week lasts in a time zone: from Monday 0:00 up to, and without, the next Monday 0:00. */
export function boundsOfWeek(week: WeekId, timeZone: string): { readonly start: Date; readonly end: Date } {
  const monday = Temporal.PlainDate.from(daysOfWeek(week).monday);
  const midnight = (day: Temporal.PlainDate): Date =>
    new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
  return { start: midnight(monday), end: midnight(monday.add({ weeks: 1 })) };
}
