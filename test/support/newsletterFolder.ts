import type { Subscriber } from '../../src/core/list/subscriber.ts';
import { temporaryFolder } from './folder.ts';
import { fillNewsletterFolder } from './newsletter.ts';

/** A newsletter folder with the sample blog and the given readers; settings can be replaced by text. */
export async function newsletterFolder(
  readers: readonly Subscriber[],
  settings: (text: string) => string = (text) => text,
): Promise<string> {
  const folder = await temporaryFolder();
  await fillNewsletterFolder(folder, readers, settings);
  return folder;
}
