import { NewsletterError, reasonOf } from '../../src/core/errors.ts';
import { parseWeek } from '../../src/core/week.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { runRecord, shortTimings, type HolderReport, type StopPoint } from './holderProcess.ts';
import { tappedDisk } from './tappedDisk.ts';

const week = parseWeek('2026-W47');

/** Takes the claim on a folder's letter and works under it, stopping once on the way. */
async function hold(folder: string, point: StopPoint): Promise<HolderReport> {
  let isArmed = false;
  const stopAt = (here: StopPoint): void => {
    if (!isArmed || here !== point) return;
    isArmed = false;
    process.kill(process.pid, 'SIGSTOP');
  };
  const isLedger = (path: string): boolean => path.endsWith('ledger.jsonl');
  const disk = tappedDisk({
    write(path, length) {
      if (isLedger(path)) stopAt('before a record is written');
      return length;
    },
    afterWrite: (path) => isLedger(path) && stopAt('before a record is synced'),
    afterDatasync: (path) => isLedger(path) && stopAt('between a record and the look at the claim'),
    beforeRename(to) {
      if (!isLedger(to)) return;
      stopAt('before the copy takes its place');
      stopAt('before the freeze counts');
    },
  });
  const issues = issuesFolder(folder, { ...shortTimings, disk });
  const acknowledged: string[] = [];
  const arm = (...points: readonly StopPoint[]): void => void (isArmed = points.includes(point));
  const claim = await issues.lock(week);
  try {
    arm('before the freeze counts');
    const records = [runRecord('frozen by the holder')];
    if (point === 'before the freeze counts')
      await issues.freeze(week, { letter: '{}', draft: 'old', html: '', text: '', records });
    arm('before the ledger is opened', 'before the copy takes its place');
    stopAt('before the ledger is opened');
    const ledger = await issues.openLedger(week, claim);
    for (const run of ['first', 'second', 'third']) {
      if (run === 'second')
        arm(
          'before a record is written',
          'before a record is synced',
          'between a record and the look at the claim',
        );
      await ledger.append(runRecord(run));
      acknowledged.push(run);
    }
    arm('before the release');
    stopAt('before the release');
    await ledger.close();
    return { acknowledged, end: 'released' };
  } catch (error) {
    return { acknowledged, end: error instanceof NewsletterError ? error.code : reasonOf(error) };
  } finally {
    await claim.release();
  }
}

process.on('message', (order: { readonly folder: string; readonly point: StopPoint }) => {
  void hold(order.folder, order.point).then((report) => process.send?.(report));
});
process.send?.('ready');
