import { parseAddress } from '../../core/address.ts';
import { hasBegun } from '../../core/sending/delivery.ts';
import { ledgerFold } from '../../core/sending/ledgerFold.ts';
import { NewsletterError, type Language, type Text } from '../../core/errors.ts';
import { skipReason, type SkipReason } from '../../core/list/audience.ts';
import type { Subscriber, SubscriberList, Suppression } from '../../core/list/subscriber.ts';
import { findSuppression, suppressionCheck } from '../../core/list/suppression.ts';
import { suppressionWords } from '../../core/list/suppressionWords.ts';
import { recordAbout } from '../../core/list/personalData.ts';
import { withReports } from '../../core/mailbox/letterReports.ts';
import { nextTryAt } from '../../core/sending/retry.ts';
import { readSecrets } from '../../core/secret.ts';
import { dayOf, weekOf, weeksBefore, type WeekId } from '../../core/week.ts';
import { reportsFolder } from '../../files/reportsFolder.ts';
import { isMonthlyNow } from '../../flow/letter.ts';
import type { WeekContext } from '../context.ts';
import { exit } from '../failures.ts';
import { deliveriesInFlight } from '../inFlight.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import { detailOf, reasonOfOne, stateName, stateOfOne } from '../story.ts';

/** Which letters are asked for, and when. */
interface Asked {
  /** A week, or all letters of the last year. */
  readonly named: string | undefined;
  readonly now: Date;
}

/** Where one reader stands with one letter. */
interface ReaderLine {
  readonly week: WeekId;
  readonly state: string;
  readonly reason: SkipReason | null;
  /** The reason in words, or what the server said. */
  readonly detail: string;
  readonly attempts: number;
  readonly nextTryAt: string | null;
}

const weeksOfAYear = 53;

/** `wochenbrief status --subscriber`: why she did or did not get a letter; without a week, for every one of the last year. */
export async function tellOfReader(
  given: string,
  context: WeekContext,
  { named, now }: Asked,
  output: Output,
): Promise<number> {
  const list = await context.subscribers.read();
  const key = parseAddress(given)?.key;
  const subscriber = list.subscribers.find(
    (one) => one.id === given || parseAddress(one.address)?.key === key,
  );
  const single = named === undefined ? {} : { week: context.week };
  if (!subscriber && key === undefined) throw neitherAddressNorId(given);
  if (!subscriber) {
    output.say({ de: 'Diese Adresse steht nicht auf der Liste.', en: 'This address is not on the list.' });
    output.document({ ...single, known: false });
    return exit.done;
  }
  const lineOf = readerLines(subscriber, list, context, now, output.language);
  const { timeZone } = context.config.schedule;
  const sayLine = (line: ReaderLine): void => {
    output.say(lineText(line, subscriber.id, timeZone, output.language));
  };
  const suppressed = suppressionOf(subscriber, list, context.environment);
  const saySuppressed = (): void => {
    if (suppressed) output.say(suppressedText(suppressed, timeZone));
  };
  if (named !== undefined) {
    const line = await lineOf(context.week);
    sayLine(line);
    saySuppressed();
    output.document({ ...single, known: true, id: subscriber.id, ...line, suppressed });
    return exit.done;
  }
  const lines: ReaderLine[] = [];
  const damaged: WeekId[] = [];
  for (const week of await weeksOf(context, now)) {
    try {
      const line = await lineOf(week);
      lines.push(line);
      sayLine(line);
    } catch (error) {
      if (!(error instanceof NewsletterError) || error.code !== 'ledger.damaged') throw error;
      damaged.push(week);
      output.note({
        de: `${week}: Das Versandbuch ist beschädigt; hier weiß es niemand.`,
        en: `${week}: the ledger is damaged; nobody can tell here.`,
      });
    }
  }
  saySuppressed();
  output.document({ known: true, id: subscriber.id, issues: lines, damaged, suppressed });
  return exit.done;
}

type SuppressedNow = Pick<Suppression, 'reason' | 'since'>;

/** Whether her address is suppressed now, and why: perhaps for what was reported after a letter was accepted. */
function suppressionOf(
  { address }: Subscriber,
  { suppressions }: SubscriberList,
  { secret }: WeekContext['environment'],
): SuppressedNow | null {
  const key = parseAddress(address)?.key;
  if (key === undefined || secret === undefined) return null;
  const byHash = new Map(suppressions.map((suppression) => [suppression.hash, suppression]));
  const found = findSuppression({ suppression: (hash) => byHash.get(hash) }, key, readSecrets(secret));
  return found ? { reason: found.reason, since: found.since } : null;
}

