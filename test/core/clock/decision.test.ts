import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takeDecision, type Decision } from '../../../src/core/clock/decision.ts';
import type { LedgerRecord } from '../../../src/core/sending/delivery.ts';
import { foldLedger } from '../../../src/core/sending/ledgerFold.ts';
import { foldDiary, type DiaryRecord } from '../../../src/core/clock/diary.ts';
import { letterState, type LetterFacts } from '../../../src/core/clock/letterState.ts';
import { planOf } from '../../../src/core/clock/schedule.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';

const week = parseWeek('2026-W47');
const id = 'reader000001';
const at = '2026-11-20T08:00:00Z';
const sunday = new Date('2026-11-22T06:00:00Z');
const composed: DiaryRecord = { type: 'composed', at, outcome: 'drafted', notes: [] };
const quiet: DiaryRecord = { ...composed, outcome: 'quiet' };
const approved: DiaryRecord = { type: 'approved', at, by: 'link' };
const held: DiaryRecord = { type: 'held', at, by: 'link', reason: 'author' };
const heldLate: DiaryRecord = { type: 'held', at, by: 'clock', reason: 'late' };
const paused: DiaryRecord = { type: 'paused', at, by: 'breaker', reason: { de: 'Grund', en: 'reason' } };
const resumed: DiaryRecord = { type: 'resumed', at, by: 'link' };
const cancelled: DiaryRecord = { type: 'cancelled', at, by: 'command' };

const begun: readonly LedgerRecord[] = [
  { type: 'audience', ids: [id, 'reader000002'] },
  { type: 'frozen', at, week, content: '0', draft: '0', audience: 2 },
  { type: 'attempted', at, run: 'r', id, attempt: 1, messageId: '<m>' },
  {
    type: 'outcome',
    at,
    run: 'r',
    id,
    attempt: 1,
    outcome: 'accepted',
    stage: 'final',
    code: 250,
    enhanced: null,
    reply: '',
  },
];
const finished: readonly LedgerRecord[] = [
  ...begun,
  { type: 'withdrawn', at, id: 'reader000002', reason: 'unsubscribed' },
];

interface Situation extends Partial<
  Pick<LetterFacts, 'hasDraft' | 'isOvertaken' | 'now' | 'clockStartedAt'>
> {
  readonly diary?: readonly DiaryRecord[];
  readonly ledger?: readonly LedgerRecord[];
  readonly approval?: 'automatic' | 'ask';
  readonly pause?: readonly string[];
}

function facts(situation: Situation): LetterFacts {
  const { approval = 'automatic', pause = [] } = situation;
  const { schedule } = sampleConfig({ schedule: { approval, pause } });
  return {
    diary: foldDiary(situation.diary ?? [composed]),
    ledger: foldLedger(situation.ledger ?? []),
    plan: planOf(week, schedule),
    schedule,
    hasDraft: situation.hasDraft ?? true,
    isOvertaken: situation.isOvertaken ?? false,
    clockStartedAt: situation.clockStartedAt === undefined ? new Date(at) : situation.clockStartedAt,
    now: situation.now ?? new Date('2026-11-21T12:00:00Z'),
  };
}

const later = new Date('2026-11-22T09:00:00Z');
const before = { leavesAt: sunday, leavesNow: false };
const atOnce = { leavesAt: later, leavesNow: true };

