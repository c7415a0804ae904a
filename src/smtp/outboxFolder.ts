import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '../core/message.ts';
import { bytesOf, mimeOf } from '../core/mime/mimeOf.ts';

/** A folder of .eml files that a mail program opens as they would arrive. */
export interface OutboxFolder {
  /** Removes the messages of an earlier rehearsal. */
  clear(): Promise<void>;
  /** Writes one message and returns its path; people are named by id only. */
  put(message: Message): Promise<string>;
}

/** The outbox at a path. */
export function outboxFolder(path: string): OutboxFolder {
  return {
    async clear() {
      await rm(path, { recursive: true, force: true });
    },
    async put(message) {
      const file = join(path, `${message.subscriberId}.eml`);
      await mkdir(path, { recursive: true });
      await writeFile(file, bytesOf(mimeOf(message)), { mode: 0o600 });
      return file;
    },
  };
}
