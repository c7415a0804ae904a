import type { Check } from './check.ts';
import { dkimChecks } from './dns/dkimCheck.ts';
import { dmarcChecks } from './dns/dmarcCheck.ts';
import { mailboxChecks } from './dns/mailboxCheck.ts';
import type { Ask } from './dns/question.ts';
import { reverseChecks } from './dns/reverseCheck.ts';
import type { MailSetup } from './dns/setup.ts';
import { spfChecks } from './dns/spfCheck.ts';

/** All that the DNS says for and against letters of this newsletter (R41), from the answers that are there. */
export function judgeMailDns(setup: MailSetup, ask: Ask): readonly Check[] {
  const answer = ask('TXT', setup.from);
  if (answer.kind === 'noName') return [unknownDomain(setup.from)];
  return [
    ...spfChecks(setup, ask),
    ...dkimChecks(setup, ask),
    ...dmarcChecks(setup, ask),
    ...reverseChecks(setup, ask),
    ...mailboxChecks(setup, ask),
  ];
}

function unknownDomain(domain: string): Check {
  return {
    check: 'dns.domain',
    status: 'error',
    found: {
      de: `Die Domain des Absenders, ${domain}, gibt es im DNS nicht.`,
      en: `The sender’s domain, ${domain}, does not exist in the DNS.`,
    },
    hint: {
      de: '„from.address“ in newsletter.yaml prüfen. Eine neue Domain ist manchmal erst nach einem Tag überall bekannt.',
      en: 'Check "from.address" in newsletter.yaml. A new domain is sometimes known everywhere only after a day.',
    },
  };
}
