import type { SkipReason } from '../list/audience.ts';
import { answerKinds } from './answerKinds.ts';
import {
  isOpen,
  noTotals,
  totalOf,
  type AnswerWords,
  type Deliveries,
  type DeliveryState,
  type OutcomeRecord,
} from './delivery.ts';
import { instantReader } from './instant.ts';
import { newRoll } from './roll.ts';
import { wholeDeliveries } from './wholeDeliveries.ts';

/** Where all deliveries of a letter stand; each can be put elsewhere. */
export interface DeliveryTable extends Deliveries {
  /** Puts a reader on it, as one who waits; who is on it stays as she is. */
  add(id: string): void;
  put(number: number, delivery: DeliveryState): void;
}

/** An empty table; one that keeps replies also knows what servers said when they accepted. */
export function deliveryTable(keepsReplies: boolean): DeliveryTable {
  return new FlatTable(keepsReplies);
}

const untried: DeliveryState = { state: 'waiting', attempts: 0, account: null, deferrals: 0, since: null };

/** How deliveries are kept: most in a few numbers, and those that do not fit into them whole. */
const kept = {
  untried: 0,
  waiting: 1,
  answered: 2,
  expired: 3,
  withdrawn: 4,
  cancelled: 5,
  left: 6,
  whole: 7,
} as const;

const reasons: readonly SkipReason[] = ['pending', 'unsubscribed', 'suppressed', 'paused', 'monthly', 'gone'];

/** Instants are kept in 32 bits: milliseconds since so long before the first, so that they reach 24 days to either side. */
const reachMs = 2 ** 31;

type InDoubt = Extract<DeliveryState, { readonly state: 'inDoubt' }>;

/** About 14 bytes a reader besides the roll. */
class FlatTable implements DeliveryTable {
  readonly counts = { ...noTotals };
  size = 0;
  untouched = 0;
  inDoubt = 0;
  roll = newRoll();
  private readonly keepsReplies: boolean;
  private readonly instants = instantReader();
  private answers = answerKinds();
  private states = new Uint8Array(256);
  private attempts = new Uint8Array(256);
  private accounts = new Uint8Array(256);
  private deferrals = new Uint8Array(256);
  /** Which answer it was, or which reason, by their numbers. */
  private words = new Uint16Array(256);
  private answeredAt = new Uint32Array(256);
  /** 0 for null; there only once somebody was put off. */
  private since: Uint32Array | undefined;
  /** Where each stands among them, `answeredAt` says. */
  private whole = wholeDeliveries();
  private baseMs = NaN;
  /** The first stands for none. */
  private accountNames: (string | null)[] = [null];

  constructor(keepsReplies: boolean) {
    this.keepsReplies = keepsReplies;
  }

  add(id: string): void {
    if (this.roll.add(id) < this.size) return;
    this.size += 1;
    this.untouched += 1;
    this.counts.waiting += 1;
    if (this.size > this.states.length) this.grow(this.states.length * 2);
  }

  get(id: string): DeliveryState | undefined {
    const number = this.roll.numberOf(id);
    return number === -1 || number >= this.size ? undefined : this.at(number);
  }

  has(id: string): boolean {
    const number = this.roll.numberOf(id);
    return number !== -1 && number < this.size;
  }

  *values(): Generator<DeliveryState> {
    for (let number = 0; number < this.size; number++) yield this.at(number);
  }

  *[Symbol.iterator](): Generator<[string, DeliveryState]> {
    for (let number = 0; number < this.size; number++) yield [this.roll.idAt(number), this.at(number)];
  }

  *allInDoubt(): Generator<[string, InDoubt]> {
    for (const { number, delivery } of this.whole.all)
      if (delivery.state === 'inDoubt') yield [this.roll.idAt(number), delivery];
  }

