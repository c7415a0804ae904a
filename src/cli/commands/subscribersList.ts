import { NewsletterError, type Text } from '../../core/errors.ts';
import { keyOf, type ListView } from '../../core/list/listBook.ts';
import {
  countStatuses,
  instantOfField,
  pageOf,
  queryList,
  readableAddress,
  sortFields,
  type Page,
  type SortField,
} from '../../core/list/listQuery.ts';
import type { Subscriber, SubscriberStatus, Suppression } from '../../core/list/subscriber.ts';
import { findSuppression } from '../../core/list/suppression.ts';
import { countSuppressions, querySuppressions } from '../../core/list/suppressionQuery.ts';
import { suppressionWords } from '../../core/list/suppressionWords.ts';
import { readSecrets } from '../../core/secret.ts';
import { choiceOf, countOf } from '../choices.ts';
import { openWeek } from '../context.ts';
import type { Output } from '../output.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';
import { dayIn, table } from '../table.ts';

interface ListOptions extends GlobalOptions {
  readonly status?: string;
  readonly search?: string;
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly count?: boolean;
  readonly page?: string;
  readonly perPage?: string;
}

/** What a page of the list is shown with. */
interface Showing {
  readonly list: ListView;
  readonly timeZone: string;
  /** Without them nobody can tell who is suppressed. */
  readonly secrets: readonly string[];
  readonly sort: SortField;
  readonly options: ListOptions;
}

/** Where people stand, and the addresses that are never mailed. */
const statuses = ['pending', 'confirmed', 'unsubscribed', 'suppressed'] as const;

/** `wochenbrief subscribers list`: the list, filtered, sorted, counted, a page at a time. */
export async function subscribersList(options: ListOptions, output: Output): Promise<number> {
  const { environment, subscribers, config } = await openWeek(options, output, undefined);
  const status = choiceOf('--status', options.status, statuses);
  const sort = choiceOf('--sort', options.sort, sortFields);
  const page = countOf('--page', options.page, 1);
  const perPage = countOf('--per-page', options.perPage, 50);
  if (status === 'suppressed' && sort !== undefined) throw unsortable();
  const secrets = environment.secret === undefined ? [] : readSecrets(environment.secret);
  const list = await subscribers.view();
  const { timeZone } = config.schedule;
  const showing: Showing = { list, timeZone, secrets, sort: sort ?? 'address', options };
  const isReverse = options.reverse === true;
  const search = options.search ?? null;
  if (status === 'suppressed') {
    const found = querySuppressions(list.suppressions(), search, secrets);
    if (options.count) return tellCount(found.length, list, output);
    return showSuppressions(pageOf(isReverse ? found.toReversed() : found, page, perPage), showing, output);
  }
  const found = queryList(list.subscribers(), {
    status: status ?? null,
    search,
    sort: showing.sort,
    isReverse,
  });
  if (options.count) return tellCount(found.length, list, output);
  return showPeople(pageOf(found, page, perPage), showing, output);
}

function showPeople(page: Page<Subscriber>, showing: Showing, output: Output): number {
  const { list, sort, secrets, timeZone, options } = showing;
  const suppressionOf = (subscriber: Subscriber): Suppression | undefined =>
    findSuppression(list, keyOf(subscriber), secrets);
  const row = (subscriber: Subscriber): readonly string[] => {
    const { status, name, address } = subscriber;
    const instant = instantOfField(subscriber, sort);
    const suppression = suppressionOf(subscriber);
    const reason = suppression && suppressionWords[suppression.reason][output.language];
    const mark = suppression ? `  (${suppressedWord[output.language]}: ${reason})` : '';
    const day = instant === null ? '–' : dayIn(timeZone, instant);
    return [statusWords[status][output.language], day, name ?? '–', `${readableAddress(address)}${mark}`];
  };
  if (page.items.length > 0 && !options.json) {
    const heads = [statusHead, dayHeads[sort], nameHead, addressHead].map((text) => text[output.language]);
    output.say(table([heads, ...page.items.map(row)]));
  }
  const isEmpty = list.subscribers()[Symbol.iterator]().next().done === true;
  if (isEmpty) sayHowPeopleCome(options, output);
  else sayPage(page, options, output);
  output.say(`\n${summaryOf(list, output)}`);
  const { items, ...figures } = page;
  const subscribers = items.map((subscriber) => lineOf(subscriber, suppressionOf(subscriber)));
  output.document({ ...figures, subscribers });
  return 0;
}

function lineOf(subscriber: Subscriber, suppression: Suppression | undefined): object {
  const { id, address, name, status, language, rhythm, pausedUntil, consent, unsubscribedAt } = subscriber;
  const { requestedAt, confirmedAt } = consent;
  const suppressed = suppression?.reason ?? null;
  const dates = { requestedAt, confirmedAt, unsubscribedAt };
  return { id, address, name, status, language, rhythm, pausedUntil, ...dates, suppressed };
}

