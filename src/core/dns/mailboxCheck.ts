import type { Check } from '../check.ts';
import { addressesOf, valuesOf, type Ask } from './question.ts';
import type { MailSetup } from './setup.ts';
import { unanswered } from './unanswered.ts';

const check = 'dns.mx';

/** Whether answers of readers arrive somewhere: each domain they go to must take mail. */
export function mailboxChecks({ mailboxes }: MailSetup, ask: Ask): readonly Check[] {
  const domains = new Set(mailboxes.map(({ domain }) => domain));
  return [...domains].map((domain) => {
    const settings = mailboxes.filter((one) => one.domain === domain).map(({ setting }) => setting);
    return mailboxCheck(domain, settings.join(', '), ask);
  });
}

function mailboxCheck(domain: string, settings: string, ask: Ask): Check {
  const answer = ask('MX', domain);
  if (answer.kind === 'failed') return unanswered(check, domain);
  const hosts = valuesOf(answer).filter((host) => host !== '');
  if (hosts.length > 0) {
    return {
      check,
      status: 'ok',
      found: {
        de: `MX: ${domain} nimmt Mails an (${hosts.slice(0, 3).join(', ')}); für ${settings}.`,
        en: `MX: ${domain} takes mail (${hosts.slice(0, 3).join(', ')}); for ${settings}.`,
      },
    };
  }
  // RFC 5321 §5.1: without an MX record the domain's own server counts.
  const isImplicit = answer.kind === 'noData' && addressesOf(domain, ask).length > 0;
  if (isImplicit) {
    return {
      check,
      status: 'warning',
      found: {
        de: `MX: ${domain} nennt keinen Mailserver; Antworten (${settings}) gehen an den Webserver der Domain, der meist keine Mails nimmt.`,
        en: `MX: ${domain} names no mail server; answers (${settings}) go to the domain’s web server, which mostly takes no mail.`,
      },
      hint: setMx,
    };
  }
  return {
    check,
    status: 'error',
    found: {
      de: `MX: ${domain} nimmt keine Mails an; Antworten und Abmeldungen (${settings}) gehen verloren.`,
      en: `MX: ${domain} takes no mail; answers and goodbyes (${settings}) are lost.`,
    },
    hint: setMx,
  };
}

const setMx = {
  de: 'Wo die Domain verwaltet wird, einen MX-Eintrag auf den Mailserver setzen, oder in newsletter.yaml eine Adresse nehmen, die du liest.',
  en: 'Set an MX record to the mail server where the domain is managed, or take an address you read in newsletter.yaml.',
};
