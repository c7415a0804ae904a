import type { Consent, PastConsent, Subscriber, Suppression } from './subscriber.ts';

/** What `$schema` says in a new list. */
export const usualSchema = './schema/subscribers.schema.json';

/** A person as one line of JSON. Defaults are left out, so that lines stay short; what people look for is always there. */
export function subscriberLine(subscriber: Subscriber): string {
  const { id, address, name, status, language, rhythm, pausedUntil, consent, past } = subscriber;
  const { unsubscribedAt, askedAt, noticedAt, lastMailAt, mailRefused } = subscriber;
  return JSON.stringify({
    id,
    address,
    name,
    status,
    language: language ?? undefined,
    rhythm: rhythm === 'weekly' ? undefined : rhythm,
    pausedUntil: pausedUntil ?? undefined,
    consent: withoutDefaults(consent),
    unsubscribedAt,
    askedAt: askedAt ?? undefined,
    noticedAt: noticedAt ?? undefined,
    lastMailAt: lastMailAt ?? undefined,
    mailRefused: mailRefused ?? undefined,
    past: past.length === 0 ? undefined : past.map(withoutPastDefaults),
  });
}

/** A suppression as one line of JSON. */
export function suppressionLine({ hash, key, reason, since, askedAt, proof }: Suppression): string {
  return JSON.stringify({
    hash,
    key: key ?? undefined,
    reason,
    since,
    askedAt: askedAt ?? undefined,
    proof: proof ? { consents: proof.consents.map(withoutPastDefaults), until: proof.until } : undefined,
  });
}

function withoutPastDefaults(consent: PastConsent): object {
  return { ...withoutDefaults(consent), unsubscribedAt: consent.unsubscribedAt };
}

function withoutDefaults(consent: Consent): object {
  return {
    wording: consent.wording,
    wordingVersion: consent.wordingVersion,
    form: consent.form,
    origin: consent.origin ?? undefined,
    requestedAt: consent.requestedAt,
    mailedAt: consent.mailedAt,
    remindedAt: consent.remindedAt ?? undefined,
    confirmedAt: consent.confirmedAt,
    resumedAt: consent.resumedAt ?? undefined,
    requestIp: consent.requestIp ?? undefined,
    confirmIp: consent.confirmIp ?? undefined,
  };
}
