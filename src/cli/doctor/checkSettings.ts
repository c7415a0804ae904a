import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import { NewsletterError } from '../../core/errors.ts';
import type { SentWeek } from '../../core/monthly.ts';
import type { SendingTimes } from '../../core/ports.ts';
import { requireSendable } from '../../core/readiness.ts';
import { nextPlan } from '../../core/clock/schedule.ts';
import { weekOf, weeksBefore } from '../../core/week.ts';
import { parseSmtpUrls } from '../../smtp/smtpUrl.ts';
import { momentIn } from '../moments.ts';
import type { Environment } from '../settings.ts';
import { failed, verdict } from './verdict.ts';

/** What newsletter.yaml lacks before a letter may leave. */
export function checkSettings(config: Config, environment: Environment): readonly Check[] {
  const checks: Check[] = [];
  try {
    requireSendable(config, { isLoopback: staysHere(environment) });
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    checks.push(failed('settings', error));
  }
  if (config.baseUrl.startsWith('http:') && !staysHere(environment)) {
    checks.push(
      verdict(
        'settings',
        'warning',
        {
          de: `baseUrl ist ${config.baseUrl}: Ohne https bietet kein Mailprogramm das Abmelden mit einem Klick an (RFC 8058).`,
          en: `baseUrl is ${config.baseUrl}: without https no mail program offers to unsubscribe by one click (RFC 8058).`,
        },
        {
          de: 'Die Seiten unter https:// anbieten und baseUrl so schreiben.',
          en: 'Offer the pages under https:// and write baseUrl like that.',
        },
      ),
    );
  }
  if (checks.length > 0) return checks;
  return [
    verdict('settings', 'ok', {
      de: 'newsletter.yaml ist in Ordnung, mit Impressum und ohne Platzhalter.',
      en: 'newsletter.yaml is in order, with an imprint and without placeholders.',
    }),
  ];
}

/** Whether every server is on this machine, where sample settings do no harm. */
export function staysHere({ smtpUrl }: Environment): boolean {
  try {
    return parseSmtpUrls(smtpUrl).every(({ isLoopback }) => isLoopback);
  } catch {
    return false;
  }
}

/** Nothing of ours is older; a clock before it is wrong. */
const earliest = Date.parse('2026-01-01T00:00:00Z');
const toleranceMs = 10 * 60_000;
const weeksLookedAt = 60;

/** The clock, as far as files tell whether it is right, and what is planned by it. */
export async function checkTimes(
  config: Config,
  issues: Pick<SendingTimes, 'sentSince'>,
  now: Date,
): Promise<readonly Check[]> {
  const { timeZone } = config.schedule;
  const sent = await issues.sentSince(weeksBefore(weekOf(now, timeZone), weeksLookedAt));
  const last = sent
    .map(({ at }) => at)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const moment = momentIn(timeZone, now.toISOString());
  const isBehind = last !== undefined && Date.parse(last) > now.getTime() + toleranceMs;
  if (now.getTime() < earliest || isBehind) {
    const letter = last === undefined ? undefined : momentIn(timeZone, last);
    return [
      verdict(
        'clock',
        'error',
        {
          de: `Die Uhr dieses Rechners geht falsch: Sie zeigt ${moment.de}${letter && isBehind ? `, und der letzte Brief ging am ${letter.de} hinaus` : ''}.`,
          en: `The clock of this machine is wrong: it shows ${moment.en}${letter && isBehind ? `, and the last letter left on ${letter.en}` : ''}.`,
        },
        {
          de: 'Die Uhr über das Netz stellen lassen (NTP), unter Linux mit: timedatectl set-ntp true',
          en: 'Let the network set the clock (NTP), on Linux with: timedatectl set-ntp true',
        },
      ),
    ];
  }
  const clock = verdict('clock', 'ok', {
    de: `Uhr: ${moment.de}, Zeitzone ${timeZone}.`,
    en: `Clock: ${moment.en}, time zone ${timeZone}.`,
  });
  return [clock, planCheck(config, sent, now)];
}

function planCheck({ schedule }: Config, sent: readonly SentWeek[], now: Date): Check {
  const next = nextPlan(now, schedule);
  // Sent by hand before its time, a letter does not leave again.
  const hasLeft = sent.some(({ week }) => week === next?.week);
  const plan = next && hasLeft ? nextPlan(next.sendAt, schedule) : next;
  if (plan === undefined) {
    return verdict(
      'schedule',
      'warning',
      {
        de: 'Geplant ist nichts: Pausen decken die nächsten zwei Jahre ab.',
        en: 'Nothing is planned: pauses cover the next two years.',
      },
      { de: '„schedule.pause“ in newsletter.yaml prüfen.', en: 'Check "schedule.pause" in newsletter.yaml.' },
    );
  }
  const compose = momentIn(schedule.timeZone, plan.composeAt.toISOString());
  const send = momentIn(schedule.timeZone, plan.sendAt.toISOString());
  const isAsked = schedule.approval === 'ask';
  return verdict('schedule', 'ok', {
    de: `Als Nächstes geht der Brief ${plan.week} am ${send.de} hinaus${isAsked ? ', wenn du zustimmst' : ''} (Entwurf: ${compose.de}); solange „wochenbrief schedule“ oder „start“ läuft.`,
    en: `The next letter, ${plan.week}, leaves on ${send.en}${isAsked ? ' if you approve' : ''} (draft: ${compose.en}); while "wochenbrief schedule" or "start" runs.`,
  });
}
