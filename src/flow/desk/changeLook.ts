import { markOfLook } from '../../core/desk/lookChoice.ts';
import { withLook, type Look } from '../../core/desk/settingsEdit.ts';
import { NewsletterError } from '../../core/errors.ts';
import { readConfig } from '../../core/readConfig.ts';
import type { OpenDesk } from './openDesk.ts';

/** What became of a change of the look. */
export type LookOutcome =
  | { readonly is: 'saved' | 'unchanged' }
  /** The settings were changed elsewhere meanwhile, to this; nothing was written. */
  | { readonly is: 'conflict'; readonly look: Look }
  /** They are written in a way that only a hand can change. */
  | { readonly is: 'byHand' }
  | { readonly is: 'refused'; readonly why: NewsletterError };

/** Writes another look into newsletter.yaml, where it still is as its author saw it. Throws `config.*`, `file.unwritable`. */
export async function changeLook(
  { settings }: Pick<OpenDesk, 'settings'>,
  look: Look,
  seen: string,
): Promise<LookOutcome> {
  const text = await settings.read();
  const now = readConfig(text).look;
  if (markOfLook(now) === markOfLook(look)) return { is: 'unchanged' };
  if (markOfLook(now) !== seen) return { is: 'conflict', look: now };
  const edited = withLook(text, look);
  if (edited === undefined) return { is: 'byHand' };
  try {
    await settings.write(edited, text);
    return { is: 'saved' };
  } catch (error) {
    const isPassing =
      error instanceof NewsletterError && (error.code === 'config.changed' || error.code === 'lock.held');
    if (isPassing) return { is: 'refused', why: error };
    throw error;
  }
}
