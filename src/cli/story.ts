import type { SkipReason } from '../core/list/audience.ts';
import { skipWords } from '../core/list/skipWords.ts';
import {
  isUncertain,
  totalsOf,
  type DeliveryState,
  type LedgerState,
  type Totals,
} from '../core/sending/delivery.ts';
import { maskedAddress } from '../core/address.ts';
import type { Language, Text } from '../core/errors.ts';
import type { Subscriber, SubscriberList } from '../core/list/subscriber.ts';
import type { PassingList } from '../core/ports.ts';
import { formatDate } from '../core/locale.ts';
import type { Output } from './output.ts';
import { commandCall, type GlobalOptions } from './settings.ts';

/** One delivery as --json shows it. */
export interface DeliveryLine {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly detail: string;
}

/** People by their id. */
export function subscribersById(list: SubscriberList): ReadonlyMap<string, Subscriber> {
  return new Map(list.subscribers.map((subscriber) => [subscriber.id, subscriber]));
}

/** The deliveries in some states. */
export function deliveriesOf(
  state: LedgerState,
  states: readonly string[],
  inFlight: ReadonlySet<string> = new Set(),
): readonly DeliveryLine[] {
  return [...state.deliveries]
    .map(([id, delivery]) => ({
      id,
      state: inFlight.has(id) ? 'inFlight' : stateName(delivery),
      attempts: delivery.attempts,
      detail: detailOf(delivery),
    }))
    .filter((line) => states.includes(line.state));
}

/** `accepted`, `deferred`, `rejected`, `expired`, `uncertain`, `waiting`, `withdrawn`, `left`, `cancelled`. */
export function stateName(delivery: DeliveryState): string {
  if (isUncertain(delivery)) return 'uncertain';
  return delivery.state === 'answered' ? delivery.answer.outcome : delivery.state;
}

/** Why a delivery stands where it stands: the server's words, or the reader's leaving. */
export function detailOf(delivery: DeliveryState): string {
  if (delivery.state === 'answered' || delivery.state === 'expired') return delivery.answer.reply;
  if (delivery.state === 'withdrawn') return delivery.reason;
  return delivery.state === 'inDoubt' ? delivery.messageId : '';
}

/** What became of an issue: how many, and for everyone who did not get it, why. */
export function sayDeliveries(
  state: LedgerState,
  people: ReadonlyMap<string, Subscriber>,
  week: string,
  options: Pick<GlobalOptions, 'dir'>,
  output: Output,
  inFlight: ReadonlySet<string> = new Set(),
): void {
  const totals = totalsBeside(state, inFlight);
  const lines: readonly (readonly [keyof typeof totals, Text])[] = [
    ['accepted', { de: 'angenommen', en: 'accepted' }],
    ['inFlight', { de: 'gerade unterwegs', en: 'in flight right now' }],
    ['rejected', { de: 'abgewiesen', en: 'rejected' }],
    [
      'expired',
      {
        de: 'aufgegeben (zwei Tage lang aufgeschoben)',
        en: 'given up (put off for two days)',
      },
    ],
    [
      'deferred',
      { de: 'aufgeschoben (der Server bat um Geduld)', en: 'deferred (the server asked for patience)' },
    ],
    [
      'uncertain',
      {
        de: 'ungewiss (vielleicht angekommen; wird nicht von selbst wiederholt)',
        en: 'uncertain (perhaps arrived; not repeated by itself)',
      },
    ],
    ['left', { de: 'ungewiss und auf deinen Wunsch so belassen', en: 'uncertain and left so as you wished' }],
    [
      'withdrawn',
      {
        de: 'bekamen ihn nicht mehr; vor ihrem Brief änderte sich etwas:',
        en: 'did not get it any more; something changed before their turn:',
      },
    ],
    ['cancelled', { de: 'bekommen ihn nicht: abgesagt', en: 'do not get it: cancelled' }],
    ['waiting', { de: 'warten noch', en: 'still waiting' }],
  ];
  for (const [key, labels] of lines) {
    const count = totals[key];
    const label = (count === 1 && forOne[key]) || labels;
    if (count > 0 || key === 'accepted')
      output.say(`  ${String(count).padStart(6)}  ${label[output.language]}`);
    if (namedStates.includes(key)) sayWho(state, key, people, inFlight, output);
    if (key === 'withdrawn') sayWithdrawn(state, output);
  }
  saySkipped(state.skipped, output);
  if (totals.uncertain > 0) {
    const resolve = commandCall(['resolve', week], options);
    output.say(uncertainWords);
    output.say({
      de: `Ungewisse ansehen und klären: ${resolve}`,
      en: `See and settle the uncertain ones: ${resolve}`,
    });
  }
}

