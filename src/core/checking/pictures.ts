import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { parseUrl } from '../webAddress.ts';
import { alike, listed, type Alike } from './alike.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { placeOfAddress, shownAddress } from './placeOfAddress.ts';

/** What can be said of the letter's pictures without fetching them. */
export function checkPictures(
  letter: Pick<CheckedLetter, 'elements' | 'issue' | 'config'>,
): readonly Check[] {
  const pictures = letter.elements.filter(({ name }) => name === 'img');
  const own = blogHosts(letter);
  const found = pictures.flatMap(({ attributes }) => {
    const address = attributes['src'] ?? '';
    const where = placeOfAddress(address, letter);
    const isSilent = (attributes['alt'] ?? '').trim() === '';
    const faults = [...(isSilent ? (['alt'] as const) : []), ...faultsOf(address, own)];
    return faults.map((fault) => ({ fault, where, address }));
  });
  if (found.length > 0) return alike(found).map(told);
  const count = pictures.length;
  const many =
    count === 0 ? 'Keine Bilder.' : `${count} ${count === 1 ? 'Bild' : 'Bilder'}, mit Alternativtext.`;
  const manyEn =
    count === 0 ? 'No pictures.' : `${count} ${count === 1 ? 'picture' : 'pictures'}, with alternative text.`;
  return [{ check: 'pictures', status: 'ok', found: { de: many, en: manyEn } }];
}

type Fault = 'alt' | 'http' | 'elsewhere' | 'kind';

function faultsOf(address: string, own: readonly string[]): readonly Fault[] {
  const url = parseUrl(address);
  const isElsewhere =
    url !== undefined && !own.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return [
    ...(url?.protocol === 'http:' ? (['http'] as const) : []),
    ...(isElsewhere ? (['elsewhere'] as const) : []),
    ...(kindOf(address) === '' ? [] : (['kind'] as const)),
  ];
}

/** A format that not every mail program shows; else empty. */
function kindOf(address: string): string {
  return /\.(svg|avif|webp|tiff?)$/i.exec(parseUrl(address)?.pathname ?? '')?.[1]?.toUpperCase() ?? '';
}

function told({ fault, where, addresses }: Alike<Fault>): Check {
  const [first = '', ...others] = addresses;
  const { one, many, why, hint } = words[fault];
  const count = addresses.length;
  const found =
    others.length === 0
      ? { de: `${one(first).de}: ${shownAddress(first)}`, en: `${one(first).en}: ${shownAddress(first)}` }
      : {
          de: `${count} Bilder ${many.de}:\n${listed(addresses, 'de')}`,
          en: `${count} pictures ${many.en}:\n${listed(addresses, 'en')}`,
        };
  return { check: `pictures.${fault}`, status: 'warning', found, why, hint, where };
}

interface FaultWords {
  readonly one: (address: string) => Text;
  readonly many: Text;
  readonly why: Text;
  readonly hint: Text;
}

const words: Readonly<Record<Fault, FaultWords>> = {
  alt: {
    one: () => ({ de: 'Ein Bild hat keinen Alternativtext', en: 'A picture has no alternative text' }),
    many: { de: 'haben keinen Alternativtext', en: 'have no alternative text' },
    why: {
      de: 'Viele Mailprogramme zeigen Bilder erst auf Wunsch, und wer den Brief hört, erfährt nur diesen Text.',
      en: 'Many mail programs show pictures only on request, and whoever listens to the letter hears this text only.',
    },
    hint: {
      de: 'In wenigen Worten sagen, was zu sehen ist: „alt“ beim Beitrag, oder ![Text](Adresse) in den eigenen Worten.',
      en: 'Say in a few words what can be seen: "alt" at the post, or ![text](address) in your own words.',
    },
  },
  http: {
    one: () => ({ de: 'Ein Bild kommt ohne Verschlüsselung', en: 'A picture comes without encryption' }),
    many: { de: 'kommen ohne Verschlüsselung', en: 'come without encryption' },
    why: {
      de: 'Einige Mailprogramme laden Bilder nur über https; dort bleibt die Stelle leer.',
      en: 'Some mail programs load pictures by https only; there the place stays empty.',
    },
    hint: { de: 'Die Adresse mit https:// angeben.', en: 'Give the address with https://.' },
  },
  elsewhere: {
    one: (address) => {
      const host = parseUrl(address)?.hostname ?? '';
      return {
        de: `Ein Bild liegt nicht beim Blog, sondern bei ${host}`,
        en: `A picture does not lie with the blog but with ${host}`,
      };
    },
    many: { de: 'liegen nicht beim Blog', en: 'do not lie with the blog' },
    why: {
      de: 'Wer dort den Server betreibt, erfährt, wer den Brief wann öffnet.',
      en: 'Whoever runs that server learns who opens the letter, and when.',
    },
    hint: {
      de: 'Das Bild ins eigene Blog hochladen und von dort zeigen.',
      en: 'Upload the picture to your own blog and show it from there.',
    },
  },
  kind: {
    one: (address) => ({
      de: `Ein Bild ist im Format ${kindOf(address)}`,
      en: `A picture is of the kind ${kindOf(address)}`,
    }),
    many: {
      de: 'sind in einem Format, das nicht jedes Mailprogramm zeigt',
      en: 'are of a kind that not every mail program shows',
    },
    why: {
      de: 'Nicht jedes Mailprogramm kann das zeigen, manches Outlook zum Beispiel nicht.',
      en: 'Not every mail program can show that; some versions of Outlook cannot.',
    },
    hint: { de: 'Als JPEG oder PNG speichern.', en: 'Save it as JPEG or PNG.' },
  },
};

/** Where the blog is, as far as settings and posts tell. */
function blogHosts({ config, issue }: { readonly config: Config; readonly issue: Issue }): readonly string[] {
  const addresses = [
    config.baseUrl,
    ...config.sources.flatMap((source) => [
      'feed' in source ? source.feed : 'wordpress' in source ? source.wordpress : (source.url ?? ''),
      ...source.movedFrom,
    ]),
    ...[...issue.posts, ...issue.olderPosts].map(({ url }) => url),
  ];
  const hosts = addresses.map((address) => parseUrl(address)?.hostname.replace(/^www\./, '') ?? '');
  return [...new Set(hosts.filter((host) => host !== ''))];
}
