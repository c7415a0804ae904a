import { membershipsOf, type Memberships } from '../../core/desk/memberships.ts';
import { readersOverTime, type ReadersOverTime } from '../../core/desk/readersOverTime.ts';
import { figuresWhile } from '../../core/desk/sentFigures.ts';
import { yearLetters, type WeekRecords, type YearLetter } from '../../core/desk/yearFigures.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { readIssue } from '../../core/issueFile.ts';
import type { Secrets } from '../../core/secret.ts';
import { weekOf, type WeekId } from '../../core/week.ts';
import type { OpenDesk } from './openDesk.ts';

type YearDesk = Pick<
  OpenDesk,
  'config' | 'issues' | 'diaries' | 'shelf' | 'subscribers' | 'secrets' | 'clock'
>;

/** A year of letters and readers. */
export interface YearBook {
  readonly year: number;
  /** Every year with a letter, and the one that runs; the earliest first. */
  readonly years: readonly number[];
  /** The latest first. */
  readonly letters: readonly YearLetter[];
  readonly readers: ReadersOverTime | null;
  /** Why nothing can be said of readers. */
  readonly listFault: Text | null;
  /** Adds up the ledgers that are `uncounted`, for the next look at the year; null where there are none. */
  readonly countRest: (() => Promise<void>) | null;
}

/** For so long a visitor waits for ledgers that were not added up before. */
const patienceMs = 1_500;
/** Adding up keeps everything else waiting; the page that is ready leaves first. */
const pauseMs = 250;

/** Gathers a year; the running one unless another is named. What is damaged says so, and hides nothing else. */
export async function openYear(desk: YearDesk, named?: number): Promise<YearBook> {
  const { config, shelf } = desk;
  const { timeZone } = config.schedule;
  const now = desk.clock.now();
  const running = yearOf(weekOf(now, timeZone));
  const year = named ?? running;
  const all = await shelf.weeks();
  const weeks = all.filter((week) => yearOf(week) === year);
  const { figures, rest } = await figuresOf(weeks, desk);
  const people = await membershipsIfReadable(desk, now);
  const memberships = 'fault' in people ? null : people;
  const records: WeekRecords[] = [];
  for (const week of weeks) records.push(await recordsOf(week, figures.get(week) ?? 'uncounted', desk));
  return {
    year,
    years: [...new Set([...all.map(yearOf), running])].toSorted((a, b) => a - b),
    letters: yearLetters({ weeks: records, memberships, schedule: config.schedule, now }),
    readers: memberships && readersOverTime(memberships, year, timeZone, now),
    listFault: 'fault' in people ? people.fault : null,
    countRest: rest.length === 0 ? null : () => countRest(rest, desk),
  };
}

type FoundFigures = { readonly of: WeekRecords['figures']; readonly fault: Text | null };

/** The figures of weeks, as far as they are added up in time, and the weeks that are not. */
async function figuresOf(
  weeks: readonly WeekId[],
  { shelf, clock }: YearDesk,
): Promise<{
  readonly figures: ReadonlyMap<WeekId, FoundFigures>;
  readonly rest: readonly WeekId[];
}> {
  const figures = new Map<WeekId, FoundFigures>();
  const counted = new AbortController();
  let isLate = false;
  const patience = clock.sleep(patienceMs, counted.signal).then(() => (isLate = true));
  // One after the other: the ledgers of a long list together would not fit into memory.
  for (const week of weeks) {
    if (isLate) break;
    figures.set(week, await foundFigures(shelf.figures(week)));
  }
  counted.abort();
  await patience;
  return { figures, rest: weeks.filter((week) => !figures.has(week)) };
}

async function countRest(weeks: readonly WeekId[], { shelf, clock }: YearDesk): Promise<void> {
  await clock.sleep(pauseMs, new AbortController().signal);
  for (const week of weeks) await foundFigures(shelf.figures(week));
}

async function foundFigures(reading: Promise<WeekRecords['figures']>): Promise<FoundFigures> {
  const found = await ifReadable(reading);
  return 'fault' in found ? { of: 'damaged', fault: found.fault } : { of: found.value, fault: null };
}

async function recordsOf(
  week: WeekId,
  found: FoundFigures | 'uncounted',
  desk: YearDesk,
): Promise<WeekRecords> {
  const { issues, diaries } = desk;
  const counted = found === 'uncounted' ? found : found.of;
  const isClaimed = counted !== undefined && (await issues.isClaimed(week));
  const figures = typeof counted === 'object' ? figuresWhile(isClaimed, counted) : counted;
  const diary = await ifReadable(diaries.read(week));
  const text = figures === undefined ? await issues.read(week) : await issues.sentDraft(week);
  const issue = text === undefined ? undefined : readIfPossible(text, issues.nameOf(week), week);
  const faults = [found === 'uncounted' ? null : found.fault, faultIn(diary), issue ? faultIn(issue) : null];
  return {
    week,
    issue: issue && 'value' in issue ? issue.value : null,
    hasDraft: text !== undefined,
    diary: 'value' in diary ? diary.value : null,
    figures,
    isClaimed,
    fault: faults.find((fault) => fault !== null) ?? null,
  };
}

async function membershipsIfReadable(
  { subscribers, secrets, config }: YearDesk,
  now: Date,
): Promise<Memberships | { readonly fault: Text }> {
  const list = await ifReadable(subscribers.read());
  if ('fault' in list) return list;
  const known = await ifReadable<Secrets>(secrets());
  return membershipsOf(list.value, 'fault' in known ? null : known.value, config.readers, now);
}

type Readable<T> = { readonly value: T } | { readonly fault: Text };

async function ifReadable<T>(reading: Promise<T>): Promise<Readable<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof NewsletterError) return { fault: error.text };
    throw error;
  }
}

function readIfPossible(text: string, name: string, week: WeekId): Readable<Issue> {
  try {
    return { value: readIssue(text, name, week) };
  } catch (error) {
    if (error instanceof NewsletterError) return { fault: error.text };
    throw error;
  }
}

function faultIn(found: Readable<unknown>): Text | null {
  return 'fault' in found ? found.fault : null;
}

function yearOf(week: WeekId): number {
  return Number(week.slice(0, 4));
}
