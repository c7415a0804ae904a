import { mkdirSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSubscribers } from '../../src/core/list/subscriberFile.ts';
import { bareConsent, bareSubscriber, type Subscriber } from '../../src/core/list/subscriber.ts';
import { readTree, writeTree, type FileTree } from './fileTree.ts';

const repository = join(import.meta.dirname, '..', '..');

/** A secret for tests. */
export const secret = 'test-secret-of-more-than-thirty-two-characters';

/** The environment of a folder whose SMTP server is at `url`. */
export const sendingTo = (url: string): Record<string, string> => ({
  NEWSLETTER_SECRET: secret,
  SMTP_URL: url,
});

/** One for all of them: lists in tests have up to a hundred thousand. */
const confirmedConsent = {
  ...bareConsent,
  wording: 'Ja, ich möchte den Brief bekommen.',
  wordingVersion: '1',
  requestedAt: '2026-03-12T08:00:00Z',
  mailedAt: '2026-03-12T08:00:05Z',
  confirmedAt: '2026-03-12T08:20:00Z',
};

/** A confirmed subscriber; the number makes id and address. */
export function confirmedReader(number: number, changes: Partial<Subscriber> = {}): Subscriber {
  return {
    ...bareSubscriber,
    id: `reader${String(number).padStart(6, '0')}`,
    address: `reader${number}@example.org`,
    status: 'confirmed',
    consent: confirmedConsent,
    ...changes,
  };
}

/** Read once, since every newsletter begins with them. */
const shipped: { templates?: FileTree; posts?: FileTree } = {};

/** Makes a newsletter in an existing folder. */
export async function fillNewsletterFolder(
  folder: string,
  readers: readonly Subscriber[],
  settings: (text: string) => string,
): Promise<void> {
  for (const name of ['templates', 'posts'] as const) {
    mkdirSync(join(folder, name), { recursive: true });
    writeTree((shipped[name] ??= readTree(join(repository, name))), join(folder, name));
  }
  await copyFile(join(repository, 'prompts.yaml'), join(folder, 'prompts.yaml'));
  const yaml = await readFile(join(repository, 'newsletter.yaml'), 'utf8');
  await writeFile(join(folder, 'newsletter.yaml'), settings(yaml.replace('perSecond: 10', 'perSecond: 0')));
  await writeSubscribers(folder, readers);
}

/** Replaces the list of a folder. */
export async function writeSubscribers(folder: string, subscribers: readonly Subscriber[]): Promise<void> {
  await writeFile(
    join(folder, 'subscribers.json'),
    formatSubscribers({ revision: 1, subscribers, suppressions: [] }),
  );
}

/** The instant most tests happen at: Friday evening of 2026-W47. */
export const friday = '2026-11-20T20:00:00+01:00';
