import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { foldSpace } from '../../core/characters.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';
import { parseAddress } from '../../core/address.ts';
import { addByHand, unrecordedWording, type Added, type Evidence } from '../../core/list/addByHand.ts';
import { consentWording } from '../../core/list/consentWording.ts';
import { readableAddress } from '../../core/list/listQuery.ts';
import type { Subscriber } from '../../core/list/subscriber.ts';
import { readReaderName } from '../../core/site/readerName.ts';
import { choiceOf } from '../choices.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import { openList, suppressedSince } from '../people.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';

interface AddOptions extends GlobalOptions {
  readonly name?: string;
  readonly language?: string;
  readonly evidence?: string;
  readonly confirmedAt?: string;
}

/** `wochenbrief subscribers add`: enters a person, who is then asked by mail, unless there is evidence (R67). */
export async function subscribersAdd(options: AddOptions, output: Output, given = ''): Promise<number> {
  const { config, subscribers, secrets } = await openList(options, output);
  const { timeZone } = config.schedule;
  const language = choiceOf('--language', options.language, ['de', 'en'] as const) ?? null;
  const name = nameOf(options.name);
  const address = parseAddress(given);
  if (address === undefined) throw notAnAddress(given);
  const now = new Date();
  const evidence = evidenceOf(options, timeZone, now);
  const { text, version } =
    evidence === null
      ? consentWording(config, language ?? config.locale)
      : unrecordedWording(evidence.what, config.locale);
  const request = {
    id: randomBytes(12).toString('hex'),
    address,
    name,
    language,
    wording: text,
    wordingVersion: version,
    form: null,
    origin: enteredByHand[config.locale],
    at: now.toISOString(),
  };
  const added = await subscribers.change(addByHand(request, evidence, secrets));
  if (added.outcome === 'suppressed') throw suppressed(readableAddress(address.address), added, timeZone);
  if (added.outcome === 'leftLater') throw leftLater(readableAddress(address.address), added, timeZone);
  const { subscriber, outcome } = added;
  output.say(words(outcome, subscriber, options));
  output.document({ outcome, id: subscriber.id, status: subscriber.status });
  return 0;
}

const enteredByHand: Text = { de: 'von Hand eingetragen', en: 'entered by hand' };

function nameOf(given: string | undefined): string | null {
  const read = readReaderName(given ?? '');
  if ('name' in read) return read.name;
  throw new NewsletterError('usage.wrong', {
    de: '--name: ein Vorname in einer Zeile, höchstens 80 Zeichen, ohne Links und Adressen.',
    en: '--name: a first name on one line, 80 characters at most, without links and addresses.',
  });
}

/** What the author says that proves the consent. Throws `usage.wrong` for half of it, and for days to come. */
function evidenceOf({ evidence, confirmedAt }: AddOptions, timeZone: string, now: Date): Evidence | null {
  const what = foldSpace(evidence ?? '');
  if (evidence === undefined && confirmedAt === undefined) return null;
  if (what === '' || confirmedAt === undefined) {
    throw new NewsletterError(
      'usage.wrong',
      {
        de: '--evidence und --confirmed-at gehören zusammen: womit es belegt ist, und wann es war.',
        en: '--evidence and --confirmed-at belong together: what proves it, and when it was.',
      },
      {
        hint: {
          de: 'Ohne beides bekommt die Person eine Mail und bestätigt selbst.',
          en: 'Without both, the person gets a mail and confirms it herself.',
        },
      },
    );
  }
  const instant = instantIn(timeZone, confirmedAt);
  if (instant === undefined || instant.getTime() > now.getTime()) {
    const isFuture = instant !== undefined;
    throw new NewsletterError(
      'usage.wrong',
      {
        de: `--confirmed-at ${confirmedAt}: ${isFuture ? 'liegt in der Zukunft.' : 'kein Zeitpunkt.'}`,
        en: `--confirmed-at ${confirmedAt}: ${isFuture ? 'lies in the future.' : 'not an instant.'}`,
      },
      {
        hint: {
          de: 'Zum Beispiel --confirmed-at 2026-03-12 oder 2026-03-12T10:30',
          en: 'For example --confirmed-at 2026-03-12 or 2026-03-12T10:30',
        },
      },
    );
  }
  return { what, confirmedAt: instant.toISOString() };
}

/** A day, a time of day, or an instant; the first two are those of the newsletter's time zone. */
function instantIn(timeZone: string, text: string): Date | undefined {
  try {
    const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) && text.includes('T');
    const instant = hasZone
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant();
    return new Date(instant.epochMilliseconds);
  } catch {
    return undefined;
  }
}

function notAnAddress(given: string): NewsletterError {
  return new NewsletterError('address.invalid', {
    de: `„${given}“ ist keine E-Mail-Adresse, an die gesendet werden kann.`,
    en: `"${given}" is not an e-mail address that can be mailed.`,
  });
}

function words(
  outcome: 'asked' | 'confirmed' | 'alreadyThere',
  { status, ...subscriber }: Subscriber,
  options: GlobalOptions,
): Text {
  const address = readableAddress(subscriber.address);
  if (outcome === 'asked') {
    const serve = commandCall(['serve'], options);
    return {
      de: `${address} ist eingetragen und wartet auf die Bestätigung.\nDie Mail dazu geht hinaus, sobald die öffentlichen Seiten laufen: ${serve}`,
      en: `${address} is entered and waits for the confirmation.\nThe mail for it leaves as soon as the public pages run: ${serve}`,
    };
  }
  if (outcome === 'confirmed') {
    const proof = commandCall(['proof', address], options);
    return {
      de: `${address} ist bestätigt und bekommt den nächsten Brief. Der Beleg steht im Nachweis: ${proof}`,
      en: `${address} is confirmed and gets the next letter. The evidence stands in the proof: ${proof}`,
    };
  }
  return status === 'confirmed'
    ? {
        de: `${address} steht schon auf der Liste und hat bestätigt. Nichts geändert.`,
        en: `${address} is on the list already, confirmed. Nothing was changed.`,
      }
    : {
        de: `${address} steht schon auf der Liste und hat noch nicht bestätigt. Nichts geändert.`,
        en: `${address} is on the list already, not confirmed yet. Nothing was changed.`,
      };
}

function suppressed(
  address: string,
  { suppression }: Extract<Added, { outcome: 'suppressed' }>,
  timeZone: string,
): NewsletterError {
  const { de, en } = suppressedSince(suppression, timeZone);
  return new NewsletterError('subscriber.suppressed', {
    de: `${address} ist gesperrt (${de}) und kommt nicht auf die Liste.`,
    en: `${address} is suppressed (${en}) and does not come onto the list.`,
  });
}

function leftLater(
  address: string,
  { leftAt }: Extract<Added, { outcome: 'leftLater' }>,
  timeZone: string,
): NewsletterError {
  const left = momentIn(timeZone, leftAt);
  return new NewsletterError(
    'subscriber.suppressed',
    {
      de: `${address} hat sich am ${left.de} abgemeldet, also nach diesem Beleg. Das spätere Wort gilt.`,
      en: `${address} left on ${left.en}, after this evidence. The later word counts.`,
    },
    {
      hint: {
        de: 'Ohne --evidence eintragen: Dann bekommt sie eine Mail und bestätigt selbst.',
        en: 'Enter her without --evidence: then she gets a mail and confirms it herself.',
      },
    },
  );
}
