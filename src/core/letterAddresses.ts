import { errorOfFaults, type Fault } from './fault.ts';
import { addressesIn } from './markdown.ts';

/**
 * Refuses links and pictures of the author's letter that only work on her own machine (`garten.jpg`, `/ueber-mich/`).
 * Throws `issue.invalid` with each one's line.
 */
export function requireWebAddresses(letter: string, draft: string, fileName: string): void {
  const linesBefore = draft.split('\n').length - letter.split('\n').length;
  const faults = addressesIn(letter)
    .filter(({ address }) => !/^(https?:\/\/[^/]|mailto:)/i.test(address))
    .map(({ address, line }): Fault => ({
      where: `${fileName}:${linesBefore + line}`,
      ...(looksLikeWeb(readable(address)) ? withoutScheme(readable(address)) : onlyHere(address)),
    }));
  if (faults.length === 0) return;
  const headline = {
    de: `In ${fileName} stehen Adressen, die nirgendwohin führen:`,
    en: `${fileName} holds addresses that lead nowhere:`,
  };
  throw errorOfFaults('issue.invalid', headline, faults);
}

const fileEnding = /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|pdf|html?|md|txt|docx?|odt|mp[34]|zip)$/i;

/** With umlauts as they were written. */
function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** `www.meinblog.de`, `meinblog.de/brot`: an address of the web but for its beginning. */
function looksLikeWeb(address: string): boolean {
  const [host = '', ...path] = address.split(/[/?#]/);
  const isHost = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d+)?$/u.test(host);
  return isHost && (path.length > 0 || host.startsWith('www.') || !fileEnding.test(host));
}

function withoutScheme(address: string): Pick<Fault, 'what' | 'hint'> {
  return {
    what: {
      de: `Bei „${address}“ fehlt https:// am Anfang; so führt der Link nirgendwohin.`,
      en: `"${address}" lacks https:// at its beginning; like this the link leads nowhere.`,
    },
    hint: { de: `So schreiben: https://${address}`, en: `Write it like this: https://${address}` },
  };
}

function onlyHere(address: string): Pick<Fault, 'what' | 'hint'> {
  return {
    what: {
      de: `„${address}“ finden nur Programme auf diesem Rechner, keine Leserin.`,
      en: `"${address}" is found only by programs on this machine, by no reader.`,
    },
    hint: {
      de: 'Die ganze Adresse mit https:// angeben; Bilder dafür im Blog hochladen.',
      en: 'Give the full address with https://; upload pictures to the blog for it.',
    },
  };
}
