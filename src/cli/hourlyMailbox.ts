import { NewsletterError } from '../core/errors.ts';
import { failureLine } from './clockLog.ts';
import { readMailboxOnce, type MailboxContext, type ReadingOptions } from './mailboxes.ts';

const hourMs = 3_600_000;

/**
 * Reads the mailbox when it was not read for an hour, and logs what that came to; resolves once no reading is under way.
 * For the clock, which wakes every minute and does not wait for it: a mailbox that cannot be read keeps no letter waiting.
 */
export function hourlyMailbox(
  open: () => Promise<MailboxContext>,
  log: (line: object) => void,
  nowMs: () => number,
  options: ReadingOptions = {},
): () => Promise<void> {
  let readAtMs = -Infinity;
  let underWay: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    try {
      const reading = await readMailboxOnce(await open(), options);
      if (reading && reading.mails > 0) log({ mailbox: reading });
    } catch (error) {
      // Whoever stopped the clock knows why it ended.
      if (options.signal?.aborted) return;
      // Somebody else reads it; settings that are broken have been told by the clock itself.
      const isTold =
        error instanceof NewsletterError && /^(lock\.held|config\.|secret\.|smtp\.)/.test(error.code);
      if (!isTold) log({ failure: failureLine(error) });
    }
  };
  return async () => {
    const sinceMs = nowMs() - readAtMs;
    if (underWay || (sinceMs >= 0 && sinceMs < hourMs)) return underWay;
    readAtMs = nowMs();
    underWay = read().finally(() => (underWay = undefined));
    return underWay;
  };
}
