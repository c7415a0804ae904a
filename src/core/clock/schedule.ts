import { Temporal } from 'temporal-polyfill';
import type { Config } from '../config.ts';
import { dayOf, daysOfWeek, weekOf, weeksBefore, type WeekId } from '../week.ts';

/** When one week's letter is composed and when it leaves. */
export interface Plan {
  readonly week: WeekId;
  readonly composeAt: Date;
  readonly sendAt: Date;
  /** The last instant at which a missed letter still leaves by itself (R14). */
  readonly graceEnd: Date;
  /** Whether it would leave in the holidays; then it is not even composed. */
  readonly isPaused: boolean;
}

type Schedule = Config['schedule'];

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const hourMs = 3_600_000;
/** The clock wakes once a minute, and a tick may take its time: that is not late yet, however short the grace is. */
const punctualMs = 5 * 60_000;

const plans = new WeakMap<Schedule, Map<WeekId, Plan>>();

/** The plan of one week. Kept, because the calendar takes its time, and the same weeks are asked for again and again. */
export function planOf(week: WeekId, schedule: Schedule): Plan {
  const kept = plans.get(schedule) ?? new Map<WeekId, Plan>();
  const plan = kept.get(week) ?? planFor(week, schedule);
  plans.set(schedule, kept.set(week, plan));
  return plan;
}

/** A letter that leaves earlier in the week than it is composed leaves in the week after. */
function planFor(week: WeekId, schedule: Schedule): Plan {
  const composeDay = dayTime(schedule.compose);
  const sendDay = dayTime(schedule.send);
  const isNextWeek = sendDay.text <= composeDay.text;
  const composeAt = instantOf(week, composeDay, 0, schedule.timeZone);
  const sendAt = instantOf(week, sendDay, isNextWeek ? 7 : 0, schedule.timeZone);
  const leavesOn = dayOf(sendAt, schedule.timeZone);
  return {
    week,
    composeAt,
    sendAt,
    graceEnd: new Date(sendAt.getTime() + Math.max(durationMs(schedule.grace), punctualMs)),
    isPaused: schedule.pause.some((range) => isWithin(leavesOn, range)),
  };
}

/** The day the letter of a week leaves: `2026-11-22`. */
export function leavingDay(week: WeekId, schedule: Schedule): string {
  return dayOf(planOf(week, schedule).sendAt, schedule.timeZone);
}

/** The weeks whose letters can be due at an instant, the earlier first; a letter may leave a week after it was composed. */
export function plansAround(now: Date, schedule: Schedule): readonly Plan[] {
  const week = weekOf(now, schedule.timeZone);
  const weeks = Array.from({ length: 4 }, (_, index) => weeksBefore(week, 3 - index));
  return weeks.map((one) => planOf(one, schedule));
}

/** The next plan whose letter has not left yet by the clock, holidays left out. */
export function nextPlan(now: Date, schedule: Schedule): Plan | undefined {
  let week = weeksBefore(weekOf(now, schedule.timeZone), 1);
  for (let count = 0; count < 110; count++) {
    const plan = planOf(week, schedule);
    if (!plan.isPaused && plan.sendAt > now) return plan;
    week = weeksBefore(week, -1);
  }
  return undefined;
}

interface DayTime {
  /** 0 for Monday. */
  readonly day: number;
  readonly time: Temporal.PlainTime;
  /** Sorts as the times of a week follow each other. */
  readonly text: string;
}

function dayTime(setting: string): DayTime {
  const [name = '', time = ''] = setting.split(' ');
  const day = weekdays.indexOf(name);
  return { day, time: Temporal.PlainTime.from(time), text: `${day} ${time}` };
}

/**
 * The instant of a time of a week. One that the clocks leap over in spring is the first after the leap; of one that comes
 * twice in autumn the first counts (R15).
 */
function instantOf(week: WeekId, { day, time }: DayTime, daysLater: number, timeZone: string): Date {
  const date = Temporal.PlainDate.from(daysOfWeek(week).monday).add({ days: day + daysLater });
  const local = date.toPlainDateTime(time);
  const found = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(local)) return new Date(found.epochMilliseconds);
  const leap = found.getTimeZoneTransition('next') ?? found;
  return new Date(leap.epochMilliseconds);
}

function durationMs(setting: string): number {
  return Number.parseInt(setting, 10) * (setting.endsWith('h') ? hourMs : 60_000);
}

function isWithin(day: string, range: string): boolean {
  const [first = '', last = ''] = range.split('..');
  return first <= day && day <= last;
}
