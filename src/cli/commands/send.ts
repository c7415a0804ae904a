import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { totalsOf } from '../../core/delivery.ts';
import { sweep } from '../../core/list/retention.ts';
import type { SubscriberList } from '../../core/list/subscriber.ts';
import { requireReadable } from '../../core/list/suppression.ts';
import type { Subscribers } from '../../core/ports.ts';
import { requireSendable } from '../../core/readiness.ts';
import { issuePaths } from '../../files/issuesFolder.ts';
import type { LetterOrder } from '../../flow/letter.ts';
import { isSettled, send, type SendReport } from '../../flow/send.ts';
import { smtpTransport } from '../../smtp/smtpTransport.ts';
import { parseSmtpUrl } from '../../smtp/smtpUrl.ts';
import { noteUnfinished } from '../unfinished.ts';
import { systemClock } from '../clock.ts';
import { letterOrder, openWeek } from '../context.ts';
import type { Output } from '../output.ts';
import { progressReporter } from '../progress.ts';
import {
  commandCall,
  folderOf,
  instantOf,
  quoted,
  type Environment,
  type GlobalOptions,
} from '../settings.ts';
import { stopOnSignals } from '../stopSignals.ts';
import { deliveriesOf, sayDeliveries, skippedCounts, subscribersById } from '../story.ts';
import { fillOutbox, rehearse } from './rehearse.ts';

interface SendOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly outbox?: boolean;
}

/** `wochenbrief send`: the week's letter to everybody who confirmed, exactly once. */
export async function sendCommand(options: SendOptions, output: Output, named?: string): Promise<number> {
  const context = await openWeek(options, output, named);
  const { folder, environment, week } = context;
  warnOfOpenSecrets(environment, options, output);
  if (named === undefined) await noteUnfinished(context, options, output);
  const order = letterOrder(context);
  const now = instantOf(options);
  if (options.dryRun) return rehearse(order, now, environment.smtpUrl, output);
  if (options.outbox) return fillOutbox(order, issuePaths(folder, week).outbox, now, output);
  return sendForReal({ ...order, subscribers: context.subscribers }, options, environment, output);
}

async function sendForReal(
  order: LetterOrder & { readonly subscribers: Subscribers },
  options: GlobalOptions,
  environment: Environment,
  output: Output,
): Promise<number> {
  const server = parseSmtpUrl(environment.smtpUrl);
  requireSendable(order.config, server);
  // Where no server runs, sending is what comes by often enough to let go of those who left (R63, R66).
  await order.subscribers.change((list) => {
    requireReadable(list.suppressions(), order.secrets);
    return sweep(systemClock.now().toISOString(), order.config.readers, order.secrets)(list);
  });
  const transport = smtpTransport(server);
  const stop = stopOnSignals(output);
  const progress = progressReporter(output);
  try {
    const report = await send({
      ...order,
      run: randomBytes(6).toString('hex'),
      transport,
      clock: systemClock,
      signal: stop.signal,
      onProgress: (state, record) => progress.onProgress(state, record),
    });
    progress.end();
    return await tell(report, order, options, transport.name, output);
  } finally {
    progress.end();
    stop.forget();
  }
}

async function tell(
  report: SendReport,
  { week, subscribers }: LetterOrder,
  options: GlobalOptions,
  server: string,
  output: Output,
): Promise<number> {
  const { state, stopped, subject, due } = report;
  const totals = totalsOf(state);
  const paths = issuePaths(folderOf(options), week);
  // The list may have become unreadable meanwhile; what happened is told all the same.
  const people = subscribersById(await subscribers.read().catch(() => noList));
  if (due === 0 && totals.accepted === totals.audience) {
    output.say({
      de: `„${subject}“ (${week}) ist schon bei allen; niemand bekam ihn noch einmal.`,
      en: `"${subject}" (${week}) has already gone to everybody; nobody got it again.`,
    });
  } else if (due === 0) {
    output.say({
      de: `„${subject}“ (${week}): niemand ist gerade an der Reihe; niemand bekam ihn noch einmal.`,
      en: `"${subject}" (${week}): nobody is due right now; nobody got it again.`,
    });
  } else {
    output.say({
      de: `„${subject}“ (${week}) über ${server}`,
      en: `"${subject}" (${week}) through ${server}`,
    });
  }
  sayDeliveries(state, people, week, options, output);
  output.document({
    week,
    subject,
    due,
    totals,
    skipped: skippedCounts(state.skipped),
    deliveries: deliveriesOf(state, ['rejected', 'deferred', 'uncertain', 'withdrawn']),
    settled: isSettled(state),
    files: { draft: paths.draft, html: paths.html, text: paths.text, ledger: paths.ledger },
    ...(stopped ? { stopped: { code: stopped.code, message: stopped.message } } : {}),
  });
  if (stopped) {
    output.note({
      de: `Abgebrochen: ${stopped.text.de}\n${stopped.hint?.de ?? ''}`,
      en: `Stopped: ${stopped.text.en}\n${stopped.hint?.en ?? ''}`,
    });
    return 1;
  }
  if (totals.waiting > 0) {
    const goOn = commandCall(['send', week], options);
    output.note({
      de: `Angehalten; ${totals.waiting} warten noch. Weiter geht es mit: ${goOn}`,
      en: `Stopped; ${totals.waiting} still wait. Go on with: ${goOn}`,
    });
    return 1;
  }
  return isSettled(state) ? 0 : 3;
}

const noList: SubscriberList = { revision: 0, subscribers: [], suppressions: [] };

function warnOfOpenSecrets(environment: Environment, { dir }: GlobalOptions, output: Output): void {
  if (!environment.isEnvFileOpen) return;
  const file = quoted(join(dir ?? '.', '.env'));
  output.note({
    de: `Achtung: Andere Benutzer dieses Rechners können .env lesen. Abhilfe: chmod 600 ${file}`,
    en: `Warning: other users of this machine can read .env. Mend it with: chmod 600 ${file}`,
  });
}
