import { NewsletterError, type Text } from '../../core/errors.ts';
import { readableAddress } from '../../core/list/listQuery.ts';
import { personNamed } from '../../core/list/person.ts';
import { unsubscribe } from '../../core/list/membership.ts';
import type { ListView } from '../../core/list/listBook.ts';
import type { Subscriber } from '../../core/list/subscriber.ts';
import { readSecrets, type Secrets } from '../../core/secret.ts';
import { verifyToken } from '../../core/token.ts';
import { openWeek } from '../context.ts';
import { momentIn } from '../moments.ts';
import type { Output } from '../output.ts';
import { nobodyThere, notAnAddress } from '../people.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';

/** `wochenbrief subscribers remove`: unsubscribes a person, by address or by what an unsubscribe mail says (R65). */
export async function subscribersRemove(options: GlobalOptions, output: Output, given = ''): Promise<number> {
  const context = await openWeek(options, output, undefined);
  const list = await context.subscribers.view();
  const secrets = readSecrets(context.environment.secret);
  const { timeZone } = context.config.schedule;
  const subscriber = personToRemove(given, list, secrets, timeZone);
  const at = new Date().toISOString();
  const outcome = await context.subscribers.change(unsubscribe(subscriber.id, at, secrets));
  output.say(outcome === 'unsubscribed' ? leftWords(subscriber, options) : goneWords(subscriber, timeZone));
  output.document({ outcome, id: subscriber.id, before: subscriber.status });
  return 0;
}

function personToRemove(given: string, list: ListView, secrets: Secrets, timeZone: string): Subscriber {
  const token = tokenIn(given);
  if (token !== undefined) {
    const subscriber = list.byId(verifyToken(token, 'unsubscribe', secrets).subscriberId);
    if (subscriber !== undefined) return subscriber;
    throw new NewsletterError('subscriber.missing', {
      de: 'Die Person, der dieser Abmeldelink gehört, steht nicht mehr auf der Liste.',
      en: 'The person this unsubscribe link belongs to is not on the list any more.',
    });
  }
  const { address, subscriber, suppression } = personNamed(list, given, secrets);
  if (subscriber !== undefined) return subscriber;
  if (address === undefined) throw notAnAddress(given);
  throw nobodyThere(list, { address, subscriber, suppression }, timeZone);
}

/** The signed part of `unsubscribe TOKEN`, as mail programs send it, of the token alone, or of its link. */
function tokenIn(given: string): string | undefined {
  return /(?:^|[\s/])(u\.[a-z0-9]+\.[a-z0-9]*\.[\w-]+)\s*$/.exec(given)?.[1];
}

function leftWords({ status, ...subscriber }: Subscriber, options: GlobalOptions): Text {
  const address = readableAddress(subscriber.address);
  if (status === 'pending') {
    return {
      de: `Die Anmeldung von ${address} ist zurückgezogen; bestätigt war sie noch nicht.`,
      en: `The sign-up of ${address} is withdrawn; it was not confirmed yet.`,
    };
  }
  const forget = commandCall(['forget', address], options);
  return {
    de: `${address} ist abgemeldet und bekommt keinen Brief mehr.\nZurücknehmen kann das nur die Person selbst: 24 Stunden lang auf der Seite hinter ihrem Abmeldelink, danach mit einer neuen Anmeldung.\nName und Adresse gleich löschen: ${forget}`,
    en: `${address} is unsubscribed and gets no letter any more.\nOnly the person herself can take that back: for 24 hours on the page behind her unsubscribe link, after that by signing up again.\nTo delete name and address at once: ${forget}`,
  };
}

function goneWords({ unsubscribedAt, ...subscriber }: Subscriber, timeZone: string): Text {
  const address = readableAddress(subscriber.address);
  const since = unsubscribedAt === null ? undefined : momentIn(timeZone, unsubscribedAt);
  return {
    de: `${address} ist schon abgemeldet${since ? `, seit ${since.de}` : ''}. Nichts geändert.`,
    en: `${address} is unsubscribed already${since ? `, since ${since.en}` : ''}. Nothing was changed.`,
  };
}
