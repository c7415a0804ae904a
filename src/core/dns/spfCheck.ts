import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { ipVersion, isPrivate } from './ipRange.ts';
import { addressesOf, type Ask } from './question.ts';
import { isOwnServer, type MailServerSetup, type MailSetup } from './setup.ts';
import {
  mostSpfLookups,
  spfVerdict,
  surveySpf,
  type SpfFault,
  type SpfSurvey,
  type SpfVerdict,
} from './spf.ts';

const check = 'dns.spf';
/** More questions without an answer break a record (RFC 7208 §4.6.4). */
const mostVoidLookups = 2;

/** Whether servers may send for the sender's domain. */
export function spfChecks(setup: MailSetup, ask: Ask): readonly Check[] {
  const survey = surveySpf(setup.from, ask);
  const faults = survey.faults.map((fault) => faultCheck(fault, setup, ask));
  const checks = [...faults, ...limitChecks(setup.from, survey), ...endingChecks(setup.from, survey)];
  const isReadable = !survey.faults.some(({ domain }) => domain === setup.from);
  return [
    ...(checks.length === 0 ? [sound(setup.from, survey)] : checks),
    ...(isReadable ? setup.servers.flatMap((server) => serverChecks(server, setup, survey, ask)) : []),
  ];
}

function sound(domain: string, { lookups, ending, includes }: SpfSurvey): Check {
  const named = includes.length === 0 ? '' : includes.join(', ');
  return {
    check,
    status: 'ok',
    found: {
      de: `SPF von ${domain}: ${lookups} von ${mostSpfLookups} erlaubten Abfragen, am Ende „${ending}all“${named && `, auch die Server von ${named}`}.`,
      en: `SPF of ${domain}: ${lookups} of ${mostSpfLookups} lookups allowed, ends in "${ending}all"${named && `, includes the servers of ${named}`}.`,
    },
  };
}

function faultCheck({ kind, domain, term }: SpfFault, setup: MailSetup, ask: Ask): Check {
  const isOwn = domain === setup.from;
  switch (kind) {
    case 'none':
      return isOwn ? missing(setup, ask) : missingInclude(domain, setup.from);
    case 'several':
      return {
        check,
        status: 'error',
        found: {
          de: `${domain} hat mehr als einen SPF-Eintrag; Empfänger werten dann keinen.`,
          en: `${domain} has more than one SPF record; receivers then use none.`,
        },
        hint: isOwn
          ? {
              de: 'Zu einem zusammenfassen: einmal „v=spf1“, dann alle Teile, am Ende einmal „~all“.',
              en: 'Merge them into one: "v=spf1" once, then all parts, "~all" once at the end.',
            }
          : foreign(setup.from, domain),
      };
    case 'broken':
      return {
        check,
        status: 'error',
        found: {
          de: `Im SPF-Eintrag von ${domain} ist „${term}“ nicht zu verstehen; Empfänger verwerfen dann den ganzen Eintrag.`,
          en: `In the SPF record of ${domain}, "${term}" cannot be understood; receivers then discard the whole record.`,
        },
        hint: isOwn
          ? {
              de: 'Teile stehen mit einem Leerzeichen getrennt, wie: v=spf1 include:spf.example.com ip4:192.0.2.1 ~all',
              en: 'Parts are separated by a space, as in: v=spf1 include:spf.example.com ip4:192.0.2.1 ~all',
            }
          : foreign(setup.from, domain),
      };
    case 'loop':
      return {
        check,
        status: 'error',
        found: {
          de: `SPF: ${domain} führt über „include“ oder „redirect“ wieder zu sich selbst.`,
          en: `SPF: ${domain} leads back to itself through "include" or "redirect".`,
        },
        hint: { de: 'Den Verweis herausnehmen.', en: 'Take the reference out.' },
      };
    case 'unanswered':
      return unanswered(check, domain);
  }
}

/** A question that nobody answered: nothing is known, for better or worse. */
export function unanswered(check: string, name: string): Check {
  return {
    check,
    status: 'warning',
    found: {
      de: `${name}: Der Name-Server gab keine Antwort, mit der sich etwas sagen ließe.`,
      en: `${name}: the name server gave no answer that would tell anything.`,
    },
    hint: {
      de: 'Später noch einmal versuchen, oder einen anderen fragen: --name-server 9.9.9.9',
      en: 'Try again later, or ask another one: --name-server 9.9.9.9',
    },
  };
}