  at(number: number): DeliveryState {
    const attempts = this.attempts[number] ?? 0;
    const account = this.accountAt(number);
    const deferrals = this.deferrals[number] ?? 0;
    switch (this.states[number]) {
      case kept.untried:
        return untried;
      case kept.waiting:
        return { state: 'waiting', attempts, account, deferrals, since: this.sinceAt(number) };
      case kept.answered:
        return {
          state: 'answered',
          attempts,
          account,
          deferrals,
          since: this.sinceAt(number),
          answer: this.answerAt(number),
        };
      case kept.expired:
        return {
          state: 'expired',
          attempts,
          account,
          deferrals,
          since: this.sinceAt(number),
          answer: this.answerAt(number),
        };
      case kept.withdrawn: {
        const reason = reasons[this.words[number] ?? 0] ?? 'gone';
        return { state: 'withdrawn', attempts, account, deferrals, since: this.sinceAt(number), reason };
      }
      case kept.cancelled:
        return { state: 'cancelled', attempts, account, deferrals, since: this.sinceAt(number) };
      case kept.left:
        return { state: 'left', attempts, account, deferrals, since: this.sinceAt(number) };
      default:
        return this.wholeAt(number);
    }
  }

  isOpenAt(number: number): boolean {
    const state = this.states[number];
    if (state === kept.untried || state === kept.waiting) return true;
    if (state === kept.answered) return this.answers.at(this.words[number] ?? 0).outcome === 'deferred';
    return state === kept.whole && isOpen(this.wholeAt(number));
  }

  attemptsAt(number: number): number {
    return this.states[number] === kept.whole ? this.wholeAt(number).attempts : (this.attempts[number] ?? 0);
  }

  accountAt(number: number): string | null {
    if (this.states[number] === kept.whole) return this.wholeAt(number).account;
    return this.accountNames[this.accounts[number] ?? 0] ?? null;
  }

  eachAnswer(see: (answer: AnswerWords, atMs: number, isExpired: boolean) => void): void {
    for (let number = 0; number < this.size; number++) {
      const state = this.states[number];
      if (state === kept.answered || state === kept.expired)
        see(
          this.answers.at(this.words[number] ?? 0),
          this.baseMs + (this.answeredAt[number] ?? 0),
          state === kept.expired,
        );
    }
    for (const { delivery } of this.whole.all)
      if ('answer' in delivery)
        see(delivery.answer, Date.parse(delivery.answer.at), delivery.state === 'expired');
  }

  put(number: number, delivery: DeliveryState): void {
    if (!(number >= 0 && number < this.size)) throw new RangeError(`there is no reader ${number}`);
    this.count(number, -1);
    if (this.states[number] === kept.whole) this.removeWhole(number);
    if (!this.putFlat(number, delivery)) {
      this.states[number] = kept.whole;
      this.answeredAt[number] = this.whole.add(number, delivery);
    }
    this.count(number, 1);
  }

  with(changes: Iterable<readonly [string, DeliveryState]>): Deliveries {
    const copy = new FlatTable(this.keepsReplies);
    Object.assign(copy.counts, this.counts);
    const { size, untouched, inDoubt, roll, answers, baseMs } = this;
    Object.assign(copy, { size, untouched, inDoubt, roll, answers, baseMs });
    copy.states = this.states.slice();
    copy.attempts = this.attempts.slice();
    copy.accounts = this.accounts.slice();
    copy.deferrals = this.deferrals.slice();
    copy.words = this.words.slice();
    copy.answeredAt = this.answeredAt.slice();
    copy.since = this.since?.slice();
    copy.whole = this.whole.copy();
    copy.accountNames = [...this.accountNames];
    for (const [id, delivery] of changes) copy.put(this.roll.numberOf(id), delivery);
    return copy;
  }

  /** Adds one to what a delivery counts towards, or takes it away. */
  private count(number: number, by: 1 | -1): void {
    const state = this.states[number];
    if (state === kept.untried) {
      this.untouched += by;
      this.counts.waiting += by;
    } else if (state === kept.answered) {
      this.counts[this.answers.at(this.words[number] ?? 0).outcome] += by;
    } else {
      const delivery = this.at(number);
      this.counts[totalOf(delivery)] += by;
      if (delivery.state === 'inDoubt') this.inDoubt += by;
    }
  }

