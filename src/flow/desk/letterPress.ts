import { createHash } from 'node:crypto';
import type { Message } from '../../core/message.ts';
import type { DeskDraft } from './openDraft.ts';
import type { OpenDesk } from './openDesk.ts';
import { messageForKind, type ReaderKind } from './readersView.ts';

/** Letters rendered for the desk. */
export type LetterPress = (
  desk: OpenDesk,
  draft: DeskDraft & { readonly issue: NonNullable<DeskDraft['issue']> },
  reader: ReaderKind,
) => Promise<Message>;

/** One save of a file is looked at by several frames, in two languages perhaps. */
const mostKept = 12;

/** Renders each letter once, however many frames show it, until something that it is made of changes. */
export function letterPress(): LetterPress {
  const kept = new Map<string, Promise<Message>>();
  return async (desk, draft, reader) => {
    const templates = await desk.templates();
    const key = createHash('sha256')
      .update(JSON.stringify([draft.week, draft.text, reader, desk.config, templates]))
      .digest('base64url');
    const known = kept.get(key);
    const message =
      known ?? messageForKind({ ...desk, templates: async () => templates }, draft.week, draft.issue, reader);
    // The latest stand last; the first has not been asked for the longest.
    kept.delete(key);
    kept.set(key, message);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    message.catch(() => kept.delete(key));
    return message;
  };
}
