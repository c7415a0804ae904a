import type * as z from 'zod';
import type { StoredMail } from '../core/ports.ts';

const mostMails = 200;
const mostBytesTogether = 16 << 20;

/** Whether what was read together is enough to hold in memory at once. */
export function isFull(mails: readonly StoredMail[]): boolean {
  return (
    mails.length >= mostMails || mails.reduce((sum, { bytes }) => sum + bytes.length, 0) >= mostBytesTogether
  );
}

/** A position as it was saved; undefined where it cannot be read: then mails are read once more, which changes nothing. */
export function positionIn<T extends z.ZodType>(
  text: string | undefined,
  schema: T,
): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
