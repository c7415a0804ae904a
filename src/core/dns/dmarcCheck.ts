import { domainOf } from '../address.ts';
import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { findDmarc, isAligned, type Dmarc, type DmarcPolicy, type DmarcSearch } from './dmarc.ts';
import { isWithin, valuesOf, type Ask } from './question.ts';
import type { MailSetup } from './setup.ts';
import { unanswered } from './unanswered.ts';

const check = 'dns.dmarc';

/** What receivers shall do with forged mails, and whether our own letters pass as real. */
export function dmarcChecks(setup: MailSetup, ask: Ask): readonly Check[] {
  const search = findDmarc(setup.from, ask);
  const { dmarc, state } = search;
  const at = search.at ?? `_dmarc.${setup.from}`;
  if (state === 'unanswered') return [unanswered(check, at)];
  if (dmarc === null) return [toSet(at, state, setup)];
  return [
    sound(at, dmarc, setup),
    ...alignmentChecks(setup, search),
    ...dmarc.reportDomains.flatMap((domain) => reportChecks(domain, search, ask)),
  ];
}

function toSet(at: string, state: DmarcSearch['state'], { from, reportsTo }: MailSetup): Check {
  const record = { name: at, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:${reportsTo}` } as const;
  const isOwn = isWithin(domainOf(reportsTo), from);
  const explained: Text = {
    de: `„p=none“ ändert noch nichts an der Zustellung, „rua“ ist die Adresse für tägliche Berichte der Empfänger${isOwn ? '' : ' (die fremde Domain müsste dem zustimmen; sonst „rua“ weglassen)'}. Große Anbieter verlangen den Eintrag:`,
    en: `"p=none" changes nothing about delivery yet, "rua" is the address for daily reports of receivers${isOwn ? '' : ' (the foreign domain would have to agree; leave "rua" out otherwise)'}. Large providers demand the record:`,
  };
  if (state === 'none') {
    return {
      check,
      status: 'warning',
      found: {
        de: `DMARC: ${from} hat keinen Eintrag.`,
        en: `DMARC: ${from} has no record.`,
      },
      hint: { de: `Diesen setzen. ${explained.de}`, en: `Set this one. ${explained.en}` },
      record,
    };
  }
  return {
    check,
    status: 'error',
    found:
      state === 'several'
        ? {
            de: `DMARC: Bei ${at} stehen mehrere Einträge; Empfänger werten dann keinen.`,
            en: `DMARC: several records stand at ${at}; receivers then use none.`,
          }
        : {
            de: `DMARC: Der Eintrag bei ${at} ist nicht zu verstehen; „p=none“, „p=quarantine“ oder „p=reject“ gehört hinein.`,
            en: `DMARC: the record at ${at} cannot be understood; "p=none", "p=quarantine" or "p=reject" belongs into it.`,
          },
    hint: { de: `Nur einen stehen lassen. ${explained.de}`, en: `Leave only one. ${explained.en}` },
    record,
  };
}

const policyWords: Readonly<Record<DmarcPolicy, Text>> = {
  none: { de: 'Fälschungen nur melden', en: 'only report forgeries' },
  quarantine: { de: 'Fälschungen in den Spamordner', en: 'forgeries into the spam folder' },
  reject: { de: 'Fälschungen ablehnen', en: 'refuse forgeries' },
};

function sound(at: string, { policy, reportDomains }: Dmarc, { from }: MailSetup): Check {
  const { de, en } = policyWords[policy];
  const hasReports = reportDomains.length > 0;
  return {
    check,
    status: 'ok',
    found: {
      de: `DMARC: ${at} sagt p=${policy} (${de})${hasReports ? '' : '; Berichte erhält niemand (rua fehlt)'}. Absender und Umschlag nennen beide ${from}, also zählt SPF.`,
      en: `DMARC: ${at} says p=${policy} (${en})${hasReports ? '' : '; nobody gets reports (no rua)'}. Sender and envelope both name ${from}, so that SPF counts.`,
    },
  };
}

/** The envelope has the sender's own domain, so SPF always fits; a signature may name another. */
function alignmentChecks({ from, dkim }: MailSetup, search: DmarcSearch): readonly Check[] {
  if (dkim === null || isAligned(dkim.domain, from, search)) return [];
  const isStrict = search.dmarc?.isDkimStrict === true;
  return [
    {
      check,
      status: 'warning',
      found: {
        de: `DMARC: Unterschrieben wird für ${dkim.domain}, gesendet von ${from}; die Unterschrift zählt so nicht${isStrict ? ' (adkim=s verlangt dieselbe Domain)' : ''}.`,
        en: `DMARC: letters are signed for ${dkim.domain} and sent from ${from}; the signature does not count like this${isStrict ? ' (adkim=s demands the same domain)' : ''}.`,
      },
      hint: {
        de: `In newsletter.yaml „smtp.dkim.domain: ${from}“ setzen oder die Zeile weglassen.`,
        en: `Set "smtp.dkim.domain: ${from}" in newsletter.yaml, or leave the line out.`,
      },
    },
  ];
}

/** Reports go to another organisation only where that says it wants them (RFC 7489 §7.1). */
function reportChecks(domain: string, { at, organisation }: DmarcSearch, ask: Ask): readonly Check[] {
  const own = (at ?? '').replace(/^_dmarc\./, '');
  if (isWithin(domain, organisation)) return [];
  const name = `${own}._report._dmarc.${domain}`;
  const answer = ask('TXT', name);
  if (answer.kind === 'failed' || valuesOf(answer).some((value) => /^v\s*=\s*DMARC1\b/.test(value)))
    return [];
  return [
    {
      check,
      status: 'warning',
      found: {
        de: `DMARC: Berichte sollen an ${domain} gehen, aber dort steht nicht, dass sie erwünscht sind; Empfänger senden dann keine.`,
        en: `DMARC: reports shall go to ${domain}, but nothing there says that they are wanted; receivers then send none.`,
      },
      hint: {
        de: `Eine Adresse unter ${own} als „rua“ nehmen; oder wer ${domain} verwaltet, setzt diesen Eintrag:`,
        en: `Take an address at ${own} for "rua"; or whoever manages ${domain} sets this record:`,
      },
      record: { name, type: 'TXT', value: 'v=DMARC1' },
    },
  ];
}
