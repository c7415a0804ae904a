import { NewsletterError } from '../core/errors.ts';
import {
  deliveryTo,
  reportsAbout,
  type PersonDelivery,
  type PersonReport,
} from '../core/list/personalData.ts';
import type { Subscriber } from '../core/list/subscriber.ts';
import type { LetterReport } from '../core/mailbox/letterReports.ts';
import type { WeekId } from '../core/week.ts';
import { reportsFolder } from '../files/reportsFolder.ts';
import { ledgersAbout } from '../files/traces.ts';
import type { Output } from './output.ts';

/** What the ledgers and reports of all weeks know about a person. */
export interface LettersTo {
  readonly deliveries: readonly PersonDelivery[];
  readonly reports: readonly PersonReport[];
  /** Weeks whose ledger or reports are damaged, so that nobody can tell. */
  readonly unreadable: readonly WeekId[];
}

/** Looks a person up in every ledger and its reports; somebody forgotten cannot be found there. */
export async function lettersTo(
  subscriber: Subscriber | undefined,
  folder: string,
  output: Output,
): Promise<LettersTo> {
  const deliveries: PersonDelivery[] = [];
  const reports: PersonReport[] = [];
  const unreadable: WeekId[] = [];
  if (subscriber === undefined) return { deliveries, reports, unreadable };
  const mailbox = reportsFolder(folder);
  for await (const { week, records } of ledgersAbout(subscriber.id, folder)) {
    const delivery = records && deliveryTo(subscriber.id, week, records);
    if (delivery) deliveries.push(delivery);
    const reported = await mailbox.read(week).catch(undefinedIfDamaged);
    reports.push(...reportsAbout(subscriber.id, week, reported ?? []));
    if (records === undefined || reported === undefined) unreadable.push(week);
  }
  if (unreadable.length > 0) {
    output.note({
      de: `Von diesen Wochen ist das Versandbuch oder die Liste der Rückmeldungen beschädigt und fehlt hier: ${unreadable.join(', ')}`,
      en: `Of these weeks the ledger or the list of reports is damaged and missing here: ${unreadable.join(', ')}`,
    });
  }
  return { deliveries, reports, unreadable };
}

function undefinedIfDamaged(error: unknown): readonly LetterReport[] | undefined {
  if (error instanceof NewsletterError && error.code === 'ledger.damaged') return undefined;
  throw error;
}