/** A situation, a decision, and what it comes to. */
const cases: readonly (readonly [string, Situation, Decision, object])[] = [
  ['a draft, approved', {}, 'approve', { outcome: 'approved', ...before }],
  [
    'a draft, approved after its hour',
    { now: later, approval: 'ask' },
    'approve',
    { outcome: 'approved', ...atOnce },
  ],
  [
    'a held letter, approved in time',
    { diary: [composed, held] },
    'approve',
    { outcome: 'approved', ...before },
  ],
  [
    'a held letter, approved late',
    { diary: [composed, held], now: later },
    'approve',
    { outcome: 'approved', ...atOnce },
  ],
  [
    'a quiet week, approved',
    { diary: [quiet], hasDraft: false },
    'approve',
    { outcome: 'approved', ...before },
  ],
  [
    'nothing composed, approved',
    { diary: [], hasDraft: false },
    'approve',
    { outcome: 'refused', because: 'nothingComposed' },
  ],
  ['a draft made by hand, held', { diary: [] }, 'hold', { outcome: 'held' }],
  ['an approved letter, held', { diary: [composed, approved] }, 'hold', { outcome: 'held' }],
  [
    'nothing composed, held',
    { diary: [], hasDraft: false },
    'hold',
    { outcome: 'refused', because: 'nothingComposed' },
  ],
  ['a letter on its way, held', { ledger: begun }, 'hold', { outcome: 'refused', because: 'hasLeft' }],
  ['a letter on its way, approved', { ledger: begun }, 'approve', { outcome: 'refused', because: 'hasLeft' }],
  [
    'a letter that broke off, approved',
    { ledger: begun, diary: [composed, heldLate], now: later },
    'approve',
    { outcome: 'approved', ...atOnce },
  ],
  [
    'a finished letter, approved',
    { ledger: finished },
    'approve',
    { outcome: 'refused', because: 'finished' },
  ],
  ['a letter that waits, paused', {}, 'pause', { outcome: 'refused', because: 'notBegun' }],
  ['a letter on its way, paused', { ledger: begun }, 'pause', { outcome: 'paused' }],
  ['a finished letter, paused', { ledger: finished }, 'pause', { outcome: 'refused', because: 'finished' }],
  [
    'a paused letter, resumed',
    { ledger: begun, diary: [composed, paused] },
    'resume',
    { outcome: 'resumed' },
  ],
  [
    'a paused letter with nobody left, resumed',
    { ledger: finished, diary: [composed, paused] },
    'resume',
    { outcome: 'resumed' },
  ],
  [
    'a letter that goes on, resumed',
    { ledger: begun },
    'resume',
    { outcome: 'refused', because: 'notPaused' },
  ],
  ['nothing composed, cancelled', { diary: [], hasDraft: false }, 'cancel', { outcome: 'cancelled' }],
  ['a letter on its way, cancelled', { ledger: begun }, 'cancel', { outcome: 'cancelled' }],
  [
    'a finished letter, cancelled',
    { ledger: finished },
    'cancel',
    { outcome: 'refused', because: 'finished' },
  ],
  [
    'a cancelled letter, approved',
    { diary: [composed, cancelled] },
    'approve',
    { outcome: 'refused', because: 'cancelled' },
  ],
  [
    'a cancelled letter, resumed',
    { ledger: begun, diary: [paused, cancelled] },
    'resume',
    { outcome: 'refused', because: 'cancelled' },
  ],
  [
    'a letter whose successor has left, approved',
    { isOvertaken: true },
    'approve',
    { outcome: 'refused', because: 'over' },
  ],
  [
    'a letter in the holidays, approved',
    { pause: ['2026-11-20..2026-11-30'] },
    'approve',
    { outcome: 'refused', because: 'over' },
  ],
  [
    'a letter of last year, approved',
    { now: new Date('2027-02-01T12:00:00Z') },
    'approve',
    { outcome: 'refused', because: 'over' },
  ],
];

