import { domainOf } from '../../core/address.ts';
import type { Check } from '../../core/check.ts';
import type { Config } from '../../core/config.ts';
import type { NameServer } from '../../core/dns/question.ts';
import type { MailSetup } from '../../core/dns/setup.ts';
import { NewsletterError } from '../../core/errors.ts';
import { judgeMailDns } from '../../core/mailDns.ts';
import { isReservedDomain } from '../../core/readiness.ts';
import { publicAddresses } from '../../dns/publicAddresses.ts';
import { askNames } from '../../flow/askNames.ts';
import { publicRecordOf } from '../../smtp/dkimKey.ts';
import { parseSmtpUrls } from '../../smtp/smtpUrl.ts';
import { readDkim } from '../mailServer.ts';
import type { Environment } from '../settings.ts';
import { notChecked, verdict } from './verdict.ts';

/** What is known besides the settings. */
export interface NamesOrder {
  readonly folder: string;
  readonly config: Config;
  readonly environment: Environment;
  readonly names: NameServer;
  /** A name server that was named may know domains that the world does not. */
  readonly isServerNamed: boolean;
}

/** What the DNS says about letters of this newsletter (R41). */
export async function checkNames(order: NamesOrder): Promise<readonly Check[]> {
  const { config, names, isServerNamed } = order;
  const from = domainOf(config.from.address);
  if (isReservedDomain(from) && !isServerNamed) {
    return [
      notChecked(
        'dns',
        { de: 'DNS (SPF, DKIM, DMARC, PTR, MX)', en: 'DNS (SPF, DKIM, DMARC, PTR, MX)' },
        {
          de: `denn ${from} ist eine Beispiel-Domain, die es nicht gibt`,
          en: `because ${from} is an example domain that does not exist`,
        },
      ),
    ];
  }
  const { setup, hasBrokenKey } = await setupOf(order, from);
  const { value, asked, failed } = await askNames((ask) => judgeMailDns(setup, ask), names);
  if (asked > 0 && asked === failed) return [silence];
  // Without a usable key the record cannot be compared; that the key is unusable is told with the mail server.
  return hasBrokenKey ? value.filter(({ check }) => check !== 'dns.dkim') : value;
}

const silence = verdict(
  'dns',
  'warning',
  {
    de: 'DNS: Der Name-Server antwortet nicht; SPF, DKIM, DMARC, PTR und MX sind nicht geprüft.',
    en: 'DNS: the name server does not answer; SPF, DKIM, DMARC, PTR and MX are not checked.',
  },
  {
    de: 'Die Verbindung ins Internet prüfen, oder einen anderen fragen: --name-server 9.9.9.9',
    en: 'Check the connection to the internet, or ask another one: --name-server 9.9.9.9',
  },
);

async function setupOf(
  order: NamesOrder,
  from: string,
): Promise<{ readonly setup: MailSetup; readonly hasBrokenKey: boolean }> {
  const { config, environment, folder, isServerNamed } = order;
  const replyTo = config.replyTo ?? config.from.address;
  const mailboxes = Object.entries({
    'from.address': config.from.address,
    replyTo,
    unsubscribeTo: config.unsubscribeTo ?? replyTo,
    author: config.author ?? replyTo,
  });
  const servers = serversOf(environment);
  const dkim = config.smtp.dkim
    ? await readDkim(config.smtp.dkim, environment, config, folder).catch(noKey)
    : null;
  return {
    hasBrokenKey: dkim === undefined,
    setup: {
      from,
      mailboxes: mailboxes
        .map(([setting, address]) => ({ setting, domain: domainOf(address) }))
        .filter(({ domain }) => isServerNamed || !isReservedDomain(domain)),
      servers,
      publicIps: servers.some(({ isLoopback }) => isLoopback) ? publicAddresses() : [],
      dkim: dkim
        ? {
            selector: dkim.order.selector,
            domain: dkim.order.domain,
            record: publicRecordOf(dkim.order.key),
          }
        : null,
      reportsTo: config.author ?? replyTo,
    },
  };
}

function serversOf({ smtpUrl }: Environment): MailSetup['servers'] {
  try {
    return parseSmtpUrls(smtpUrl).map(({ host, isLoopback }) => ({ host, isLoopback }));
  } catch (error) {
    // Told already, with the mail server.
    if (error instanceof NewsletterError) return [];
    throw error;
  }
}

function noKey(error: unknown): undefined {
  if (!(error instanceof NewsletterError)) throw error;
}
