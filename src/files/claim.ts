import { dirname } from 'node:path';
import { NewsletterError } from '../core/errors.ts';
import type { Claim } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { isLocked, takeLock, type LockOptions } from './lock.ts';
import { removeDeadTemporaries, removeOldTemporaries } from './temporaries.ts';

/** The claims on the issues of one newsletter folder. */
export interface IssueClaims {
  /** Throws `lock.held`. */
  readonly take: (week: WeekId) => Promise<Claim>;
  readonly isTaken: (week: WeekId) => Promise<boolean>;
  /** Takes a claim for a few steps. */
  readonly during: <T>(week: WeekId, steps: (claim: Claim) => Promise<T>) => Promise<T>;
  /** The same, but under the claim that was taken here before, if there is one. */
  readonly under: <T>(week: WeekId, steps: (claim: Claim) => Promise<T>) => Promise<T>;
}

/** Which file is the claim of a week, and what may be replaced under it; all in one folder. */
interface ClaimedFiles {
  readonly lock: string;
  readonly files: readonly [string, ...string[]];
}

/** Claims on issues, by the files that they are. */
export function issueClaims(
  options: Omit<LockOptions, 'isFenced'>,
  filesOf: (week: WeekId) => ClaimedFiles,
): IssueClaims {
  const fenced = { ...options, isFenced: true };
  const taken = new Map<WeekId, Claim>();

  const take = async (week: WeekId): Promise<Claim> => {
    const { lock: path, files } = filesOf(week);
    const lock = await takeLock(path, fenced);
    try {
      // A former holder who was stopped right before a file took its place finds nothing to put there any more.
      await removeDeadTemporaries(...files);
      await removeOldTemporaries(dirname(path));
    } catch (error) {
      await lock.release();
      throw error;
    }
    const claim: Claim = {
      isOurs: () => lock.isOurs(),
      async release() {
        if (taken.get(week) === claim) taken.delete(week);
        await lock.release();
      },
    };
    taken.set(week, claim);
    return claim;
  };
  const during: IssueClaims['during'] = async (week, steps) => {
    const claim = await take(week);
    try {
      return await steps(claim);
    } finally {
      await claim.release();
    }
  };
  return {
    take,
    isTaken: (week) => isLocked(filesOf(week).lock, fenced),
    during,
    async under(week, steps) {
      const claim = taken.get(week);
      return claim ? steps(claim) : during(week, steps);
    },
  };
}

/**
 * Throws `lock.lost` where another process has taken a claim over. It is asked right before a file takes its place, or
 * after a record is on disk, and what it is asked for counts only then.
 */
export async function requireOurs(claim: Pick<Claim, 'isOurs'>, path: string): Promise<void> {
  if (!(await claim.isOurs())) throw lost(path);
}

function lost(path: string): NewsletterError {
  return new NewsletterError(
    'lock.lost',
    {
      de: `Ein anderer Lauf hat das hier übernommen; dieser hört auf und schreibt nichts mehr: ${path}`,
      en: `Another run has taken this over; this one stops and writes nothing more: ${path}`,
    },
    {
      hint: {
        de: 'Das geschieht, wenn ein Prozess oder sein Rechner länger als eine Minute stillsteht. Der andere Lauf macht weiter; wie weit er ist, zeigt: wochenbrief status',
        en: 'That happens when a process or its machine stands still for more than a minute. The other run goes on; how far it is shows: wochenbrief status',
      },
    },
  );
}
