import { messageFor, type Letter, type Message } from '../core/message.ts';
import type { Clock } from '../core/ports.ts';
import type { Subscriber } from '../core/list/subscriber.ts';

/** Makes every reader's message and puts it aside instead of sending; nothing is frozen, and no ledger is kept. */
export async function writeOutbox(
  letter: Letter,
  members: readonly Subscriber[],
  secret: string,
  clock: Clock,
  outbox: { clear(): Promise<void>; put(message: Message): Promise<string> },
): Promise<readonly string[]> {
  await outbox.clear();
  const files: string[] = [];
  for (const member of members) files.push(await outbox.put(messageFor(letter, member, secret, clock.now())));
  return files;
}
