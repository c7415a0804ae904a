import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import type { DueMail } from '../list/dueMails.ts';
import { bareConsent, bareSubscriber, type Subscriber } from '../list/subscriber.ts';

/** Mails about the list itself, by name. */
export type ListMailSample = 'confirm' | 'confirm-imported' | 'reminder' | 'notice';

/** When the samples were asked for. */
const requestedAt = '2026-11-20T19:03:00Z';

/** Such a mail to somebody who signed up on the newsletter's own page, or was brought along from elsewhere. */
export function listMailSample(
  name: ListMailSample,
  language: Language,
  config: Pick<Config, 'title' | 'website' | 'baseUrl'>,
): DueMail {
  const { text, version } = consentWording(config, language);
  const isImported = name === 'confirm-imported';
  const consent = {
    ...bareConsent,
    wording: text,
    wordingVersion: version,
    form: isImported ? null : `${config.baseUrl}/`,
    origin: isImported ? 'Mailchimp, audience.csv' : null,
    requestedAt,
  };
  const asked: Subscriber = {
    ...bareSubscriber,
    id: 'preview',
    address: 'anna@example.org',
    name: 'Anna',
    language,
    status: 'pending',
    consent,
  };
  if (name !== 'notice') return { kind: name === 'reminder' ? name : 'confirm', subscriber: asked };
  const confirmedAt = '2026-03-12T08:20:00Z';
  const subscriber: Subscriber = {
    ...asked,
    status: 'confirmed',
    consent: { ...consent, requestedAt: '2026-03-12T08:00:00Z', confirmedAt },
    askedAt: requestedAt,
  };
  return { kind: 'notice', subscriber };
}
