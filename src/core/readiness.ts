import { domainOf } from './address.ts';
import type { Config } from './config.ts';
import { errorOfFaults, type Fault } from './fault.ts';

/** What `init --yes` writes where only the author knows the answer. */
export const placeholder = { de: 'BITTE EINTRAGEN', en: 'PLEASE FILL IN' } as const;
export const placeholderAddress = 'bitte-eintragen@example.org';

const placeholderPattern = /BITTE[ -]EINTRAGEN|PLEASE[ -]FILL[ -]IN/i;
/** RFC 2606: nobody ever receives or sends mail there. */
const reservedDomain = /(^|\.)(example\.(org|com|net)|example|test|invalid|localhost)$/i;

/** Whether a domain is one that only stands for something in examples and tests. */
export function isReservedDomain(domain: string): boolean {
  return reservedDomain.test(domain);
}

/**
 * Refuses to send with settings that may not leave: no imprint (§ 5 DDG, R64), placeholders, and, beyond this machine,
 * the reserved example domains. Throws `config.incomplete` with all faults.
 */
export function requireSendable(config: Config, server: { readonly isLoopback: boolean }): void {
  const faults = sendingFaults(config, server.isLoopback);
  if (faults.length > 0) throw notReady('newsletter.yaml', faults);
}

/** Refuses a draft in which a placeholder still stands, as in the signature of a letter composed too early. */
export function requireFinishedDraft(draft: string, fileName: string): void {
  const faults = draft.split('\n').flatMap((line, index): Fault[] => {
    const column = line.search(placeholderPattern) + 1;
    return column === 0 ? [] : [{ where: `${fileName}:${index + 1}:${column}`, ...stillPlaceholder }];
  });
  if (faults.length > 0) throw notReady(fileName, faults);
}

function notReady(fileName: string, faults: readonly Fault[]): Error {
  return errorOfFaults(
    'config.incomplete',
    {
      de: `In ${fileName} fehlt noch etwas; so kann der Brief nicht hinaus:`,
      en: `Something is still missing in ${fileName}; the letter cannot leave like this:`,
    },
    faults,
  );
}

const stillPlaceholder = {
  what: { de: 'Hier steht noch ein Platzhalter.', en: 'This is still a placeholder.' },
  hint: { de: 'Die eigene Angabe eintragen.', en: 'Write your own.' },
};

function sendingFaults(config: Config, isLoopback: boolean): readonly Fault[] {
  const faults: Fault[] = [];
  if (config.imprint === '') {
    faults.push({
      where: 'imprint',
      what: {
        de: 'Das Impressum fehlt; es gehört vollständig in jeden Brief (§ 5 DDG).',
        en: 'The imprint is missing; it belongs in full into each letter (§ 5 DDG).',
      },
      hint: {
        de: 'Name, Anschrift und Kontakt unter „imprint: |“ eintragen.',
        en: 'Write name, postal address and contact under "imprint: |".',
      },
    });
  }
  const texts = {
    title: config.title,
    'from.name': config.from.name,
    'from.address': config.from.address,
    replyTo: config.replyTo ?? '',
    baseUrl: config.baseUrl,
    imprint: config.imprint,
  };
  for (const [where, value] of Object.entries(texts)) {
    if (placeholderPattern.test(value)) {
      faults.push({ where, ...stillPlaceholder });
    }
  }
  const hosts = {
    'from.address': domainOf(config.from.address),
    ...(config.replyTo === undefined ? {} : { replyTo: domainOf(config.replyTo) }),
    baseUrl: new URL(config.baseUrl).hostname,
    ...Object.fromEntries(
      config.sources.flatMap((source, index) =>
        'folder' in source && source.url !== undefined
          ? [[`sources.${index}.url`, new URL(source.url).hostname]]
          : [],
      ),
    ),
  };
  for (const [where, host] of Object.entries(hosts)) {
    if (!isLoopback && isReservedDomain(host) && !faults.some((fault) => fault.where === where)) {
      faults.push({
        where,
        what:
          host === 'localhost'
            ? {
                de: 'localhost ist dieser Rechner selbst; von außen führt kein Link dorthin.',
                en: 'localhost is this machine itself; from outside no link leads there.',
              }
            : {
                de: `${host} ist eine Beispiel-Domain, die es nicht gibt.`,
                en: `${host} is an example domain that does not exist.`,
              },
        hint: { de: 'Die eigene Domain eintragen.', en: 'Write your own domain.' },
      });
    }
  }
  return faults;
}
