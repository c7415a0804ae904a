import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NewsletterError } from '../../core/errors.ts';
import type { Subscribers } from '../../core/ports.ts';
import { requireSendable } from '../../core/readiness.ts';
import { diariesFolder } from '../../files/diaries.ts';
import { issuePaths } from '../../files/issuesFolder.ts';
import type { LetterOrder } from '../../flow/letter.ts';
import { requireNotPausedElsewhere, sendNow } from '../../flow/sendNow.ts';
import { noteUnfinished } from '../unfinished.ts';
import { systemClock } from '../clock.ts';
import { letterOrder, openWeek } from '../context.ts';
import { openMailServerOrOutbox, type MailServer } from '../mailServer.ts';
import type { Output } from '../output.ts';
import { progressReporter } from '../progress.ts';
import { folderOf, instantOf, quoted, type Environment, type GlobalOptions } from '../settings.ts';
import { stopOnSignals } from '../stopSignals.ts';
import { tellSent } from '../sendStory.ts';
import { follow, restWords } from './follow.ts';

interface SendOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly outbox?: boolean;
  readonly watch?: boolean;
}

/** `wochenbrief send`: the week's letter to everybody who confirmed, exactly once. */
export async function sendCommand(options: SendOptions, output: Output, named?: string): Promise<number> {
  const context = await openWeek(options, output, named);
  const { folder, environment, week } = context;
  warnOfOpenSecrets(environment, options, output);
  if (named === undefined) await noteUnfinished(context, options, output);
  const order = letterOrder(context);
  const now = instantOf(options);
  if (options.dryRun || options.outbox) {
    const { fillOutbox, rehearse } = await import('./rehearse.ts');
    if (options.dryRun) return rehearse(order, now, () => openServer(order, environment, options), output);
    return fillOutbox(order, issuePaths(folder, week).outbox, now, output);
  }
  if (options.watch && (await order.issues.isClaimed(week))) return follow(order, options, output);
  return sendForReal({ ...order, subscribers: context.subscribers }, options, environment, output);
}

async function openServer(
  { config }: LetterOrder,
  environment: Environment,
  options: SendOptions,
): Promise<MailServer> {
  const server = await openMailServerOrOutbox(environment, config, folderOf(options));
  requireSendable(config, server.transport);
  return server;
}

async function sendForReal(
  order: LetterOrder & { readonly subscribers: Subscribers },
  options: SendOptions,
  environment: Environment,
  output: Output,
): Promise<number> {
  const server = await openServer(order, environment, options);
  for (const note of server.notes) output.note(note);
  const { transport } = server;
  const diaries = diariesFolder(folderOf(options));
  const { timeZone } = order.config.schedule;
  const stop = stopOnSignals(output);
  const progress = progressReporter(output);
  try {
    const report = await sendNow({
      ...order,
      diaries,
      run: randomBytes(6).toString('hex'),
      transport,
      clock: systemClock,
      signal: stop.signal,
      waits: options.watch === true,
      onProgress: (state, record) => progress.onProgress(state, record),
      onRest: (rest) => progress.onRest(restWords(rest, timeZone)[output.language]),
    });
    progress.end();
    return await tellSent(report, order, options, transport.name, output);
  } catch (error) {
    // Another process began in the same moment.
    if (options.watch && error instanceof NewsletterError && error.code === 'lock.held')
      return await follow(order, options, output);
    await requireNotPausedElsewhere(error, { week: order.week, diaries });
    throw error;
  } finally {
    progress.end();
    stop.forget();
  }
}

function warnOfOpenSecrets(environment: Environment, { dir }: GlobalOptions, output: Output): void {
  if (!environment.isEnvFileOpen) return;
  const file = quoted(join(dir ?? '.', '.env'));
  output.note({
    de: `Achtung: Andere Benutzer dieses Rechners können .env lesen. Abhilfe: chmod 600 ${file}`,
    en: `Warning: other users of this machine can read .env. Mend it with: chmod 600 ${file}`,
  });
}
