import type { Text } from '../errors.ts';
import type { Consent, Subscriber } from '../list/subscriber.ts';
import { importedName } from './importedName.ts';
import { isAhead } from './importInstant.ts';
import type { RowReading } from './importedPerson.ts';

/** A record of ours as it may come onto the list: with times that can be, and a first name that the form would take. */
export function plausible(reading: RowReading, at: string): RowReading {
  if (!('person' in reading)) return reading;
  const { person } = reading;
  const { record, suppressed, address } = person;
  if (record === null) return reading;
  const since = suppressed && isAhead(suppressed.since, at) ? 'suppressed_since' : undefined;
  const impossible = impossibleTime(record, at) ?? since;
  if (impossible !== undefined) {
    const mayHaveLeft = record.status === 'unsubscribed' || suppressed !== null;
    return { fault: cannotBe(impossible), ...(mayHaveLeft && { mayHaveLeft: address.key }) };
  }
  const name = record.name === null ? null : importedName(record.name);
  return name === record.name ? reading : { person: { ...person, name, record: { ...record, name } } };
}

/** The first time in a record of ours that cannot be: one to come, or one before what it follows; undefined for none. */
function impossibleTime(record: Subscriber, at: string): string | undefined {
  const { consent, unsubscribedAt, askedAt, noticedAt, lastMailAt, past } = record;
  const spans = [...past, { ...consent, unsubscribedAt }];
  const own = Object.entries({ askedAt, noticedAt, lastMailAt });
  return (
    own.find(([, time]) => time !== null && isAhead(time, at))?.[0] ??
    spans.map((span) => impossibleIn(span, at)).find((name) => name !== undefined)
  );
}

type Span = Consent & Pick<Subscriber, 'unsubscribedAt'>;

function impossibleIn(span: Span, at: string): string | undefined {
  const { requestedAt, mailedAt, remindedAt, confirmedAt, resumedAt, unsubscribedAt } = span;
  const times = { requestedAt, mailedAt, remindedAt, confirmedAt, resumedAt, unsubscribedAt };
  const ahead = Object.entries(times).find(([, time]) => time !== null && isAhead(time, at));
  if (ahead) return ahead[0];
  if (isBefore(confirmedAt, requestedAt)) return 'confirmedAt';
  if (isBefore(resumedAt, confirmedAt)) return 'resumedAt';
  return isBefore(unsubscribedAt, requestedAt) ? 'unsubscribedAt' : undefined;
}

/** A server's clock may have been set right between the two. */
const clockStepMs = 3_600_000;

function isBefore(time: string | null, other: string | null): boolean {
  return time !== null && other !== null && Date.parse(time) < Date.parse(other) - clockStepMs;
}

function cannotBe(name: string): Text {
  return { de: `ein Zeitpunkt, der nicht sein kann: ${name}`, en: `a time that cannot be: ${name}` };
}
