import { NewsletterError, type Text } from '../core/errors.ts';
import type { ListView } from '../core/list/listBook.ts';
import { readableAddress } from '../core/list/listQuery.ts';
import { nearestAddress, personNamed, type Person } from '../core/list/person.ts';
import type { Suppression } from '../core/list/subscriber.ts';
import { requireReadable } from '../core/list/suppression.ts';
import { suppressionWords } from '../core/list/suppressionWords.ts';
import { readSecrets, type Secrets } from '../core/secret.ts';

import { openWeek, type WeekContext } from './context.ts';
import { momentIn } from './moments.ts';
import type { Output } from './output.ts';
import type { GlobalOptions } from './settings.ts';

/** A newsletter's list, opened by somebody who may recognise suppressed addresses. */
export interface ListContext extends WeekContext {
  readonly list: ListView;
  readonly secrets: Secrets;
}

/** Opens the list. Throws `secret.missing`, and `secret.changed` where suppressions could not be recognised. */
export async function openList(options: GlobalOptions, output: Output): Promise<ListContext> {
  const context = await openWeek(options, output, undefined);
  const secrets = readSecrets(context.environment.secret);
  const list = await context.subscribers.view();
  requireReadable(list.suppressions(), secrets);
  return { ...context, list, secrets };
}

/** The person somebody names by address or id. Throws `address.invalid` for what is neither. */
export function requirePerson({ list, secrets }: ListContext, named: string): Person & Named {
  const person = personNamed(list, named, secrets);
  const { address } = person;
  if (address !== undefined) return { ...person, address };
  throw notAnAddress(named);
}

/** Why an address is suppressed, and since when: `als Spam gemeldet, seit 12. März 2026 um 9:05 Uhr`. */
export function suppressedSince({ reason, since }: Suppression, timeZone: string): Text {
  const words = suppressionWords[reason];
  const moment = momentIn(timeZone, since);
  return { de: `${words.de}, seit ${moment.de}`, en: `${words.en}, since ${moment.en}` };
}

/** A person whose address is known. */
export interface Named {
  readonly address: NonNullable<Person['address']>;
}

/** What was given is no address. */
export function notAnAddress(given: string): NewsletterError {
  return new NewsletterError('address.invalid', {
    de: `„${given}“ ist keine E-Mail-Adresse und keine Kennung der Liste.`,
    en: `"${given}" is no e-mail address, and no id of the list.`,
  });
}

/** Nobody on the list has this address; the hint tells what is known all the same. */
export function nobodyThere(
  list: ListView,
  { address, suppression }: Person & Named,
  timeZone: string,
): NewsletterError {
  const text = {
    de: `${readableAddress(address.address)} steht nicht auf der Liste.`,
    en: `${readableAddress(address.address)} is not on the list.`,
  };
  if (suppression !== undefined) {
    const { de, en } = suppressedSince(suppression, timeZone);
    const hint = {
      de: `Die Adresse ist gesperrt (${de}) und wird nicht angeschrieben.`,
      en: `The address is suppressed (${en}) and is not mailed.`,
    };
    return new NewsletterError('subscriber.missing', text, { hint });
  }
  const near = nearestAddress(list, address);
  return near === undefined
    ? new NewsletterError('subscriber.missing', text)
    : new NewsletterError('subscriber.missing', text, {
        hint: { de: `Gemeint ist vielleicht ${near}.`, en: `Perhaps ${near} is meant.` },
      });
}
