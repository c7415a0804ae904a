import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../../src/core/clock/schedule.ts';
import { parseWeek, weeksBefore } from '../../../src/core/week.ts';
import { ClockWorld, scheduled, type Schedule } from '../../support/clockWorld.ts';

const week = parseWeek('2026-W47');
const later = (date: string, minutes: number): Date => new Date(Date.parse(date) + minutes * 60_000);
const [friday, sunday] = ['2026-11-20T08:00:00Z', '2026-11-22T06:00:00Z'];

/** A world whose clock has been running since the Monday of 2026-W47. */
function running(changes: Partial<Schedule> = {}): ClockWorld {
  const world = new ClockWorld(scheduled(changes));
  world.tick('2026-11-16T10:00:00Z');
  return world;
}

/** The same, with the draft of 2026-W47 composed on Friday. */
function drafted(changes: Partial<Schedule> = {}): ClockWorld {
  const world = running(changes);
  world.tick(friday);
  return world;
}

/** Wakes every minute from one instant to another. */
function tickThrough(world: ClockWorld, from: Date | string, to: Date | string, everyMinutes = 1): void {
  for (let ms = new Date(from).getTime(); ms <= new Date(to).getTime(); ms += everyMinutes * 60_000)
    world.tick(new Date(ms));
}

describe('what is due', () => {
  test('the draft on Friday, the letter on Sunday, each mail once, over hundreds of wakes (R13)', () => {
    const world = running();
    tickThrough(world, '2026-11-20T07:50:00Z', '2026-11-20T08:20:00Z');
    tickThrough(world, '2026-11-22T05:40:00Z', '2026-11-22T06:30:00Z');
    tickThrough(world, '2026-11-22T07:00:00Z', '2026-11-27T07:00:00Z', 60);
    expect(world.times('compose')).toEqual(['2026-W47 2026-11-20T08:00']);
    expect(world.times('tell', 'draft')).toEqual(['2026-W47 2026-11-20T08:00']);
    expect(world.times('send')).toEqual(['2026-W47 2026-11-22T06:00']);
    expect(world.times('tell')).toEqual(['2026-W47 2026-11-20T08:00', '2026-W47 2026-11-22T06:00']);
  });

  test('over 20 years of Berlin Sundays every ISO week leaves exactly once, at 07:00 (R15)', () => {
    const schedule = scheduled();
    const world = new ClockWorld(schedule);
    world.tick('2019-12-30T10:00:00Z', 1);
    const expected: string[] = [];
    for (let one = parseWeek('2020-W01'); one <= '2039-W52'; one = weeksBefore(one, -1)) {
      const { composeAt, sendAt } = planOf(one, schedule);
      world.tick(composeAt, 1);
      world.tick(sendAt, 1);
      expected.push(`${one} ${sendAt.toISOString().slice(0, 16)}`);
    }
    expect(expected).toHaveLength(1044);
    expect(world.times('send')).toEqual(expected);
  });

  test('a letter missed by 3 hours leaves at once; one missed by 3 days is held, and its author told (R14)', () => {
    const late = drafted();
    late.tick(later(sunday, 180));
    expect(late.times('send')).toEqual(['2026-W47 2026-11-22T09:00']);
    const tooLate = drafted();
    tickThrough(tooLate, '2026-11-25T06:00:00Z', '2026-11-25T06:10:00Z');
    expect(tooLate.times('send')).toEqual([]);
    expect(tooLate.times('hold')).toEqual(['2026-W47 2026-11-25T06:00']);
    expect(tooLate.times('tell', 'held')).toEqual(['2026-W47 2026-11-25T06:00']);
  });

  test('a clock that is set back, by an hour or by weeks, sends nothing again (R16)', () => {
    const world = drafted();
    world.tick(sunday);
    for (const back of [
      '2026-11-22T05:00:00Z',
      '2026-11-20T08:00:00Z',
      '2026-11-08T06:00:00Z',
      '2026-10-02T07:00:00Z',
    ])
      tickThrough(world, back, later(back, 3 * 24 * 60), 180);
    tickThrough(world, sunday, '2026-11-27T07:00:00Z', 60);
    expect(world.times('send')).toEqual(['2026-W47 2026-11-22T06:00']);
    expect(world.times('compose')).toHaveLength(1);
  });

  test('who starts the clock after the hour gets no letter of this week, unless the author approves it', () => {
    const world = new ClockWorld(scheduled());
    tickThrough(world, '2026-11-22T07:00:00Z', '2026-11-22T09:00:00Z', 10);
    expect(world.happened.map((one) => one.do)).toEqual(['start']);
    world.note(week, { type: 'approved', at: '2026-11-22T09:05:00Z', by: 'command' });
    world.tick('2026-11-22T09:06:00Z');
    expect(world.times('send')).toEqual(['2026-W47 2026-11-22T09:06']);
  });

  test('a clock that has run for long is not taken for a new one when the diary of its first week is gone', () => {
    const world = drafted();
    const standings = world.standings();
    expect(standings.map((one) => one.diary.startedAt)).toContain('2026-11-16T10:00:00.000Z');
    const other = new ClockWorld(scheduled());
    other.note(week, { type: 'composed', at: friday, outcome: 'drafted', notes: [] });
    other.tick(later(sunday, 60));
    expect(other.times('start')).toEqual([]);
    expect(other.times('send')).toHaveLength(1);
  });

  test('after a month without power only the last missed letter is composed, held and told', () => {
    const world = running();
    tickThrough(world, '2026-12-15T10:00:00Z', '2026-12-15T12:00:00Z', 10);
    expect(world.times('compose').map((one) => one.slice(0, 8))).toEqual(['2026-W50']);
    expect(world.times('hold').map((one) => one.slice(0, 8))).toEqual(['2026-W50']);
    expect(world.times('tell').map((one) => one.slice(0, 8))).toEqual(['2026-W50']);
    expect(world.times('send')).toEqual([]);
  });

  test('a draft that was composed late gives its author an hour to look', () => {
    const world = running();
    world.tick('2026-11-22T05:50:00Z');
    tickThrough(world, sunday, '2026-11-22T08:00:00Z', 5);
    expect(world.times('send')).toEqual(['2026-W47 2026-11-22T06:50']);
  });

  test('in the holidays nothing is composed and nobody is asked', () => {
    const world = running({ pause: ['2026-11-22..2026-11-22'] });
    tickThrough(world, friday, '2026-11-23T10:00:00Z', 60);
    expect(world.happened.map((one) => one.do)).toEqual(['start']);
  });
});