function suppressedText({ reason, since }: SuppressedNow, timeZone: string): Text {
  const moment = momentIn(timeZone, since);
  const why = suppressionWords[reason];
  return {
    de: `Die Adresse ist gesperrt seit ${moment.de}: ${why.de}.`,
    en: `The address has been suppressed since ${moment.en}: ${why.en}.`,
  };
}

function neitherAddressNorId(given: string): NewsletterError {
  return new NewsletterError('address.invalid', {
    de: `${given} ist weder eine E-Mail-Adresse noch die ID von jemandem auf der Liste.`,
    en: `${given} is neither an e-mail address nor the id of anybody on the list.`,
  });
}

/** The letters of the last year and that of this week, the newest first. */
async function weeksOf({ issues, config }: WeekContext, now: Date): Promise<readonly WeekId[]> {
  const current = weekOf(now, config.schedule.timeZone);
  const sent = (await issues.sentSince(weeksBefore(current, weeksOfAYear))).map(({ week }) => week);
  return [...new Set([current, ...sent])].toSorted().toReversed();
}

function readerLines(
  subscriber: Subscriber,
  list: SubscriberList,
  context: WeekContext,
  now: Date,
  language: Language,
): (week: WeekId) => Promise<ReaderLine> {
  const { issues } = context;
  const reports = reportsFolder(context.folder);
  return async (week) => {
    const reported = await reports.read(week);
    const all = ledgerFold();
    const hers = ledgerFold({ keepsReplies: true });
    await issues.readLedger(week, (record) => {
      all.see(record);
      const about = recordAbout(subscriber.id, record);
      if (about) hers.see(about);
    });
    const state = withReports(hers.state, reported);
    const delivery = state.deliveries.get(subscriber.id);
    const [skipped] = state.skipped.keys();
    const hasLeft = state.frozen !== null;
    const next = delivery && hasBegun(all.state) ? nextTryAt(state, now) : null;
    const comes = hasLeft ? undefined : await reasonNow(subscriber, list, { ...context, week }, now);
    const reason = delivery?.state === 'withdrawn' ? delivery.reason : (skipped ?? comes);
    const inFlight = delivery ? await deliveriesInFlight({ week, issues }) : undefined;
    const answer = delivery ? detailOf(delivery) : '';
    return {
      week,
      state: inFlight?.has(subscriber.id)
        ? 'inFlight'
        : delivery
          ? stateName(delivery)
          : (skipped ?? (hasLeft ? 'notInAudience' : (comes ?? 'nextSend'))),
      reason: reason ?? null,
      detail: reason ? reasonOfOne(reason, subscriber, language) : answer,
      attempts: delivery?.attempts ?? 0,
      nextTryAt: next?.toISOString() ?? null,
    };
  };
}

function lineText(
  { week, state, reason, detail, attempts, nextTryAt: next }: ReaderLine,
  id: string,
  timeZone: string,
  language: Language,
): string {
  const words = stateOfOne(state, reason ? detail : undefined, language);
  const tries =
    attempts === 0
      ? ''
      : language === 'de'
        ? `${attempts} ${attempts === 1 ? 'Versuch' : 'Versuche'}`
        : `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  const moment = next === null ? '' : momentIn(timeZone, next)[language];
  const again = moment && (language === 'de' ? `nächster Versuch am ${moment}` : `next try on ${moment}`);
  return [`${week}  ${id}  ${words}`, tries, reason ? '' : detail, again]
    .filter((part) => part !== '')
    .join('  ');
}

/** Why this reader would not get the week's letter now. */
async function reasonNow(
  subscriber: Subscriber,
  list: SubscriberList,
  { environment, week, issues, config }: WeekContext,
  at: Date,
): Promise<SkipReason | undefined> {
  const secrets = environment.secret === undefined ? [] : readSecrets(environment.secret);
  const today = dayOf(at, config.schedule.timeZone);
  const isMonthly = await isMonthlyNow({ week, issues });
  return skipReason(subscriber, suppressionCheck(list.suppressions, secrets), { today, isMonthly });
}