/** How a send goes on that ended before everybody had been tried. */
export function sayInterrupted(week: string, options: Pick<GlobalOptions, 'dir'>, output: Output): void {
  const send = commandCall(['send', week], options);
  output.say({
    de: `Der Versand ist noch nicht zu Ende. Der Zeitplan setzt ihn von selbst fort; ohne ihn: ${send}`,
    en: `Sending is not over yet. The clock goes on with it by itself; without it: ${send}`,
  });
}

/** How those who were put off get their letter; not of a letter that is paused or cancelled. */
export function sayTriedAgain(week: string, options: Pick<GlobalOptions, 'dir'>, output: Output): void {
  const send = commandCall(['send', week], options);
  output.say({
    de: `Aufgeschobene versucht der Zeitplan von selbst wieder; ohne ihn: ${send}`,
    en: `The clock tries the deferred ones again by itself; without it: ${send}`,
  });
}

/** Where one reader takes another verb than several. */
const forOne: Readonly<Record<string, Text>> = {
  withdrawn: {
    de: 'bekam ihn nicht mehr; vor diesem Brief änderte sich etwas:',
    en: 'did not get it any more; something changed before:',
  },
  cancelled: { de: 'bekommt ihn nicht: abgesagt', en: 'does not get it: cancelled' },
  waiting: { de: 'wartet noch', en: 'still waiting' },
};

/** What uncertain means, for somebody who never heard of SMTP (R5). */
export const uncertainWords: Text = {
  de: 'Ungewiss heißt: Der Brief war unterwegs, und die Antwort des Servers kam hier nicht mehr an. Vielleicht hat der Server den Brief, vielleicht nicht. Noch einmal gesendet käme er womöglich doppelt, darum entscheidest du.',
  en: 'Uncertain means: the letter was on its way, and the server’s answer did not get here any more. Perhaps the server has the letter, perhaps not. Sent again it might come twice, so you decide.',
};

/** Counts the states of all deliveries, those in flight apart from the uncertain ones. */
export function totalsBeside(
  state: LedgerState,
  inFlight: ReadonlySet<string>,
): Totals & { readonly inFlight: number } {
  const totals = totalsOf(state);
  return { ...totals, uncertain: totals.uncertain - inFlight.size, inFlight: inFlight.size };
}

/** How many were not in the audience, by reason. */
export function saySkipped(skipped: ReadonlyMap<SkipReason, number>, output: Output): void {
  for (const [reason, count] of skipped) {
    const words = skipWords[reason][output.language];
    output.say(`  ${String(count).padStart(6)}  ${notMailed[output.language]}: ${words}`);
  }
}

function sayWithdrawn(state: LedgerState, output: Output): void {
  const counts = new Map<SkipReason, number>();
  for (const delivery of state.deliveries.values()) {
    if (delivery.state === 'withdrawn') counts.set(delivery.reason, (counts.get(delivery.reason) ?? 0) + 1);
  }
  for (const [reason, count] of counts)
    output.say(`          ${count}  ${skipWords[reason][output.language]}`);
}

