import type { ReasonCount } from '../clock/authorNews.ts';
import { reasonsOf } from '../clock/letterFigures.ts';
import { withReports, type LetterReport } from '../mailbox/letterReports.ts';
import {
  hasBegun,
  hasOpen,
  isDeferred,
  isRefused,
  totalsOf,
  type LedgerRecord,
  type Totals,
} from '../sending/delivery.ts';
import { handedOver } from '../sending/handedOver.ts';
import { ledgerFold } from '../sending/ledgerFold.ts';

/** What became of a letter, in a few numbers, so that those of many letters can be kept at once. */
export interface SentFigures {
  /** When the first reader was tried; UTC, ISO 8601. */
  readonly sentAt: string;
  readonly totals: Totals;
  /** How many the latest run has handed over without an answer yet; among the uncertain ones unless it is at work. */
  readonly inFlight: number;
  /** Whether somebody will still be tried. */
  readonly isOpen: boolean;
  /** The most frequent reasons for refusing it for good, or for longer than we try. */
  readonly refusals: readonly ReasonCount[];
  /** The same for servers that asked to come again later. */
  readonly deferrals: readonly ReasonCount[];
}

/** Servers that put a number of their own into each answer would otherwise fill the memory. */
const mostReasons = 12;

/** Adds up a ledger, record by record. */
export interface FiguresFold {
  readonly see: (record: LedgerRecord) => void;
  /** The figures, with what was reported since; undefined where sending has not begun. */
  figures(reports: readonly LetterReport[]): SentFigures | undefined;
}

/** Begins with an empty ledger. */
export function figuresFold(): FiguresFold {
  const fold = ledgerFold();
  const atWork = handedOver();
  let firstTry: string | undefined;
  return {
    see(record) {
      fold.see(record);
      atWork.see(record);
      if (record.type === 'attempted' || record.type === 'outcome') firstTry ??= record.at;
    },
    figures(reports) {
      const ledger = fold.state;
      if (!hasBegun(ledger)) return undefined;
      const state = withReports(ledger, reports);
      return {
        sentAt: firstTry ?? ledger.frozen?.at ?? '',
        totals: totalsOf(state),
        inFlight: atWork.idsIn(state).size,
        isOpen: hasOpen(state),
        refusals: reasonsOf(state, isRefused).slice(0, mostReasons),
        deferrals: reasonsOf(state, isDeferred).slice(0, mostReasons),
      };
    },
  };
}

/** The figures as they are to be told: what a run is handing over is in flight, and uncertain only once it has ended. */
export function figuresWhile(isBeingSent: boolean, figures: SentFigures): SentFigures {
  const { totals, inFlight } = figures;
  return isBeingSent
    ? { ...figures, totals: { ...totals, uncertain: totals.uncertain - inFlight } }
    : { ...figures, inFlight: 0 };
}
