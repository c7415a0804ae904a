import { totalsOf, type LedgerRecord, type LedgerState, type Totals } from '../core/sending/delivery.ts';
import type { Output } from './output.ts';

const lineEveryMs = 100;
const logEveryMs = 10_000;

/** Shows how a run goes on: one line that a person can follow, or a log line now and then outside a terminal. */
export function progressReporter(output: Output): {
  onProgress(state: LedgerState, record: LedgerRecord | undefined): void;
  /** The same for somebody who only looks on: where the run stands now. */
  onLook(state: LedgerState): void;
  /** A while in which nothing happens, and until when. */
  onRest(text: string): void;
  end(): void;
} {
  let counts = { total: 0, done: 0, accepted: 0, refused: 0, uncertain: 0, atStart: 0 };
  let startedAt = 0;
  let shownAt = 0;
  let hasEnded = false;

  const show = (now: number): void => {
    const seconds = (now - startedAt) / 1000;
    const rate = seconds > 0 ? (counts.done - counts.atStart) / seconds : 0;
    const left = counts.total - counts.done;
    const text = progressText(
      { ...counts, left, rate, secondsLeft: rate > 0 ? left / rate : undefined },
      output.language,
    );
    if (output.isTerminal) output.progress(text);
    else output.note(`${new Date(now).toISOString()} ${text}`);
    shownAt = now;
  };

  const begin = (first: Counts): void => {
    counts = { ...first, atStart: first.done };
    startedAt = Date.now();
    if (first.done < first.total) show(startedAt);
    else hasEnded = true;
  };
  const showNowAndThen = (): void => {
    const now = Date.now();
    if (now - shownAt >= (output.isTerminal ? lineEveryMs : logEveryMs)) show(now);
  };

  return {
    onProgress(state, record) {
      if (record === undefined) return begin(countsOf(totalsOf(state)));
      count(record, counts);
      showNowAndThen();
    },
    onLook(state) {
      const seen = countsOf(totalsOf(state));
      // What has no answer yet is on its way, as long as the run goes on.
      const now = { ...seen, uncertain: seen.uncertain - state.deliveries.inDoubt };
      if (startedAt === 0) return begin(now);
      counts = { ...now, atStart: counts.atStart };
      showNowAndThen();
    },
    onRest(text) {
      if (output.isTerminal) output.progress(text);
      else output.note(`${new Date().toISOString()} ${text}`);
    },
    end() {
      if (!hasEnded && startedAt > 0) show(Date.now());
      hasEnded = true;
    },
  };
}

/** Where a run stands, in numbers of readers. */
interface Counts {
  readonly total: number;
  readonly done: number;
  readonly accepted: number;
  readonly refused: number;
  readonly uncertain: number;
}

function countsOf({ audience, waiting, deferred, accepted, rejected, uncertain }: Totals): Counts {
  const done = audience - waiting - deferred;
  return { total: audience, done, accepted, refused: rejected, uncertain };
}

function count(
  record: LedgerRecord,
  counts: { done: number; accepted: number; refused: number; uncertain: number },
): void {
  if (record.type === 'withdrawn' || record.type === 'expired') counts.done += 1;
  if (record.type !== 'outcome' || record.outcome === 'deferred') return;
  counts.done += 1;
  if (record.outcome === 'accepted') counts.accepted += 1;
  if (record.outcome === 'rejected') counts.refused += 1;
  if (record.outcome === 'uncertain') counts.uncertain += 1;
}

interface Progress extends Counts {
  readonly left: number;
  readonly rate: number;
  readonly secondsLeft: number | undefined;
}

function progressText(progress: Progress, language: 'de' | 'en'): string {
  const { total, done, left, refused, uncertain, rate } = progress;
  const isGerman = language === 'de';
  const speed = oneDecimal(rate, isGerman);
  const time = progress.secondsLeft === undefined ? '' : duration(progress.secondsLeft, isGerman);
  const parts = isGerman
    ? [
        `${done} von ${total} fertig`,
        `${left} offen`,
        `${speed}/s`,
        left > 0 && time ? `noch ${time}` : '',
        refused > 0 ? `${refused} abgewiesen` : '',
        uncertain > 0 ? `${uncertain} ungewiss` : '',
      ]
    : [
        `${done} of ${total} done`,
        `${left} left`,
        `${speed}/s`,
        left > 0 && time ? `${time} to go` : '',
        refused > 0 ? `${refused} rejected` : '',
        uncertain > 0 ? `${uncertain} uncertain` : '',
      ];
  return parts.filter((part) => part !== '').join(' · ');
}

function duration(seconds: number, isGerman: boolean): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1).replace('.', isGerman ? ',' : '.')} h`;
}

/** As `toLocaleString` writes it, whose first number of a process takes longer than the first letter. */
export function oneDecimal(value: number, isGerman: boolean): string {
  const [whole = '', tenth] = value.toFixed(1).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, isGerman ? '.' : ',');
  return tenth === '0' ? grouped : `${grouped}${isGerman ? ',' : '.'}${tenth}`;
}
