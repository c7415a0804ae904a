import { configSchema } from '../../src/core/config.ts';
import { hasBegun, type LedgerRecord } from '../../src/core/sending/delivery.ts';
import { foldLedger } from '../../src/core/sending/ledgerFold.ts';
import { foldDiary, type DiaryRecord } from '../../src/core/clock/diary.ts';
import { dueSteps, type Standing, type Step } from '../../src/core/clock/dueSteps.ts';
import type { WeekId } from '../../src/core/week.ts';

/** The settings of the clock, as in newsletter.yaml. */
export type Schedule = ReturnType<typeof configSchema.shape.schedule.parse>;

/** The usual settings, with some of them changed. */
export function scheduled(changes: Partial<Schedule> = {}): Schedule {
  return { ...configSchema.shape.schedule.parse(undefined), ...changes };
}

/** What happened in a world, and when. */
export type Happening = Step & { readonly at: string };

/**
 * Diaries and ledgers in memory, and a clock that does what is due: the decisions of twenty years, without files and mails.
 * Every letter has one reader, who gets it at once.
 */
export class ClockWorld {
  readonly happened: Happening[] = [];
  /** Steps that fail for now, by name: `compose`, `send`. */
  readonly broken = new Set<Step['do']>();
  composes: 'drafted' | 'quiet' | 'skipped' = 'drafted';
  answers: 'accepted' | 'deferred' = 'accepted';
  schedule: Schedule;
  private readonly diaries = new Map<WeekId, DiaryRecord[]>();
  private readonly ledgers = new Map<WeekId, LedgerRecord[]>();

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  /** What is written of every week. */
  standings(): readonly Standing[] {
    const weeks = new Set([...this.diaries.keys(), ...this.ledgers.keys()]);
    return [...weeks].toSorted().map((week) => ({
      week,
      diary: foldDiary(this.diaries.get(week) ?? []),
      ledger: foldLedger(this.ledgers.get(week) ?? []),
    }));
  }

  /** The clock wakes, and does what is due then; `rounds` as often as that makes something else due. */
  tick(now: Date | string, rounds = 6): void {
    const instant = new Date(now);
    for (let round = 0; round < rounds; round++) {
      const due = dueSteps(this.recent(), this.schedule, instant);
      const steps = due.filter((step) => round === 0 || !this.broken.has(step.do));
      for (const step of steps) this.take(step, instant);
      if (steps.length === 0) return;
    }
  }

  /** The author's word about a week, or anything else that is written into its diary. */
  note(week: WeekId, record: DiaryRecord): void {
    this.diaries.set(week, [...(this.diaries.get(week) ?? []), record]);
  }

  /** Whether the first letter of a week has left. */
  hasLeft(week: WeekId): boolean {
    return hasBegun(foldLedger(this.ledgers.get(week) ?? []));
  }

  /** What happened of one kind: `2026-W47 2026-11-22T06:00`. */
  times(kind: Step['do'], mail?: string): readonly string[] {
    return this.happened
      .filter((one) => one.do === kind && (one.do !== 'tell' || mail === undefined || one.mail === mail))
      .map(({ week, at }) => `${week} ${at.slice(0, 16)}`);
  }

  /** Years of diaries are not folded again and again. */
  private recent(): readonly Standing[] {
    const weeks = [...new Set([...this.diaries.keys(), ...this.ledgers.keys()])].toSorted();
    const kept = new Set([...weeks.slice(-8), ...weeks.slice(0, 1)]);
    return [...kept].map((week) => ({
      week,
      diary: foldDiary(this.diaries.get(week) ?? []),
      ledger: foldLedger(this.ledgers.get(week) ?? []),
    }));
  }

  private take(step: Step, now: Date): void {
    const at = now.toISOString();
    const { week } = step;
    if (step.do !== 'start' && step.do !== 'hold' && this.broken.has(step.do)) {
      const what = step.do === 'compose' ? 'compose' : 'send';
      const reason = { de: 'Kaputt', en: 'Broken' };
      if (step.do !== 'tell') this.note(week, { type: 'failed', at, what, code: 'feed.unreachable', reason });
      return;
    }
    this.happened.push({ ...step, at });
    if (step.do === 'start') this.note(week, { type: 'started', at });
    else if (step.do === 'hold') this.note(week, { type: 'held', at, by: 'clock', reason: step.reason });
    else if (step.do === 'tell') this.note(week, { type: 'told', at, mail: step.mail });
    else if (step.do === 'compose') {
      const outcome = step.isWanted ? 'drafted' : this.composes;
      this.note(week, { type: 'composed', at, outcome, notes: [] });
    } else this.send(week, at);
  }

  private send(week: WeekId, at: string): void {
    const [id, run] = ['reader000001', 'run'];
    const before = this.ledgers.get(week) ?? [];
    const hash = '0'.repeat(64);
    const frozen: readonly LedgerRecord[] =
      before.length > 0
        ? []
        : [
            { type: 'audience', ids: [id] },
            { type: 'frozen', at, week, content: hash, draft: hash, audience: 1 },
          ];
    const attempt = before.filter((record) => record.type === 'attempted').length + 1;
    this.ledgers.set(week, [
      ...before,
      ...frozen,
      { type: 'attempted', at, run, id, attempt, messageId: `<${week}@example.org>` },
      {
        type: 'outcome',
        at,
        run,
        id,
        attempt,
        outcome: this.answers,
        stage: 'final',
        code: this.answers === 'accepted' ? 250 : 451,
        enhanced: null,
        reply: '',
      },
    ]);
  }
}