/** Why one reader does not get a letter: `pausiert bis 24. Dezember 2026`. */
export function reasonOfOne(
  reason: SkipReason,
  { pausedUntil }: Pick<Subscriber, 'pausedUntil'>,
  language: Language,
): string {
  const words = skipWords[reason][language];
  if (reason !== 'paused' || pausedUntil === null) return words;
  const day = formatDate(pausedUntil, language, 'UTC');
  return language === 'de' ? `${words} bis ${day}` : `${words} until ${day}`;
}

/** Where one reader stands with a letter: `abgewiesen`; skipped ones and withdrawn ones with their reason. */
export function stateOfOne(state: string, reason: string | undefined, language: Language): string {
  const words = (stateWords[state] ?? notMailed)[language];
  return reason === undefined ? words : `${words}: ${reason}`;
}

const notMailed: Text = { de: 'nicht angeschrieben', en: 'not mailed' };

const stateWords: Readonly<Record<string, Text>> = {
  accepted: { de: 'angenommen', en: 'accepted' },
  deferred: { de: 'aufgeschoben', en: 'deferred' },
  rejected: { de: 'abgewiesen', en: 'rejected' },
  expired: { de: 'aufgegeben, zwei Tage lang aufgeschoben', en: 'given up, put off for two days' },
  cancelled: { de: 'bekommt ihn nicht: abgesagt', en: 'does not get it: cancelled' },
  uncertain: { de: 'ungewiss', en: 'uncertain' },
  inFlight: { de: 'gerade unterwegs', en: 'in flight right now' },
  left: { de: 'ungewiss und auf deinen Wunsch so belassen', en: 'uncertain and left so as you wished' },
  withdrawn: { de: 'bekam ihn nicht mehr', en: 'did not get it any more' },
  waiting: { de: 'wartet noch', en: 'still waiting' },
  nextSend: { de: 'bekommt ihn mit dem nächsten send', en: 'gets it with the next send' },
  notInAudience: {
    de: 'nicht dabei: kam auf die Liste, nachdem der Versand begonnen hatte',
    en: 'not in the audience: came onto the list after sending had begun',
  },
};

/** How many single deliveries are shown before the rest is only counted. */
const shownAtMost = 20;

/** In which of them readers are named. */
const namedStates: readonly string[] = ['rejected', 'expired', 'deferred', 'uncertain'];

/** The readers whom `sayDeliveries` names, found as the list passes. Throws `list.*`. */
export async function namedReaders(
  state: LedgerState,
  list: PassingList,
  inFlight: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, Subscriber>> {
  const ids = new Set(
    namedStates.flatMap((name) =>
      deliveriesOf(state, [name], inFlight)
        .slice(0, shownAtMost)
        .map(({ id }) => id),
    ),
  );
  if (ids.size === 0) return new Map();
  return list.look(async (version) => {
    const found = new Map<string, Subscriber>();
    for await (const people of version.people())
      for (const person of people) if (ids.has(person.id)) found.set(person.id, person);
    return found;
  });
}

function sayWho(
  state: LedgerState,
  name: string,
  people: ReadonlyMap<string, Subscriber>,
  inFlight: ReadonlySet<string>,
  output: Output,
): void {
  const found = deliveriesOf(state, [name], inFlight);
  for (const line of found.slice(0, shownAtMost)) {
    output.say(`          ${maskedReader(people.get(line.id))}  ${line.id}  ${line.detail}`.trimEnd());
  }
  const rest = found.length - shownAtMost;
  if (rest > 0)
    output.say({
      de: `          … und ${rest} weitere (--json zeigt alle)`,
      en: `          … and ${rest} more (--json shows all)`,
    });
}

/** Whom a delivery concerns, without giving the address away. */
export function maskedReader(subscriber: Subscriber | undefined): string {
  return subscriber ? maskedAddress(subscriber.address) : '–';
}
