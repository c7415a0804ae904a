import type { WeekId } from '../../core/week.ts';
import { compose, type Composed } from '../compose.ts';
import type { OpenDesk } from './openDesk.ts';

/** Composes a week's draft because its author wants one now, in a quiet week too; a draft that is there gets what is new. Throws what `compose` does. */
export async function composeNow(desk: OpenDesk, week: WeekId): Promise<Composed> {
  const { config, issues, diaries } = desk;
  return compose({
    week,
    now: desk.clock.now(),
    isReplay: false,
    config: { ...config, issue: { ...config.issue, quietWeek: 'letter' } },
    prompts: await desk.prompts(),
    sources: desk.sources,
    drafts: issues,
    reports: desk.reports,
    sendings: { diaries, issues },
  });
}
