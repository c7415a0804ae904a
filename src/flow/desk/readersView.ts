import type { Config } from '../../core/config.ts';
import type { Language } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { bareConsent, bareSubscriber, type Rhythm, type Subscriber } from '../../core/list/subscriber.ts';
import { editionName } from '../../core/edition.ts';
import { messageFor, type Letter, type Message } from '../../core/message.ts';
import { preferencesUrl, unsubscribeUrl } from '../../core/token.ts';
import type { WeekId } from '../../core/week.ts';
import { editionMaker, letterOf } from '../letter.ts';
import type { OpenDesk } from './openDesk.ts';

/** A reader the author looks over the shoulder of. */
export interface ReaderKind {
  /** Null for somebody who gave no name. */
  readonly name: string | null;
  readonly language: Language;
  readonly rhythm: Rhythm;
}

/** Signs what the desk shows; no server takes it, so a link in a preview can change nothing. */
const previewSecret = 'a preview is nobody’s letter, and its links open nothing';

const previewId = 'preview';

/** The draft as the message that such a reader would get now, byte for byte but for its links of her own. Throws `template.*`, `letter.tooLarge`. */
export async function messageForKind(
  desk: Pick<OpenDesk, 'config' | 'issues' | 'templates' | 'clock'>,
  week: WeekId,
  issue: Issue,
  reader: ReaderKind,
): Promise<Message> {
  const { config } = desk;
  const kind = { language: reader.language, rhythm: reader.rhythm };
  const render = await editionMaker({ ...desk, week }, issue, await desk.templates(), [kind]);
  const edition = await render(kind);
  const editions = { [editionName(kind)]: edition };
  const letter: Letter = { ...letterOf(issue, edition, config), isMonthly: true, editions };
  const now = desk.clock.now();
  return messageFor(letter, subscriberLike(reader, now), previewSecret, now);
}

/** The links of such a message that belong to its reader alone. */
export function ownUrls({ baseUrl }: Pick<Config, 'baseUrl'>): readonly string[] {
  return [
    unsubscribeUrl(baseUrl, previewId, previewSecret),
    preferencesUrl(baseUrl, previewId, previewSecret),
  ];
}

/** Somebody who confirmed today. */
function subscriberLike(reader: ReaderKind, now: Date): Subscriber {
  const confirmedAt = now.toISOString();
  return {
    ...bareSubscriber,
    ...reader,
    id: previewId,
    address: 'leserin@example.org',
    status: 'confirmed',
    consent: { ...bareConsent, wording: '', wordingVersion: '', requestedAt: confirmedAt, confirmedAt },
  };
}
