import type { Config } from '../config.ts';
import { bareConsent, bareSubscriber, type Subscriber } from '../list/subscriber.ts';
import { consentWording } from '../list/consentWording.ts';
import { confirmationDays } from '../list/retention.ts';
import { formatMoment } from '../locale.ts';
import { oneLine } from '../render/plainText.ts';
import { serviceMails } from '../render/serviceMail.ts';
import { serviceMailWordsFor } from '../render/serviceMailWords.ts';
import type { TemplateFiles } from '../render/templates.ts';
import { confirmUrl } from '../token.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import type { Duties } from './confirmationMail.ts';

/** Signs what is only looked at; no server takes it. */
const secret = 'a confirmation mail that nobody gets, and whose link opens nothing';

/** The mail that asks for a confirmation as somebody who signs up now would get it, and what it has to say. Throws `template.*`. */
export async function sampleConfirmation(
  config: Config,
  templates: TemplateFiles,
  now: Date,
): Promise<{ readonly confirmation: NonNullable<CheckedLetter['confirmation']>; readonly duties: Duties }> {
  const mails = await serviceMails(config, templates, secret);
  const requestedAt = now.toISOString();
  const subscriber: Subscriber = {
    ...bareSubscriber,
    id: 'confirmation',
    address: 'leserin@example.org',
    status: 'pending',
    consent: { ...bareConsent, wording: '', wordingVersion: '', requestedAt },
  };
  const message = mails.messageFor({ kind: 'confirm', subscriber }, now);
  const words = serviceMailWordsFor(config.locale, config);
  const momentOf = (instant: Date): string =>
    formatMoment(instant.toISOString(), config.locale, config.schedule.timeZone);
  const { confirmHeading, greeting, wordingIntro, confirm, notYou, imprintHeading } = words;
  return {
    confirmation: { message, confirmUrl: confirmUrl(config.baseUrl, subscriber.id, now, secret) },
    duties: {
      confirmHeading,
      greeting,
      wordingIntro,
      confirm,
      notYou,
      imprintHeading,
      request: words.requested({ title: oneLine(config.title), moment: momentOf(now), form: null }),
      wording: consentWording(config, config.locale).text,
      validity: words.validity(momentOf(new Date(now.getTime() + confirmationDays * 86_400_000))),
    },
  };
}