describe('approval: ask', () => {
  const ask = { approval: 'ask' } as const;

  test('without an answer there is one reminder, then the letter is held, once', () => {
    const world = drafted(ask);
    tickThrough(world, friday, '2026-11-23T10:00:00Z', 20);
    expect(world.times('tell', 'reminder')).toEqual(['2026-W47 2026-11-21T18:00']);
    expect(world.times('hold')).toEqual(['2026-W47 2026-11-22T06:00']);
    expect(world.times('tell', 'held')).toEqual(['2026-W47 2026-11-22T06:00']);
    expect(world.times('send')).toEqual([]);
  });

  test('an approval lets it leave at its hour; a late one at once; and one found only days later not at all', () => {
    const approved = (at: string): ClockWorld => {
      const world = drafted(ask);
      tickThrough(world, friday, at, 120);
      world.note(week, { type: 'approved', at, by: 'link' });
      return world;
    };
    const early = approved('2026-11-21T10:00:00Z');
    tickThrough(early, '2026-11-21T10:00:00Z', '2026-11-22T08:00:00Z', 20);
    expect(early.times('send')).toEqual(['2026-W47 2026-11-22T06:00']);
    const late = approved('2026-11-24T10:00:00Z');
    late.tick('2026-11-24T10:01:00Z');
    expect(late.times('send')).toEqual(['2026-W47 2026-11-24T10:01']);
    const forgotten = approved('2026-11-21T10:00:00Z');
    forgotten.tick('2026-11-25T10:00:00Z');
    expect(forgotten.times('send')).toEqual([]);
    expect(forgotten.times('hold')).toEqual(['2026-W47 2026-11-25T10:00']);
  });

  test('hold, then approve: the later word counts', () => {
    const world = drafted();
    world.note(week, { type: 'held', at: '2026-11-21T10:00:00Z', by: 'command', reason: 'author' });
    tickThrough(world, '2026-11-21T10:00:00Z', '2026-11-22T10:00:00Z', 30);
    expect(world.times('send')).toEqual([]);
    world.note(week, { type: 'approved', at: '2026-11-22T10:10:00Z', by: 'link' });
    world.tick('2026-11-22T10:11:00Z');
    expect(world.times('send')).toHaveLength(1);
  });

  test('a letter approved long after its hour never leaves once a later one has, and never together with it', () => {
    const world = drafted(ask);
    world.tick(sunday);
    world.tick('2026-11-27T08:00:00Z');
    const next = weeksBefore(week, -1);
    for (const one of [week, next])
      world.note(one, { type: 'approved', at: '2026-11-29T05:59:00Z', by: 'command' });
    world.tick('2026-11-29T06:00:00Z', 1);
    expect(world.times('send').map((one) => one.slice(0, 8))).toEqual([week]);
    world.tick('2026-11-29T06:01:00Z');
    expect(world.times('send').map((one) => one.slice(0, 8))).toEqual([week, next]);
    world.note(week, { type: 'approved', at: '2026-11-29T07:00:00Z', by: 'command' });
    world.tick('2026-11-29T07:01:00Z');
    expect(world.times('send')).toHaveLength(2);
  });
});

