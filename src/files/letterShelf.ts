import { statSync } from 'node:fs';
import { join } from 'node:path';
import { figuresFold, type SentFigures } from '../core/desk/sentFigures.ts';
import type { LetterShelf } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { fileVersion } from './fileVersion.ts';
import { issuePaths, issuesFolder, weeksIn } from './issuesFolder.ts';
import { readTextIfAny } from './readText.ts';
import { reportsFolder } from './reportsFolder.ts';

/** The figures of a week, and the versions of the files they were added up from. */
interface Counted {
  readonly versions: string;
  readonly figures: Promise<SentFigures | undefined>;
  readonly atMs: number;
}

/** A ledger of so many bytes takes a second or more to add up. */
const largeBytes = 16_000_000;
/** While such a letter is being sent, its figures may be so old. */
const restMs = 15_000;

/** All letters in the folder issues/. A ledger is read once, and anew only when it has changed. */
export function letterShelf(root: string): LetterShelf {
  const issues = issuesFolder(root);
  const reports = reportsFolder(root);
  const counted = new Map<WeekId, Counted>();

  const count = async (week: WeekId): Promise<SentFigures | undefined> => {
    const fold = figuresFold();
    await issues.readLedger(week, fold.see);
    return fold.figures(await reports.read(week));
  };

  return {
    weeks: () => weeksIn(root),
    figures(week) {
      const { ledger, html, folder } = issuePaths(root, week);
      const versions = [ledger, html, join(folder, 'reports.jsonl')].map(fileVersion).join('\n');
      const before = counted.get(week);
      if (before && (before.versions === versions || isResting(before, ledger))) return before.figures;
      const figures = count(week);
      counted.set(week, { versions, figures, atMs: performance.now() });
      return figures;
    },
    async frozen(week) {
      const { html, text } = issuePaths(root, week);
      const found = await readTextIfAny(html);
      return found === undefined ? undefined : { html: found, text: (await readTextIfAny(text)) ?? '' };
    },
  };
}

function isResting({ atMs }: Counted, ledger: string): boolean {
  const size = statSync(ledger, { throwIfNoEntry: false })?.size ?? 0;
  return size > largeBytes && performance.now() - atMs < restMs;
}
