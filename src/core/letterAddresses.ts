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
      what: {
        de: `„${address}“ finden nur Programme auf diesem Rechner, keine Leserin.`,
        en: `"${address}" is found only by programs on this machine, by no reader.`,
      },
      hint: {
        de: 'Die ganze Adresse mit https:// angeben; Bilder dafür im Blog hochladen.',
        en: 'Give the full address with https://; upload pictures to the blog for it.',
      },
    }));
  if (faults.length === 0) return;
  const headline = {
    de: `In ${fileName} stehen Adressen, die nirgendwohin führen:`,
    en: `${fileName} holds addresses that lead nowhere:`,
  };
  throw errorOfFaults('issue.invalid', headline, faults);
}