describe('a week without posts', () => {
  test.each(['quiet', 'skipped'] as const)(
    '%s: no letter, told once; the author may still want one',
    (outcome) => {
      const world = running();
      world.composes = outcome;
      world.tick(friday);
      tickThrough(world, friday, '2026-11-22T08:00:00Z', 60);
      expect(world.times('tell')).toEqual(['2026-W47 2026-11-20T08:00']);
      expect(world.times('send')).toEqual([]);
      world.note(week, { type: 'approved', at: '2026-11-22T08:10:00Z', by: 'link' });
      world.tick('2026-11-22T08:11:00Z');
      expect(world.happened.filter((one) => one.do === 'compose').map((one) => one.isWanted)).toEqual([
        false,
        true,
      ]);
      expect(world.times('send')).toHaveLength(1);
    },
  );
});

describe('trouble', () => {
  test('a feed that is down on Friday is tried again, told once after a quarter of an hour, and composed when it is back', () => {
    const world = running();
    world.broken.add('compose');
    tickThrough(world, friday, '2026-11-20T12:00:00Z');
    expect(world.times('tell', 'trouble')).toEqual(['2026-W47 2026-11-20T08:15']);
    world.broken.clear();
    tickThrough(world, '2026-11-20T12:01:00Z', '2026-11-20T12:40:00Z');
    expect(world.times('compose')).toHaveLength(1);
    expect(world.times('tell', 'draft')).toHaveLength(1);
    expect(world.times('tell', 'trouble')).toHaveLength(1);
  });

  test('a mail server that is down at 07:00 and back at 09:00 gets the letter then; one that stays down, none', () => {
    const world = drafted();
    world.broken.add('send');
    tickThrough(world, sunday, '2026-11-22T08:00:00Z');
    world.broken.clear();
    tickThrough(world, '2026-11-22T08:01:00Z', '2026-11-22T08:40:00Z');
    expect(world.times('send')).toHaveLength(1);
    expect(world.times('tell', 'trouble')).toHaveLength(1);
    const lost = drafted();
    lost.broken.add('send');
    tickThrough(lost, sunday, '2026-11-22T20:00:00Z', 5);
    expect(lost.times('hold')).toEqual(['2026-W47 2026-11-22T18:05']);
  });

  test('trouble that is over is not told later, when a reader who was put off is tried again', () => {
    const world = drafted();
    world.broken.add('send');
    world.tick(sunday);
    world.broken.clear();
    world.answers = 'deferred';
    world.tick(later(sunday, 1));
    world.answers = 'accepted';
    tickThrough(world, later(sunday, 2), later(sunday, 60));
    expect(world.times('send')).toHaveLength(2);
    expect(world.times('tell', 'trouble')).toEqual([]);
  });

  test('the figures come once everybody was tried, and once more when nobody is left to try', () => {
    const world = drafted();
    world.answers = 'deferred';
    world.tick(sunday);
    expect(world.times('tell', 'report')).toHaveLength(1);
    tickThrough(world, later(sunday, 1), later(sunday, 30));
    world.answers = 'accepted';
    tickThrough(world, later(sunday, 31), later(sunday, 600), 5);
    expect(world.times('tell', 'report')).toHaveLength(1);
    expect(world.times('tell', 'final')).toHaveLength(1);
  });

  test('a letter that was interrupted for days waits for its author; one that was paused for days just goes on', () => {
    const interrupted = drafted();
    interrupted.answers = 'deferred';
    interrupted.tick(sunday);
    interrupted.tick('2026-11-26T06:00:00Z');
    expect(interrupted.times('hold')).toEqual(['2026-W47 2026-11-26T06:00']);
    const paused = drafted();
    paused.answers = 'deferred';
    paused.tick(sunday);
    paused.note(week, { type: 'paused', at: '2026-11-22T06:01:00Z', by: 'command', reason: null });
    paused.tick('2026-11-26T06:00:00Z');
    paused.note(week, { type: 'resumed', at: '2026-11-26T06:01:00Z', by: 'command' });
    paused.tick('2026-11-26T06:02:00Z');
    expect(paused.times('hold')).toEqual([]);
    expect(paused.times('send')).toHaveLength(2);
  });
});

