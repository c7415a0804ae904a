import { generateKeyPairSync } from 'node:crypto';
import type { Config } from '../../src/core/config.ts';
import { newsSamples } from '../../src/core/desk/sampleNews.ts';
import type { Language } from '../../src/core/errors.ts';
import { lookNames } from '../../src/core/look.ts';
import { messageFor, type Message } from '../../src/core/message.ts';
import { consentWording } from '../../src/core/list/consentWording.ts';
import { authorMails } from '../../src/core/render/authorMail.ts';
import { renderIssue } from '../../src/core/render/renderIssue.ts';
import { serviceMails } from '../../src/core/render/serviceMail.ts';
import { letterOf } from '../../src/flow/letter.ts';
import { bytesOf, mimeOf } from '../../src/core/mime/mimeOf.ts';
import { dkimSigner } from '../../src/smtp/dkim.ts';
import { publicRecordOf } from '../../src/smtp/dkimKey.ts';
import type { Zone } from '../support/dnsServer.ts';
import { confirmedReader, secret } from '../support/newsletter.ts';
import { englishIssue, sampleConfig, sampleIssue } from '../support/sampleIssue.ts';
import { shippedTemplates } from '../support/templateFiles.ts';

/** A mail as a receiver's server has it: signed, and with the line its way has left. */
export interface ArrivedMail {
  /** `magazin, en` */
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every mail the program makes from its own templates, in both languages, and the names that its domain has. */
export async function shippedMails(): Promise<{
  readonly mails: readonly ArrivedMail[];
  readonly zone: Zone;
}> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sign = dkimSigner({ selector: 'w', domain: 'example.org', key: privateKey });
  const mails: ArrivedMail[] = [];
  for (const language of ['de', 'en'] as const)
    for (const [name, message] of Object.entries(await messagesIn(language)))
      mails.push({
        name: `${name}, ${language}`,
        bytes: Buffer.concat([received(message), bytesOf(await sign(mimeOf(message)))]),
      });
  return { mails, zone: zoneWith(publicRecordOf(privateKey)) };
}

async function messagesIn(language: Language): Promise<Readonly<Record<string, Message>>> {
  const now = new Date();
  const templates = shippedTemplates();
  const isGerman = language === 'de';
  const settings = { locale: language, title: isGerman ? 'Wochenbrief' : 'Weekly Letter' };
  const issue = isGerman ? sampleIssue() : englishIssue();
  const reader = confirmedReader(1, { address: receiver });
  const messages: Record<string, Message> = {};
  for (const template of lookNames) {
    const config: Config = sampleConfig({ ...settings, look: { template } });
    const letter = letterOf(issue, await renderIssue(issue, config, templates), config);
    messages[template] = messageFor(letter, reader, secret, now);
  }
  const config = sampleConfig({ ...settings, author: receiver });
  const service = await serviceMails(config, templates, secret);
  const asked = {
    ...reader.consent,
    wording: consentWording(config, language).text,
    requestedAt: now.toISOString(),
    confirmedAt: null,
  };
  for (const kind of ['confirm', 'reminder', 'notice'] as const) {
    const subscriber =
      kind === 'notice'
        ? { ...reader, askedAt: now.toISOString() }
        : { ...reader, status: 'pending' as const, consent: asked };
    messages[kind] = service.messageFor({ kind, subscriber }, now);
  }
  const author = await authorMails(config, templates, secret);
  for (const [kind, news] of Object.entries(newsSamples(issue)))
    messages[`author: ${kind}`] = author.messageFor(news, now);
  return messages;
}

const receiver = 'anna@example.com';
/** An address for documentation (RFC 3849); SpamAssassin calls those of IPv4 illegal. */
export const sender = {
  ip: '2001:db8::25',
  host: 'mail.example.org',
  address: 'brief@example.org',
  receiver,
};

function received({ date }: Message): Buffer {
  return Buffer.from(
    `Received: from ${sender.host} (${sender.host} [IPv6:${sender.ip}])\r\n` +
      '\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n' +
      `\tby mx.example.com (Postfix) with ESMTPS id 4R0000000\r\n` +
      `\tfor <${receiver}>; ${date.toUTCString().replace('GMT', '+0000')}\r\n`,
  );
}

/** A domain set up as doctor asks for it. */
function zoneWith(dkimRecord: string): Zone {
  return {
    'example.org': { A: ['192.0.2.2'], MX: [sender.host], TXT: [`v=spf1 ip6:${sender.ip} -all`] },
    [sender.host]: { AAAA: [sender.ip] },
    [`${'2001 0db8 0000 0000 0000 0000 0000 0025'.replaceAll(' ', '').split('').toReversed().join('.')}.ip6.arpa`]:
      {
        PTR: [sender.host],
      },
    'brief.example.org': { A: ['192.0.2.2'] },
    'blog.example.org': { A: ['192.0.2.2'] },
    'w._domainkey.example.org': { TXT: [dkimRecord] },
    '_dmarc.example.org': { TXT: ['v=DMARC1; p=none'] },
  };
}