describe('a decision', () => {
  test.each(cases)('%s', (_, situation, decision, outcome) => {
    const { records, answer } = takeDecision(decision, 'command', facts(situation));
    expect(answer).toEqual(outcome);
    expect(records).toHaveLength(answer.outcome === 'refused' ? 0 : 1);
    for (const record of records) expect(record).toMatchObject({ by: 'command' });
  });

  test('taken twice is written once, whatever happened before', () => {
    const record = fc.constantFrom(composed, quiet, approved, held, heldLate, paused, resumed, cancelled);
    const situation = fc.record({
      diary: fc.array(record, { maxLength: 5 }),
      ledger: fc.constantFrom([], begun, finished),
      approval: fc.constantFrom('automatic', 'ask'),
      now: fc.date({ min: new Date('2026-11-16'), max: new Date('2026-11-30'), noInvalidDate: true }),
    });
    const decision = fc.constantFrom<Decision>('approve', 'hold', 'pause', 'resume', 'cancel');
    fc.assert(
      fc.property(situation, decision, (situation, decision) => {
        const first = takeDecision(decision, 'link', facts(situation));
        expect(first.records.length).toBeLessThanOrEqual(1);
        const after = { ...situation, diary: [...situation.diary, ...first.records] };
        const second = takeDecision(decision, 'link', facts(after));
        expect(second.records).toEqual([]);
        if (first.records.length > 0) expect(second.answer.outcome).toMatch(/alreadySo|finished|refused/);
      }),
    );
  });
});

const planned = (leavesAt: Date, needsApproval: boolean) =>
  ({ is: 'planned', leavesAt, leavesNow: false, needsApproval }) as const;

describe('where a letter stands', () => {
  test.each([
    ['waits for its hour', {}, planned(sunday, false)],
    ['waits for an approval', { approval: 'ask' }, planned(sunday, true)],
    [
      'was composed late and waits for an approval, with which it leaves at its hour',
      { approval: 'ask', diary: [{ ...composed, at: '2026-11-22T05:30:00Z' }] },
      planned(sunday, true),
    ],
    [
      'was composed late and waits for an approval, with which it leaves at once, its hour being past',
      {
        approval: 'ask',
        diary: [{ ...composed, at: '2026-11-22T05:30:00Z' }],
        now: new Date('2026-11-22T06:10:00Z'),
      },
      { ...planned(new Date('2026-11-22T06:10:00Z'), true), leavesNow: true },
    ],
    [
      'was composed so late that it leaves an hour later',
      { diary: [{ ...composed, at: '2026-11-22T05:30:00Z' }] },
      planned(new Date('2026-11-22T06:30:00Z'), false),
    ],
    ['got no answer', { approval: 'ask', now: later }, { is: 'held', reason: 'unanswered', hasBegun: false }],
    [
      'was missed for longer than the grace',
      { now: new Date('2026-11-22T20:00:00Z') },
      { is: 'held', reason: 'late', hasBegun: false },
    ],
    ['quiet', { diary: [quiet], hasDraft: false }, { is: 'quiet' }],
    ['on its way', { ledger: begun }, { is: 'sending' }],
    ['paused', { ledger: begun, diary: [paused] }, { is: 'paused', reason: { de: 'Grund', en: 'reason' } }],
    ['done', { ledger: finished }, { is: 'finished' }],
    ['cancelled', { ledger: finished, diary: [cancelled] }, { is: 'cancelled' }],
    ['not composed', { diary: [], hasDraft: false }, { is: 'nothing', isDue: true }],
    [
      'not composed, since its hour has not come',
      { diary: [], hasDraft: false, now: new Date('2026-11-19T12:00:00Z') },
      { is: 'nothing', isDue: false },
    ],
    [
      'older than the clock, which was started after its hour',
      { diary: [], clockStartedAt: later, now: later },
      { ...planned(later, true), leavesNow: true },
    ],
    [
      'past its hour where no clock was ever started',
      { diary: [], clockStartedAt: null, now: later },
      { ...planned(later, true), leavesNow: true },
    ],
    [
      'older than the clock, but approved',
      { diary: [approved], clockStartedAt: later, now: later },
      { is: 'approved', ...atOnce },
    ],
  ] satisfies readonly (readonly [string, Situation, object])[])(
    'a letter that is: %s',
    (_, situation, state) => {
      expect(letterState(facts(situation))).toEqual(state);
    },
  );
});
