import { hasBegun, isSettled } from '../core/sending/delivery.ts';
import { weeksBefore } from '../core/week.ts';
import { ledgerState } from '../flow/ledgerState.ts';
import type { WeekContext } from './context.ts';
import type { Output } from './output.ts';
import { commandCall, type GlobalOptions } from './settings.ts';

/** Of how many earlier letters it is news that they are unfinished, and how many weeks these may lie back. */
const [lettersBack, weeksBack] = [4, 53];

/** Says which earlier letter has readers who still wait for it, so that on Monday nobody forgets Sunday's. */
export async function noteUnfinished(
  { issues, week }: WeekContext,
  options: GlobalOptions,
  output: Output,
): Promise<void> {
  const sent = (await issues.sentSince(weeksBefore(week, weeksBack))).map((one) => one.week);
  const earlier = sent
    .filter((other) => other < week)
    .toSorted()
    .toReversed();
  for (const other of earlier.slice(0, lettersBack)) {
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
