import { parseAddress } from '../../core/address.ts';
import { skipReason, type SkipReason } from '../../core/list/audience.ts';
import { totalsOf, type LedgerState } from '../../core/delivery.ts';
import { readSecrets } from '../../core/secret.ts';
import type { Subscriber, SubscriberList } from '../../core/list/subscriber.ts';
import { suppressionCheck } from '../../core/list/suppression.ts';
import { dayOf } from '../../core/week.ts';
import { isMonthlyNow } from '../../flow/letter.ts';
import { isSettled, ledgerState } from '../../flow/send.ts';
import { openWeek, type WeekContext } from '../context.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import { commandCall, instantOf, type GlobalOptions } from '../settings.ts';
import {
  deliveriesOf,
  detailOf,
  reasonOfOne,
  sayDeliveries,
  skippedCounts,
  stateName,
  stateOfOne,
  subscribersById,
} from '../story.ts';
import { noteUnfinished } from '../unfinished.ts';

/** `wochenbrief status`: what went to how many, and why one reader did or did not get it. */
export async function status(
  options: GlobalOptions & { readonly subscriber?: string },
  output: Output,
  named?: string,
): Promise<number> {
  const context = await openWeek(options, output, named);
  const { week, issues } = context;
  if (named === undefined) await noteUnfinished(context, options, output);
  const state = await ledgerState({ week, issues });
  const list = await context.subscribers.read();
  if (options.subscriber !== undefined) {
    return tellOfOne(options.subscriber, state, list, context, instantOf(options), output);
  }
  if (state.frozen === null) {
    const hasDraft = (await issues.read(week)) !== undefined;
    const compose = commandCall(['compose', ...(named === undefined ? [] : ['--week', named])], options);
    output.say(
      hasDraft
        ? {
            de: `${week}: Entwurf liegt bereit, gesendet wurde noch nichts.`,
            en: `${week}: the draft is ready, nothing has been sent yet.`,
          }
        : {
            de: `${week}: noch kein Entwurf. Nächster Schritt: ${compose}`,
            en: `${week}: no draft yet. Next step: ${compose}`,
          },
    );
    output.document({ week, draft: hasDraft, frozen: null });
    return 0;
  }
  const begun = momentIn(context.config.schedule.timeZone, state.frozen.at);
  output.say({
    de: `${week}: Versand begonnen am ${begun.de}`,
    en: `${week}: sending began on ${begun.en}`,
  });
  sayDeliveries(state, subscribersById(list), week, options, output);
  output.document({
    week,
    draft: true,
    frozen: state.frozen.at,
    totals: totalsOf(state),
    skipped: skippedCounts(state.skipped),
    deliveries: deliveriesOf(state, ['rejected', 'deferred', 'uncertain', 'withdrawn', 'waiting']),
    settled: isSettled(state),
  });
  return totalsOf(state).uncertain > 0 ? 3 : 0;
}

async function tellOfOne(
  given: string,
  state: LedgerState,
  list: SubscriberList,
  context: WeekContext,
  at: Date,
  output: Output,
): Promise<number> {
  const { week } = context;
  const key = parseAddress(given)?.key;
  const subscriber = list.subscribers.find(
    (one) => one.id === given || parseAddress(one.address)?.key === key,
  );
  if (!subscriber) {
    output.say({ de: 'Diese Adresse steht nicht auf der Liste.', en: 'This address is not on the list.' });
    output.document({ week, known: false });
    return 0;
  }
  const delivery = state.deliveries.get(subscriber.id);
  const skippedAt = [...state.skipped].find(([, ids]) => ids.includes(subscriber.id))?.[0];
  const now = state.frozen ? undefined : await reasonNow(subscriber, list, context, at);
  const reason = delivery?.state === 'withdrawn' ? delivery.reason : (skippedAt ?? now);
  const told = delivery
    ? stateName(delivery)
    : (skippedAt ?? (state.frozen ? 'notInAudience' : (now ?? 'nextSend')));
  const answer = delivery ? detailOf(delivery) : '';
  const detail = reason ? reasonOfOne(reason, subscriber, output.language) : answer;
  const words = stateOfOne(told, reason ? detail : undefined, output.language);
  output.say(`${week}  ${subscriber.id}  ${words}${answer && !reason ? `  ${answer}` : ''}`);
  output.document({
    week,
    known: true,
    id: subscriber.id,
    state: told,
    reason: reason ?? null,
    detail,
    attempts: delivery?.attempts ?? 0,
  });
  return 0;
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
