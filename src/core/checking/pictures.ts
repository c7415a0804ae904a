import type { Check } from '../check.ts';
import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import { parseUrl } from '../webAddress.ts';
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
    return [
      ...(isSilent ? [{ ...withoutAlt(address), where }] : []),
      ...faultsOf(address, own).map((fault) => ({ ...fault, where })),
    ];
  });
  if (found.length > 0) return onceEach(found);
  const count = pictures.length;
  const many =
    count === 0 ? 'Keine Bilder.' : `${count} ${count === 1 ? 'Bild' : 'Bilder'}, mit Alternativtext.`;
  const manyEn =
    count === 0 ? 'No pictures.' : `${count} ${count === 1 ? 'picture' : 'pictures'}, with alternative text.`;
  return [{ check: 'pictures', status: 'ok', found: { de: many, en: manyEn } }];
}

function withoutAlt(address: string): Check {
  return {
    check: 'pictures.alt',
    status: 'warning',
    found: {
      de: `Ein Bild hat keinen Alternativtext: ${shownAddress(address)}`,
      en: `A picture has no alternative text: ${shownAddress(address)}`,
    },
    why: {
      de: 'Viele Mailprogramme zeigen Bilder erst auf Wunsch, und wer den Brief hört, erfährt nur diesen Text.',
      en: 'Many mail programs show pictures only on request, and whoever listens to the letter hears this text only.',
    },
    hint: {
      de: 'In wenigen Worten sagen, was zu sehen ist: „alt“ beim Beitrag, oder ![Text](Adresse) in den eigenen Worten.',
      en: 'Say in a few words what can be seen: "alt" at the post, or ![text](address) in your own words.',
    },
  };
}

function faultsOf(address: string, own: readonly string[]): readonly Check[] {
  const url = parseUrl(address);
  const shown = shownAddress(address);
  const faults: Check[] = [];
  if (url?.protocol === 'http:')
    faults.push({
      check: 'pictures.http',
      status: 'warning',
      found: {
        de: `Ein Bild kommt ohne Verschlüsselung: ${shown}`,
        en: `A picture comes without encryption: ${shown}`,
      },
      why: {
        de: 'Einige Mailprogramme laden Bilder nur über https; dort bleibt die Stelle leer.',
        en: 'Some mail programs load pictures by https only; there the place stays empty.',
      },
      hint: { de: 'Die Adresse mit https:// angeben.', en: 'Give the address with https://.' },
    });
  if (url && !own.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)))
    faults.push({
      check: 'pictures.elsewhere',
      status: 'warning',
      found: {
        de: `Ein Bild liegt nicht beim Blog, sondern bei ${url.hostname}: ${shown}`,
        en: `A picture does not lie with the blog but with ${url.hostname}: ${shown}`,
      },
      why: {
        de: 'Wer dort den Server betreibt, erfährt, wer den Brief wann öffnet.',
        en: 'Whoever runs that server learns who opens the letter, and when.',
      },
      hint: {
        de: 'Das Bild ins eigene Blog hochladen und von dort zeigen.',
        en: 'Upload the picture to your own blog and show it from there.',
      },
    });
  const kind = /\.(svg|avif|webp|tiff?)$/i.exec(url?.pathname ?? '')?.[1]?.toUpperCase();
  if (kind !== undefined)
    faults.push({
      check: 'pictures.kind',
      status: 'warning',
      found: {
        de: `Ein Bild ist im Format ${kind}: ${shown}`,
        en: `A picture is of the kind ${kind}: ${shown}`,
      },
      why: {
        de: 'Nicht jedes Mailprogramm kann das zeigen, manches Outlook zum Beispiel nicht.',
        en: 'Not every mail program can show that; some versions of Outlook cannot.',
      },
      hint: { de: 'Als JPEG oder PNG speichern.', en: 'Save it as JPEG or PNG.' },
    });
  return faults;
}

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

/** One picture shown twice has its fault once. */
function onceEach(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [check.found.en, check])).values()];
}