function showSuppressions(
  page: Page<Suppression>,
  { list, timeZone, options }: Showing,
  output: Output,
): number {
  const rows = page.items.map(({ hash, reason, since, proof }) => [
    shortHash(hash),
    dayIn(timeZone, since),
    suppressionWords[reason][output.language],
    proof === null
      ? ''
      : { de: `Nachweis bis ${proof.until}`, en: `proof until ${proof.until}` }[output.language],
  ]);
  const heads = { de: ['Hash', 'seit', 'Grund', ''], en: ['hash', 'since', 'reason', ''] };
  if (rows.length > 0 && !options.json) output.say(table([heads[output.language], ...rows], widestReason));
  sayPage(page, options, output);
  output.say({
    de: '\nGesperrte Adressen stehen nur als Schlüssel-Hash auf der Liste. Eine bestimmte findet: --status suppressed --search ADRESSE',
    en: '\nSuppressed addresses stand on the list as keyed hashes only. To find a certain one: --status suppressed --search ADDRESS',
  });
  output.say(summaryOf(list, output));
  const { items, ...figures } = page;
  const suppressions = items.map(({ hash, reason, since, proof }) => ({
    hash: shortHash(hash),
    reason,
    since,
    proofUntil: proof?.until ?? null,
  }));
  output.document({ ...figures, suppressions });
  return 0;
}

/** So that a table cuts no reason off. */
const widestReason = 32;

/** Enough of a hash to tell two apart. */
function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

function tellCount(total: number, list: ListView, output: Output): number {
  output.say(String(total));
  const suppressions = countSuppressions(list.suppressions());
  output.document({ total, list: { ...countStatuses(list.subscribers()), suppressions } });
  return 0;
}

function sayPage({ items, total, page, pages }: Page<unknown>, options: ListOptions, output: Output): void {
  if (total === 0) {
    output.say({ de: 'Dazu passt niemand.', en: 'Nobody matches.' });
    return;
  }
  if (items.length === 0) {
    output.say({
      de: `Seite ${page} gibt es nicht; die letzte ist ${pages}.`,
      en: `There is no page ${page}; the last one is ${pages}.`,
    });
    return;
  }
  if (pages === 1) return;
  const next = page < pages ? `\n  ${callFor(options, page + 1)}` : '';
  output.say({
    de: `\nSeite ${page} von ${pages}, zusammen ${total}.${next && ` Weiter:${next}`}`,
    en: `\nPage ${page} of ${pages}, ${total} altogether.${next && ` Go on:${next}`}`,
  });
}

/** The same call for another page, ready to copy. */
function callFor(options: ListOptions, page: number): string {
  const { status, search, sort, reverse, perPage } = options;
  const values: readonly (readonly [string, string | undefined])[] = [
    ['--status', status],
    ['--search', search],
    ['--sort', sort],
    ['--per-page', perPage],
    ['--page', String(page)],
  ];
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  return commandCall(['subscribers', 'list', ...given, ...(reverse ? ['--reverse'] : [])], options);
}

function summaryOf(list: ListView, output: Output): string {
  const { language } = output;
  const counts = countStatuses(list.subscribers());
  const people = (['confirmed', 'pending', 'unsubscribed'] as const).map(
    (status) => `${counts[status]} ${statusWords[status][language]}`,
  );
  const suppressed = countSuppressions(list.suppressions());
  const total = suppressed.reduce((sum, { count }) => sum + count, 0);
  const reasons = suppressed
    .map(({ reason, count }) => `${suppressionWords[reason][language]}: ${count}`)
    .join(', ');
  const closed = `${total} ${suppressedWord[language]}${reasons && ` (${reasons})`}`;
  return [...people, closed].join(', ');
}

function sayHowPeopleCome(options: ListOptions, output: Output): void {
  const call = (...words: readonly string[]): string => `\n  ${commandCall(words, options)}\n      `;
  output.say({
    de: `Noch steht niemand auf der Liste. So kommen Menschen darauf:${call('serve')}die Anmeldeseite; form zeigt das Formular für deine Website${call('subscribers', 'add', 'ADRESSE')}von Hand; bestätigen muss sie es selbst${call('subscribers', 'import', 'DATEI')}eine Liste von anderswo`,
    en: `Nobody is on the list yet. This is how people come onto it:${call('serve')}the sign-up page; form shows the form for your website${call('subscribers', 'add', 'ADDRESS')}by hand; she confirms it herself${call('subscribers', 'import', 'FILE')}a list from elsewhere`,
  });
}

function unsortable(): NewsletterError {
  return new NewsletterError(
    'usage.wrong',
    {
      de: '--sort passt nicht zu --status suppressed: Von gesperrten Adressen ist nur Grund und Tag bekannt.',
      en: '--sort does not go with --status suppressed: of suppressed addresses only reason and day are known.',
    },
    {
      hint: {
        de: 'Sie stehen nach dem Tag, der jüngste zuerst; --reverse kehrt das um.',
        en: 'They are ordered by day, the latest first; --reverse turns that round.',
      },
    },
  );
}

const statusWords: Readonly<Record<SubscriberStatus, Text>> = {
  pending: { de: 'unbestätigt', en: 'pending' },
  confirmed: { de: 'bestätigt', en: 'confirmed' },
  unsubscribed: { de: 'abgemeldet', en: 'unsubscribed' },
};
const suppressedWord: Text = { de: 'gesperrt', en: 'suppressed' };
const statusHead: Text = { de: 'Stand', en: 'status' };
const nameHead: Text = { de: 'Name', en: 'name' };
const addressHead: Text = { de: 'Adresse', en: 'address' };
const since: Text = { de: 'seit', en: 'since' };
const dayHeads: Readonly<Record<SortField, Text>> = {
  address: since,
  name: since,
  requested: { de: 'angefragt', en: 'requested' },
  confirmed: { de: 'bestätigt', en: 'confirmed' },
  left: { de: 'abgemeldet', en: 'left' },
};
