import { domainOf } from './address.ts';
import type { Config } from './config.ts';
import type { Text } from './errors.ts';
import { errorOfFaults, type Fault } from './fault.ts';
import type { FeaturedPost, Issue } from './issue.ts';
import { parseUrl } from './webAddress.ts';

/** What `init --yes` writes where only the author knows the answer. */
export const placeholder = { de: 'BITTE EINTRAGEN', en: 'PLEASE FILL IN' } as const;
export const placeholderAddress = 'bitte-eintragen@example.org';

const placeholderPattern = /BITTE[ -]EINTRAGEN|PLEASE[ -]FILL[ -]IN/i;
/** RFC 2606: nobody ever receives or sends mail there. */
const reservedDomain = /(^|\.)(example\.(org|com|net)|example|test|invalid|localhost)$/i;

/** Whether something in a text was left for the author to fill in. */
export function holdsPlaceholder(text: string): boolean {
  return placeholderPattern.test(text);
}

/** Whether a domain is one that only stands for something in examples and tests. */
export function isReservedDomain(domain: string): boolean {
  return reservedDomain.test(domain);
}

/** Where mails go with these settings. */
interface Leaving {
  /** Whether all mail servers are on this machine. */
  readonly isLoopback: boolean;
  /** Whether only somebody gets them who tries the pages out on this machine, and whose links may lead to it. */
  readonly isTrial?: boolean;
}

/**
 * Refuses to send with settings that may not leave: no imprint (§ 5 DDG, R64), placeholders, and, beyond this machine,
 * the reserved example domains. Throws `config.incomplete` with all faults.
 */
export function requireSendable(config: Config, leaving: Leaving): void {
  const faults = sendingFaults(config, leaving);
  if (faults.length > 0) throw notReady('newsletter.yaml', faults);
}

/** Refuses a draft in which a placeholder still stands, as in the signature of a letter composed too early. */
export function requireFinishedDraft(draft: string, fileName: string): void {
  const lines = draft.split(/\r?\n/);
  const faults = lines.flatMap((line, index): Fault[] => {
    const match = placeholderPattern.exec(line);
    if (!match) return [];
    const [words] = match;
    const column = match.index + 1;
    return [
      { where: `${fileName}:${index + 1}:${column}`, ...placeholderIn(words, placeOfLine(lines, index)) },
    ];
  });
  if (faults.length > 0) throw notReady(fileName, faults);
}

/** Whether a host of an address is the machine that asks, whoever asks. */
function isThisMachine(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/i.test(host);
}

/** A post that no reader can open. */
export interface PostNowhere {
  readonly post: FeaturedPost;
  /** Its address, or its picture's, at an example domain. */
  readonly address: string;
}

/** The posts of a letter whose address, or picture, is at an example domain. */
export function postsNowhere(posts: readonly FeaturedPost[]): readonly PostNowhere[] {
  return posts.flatMap((post) => {
    const address = [post.url, post.picture?.url ?? ''].find((one) =>
      isReservedDomain(parseUrl(one)?.hostname ?? ''),
    );
    return address === undefined ? [] : [{ post, address }];
  });
}

/** Refuses a letter with posts that no reader can open, unless everything stays on this machine. Throws `config.incomplete`. */
export function requireReachablePosts(
  { posts, olderPosts }: Pick<Issue, 'posts' | 'olderPosts'>,
  fileName: string,
  { isLoopback }: { readonly isLoopback: boolean },
): void {
  const nowhere = isLoopback ? [] : postsNowhere([...posts, ...olderPosts]);
  if (nowhere.length === 0) return;
  throw notReady(
    fileName,
    nowhere.map(({ post: { title }, address }) => ({
      where: fileName,
      what: {
        de: `Der Beitrag „${title}“ führt zu einer Beispiel-Domain, die es nicht gibt: ${address}`,
        en: `The post "${title}" leads to an example domain that does not exist: ${address}`,
      },
      hint: nowhereHint,
    })),
  );
}

/** What helps where posts lead to an example domain. */
export const nowhereHint = {
  de: 'Unter „sources“ den eigenen Blog eintragen. Ein Entwurf behält die Adressen, mit denen er entstand: dort ersetzen, oder den Beitrag herausnehmen.',
  en: 'Name your own blog under "sources". A draft keeps the addresses it was made with: replace them there, or take the post out.',
};

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

/** Names the words, and where in the letter they stand. */
function placeholderIn(words: string, place: Text): Pick<Fault, 'what' | 'hint'> {
  return {
    what: {
      de: `${stillPlaceholder.what.de.slice(0, -1)}: „${words}“ ${place.de}.`,
      en: `${stillPlaceholder.what.en.slice(0, -1)}: "${words}" ${place.en}.`,
    },
    hint: stillPlaceholder.hint,
  };
}

/** Where in issue.md a line stands, in words. */
function placeOfLine(lines: readonly string[], index: number): Text {
  const letterAt = lines.indexOf('---', 1) + 1;
  if (index < letterAt) {
    const key = /^[\s-]*(\w+):/.exec(lines[index] ?? '')?.[1];
    return key === undefined
      ? { de: 'über dem Brief', en: 'above the letter' }
      : { de: `bei „${key}“`, en: `at "${key}"` };
  }
  const isLast = !lines.slice(index).join('\n').trim().includes('\n\n');
  return isLast
    ? { de: 'im Gruß am Ende', en: 'in the greeting at the end' }
    : { de: 'in den Worten', en: 'in the words' };
}

function sendingFaults(config: Config, { isLoopback, isTrial = false }: Leaving): readonly Fault[] {
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
    if (holdsPlaceholder(value)) {
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
    const isNowhere = isThisMachine(host) ? !isTrial : isReservedDomain(host);
    if (!isLoopback && isNowhere && !faults.some((fault) => fault.where === where)) {
      faults.push({
        where,
        what: isThisMachine(host)
          ? {
              de: `${host} ist dieser Rechner selbst; von außen führt kein Link dorthin.`,
              en: `${host} is this machine itself; from outside no link leads there.`,
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
