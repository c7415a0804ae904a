import type { DeliveryState, LedgerRecord, LedgerState, OutcomeRecord } from '../sending/delivery.ts';
import { NewsletterError } from '../errors.ts';
import { formatLine, readLines, type LinesReading } from '../sending/recordLines.ts';
import type { SentLetter } from './letterTrace.ts';

/*
 * What other servers report of a letter after it was accepted, in a file beside its ledger: that file is written only by
 * who sends the letter, and reports come for weeks after. People only by id.
 */
export type LetterReport = BounceReport | ComplaintReport | AnswerReport;

/** A letter came back. What follows from it is decided each time anew, by the rules for answers (R28). */
export interface BounceReport {
  readonly type: 'bounce';
  readonly at: string;
  readonly id: string;
  readonly code: number;
  readonly enhanced: string | null;
  readonly reply: string;
  /** Nothing that we signed proves it: it counts as one try in vain, and no mailbox is given up for it alone. */
  readonly isUnsigned?: true;
}

/** A reader called it spam. */
export interface ComplaintReport {
  readonly type: 'complaint';
  readonly at: string;
  readonly id: string;
}

/** A reader answered; kept once, without a word of what she wrote. */
export interface AnswerReport {
  readonly type: 'answered';
  readonly at: string;
  readonly id: string;
}

/** One report as its line, like those of the ledger. */
export const formatReport = (report: LetterReport): string => formatLine(report);

const reportTypes = { bounce: true, complaint: true, answered: true } as const;

/** Reads the reports of a letter; throws `ledger.damaged` where they were changed by hand. */
export function readReports(text: string, fileName: string): LinesReading<LetterReport> {
  return readLines<LetterReport>(text, {
    types: reportTypes,
    damaged: (line) => damaged(fileName, line),
  });
}

/** Those that are not known yet; the same mail may be read more than once. */
export function newReports(
  known: readonly LetterReport[],
  reports: readonly LetterReport[],
): readonly LetterReport[] {
  const names = new Set(known.map(nameOf));
  return reports.filter((report) => names.size < names.add(nameOf(report)).size);
}

function nameOf(report: LetterReport): string {
  return report.type === 'bounce'
    ? `bounce ${report.id} ${report.code} ${report.enhanced} ${report.isUnsigned === true}`
    : `${report.type} ${report.id}`;
}

/** How many readers answered a letter. */
export function countAnswers(reports: readonly LetterReport[]): number {
  return new Set(reports.flatMap(({ type, id }) => (type === 'answered' ? [id] : []))).size;
}

/** Whose the Message-IDs of a ledger are, of as much of it as was seen. */
export function sentLetter(): SentLetter & { readonly see: (record: LedgerRecord) => void } {
  const readerOf = new Map<string, string>();
  const triedAt = new Map<string, string>();
  return {
    readerOf,
    triedAt,
    see(record) {
      if (record.type !== 'attempted') return;
      readerOf.set(record.messageId, record.id);
      triedAt.set(record.id, record.at);
    },
  };
}

/** The deliveries of a letter as its reports leave them: what came back was not taken after all. */
export function withReports(state: LedgerState, reports: readonly LetterReport[]): LedgerState {
  const returned = new Map<string, DeliveryState>();
  for (const report of reports) {
    const delivery = returned.get(report.id) ?? state.deliveries.get(report.id);
    const after = report.type === 'bounce' && delivery ? cameBack(delivery, report) : undefined;
    if (after) returned.set(report.id, after);
  }
  const { frozen, skipped, deliveries } = state;
  return { frozen, skipped, deliveries: returned.size === 0 ? deliveries : deliveries.with(returned) };
}

/** Readers whose mailbox only unsigned reports speak against; what servers said to us ourselves needs no signature. */
export function doubted(state: LedgerState, reports: readonly LetterReport[]): ReadonlySet<string> {
  const signed = new Set<string>();
  const unsigned = new Set<string>();
  for (const report of reports)
    if (report.type === 'bounce') (report.isUnsigned ? unsigned : signed).add(report.id);
  return new Set(
    [...unsigned].filter((id) => {
      const delivery = state.deliveries.get(id);
      return !signed.has(id) && delivery !== undefined && answerBefore(delivery) !== undefined;
    }),
  );
}

function cameBack(
  delivery: DeliveryState,
  { code, enhanced, reply }: BounceReport,
): DeliveryState | undefined {
  const given = answerBefore(delivery);
  if (given === undefined) return undefined;
  const { attempts, account, deferrals, since } = delivery;
  const tried = { attempts, account, deferrals, since };
  const answer = { ...given, stage: 'rcpt', code, enhanced, reply } as const;
  // Who put it off did so until the server in between gave up.
  return code < 500
    ? { state: 'expired', ...tried, answer: { ...answer, outcome: 'deferred' } }
    : { state: 'answered', ...tried, answer: { ...answer, outcome: 'rejected' } };
}

/** The answer that a report takes back; it stays dated as it was, since it speaks of the mailbox then. */
function answerBefore(delivery: DeliveryState): OutcomeRecord | undefined {
  if (delivery.state !== 'answered') return undefined;
  const { outcome } = delivery.answer;
  return outcome === 'accepted' || outcome === 'uncertain' ? delivery.answer : undefined;
}

/** How many of a letter's readers called it spam (R32). */
export interface ComplaintShare {
  readonly complaints: number;
  /** Readers whose servers took it. */
  readonly accepted: number;
  readonly share: number;
  /** More than one in a thousand, which providers put up with; `refused` from three in a thousand on, where they stop. */
  readonly warning: 'none' | 'high' | 'refused';
}

/** The share of complaints about a letter. */
export function complaintShare(state: LedgerState, reports: readonly LetterReport[]): ComplaintShare {
  const complained = new Set(reports.flatMap((report) => (report.type === 'complaint' ? [report.id] : [])));
  const { accepted } = state.deliveries.counts;
  const complaints = complained.size;
  const share = complaints === 0 ? 0 : complaints / Math.max(accepted, complaints);
  return {
    complaints,
    accepted,
    share,
    warning: share >= 0.003 ? 'refused' : share > 0.001 ? 'high' : 'none',
  };
}

function damaged(fileName: string, line: number): NewsletterError {
  return new NewsletterError(
    'ledger.damaged',
    {
      de: `${fileName}, Zeile ${line}: beschädigt oder von Hand geändert.`,
      en: `${fileName}, line ${line}: damaged or changed by hand.`,
    },
    {
      hint: {
        de: 'Die Datei sammelt, welche Briefe zurückkamen und beantwortet wurden. Sie darf gelöscht werden: Dann zählt beides nicht mehr.',
        en: 'The file gathers which letters came back and were answered. It may be deleted: both then count no more.',
      },
    },
  );
}
