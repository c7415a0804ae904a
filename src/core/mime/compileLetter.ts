import { parseAddress } from '../address.ts';
import { editionFor } from '../edition.ts';
import type { Language } from '../errors.ts';
import type { Subscriber } from '../list/subscriber.ts';
import { envelopeIdOf, returnAddress } from '../mailbox/envelopeId.ts';
import { greetingOf, messageIdOf, type Letter } from '../message.ts';
import type { Parcel } from '../parcel.ts';
import type { SlottedText } from '../render/slots.ts';
import { readerToken, readerUrls } from '../token.ts';
import { compileEdition, type CompiledEdition } from './compiledEdition.ts';
import { dayNames } from './dayNames.ts';
import { safeAddress } from './headerField.ts';
import { letterHead } from './letterHead.ts';
import { personalPieces } from './personalPieces.ts';

/** Makes one reader's letter: what `messageFor` says of it, ready for the wire. */
export type Press = (subscriber: Subscriber, date: Date) => Parcel;

/**
 * A letter compiled for all its readers: each edition is encoded once, when its first reader comes; for each reader only
 * her slots and her header fields are.
 */
export function compileLetter(letter: Letter, secret: string): Press {
  const { settings, week } = letter;
  const editions = new Map<SlottedText, CompiledEdition>();
  const calendars = new Map<Language, (isoInstant: string) => string>();
  const headOf = letterHead(letter);
  const piecesOf = personalPieces();

  return (subscriber, date) => {
    const { html, text, language } = editionFor(subscriber, letter);
    const edition = kept(editions, html, () => compileEdition({ html, text }));
    const dayName = kept(calendars, language, () => dayNames(language, settings.timeZone));
    const urls = readerUrls(settings.baseUrl, readerToken(subscriber.id, secret));
    const messageId = messageIdOf(letter, subscriber.id, secret);
    const envelopeId = envelopeIdOf({ week, id: subscriber.id }, secret);
    const to = safeAddress(parseAddress(subscriber.address)?.address ?? subscriber.address);
    const { confirmedAt } = subscriber.consent;
    const head = headOf({
      to: { name: subscriber.name ?? '', address: to },
      messageId,
      date,
      unsubscribeUrl: urls.unsubscribeUrl,
    });
    const pieces = piecesOf(head + edition.fields, edition, {
      salutation: greetingOf(subscriber.name, language, settings),
      confirmedOn: confirmedAt === null ? '' : dayName(confirmedAt),
      ...urls,
    });
    const from = returnTo(settings, envelopeId) ?? settings.from.address;
    return { messageId, envelope: { from, to, envelopeId }, ...pieces };
  };
}

function returnTo({ verp, from }: Letter['settings'], envelopeId: string): string | undefined {
  return verp === true ? returnAddress(from.address, envelopeId) : undefined;
}

function kept<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
