import { messageFor, type Letter, type Message } from '../core/message.ts';
import type { Clock } from '../core/ports.ts';
import type { Audience } from '../core/list/audience.ts';

/** Makes every reader's message and puts it aside instead of sending; nothing is frozen, and no ledger is kept. */
export async function writeOutbox(
  letter: Letter,
  audience: Pick<Audience, 'members'>,
  secret: string,
  clock: Clock,
  outbox: { clear(): Promise<void>; put(message: Message): Promise<string> },
): Promise<readonly string[]> {
  await outbox.clear();
  const files: string[] = [];
  for await (const members of audience.members())
    for (const member of members)
      files.push(await outbox.put(messageFor(letter, member, secret, clock.now())));
  return files;
}
