import { join } from 'node:path';
import * as z from 'zod';
import type { MailboxPositions } from '../core/ports.ts';
import { readTextIfAny } from './readText.ts';
import { ownerToLeaveTo, replaceFile } from './replaceFile.ts';

const schema = z.object({ positions: z.record(z.string(), z.string()) });

/** mailbox.json: how far mailboxes were read. One that cannot be read is as good as none. */
export function mailboxFile(root: string): MailboxPositions {
  const path = join(root, 'mailbox.json');
  const readAll = async (): Promise<Readonly<Record<string, string>>> => {
    const text = await readTextIfAny(path);
    try {
      return schema.safeParse(JSON.parse(text ?? '')).data?.positions ?? {};
    } catch {
      return {};
    }
  };
  return {
    read: async (mailbox) => (await readAll())[mailbox],
    async save(mailbox, position) {
      const positions = { ...(await readAll()), [mailbox]: position };
      const owner = (await ownerToLeaveTo(path)) ?? (await ownerToLeaveTo(root));
      await replaceFile(path, `${JSON.stringify({ positions })}\n`, 0o600, { owner });
    },
  };
}
