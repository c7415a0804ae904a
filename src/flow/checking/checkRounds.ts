import type { Check } from '../../core/check.ts';
import type { LetterLink } from '../../core/checking/letterLinks.ts';
import type { Config } from '../../core/config.ts';
import type { DeskDraft } from '../desk/openDraft.ts';
import { letterFindings, type CheckingDesk } from './letterFindings.ts';
import { nobodyAsked, outsideFindings, type Outside } from './outside.ts';

/** A letter's checks as far as they are known. */
export interface KnownChecks {
  readonly checks: readonly Check[];
  /** Whether others are being asked right now; then more will be known soon. */
  readonly isAsking: boolean;
}

/** Checks letters for pages that cannot wait for the network. */
export interface CheckRounds {
  known(desk: CheckingDesk, draft: DeskDraft): Promise<KnownChecks>;
  /** Lets those be asked again who were not there. */
  forget(): void;
}

/** How long answers count; links have a memory of their own, which is longer. */
const freshMs = 10 * 60_000;
/** One letter is looked at, and changed again and again. */
const mostRounds = 8;

interface Round {
  readonly at: number;
  checks: readonly Check[] | null;
}

/** Answers what is known at once, asks others meanwhile, and tells once they have answered. Null asks nobody. */
export function checkRounds(
  outside: Outside | null,
  { tell, onFailure }: { readonly tell: () => void; readonly onFailure: (error: unknown) => void },
): CheckRounds {
  const rounds = new Map<string, Round>();
  let isAnew = false;
  const failed = (error: unknown): readonly Check[] => {
    onFailure(error);
    return [];
  };
  const roundOf = (config: Config, links: readonly LetterLink[], asked: Outside): Round => {
    const key = JSON.stringify([links, config]);
    const kept = rounds.get(key);
    if (kept && performance.now() - kept.at < freshMs) return kept;
    const round: Round = { at: performance.now(), checks: null };
    rounds.delete(key);
    rounds.set(key, round);
    const [oldest] = rounds.keys();
    if (rounds.size > mostRounds && oldest !== undefined) rounds.delete(oldest);
    const settle = async (): Promise<void> => {
      round.checks = await outsideFindings(asked, config, links, { isAnew }).catch(failed);
      tell();
    };
    void settle();
    isAnew = false;
    return round;
  };
  return {
    async known(desk, draft) {
      const { checks, links } = await letterFindings(desk, draft);
      if (!outside) return { checks: [...checks, nobodyAsked], isAsking: false };
      const round = roundOf(desk.config, links, outside);
      return { checks: [...checks, ...(round.checks ?? [])], isAsking: round.checks === null };
    },
    forget() {
      rounds.clear();
      isAnew = true;
    },
  };
}
