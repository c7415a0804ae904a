import { createHash } from 'node:crypto';
import { domainOf, parseAddress } from '../address.ts';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import type { DueMail } from '../list/dueMails.ts';
import { confirmationDays } from '../list/retention.ts';
import type { Subscriber } from '../list/subscriber.ts';
import { formatMoment } from '../locale.ts';
import { unsubscribeHeaders, type Message } from '../message.ts';
import { confirmUrl, preferencesUrl, unsubscribeUrl } from '../token.ts';
import { confirmDuties, noticeDuties, requireDuties } from './duties.ts';
import { oneLine } from './plainText.ts';
import { renderMjml } from './renderMjml.ts';
import {
  serviceMailShape,
  serviceMailView,
  type ServiceMailTemplate,
  type ServiceMailView,
} from './serviceMailView.ts';
import { serviceMailWordsFor, type ServiceMailWords } from './serviceMailWords.ts';
import { fillSlots, splitMailSlots, type MailSlotName, type SlottedText } from './slots.ts';
import { compileTemplate } from './compileTemplate.ts';
import type { TemplateFiles } from './templates.ts';
import { asMailText, wrapLine } from './textTwin.ts';
import { parseUrl } from '../webAddress.ts';

/** The mails about the list itself, rendered once per language. */
export interface ServiceMails {
  /** One mail for one person; pure. `at` becomes its Date. */
  messageFor(mail: DueMail, at: Date): Message;
}

/** Compiles confirm.mjml and notice.mjml with their texts (R62); `secret` signs their links. Throws `template.*`. */
export async function serviceMails(
  config: Config,
  templates: TemplateFiles,
  secret: string,
): Promise<ServiceMails> {
  const rendered = {
    confirm: { de: await render('confirm', 'de'), en: await render('confirm', 'en') },
    notice: { de: await render('notice', 'de'), en: await render('notice', 'en') },
  };
  return {
    messageFor(mail, at) {
      const { kind, subscriber } = mail;
      const language = subscriber.language ?? config.locale;
      const words = serviceMailWordsFor(language, config);
      const { html, text } = rendered[kind === 'notice' ? 'notice' : 'confirm'][language];
      const values = slotValues(mail, { config, language, words, secret });
      return {
        subscriberId: subscriber.id,
        messageId: messageIdOf(mail, config),
        from: config.from,
        replyTo: config.replyTo ?? config.from.address,
        // Without the name: whoever filled in the form may have put anything there (R53).
        to: { name: '', address: parseAddress(subscriber.address)?.address ?? subscriber.address },
        subject: words.subject[kind](oneLine(config.title)),
        date: at,
        html: fillSlots(html, values, 'html'),
        text: fillSlots(text, wrapped(values), 'text'),
        headers: headersOf(kind, values.ownUnsubscribeUrl, config),
      };
    },
  };

  async function render(name: ServiceMailTemplate, language: Language): Promise<Rendered> {
    const view = serviceMailView(name, config, language);
    const files = { html: `${name}.mjml`, text: `${name}.txt.hbs` };
    const html = splitMailSlots(
      await renderMjml<ServiceMailView>(templates, files.html, serviceMailShape, view),
    );
    const fillText = compileTemplate<ServiceMailView>(templates, files.text, serviceMailShape);
    const text = splitMailSlots(asMailText(fillText(view)));
    const duties = name === 'confirm' ? confirmDuties : noticeDuties;
    requireDuties<MailSlotName>(files, { html, text }, duties, view.imprintLines);
    return { html, text };
  }
}

interface Rendered {
  readonly html: SlottedText<MailSlotName>;
  readonly text: SlottedText<MailSlotName>;
}

interface Voice {
  readonly config: Config;
  readonly language: Language;
  readonly words: ServiceMailWords;
  readonly secret: string;
}

function slotValues(
  { kind, subscriber }: DueMail,
  { config, language, words, secret }: Voice,
): Readonly<Record<MailSlotName, string>> {
  const { id, consent } = subscriber;
  const title = oneLine(config.title);
  const momentOf = (instant: string): string => formatMoment(instant, language, config.schedule.timeZone);
  const requestedAt = new Date(consent.requestedAt);
  const until = momentOf(new Date(requestedAt.getTime() + confirmationDays * 86_400_000).toISOString());
  const request =
    kind === 'notice'
      ? words.requestedAgain({ title, moment: momentOf(askedAt(subscriber)) })
      : requestOf(subscriber, title, momentOf(consent.requestedAt), words);
  return {
    request,
    // Imports may bring none; then the words asked for now are the ones agreed to.
    wording: oneLine(consent.wording) || consentWording(config, language).text,
    validity: kind === 'reminder' ? words.reminderValidity(until) : words.validity(until),
    confirmUrl: confirmUrl(config.baseUrl, id, requestedAt, secret),
    ownPreferencesUrl: preferencesUrl(config.baseUrl, id, secret),
    ownUnsubscribeUrl: unsubscribeUrl(config.baseUrl, id, secret),
  };
}

/** The system an address came from, but not the file: that is the author's own business. */
function requestOf(subscriber: Subscriber, title: string, moment: string, words: ServiceMailWords): string {
  const { origin } = subscriber.consent;
  const request = { title, moment, form: formPlace(subscriber) };
  return origin === null
    ? words.requested(request)
    : words.broughtAlong({ ...request, origin: oneLine(origin.split(',')[0] ?? '') });
}

/** Without its scheme, so that no mail program offers a second link. */
function formPlace({ consent }: Subscriber): string | null {
  const form = consent.origin === null ? parseUrl(consent.form ?? '') : undefined;
  return form ? `${form.host}${form.pathname}`.replace(/\/$/, '') : null;
}

function askedAt({ askedAt: asked, consent }: Subscriber): string {
  return asked ?? consent.requestedAt;
}

/** In the plain text, sentences break between words as all others do. */
function wrapped(values: Readonly<Record<MailSlotName, string>>): Readonly<Record<MailSlotName, string>> {
  return {
    ...values,
    request: wrapLine(values.request),
    wording: wrapLine(`    ${values.wording}`),
    validity: wrapLine(values.validity),
  };
}

/** Stable for one request of one person, and telling neither. */
function messageIdOf({ kind, subscriber }: DueMail, { baseUrl, from }: Config): string {
  const instant = kind === 'notice' ? askedAt(subscriber) : subscriber.consent.requestedAt;
  const unique = createHash('sha256')
    .update(`${kind}\n${subscriber.id}\n${instant}\n${baseUrl}`)
    .digest('hex')
    .slice(0, 32);
  return `<${kind}.${unique}@${domainOf(from.address)}>`;
}

/** RFC 3834 keeps answering machines silent; only who is on the list can leave it (RFC 8058). */
function headersOf(kind: DueMail['kind'], unsubscribe: string, config: Config): Message['headers'] {
  const mailbox = config.unsubscribeTo ?? config.replyTo ?? config.from.address;
  return [
    ['Auto-Submitted', 'auto-generated'],
    ['List-ID', `<${new URL(config.baseUrl).hostname}>`],
    ...(kind === 'notice' ? unsubscribeHeaders(unsubscribe, mailbox) : []),
  ];
}