test('whatever clock, author and trouble do in whatever order: no letter begins twice, none after a later week’s, none of its own accord long after its hour', () => {
  const schedule = scheduled({ grace: '12h' });
  const action = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 60 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('jump' as const), hours: fc.integer({ min: -500, max: 500 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('approve' as const, 'hold' as const), back: fc.nat(3) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('mend' as const) }) },
  );
  let all = 0;
  fc.assert(
    fc.property(
      fc.array(action, { minLength: 10, maxLength: 50 }),
      fc.constantFrom('ask', 'automatic'),
      (actions, approval) => {
        const world = new ClockWorld({ ...schedule, approval });
        let ms = Date.parse('2026-09-01T08:00:00Z');
        const approvals = new Map<string, number>();
        for (const one of actions) {
          if (one.do === 'pass' || one.do === 'jump') ms += one.hours * 3_600_000;
          else if (one.do === 'break') world.broken.add('send').add('compose');
          else if (one.do === 'mend') world.broken.clear();
          else {
            const about = weeksBefore(
              parseWeek('2026-W36'),
              one.back - Math.round((ms - Date.parse('2026-09-01')) / 604_800_000),
            );
            const at = new Date(ms).toISOString();
            if (one.do === 'approve') approvals.set(about, ms);
            world.note(
              about,
              one.do === 'approve'
                ? { type: 'approved', at, by: 'link' }
                : { type: 'held', at, by: 'link', reason: 'author' },
            );
          }
          world.tick(new Date(ms), 3);
        }
        const begun = world.happened.filter((one) => one.do === 'send').map((one) => one.week);
        all += begun.length;
        expect(begun).toEqual([...new Set(begun)]);
        expect(begun).toEqual(begun.toSorted());
        for (const { week: sent, at } of world.happened.filter((one) => one.do === 'send')) {
          const { sendAt, graceEnd } = planOf(sent, schedule);
          expect(Date.parse(at)).toBeGreaterThanOrEqual(sendAt.getTime());
          const approvedMs = approvals.get(sent);
          if (approvedMs === undefined) {
            expect(approval).toBe('automatic');
            expect(Date.parse(at)).toBeLessThanOrEqual(graceEnd.getTime());
          }
        }
      },
    ),
    { numRuns: 40 },
  );
  // The law is not kept by never sending.
  expect(all).toBeGreaterThan(10);
});
