import { hasBegun, isSettled } from '../core/sending/delivery.ts';
import { ledgerState } from '../flow/ledgerState.ts';
import type { WeekContext } from './context.ts';
import type { Output } from './output.ts';
import { commandCall, type GlobalOptions } from './settings.ts';

/** How many weeks back a letter may be finished; older news is none. */
const weeksBack = 4;

/** Says which earlier letter has readers who still wait for it, so that on Monday nobody forgets Sunday's. */
export async function noteUnfinished(
  { issues, week }: WeekContext,
  options: GlobalOptions,
  output: Output,
): Promise<void> {
  const earlier = (await issues.readAll()).map((issue) => issue.week).filter((other) => other < week);
  for (const other of earlier.slice(0, weeksBack)) {
    const state = await ledgerState({ week: other, issues });
    if (!hasBegun(state) || isSettled(state)) continue;
    const see = commandCall(['status', other], options);
    const goOn = commandCall(['send', other], options);
    output.note({
      de: `Hinweis: Der Brief ${other} ist noch nicht bei allen. Ansehen: ${see} · weitersenden: ${goOn}`,
      en: `Note: the letter ${other} has not reached everybody yet. See: ${see} · go on: ${goOn}`,
    });
  }
}
