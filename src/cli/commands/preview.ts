import { NewsletterError, type Text } from '../../core/errors.ts';
import { systemClock } from '../clock.ts';
import { openFolder, weekFor } from '../context.ts';
import { startDesk, type Desk, type DeskOrder } from '../desk.ts';
import type { Output } from '../output.ts';
import { portOf } from '../pages.ts';
import type { GlobalOptions } from '../settings.ts';
import { lettersInFlight, stopOnSignals } from '../stopSignals.ts';

interface PreviewOptions extends GlobalOptions {
  readonly port?: string;
  readonly offline?: boolean;
}

/** Where the desk is, unless the author says otherwise or something else is there. */
const usualPort = 8026;

/** `wochenbrief preview`: the author's desk in the browser, until Ctrl-C. */
export async function previewCommand(
  options: PreviewOptions,
  output: Output,
  named?: string,
): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const { timeZone } = config.schedule;
  let server: Desk | undefined;
  const stop = stopOnSignals(output, () => (server?.isSending ? lettersInFlight : stopping));
  try {
    server = await start({
      folder,
      dir: options.dir,
      week: named === undefined ? undefined : weekFor(named, systemClock.now(), timeZone),
      port: options.port === undefined ? undefined : portOf(options.port),
      isOffline: options.offline === true,
      onFailure: (error) => output.note(stackOf(error)),
    });
    output.say({
      de: `Der Schreibtisch von „${config.title}“: ${server.url}\nNur auf diesem Rechner, und nur mit dieser Adresse. Anhalten mit Strg + C.`,
      en: `The desk of "${config.title}": ${server.url}\nOn this machine only, and only with this address. Stop with Ctrl-C.`,
    });
    output.document({ url: server.url, port: server.port });
    await fired(stop.signal);
    await server.close();
  } finally {
    stop.forget();
  }
  return 0;
}

/** Where the usual port is taken, as by the desk of another newsletter, any other does. */
async function start({
  port,
  ...order
}: Omit<DeskOrder, 'port'> & { readonly port: number | undefined }): Promise<Desk> {
  try {
    return await startDesk({ ...order, port: port ?? usualPort });
  } catch (error) {
    const isTaken = error instanceof NewsletterError && error.code === 'port.taken';
    if (!isTaken || port !== undefined) throw error;
    return startDesk({ ...order, port: 0 });
  }
}

async function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const stopping: Text = { de: 'Halte an …', en: 'Stopping …' };
