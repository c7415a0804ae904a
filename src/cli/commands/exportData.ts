import { dataReport } from '../../core/list/dataReport.ts';
import { lettersTo } from '../letters.ts';
import type { Output } from '../output.ts';
import { packageVersion } from '../packageRoot.ts';
import { nobodyThere, openList, requirePerson } from '../people.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief export-data`: everything that is stored about a person, for her (Art. 15 and 20 DSGVO, R66). */
export async function exportData(options: GlobalOptions, output: Output, given = ''): Promise<number> {
  const context = await openList(options, output);
  const { config, folder, list } = context;
  const person = requirePerson(context, given);
  if (person.subscriber === undefined && person.suppression === undefined)
    throw nobodyThere(list, person, config.schedule.timeZone);
  const { deliveries, reports, unreadable } = await lettersTo(person.subscriber, folder, output);
  const report = dataReport(
    person,
    config,
    { letters: deliveries, reports, unreadableWeeks: unreadable },
    { exportedAt: new Date().toISOString(), program: `Wochenbrief ${packageVersion()}` },
  );
  // The person shall be able to read it elsewhere, so it is JSON also for people.
  output.say(JSON.stringify(report, null, 2));
  output.document(report);
  return 0;
}
