import { NewsletterError } from '../core/errors.ts';
import { failureLine } from './clockLog.ts';
import { readMailboxOnce, type MailboxContext } from './mailboxes.ts';

const hourMs = 3_600_000;

/**
 * Reads the mailbox when it was not read for an hour, and logs what that came to. For the clock, which wakes every minute;
 * a mailbox that cannot be read keeps no letter waiting.
 */
export function hourlyMailbox(
  open: () => Promise<MailboxContext>,
  log: (line: object) => void,
  nowMs: () => number,
): () => Promise<void> {
  let readAtMs = -Infinity;
  return async () => {
    const sinceMs = nowMs() - readAtMs;
    if (sinceMs >= 0 && sinceMs < hourMs) return;
    readAtMs = nowMs();
    try {
      const reading = await readMailboxOnce(await open());
      if (reading && reading.mails > 0) log({ mailbox: reading });
    } catch (error) {
      // Somebody else reads it; settings that are broken have been told by the clock itself.
      const isTold =
        error instanceof NewsletterError && /^(lock\.held|config\.|secret\.|smtp\.)/.test(error.code);
      if (!isTold) log({ failure: failureLine(error) });
    }
  };
}
