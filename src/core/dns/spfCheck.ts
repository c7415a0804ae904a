import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { ipVersion } from './ipRange.ts';
import type { Ask } from './question.ts';
import { isOwnServer, type MailSetup } from './setup.ts';
import { mostSpfLookups, surveySpf, type SpfFault, type SpfSurvey } from './spf.ts';
import { check, serverChecks, serverIps } from './spfServers.ts';
import { unanswered } from './unanswered.ts';

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