function missing(setup: MailSetup, ask: Ask): Check {
  const ips = ownIps(setup, ask);
  const own = ips.map((ip) => `ip${ipVersion(ip)}:${ip}`);
  return {
    check,
    status: 'error',
    found: {
      de: `${setup.from} hat keinen SPF-Eintrag. Viele Empfänger nehmen Briefe dann nicht an.`,
      en: `${setup.from} has no SPF record. Many receivers then refuse letters.`,
    },
    ...(own.length > 0
      ? {
          hint: {
            de: 'Diesen Eintrag setzen; wer auch anderswo Mails dieser Domain sendet, ergänzt dessen „include:…“:',
            en: 'Set this record; whoever sends mails of this domain elsewhere too adds that "include:…":',
          },
          record: { name: setup.from, type: 'TXT', value: ['v=spf1', 'mx', ...own, '~all'].join(' ') },
        }
      : {
          hint: {
            de: 'Der Anbieter des SMTP-Servers sagt, welches „include:…“ hineingehört (in seiner Hilfe unter „SPF“). Der Eintrag heißt dann: v=spf1 include:… ~all',
            en: 'The provider of the SMTP server says which "include:…" belongs into it (look for "SPF" in its help). The record is then: v=spf1 include:… ~all',
          },
        }),
  };
}

function ownIps(setup: MailSetup, ask: Ask): readonly string[] {
  const own = setup.servers.filter((server) => isOwnServer(server, setup.from));
  return [...new Set(own.flatMap((server) => serverIps(server, setup, ask)))];
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

function missingInclude(domain: string, from: string): Check {
  return {
    check,
    status: 'error',
    found: {
      de: `Der SPF-Eintrag von ${from} verweist auf ${domain}, und dort steht keiner; Empfänger verwerfen dann den ganzen Eintrag.`,
      en: `The SPF record of ${from} refers to ${domain}, which has none; receivers then discard the whole record.`,
    },
    hint: foreign(from, domain),
  };
}

function foreign(from: string, domain: string): Text {
  return {
    de: `„include:${domain}“ aus dem Eintrag von ${from} nehmen, oder beim Anbieter nachsehen, wie es jetzt heißt.`,
    en: `Take "include:${domain}" out of the record of ${from}, or look up at the provider what it is called now.`,
  };
}

function limitChecks(domain: string, { lookups, voidLookups }: SpfSurvey): readonly Check[] {
  const checks: Check[] = [];
  if (lookups > mostSpfLookups) {
    checks.push({
      check,
      status: 'error',
      found: {
        de: `Der SPF-Eintrag von ${domain} braucht ${lookups} Abfragen, erlaubt sind ${mostSpfLookups}; Empfänger verwerfen ihn.`,
        en: `The SPF record of ${domain} takes ${lookups} lookups, ${mostSpfLookups} are allowed; receivers discard it.`,
      },
      hint: {
        de: '„include:…“ von Diensten herausnehmen, die keine Mails mehr senden; „a“, „mx“ und „ptr“ zählen auch, „ip4“ und „ip6“ nicht.',
        en: 'Take "include:…" of services out that send no mails any more; "a", "mx" and "ptr" count too, "ip4" and "ip6" do not.',
      },
    });
  }
  if (voidLookups > mostVoidLookups) {
    checks.push({
      check,
      status: 'warning',
      found: {
        de: `Im SPF-Eintrag von ${domain} führen ${voidLookups} Namen ins Leere; ab ${mostVoidLookups + 1} dürfen Empfänger ihn verwerfen.`,
        en: `In the SPF record of ${domain}, ${voidLookups} names lead nowhere; from ${mostVoidLookups + 1} on receivers may discard it.`,
      },
      hint: {
        de: 'Namen herausnehmen, die es nicht mehr gibt.',
        en: 'Take out names that do not exist any more.',
      },
    });
  }
  return checks;
}

function endingChecks(domain: string, { faults, ending }: SpfSurvey): readonly Check[] {
  if (ending === '+') {
    return [
      {
        check,
        status: 'error',
        found: {
          de: `Der SPF-Eintrag von ${domain} endet mit „+all“: Jeder Server der Welt darf im Namen der Domain senden.`,
          en: `The SPF record of ${domain} ends in "+all": every server in the world may send in the domain’s name.`,
        },
        hint: { de: '„+all“ durch „~all“ ersetzen.', en: 'Replace "+all" by "~all".' },
      },
    ];
  }
  // A record that cannot be read to its end says nothing about its end.
  if (faults.length > 0 || ending === '-' || ending === '~') return [];
  return [
    {
      check,
      status: 'warning',
      found: {
        de: `Der SPF-Eintrag von ${domain} sagt nichts über alle übrigen Server (${ending === null ? 'am Ende fehlt „~all“' : 'er endet mit „?all“'}).`,
        en: `The SPF record of ${domain} says nothing about all other servers (${ending === null ? '"~all" is missing at its end' : 'it ends in "?all"'}).`,
      },
      hint: { de: 'Mit „~all“ enden lassen.', en: 'Let it end in "~all".' },
    },
  ];
}

function serverChecks(
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