  /** False where it does not fit. */
  private putFlat(number: number, delivery: DeliveryState): boolean {
    const { state, attempts, deferrals } = delivery;
    if (state === 'inDoubt') return false;
    const account = this.numberOfAccount(delivery.account);
    const since = delivery.since === null ? 0 : this.offsetOf(delivery.since) + 1;
    if ((attempts & 0xff) !== attempts || (deferrals & 0xff) !== deferrals) return false;
    if (account === -1 || since > 0xffff_ffff) return false;
    if (state === 'answered' || state === 'expired') {
      if (!this.putAnswer(number, delivery.answer, attempts)) return false;
    } else if (state === 'withdrawn') {
      const reason = reasons.indexOf(delivery.reason);
      if (reason === -1) return false;
      this.words[number] = reason;
    }
    const isUntried =
      state === 'waiting' && attempts === 0 && account === 0 && deferrals === 0 && since === 0;
    this.states[number] = isUntried ? kept.untried : kept[state];
    this.attempts[number] = attempts;
    this.accounts[number] = account;
    this.deferrals[number] = deferrals;
    if (since > 0) this.since ??= new Uint32Array(this.states.length);
    if (this.since) this.since[number] = since;
    return true;
  }

  private putAnswer(number: number, answer: OutcomeRecord, attempts: number): boolean {
    const atMs = this.offsetOf(answer.at);
    if (!(atMs <= 0xffff_ffff) || answer.attempt !== attempts) return false;
    const isReplyKept = this.keepsReplies || answer.outcome !== 'accepted';
    const words = this.answers.numberOf(isReplyKept ? answer : { ...answer, reply: '' });
    if (words === -1) return false;
    this.words[number] = words;
    this.answeredAt[number] = atMs;
    return true;
  }

  /** Milliseconds since the base, which the first instant fixes; Infinity for what does not fit. */
  private offsetOf(at: string): number {
    const ms = this.instants.read(at);
    if (Number.isNaN(this.baseMs)) this.baseMs = ms - reachMs;
    const offset = ms - this.baseMs;
    return offset >= 0 ? offset : Infinity;
  }

  /** -1 where there are too many. */
  private numberOfAccount(account: string | null): number {
    const known = this.accountNames.indexOf(account);
    if (known !== -1 || this.accountNames.length > 0xff) return known;
    return this.accountNames.push(account) - 1;
  }

  private answerAt(number: number): OutcomeRecord {
    const { run, outcome, stage, code, enhanced, reply } = this.answers.at(this.words[number] ?? 0);
    const at = new Date(this.baseMs + (this.answeredAt[number] ?? 0)).toISOString();
    const id = this.roll.idAt(number);
    const attempt = this.attempts[number] ?? 0;
    return { type: 'outcome', at, run, id, attempt, outcome, stage, code, enhanced, reply };
  }

  private sinceAt(number: number): string | null {
    const since = this.since?.[number] ?? 0;
    return since === 0 ? null : new Date(this.baseMs + since - 1).toISOString();
  }

  private wholeAt(number: number): DeliveryState {
    return this.whole.at(this.answeredAt[number] ?? 0, number);
  }

  private removeWhole(number: number): void {
    const moved = this.whole.remove(this.answeredAt[number] ?? 0);
    if (moved) this.answeredAt[moved.number] = this.answeredAt[number] ?? 0;
  }

  private grow(room: number): void {
    const { states, attempts, accounts, deferrals, words, answeredAt, since } = this;
    (this.states = new Uint8Array(room)).set(states);
    (this.attempts = new Uint8Array(room)).set(attempts);
    (this.accounts = new Uint8Array(room)).set(accounts);
    (this.deferrals = new Uint8Array(room)).set(deferrals);
    (this.words = new Uint16Array(room)).set(words);
    (this.answeredAt = new Uint32Array(room)).set(answeredAt);
    if (since) (this.since = new Uint32Array(room)).set(since);
  }
}
