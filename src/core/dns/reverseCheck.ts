import type { Check } from '../check.ts';
import { addressesOf, plainName, valuesOf, type Ask } from './question.ts';
import { isOwnServer, type MailServerSetup, type MailSetup } from './setup.ts';
import { spfVerdict } from './spf.ts';
import { serverIps } from './spfServers.ts';
import { unanswered } from './unanswered.ts';

const check = 'dns.ptr';

/**
 * Whether the addresses of a mail server of one's own have a name that leads back to them; providers see to theirs. Nothing
 * is said of a server that need not send itself: one on this machine or in a private network may hand on to a provider.
 */
export function reverseChecks(setup: MailSetup, ask: Ask): readonly Check[] {
  const own = setup.servers.filter((server) => isOwnServer(server, setup.from));
  return own.flatMap((server) => {
    const ips = serverIps(server, setup, ask);
    if (!server.isLoopback && addressesOf(server.host, ask).length === 0) return [withoutAddress(server)];
    return ips
      .filter((ip) => !server.isLoopback || sendsItself(ip, setup, ask))
      .map((ip) => reverseCheck(ip, ask));
  });
}

/** Whether the domain says that letters leave from this address; where the DNS is silent, nobody can know. */
function sendsItself(ip: string, { from }: MailSetup, ask: Ask): boolean {
  return spfVerdict(from, ip, ask) === '+';
}

function withoutAddress({ host }: MailServerSetup): Check {
  return {
    check,
    status: 'warning',
    found: {
      de: `${host} hat im DNS keine Adresse.`,
      en: `${host} has no address in the DNS.`,
    },
    hint: { de: 'SMTP_URL und die Domain prüfen.', en: 'Check SMTP_URL and the domain.' },
  };
}

function reverseCheck(ip: string, ask: Ask): Check {
  const answer = ask('PTR', ip);
  if (answer.kind === 'failed') return unanswered(check, ip);
  const names = valuesOf(answer).map(plainName);
  // A name counts only where it leads back: anybody may call an address of his own like somebody else's.
  const confirmed = names.find((name) => addressesOf(name, ask).some((other) => isSame(other, ip)));
  if (confirmed !== undefined) {
    return {
      check,
      status: 'ok',
      found: { de: `PTR: ${ip} heißt ${confirmed}.`, en: `PTR: ${ip} is called ${confirmed}.` },
    };
  }
  const [first] = names;
  return {
    check,
    status: 'warning',
    found:
      first === undefined
        ? {
            de: `PTR: ${ip} hat keinen Namen; große Anbieter nehmen von solchen Servern nichts an.`,
            en: `PTR: ${ip} has no name; large providers take nothing from such servers.`,
          }
        : {
            de: `PTR: ${ip} heißt ${first}, aber dieser Name führt nicht zu ${ip} zurück.`,
            en: `PTR: ${ip} is called ${first}, but that name does not lead back to ${ip}.`,
          },
    hint: {
      de: 'Der Vermieter des Servers setzt den Namen („Reverse DNS“); zu demselben Namen gehört ein A- oder AAAA-Eintrag mit dieser Adresse. Gibt dein Server die Briefe nur an einen Anbieter weiter, ist das ohne Belang.',
      en: 'Whoever rents you the server sets the name ("reverse DNS"); the same name needs an A or AAAA record with this address. If your server only hands letters on to a provider, this does not matter.',
    },
  };
}

/** IPv6 addresses have many spellings. */
function isSame(one: string, other: string): boolean {
  const plain = (ip: string): string => (ip.includes(':') ? new URL(`http://[${ip}]`).hostname : ip);
  return plain(one) === plain(other);
}
