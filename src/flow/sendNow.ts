import { requireNotHalted } from '../core/clock/haltedIssue.ts';
import { NewsletterError } from '../core/errors.ts';
import { isSweepDue, sweep } from '../core/list/retention.ts';
import { requireReadable, requireRecognised } from '../core/list/suppression.ts';
import type { Diaries, Subscribers } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';
import { send, type SendOrder, type SendReport } from './send.ts';

/** What sending by hand needs. */
export interface SendNowOrder extends SendOrder {
  readonly subscribers: Subscribers;
}

/**
 * Sends the week's letter because a person says so. Where no server runs, this is what comes by often enough to let go of
 * those who left (R63, R66). Throws as `send` does.
 */
export async function sendNow(order: SendNowOrder): Promise<SendReport> {
  const { subscribers, secrets, config, clock } = order;
  const at = clock.now().toISOString();
  // A list that is to be changed is read into memory as a whole; on most days nobody is let go of.
  const isDue = await subscribers.passing.look(async (list) => {
    requireRecognised(list.suppressed, secrets);
    return isSweepDue(list, at, config.readers);
  });
  if (isDue || !(await subscribers.passing.isTidy()))
    await subscribers.change((list) => {
      requireReadable(list.suppressions(), secrets);
      return sweep(at, config.readers, secrets)(list);
    });
  return send(order);
}

/** A run that waits because it was paused holds the letter too; then that is what there is to know. Throws `issue.*` instead. */
export async function requireNotPausedElsewhere(
  error: unknown,
  { week, diaries }: { readonly week: WeekId; readonly diaries: Pick<Diaries, 'read'> },
): Promise<void> {
  if (error instanceof NewsletterError && error.code === 'lock.held')
    requireNotHalted(await diaries.read(week), week);
}
