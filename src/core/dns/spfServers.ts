import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { ipVersion, isPrivate } from './ipRange.ts';
import { addressesOf, type Ask } from './question.ts';
import { isOwnServer, type MailServerSetup, type MailSetup } from './setup.ts';
import { spfVerdict, type SpfSurvey, type SpfVerdict } from './spf.ts';

/** What checks of SPF are called. */
export const check = 'dns.spf';

/** Whether a server may send for the sender's domain, as far as it can be told. */
export function serverChecks(
  server: MailServerSetup,
  setup: MailSetup,
  survey: SpfSurvey,
  ask: Ask,
): readonly Check[] {
  if (!isOwnServer(server, setup.from)) return [relayCheck(server.host, setup.from, survey)];
  const ips = serverIps(server, setup, ask);
  if (ips.length === 0) return [];
  return ips.map((ip) => addressCheck(ip, spfVerdict(setup.from, ip, ask), setup.from));
}

/** A provider's letters leave from machines that only the provider knows. */
function relayCheck(host: string, from: string, { includes }: SpfSurvey): Check {
  const named = includes.length === 0 ? { de: 'keine', en: 'none' } : both(includes.join(', '));
  return {
    check,
    status: 'note',
    found: {
      de: `Über ${host} gehen Briefe von Rechnern des Anbieters hinaus, die von hier nicht zu sehen sind. Es zählt, ob sein „include:…“ im SPF-Eintrag von ${from} steht; dort stehen: ${named.de}.`,
      en: `Through ${host}, letters leave from the provider’s machines, which cannot be seen from here. What counts is whether its "include:…" is in the SPF record of ${from}; there are: ${named.en}.`,
    },
    hint: {
      de: 'Welches es ist, steht in der Hilfe des Anbieters unter „SPF“. Sicher zeigt es ein Testbrief an dich selbst: in seinem Quelltext muss „spf=pass“ stehen.',
      en: 'Which one it is stands in the provider’s help under "SPF". A test letter to yourself shows it for sure: its source must say "spf=pass".',
    },
  };
}

function both(text: string): Text {
  return { de: text, en: text };
}

function addressCheck(ip: string, verdict: SpfVerdict, domain: string): Check {
  if (verdict === '+') {
    return {
      check,
      status: 'ok',
      found: { de: `SPF: ${ip} darf für ${domain} senden.`, en: `SPF: ${ip} may send for ${domain}.` },
    };
  }
  if (verdict === 'unknown' || verdict === 'broken') {
    return {
      check,
      status: 'note',
      found: {
        de: `Ob ${ip} für ${domain} senden darf, lässt sich aus dem SPF-Eintrag von hier nicht sagen.`,
        en: `Whether ${ip} may send for ${domain} cannot be told from the SPF record here.`,
      },
    };
  }
  return {
    check,
    status: 'warning',
    found: {
      de: `SPF: ${ip} steht nicht unter den Servern, die für ${domain} senden dürfen („${verdict}all“).`,
      en: `SPF: ${ip} is not among the servers that may send for ${domain} ("${verdict}all").`,
    },
    hint: {
      de: `Gehen Briefe von dieser Adresse hinaus, „ip${ipVersion(ip)}:${ip}“ vor „all“ in den Eintrag schreiben.`,
      en: `If letters leave from this address, write "ip${ipVersion(ip)}:${ip}" before "all" into the record.`,
    },
  };
}

/** The addresses a server of one's own sends from, as far as they can be known: out of a private network none can. */
export function serverIps(
  { host, isLoopback }: MailServerSetup,
  { publicIps }: Pick<MailSetup, 'publicIps'>,
  ask: Ask,
): readonly string[] {
  if (isLoopback) return publicIps;
  const ips = ipVersion(host) === undefined ? addressesOf(host, ask) : [host];
  return ips.filter((ip) => !isPrivate(ip));
}
