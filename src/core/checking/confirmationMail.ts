import type { Check } from '../check.ts';
import type { Config } from '../config.ts';
import { linesOf, oneLine } from '../render/plainText.ts';
import type { ServiceMailWords } from '../render/serviceMailWords.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { elementsOf } from './letterElements.ts';

/** What the mail that asks for a confirmation has to say, in the words of the program. */
export type Duties = Pick<
  ServiceMailWords,
  'confirmHeading' | 'greeting' | 'wordingIntro' | 'confirm' | 'notYou' | 'imprintHeading'
> & {
  readonly request: string;
  readonly wording: string;
  readonly validity: string;
};

const fewestLetters = 3;

/** Whether the confirmation mail says its duties and nothing else: no advertising, teaser or slogan (R62). */
export function checkConfirmationMail(
  { message, confirmUrl }: NonNullable<CheckedLetter['confirmation']>,
  duties: Duties,
  config: Pick<Config, 'imprint' | 'website'>,
): readonly Check[] {
  const elements = elementsOf(message.html);
  const body = elements.find(({ name }) => name === 'body')?.text() ?? '';
  const expected = [...Object.values(duties), ...linesOf(config.imprint), confirmUrl].map(oneLine);
  const own = [remainder(body, expected), remainder(message.text, expected)].find(
    (left) => (left.match(/\p{L}/gu) ?? []).length >= fewestLetters,
  );
  const links = elements.flatMap(({ name, attributes }) => (name === 'a' ? [attributes['href'] ?? ''] : []));
  const foreign = links.find((link) => link !== confirmUrl && !/^(?:mailto|tel):/i.test(link));
  const wording = config.website.wording;
  const found: Check[] = [];
  if (own !== undefined)
    found.push({
      ...advertising,
      found: {
        de: `Die Bestätigungsmail sagt mehr als ihre Pflicht: „${shortened(own)}“`,
        en: `The confirmation mail says more than its duty: "${shortened(own)}"`,
      },
    });
  if (foreign !== undefined)
    found.push({
      ...advertising,
      found: {
        de: `Die Bestätigungsmail hat einen weiteren Link: ${foreign}`,
        en: `The confirmation mail has a further link: ${foreign}`,
      },
    });
  if (elements.some(({ name }) => name === 'img'))
    found.push({
      ...advertising,
      found: { de: 'Die Bestätigungsmail zeigt ein Bild.', en: 'The confirmation mail shows a picture.' },
    });
  if (wording !== undefined && slogan.test(wording))
    found.push({
      ...advertising,
      found: {
        de: `Der Einwilligungstext klingt nach Werbung: „${shortened(wording)}“`,
        en: `The wording of the consent sounds like advertising: "${shortened(wording)}"`,
      },
      hint: {
        de: 'In website.wording nur sagen, wozu jemand Ja sagt: was kommt, wie oft, von wem.',
        en: 'In website.wording say only what people agree to: what comes, how often, from whom.',
      },
      where: 'settings',
    });
  if (found.length > 0) return found;
  return [
    {
      check: 'confirmation',
      status: 'ok',
      found: {
        de: 'Die Bestätigungsmail fragt nur nach der Bestätigung.',
        en: 'The confirmation mail asks for the confirmation and nothing else.',
      },
    },
  ];
}

const advertising: Omit<Check, 'found'> = {
  check: 'confirmation',
  status: 'warning',
  why: {
    de: 'Vor der Bestätigung darf keine Werbung kommen, auch kein Werbesatz (BGH VI ZR 134/15, VI ZR 225/17).',
    en: 'Before the confirmation there may be no advertising, not even a slogan (BGH VI ZR 134/15, VI ZR 225/17).',
  },
  hint: {
    de: 'Aus confirm.mjml und confirm.txt.hbs herausnehmen; in den ersten Brief passt es gut.',
    en: 'Take it out of confirm.mjml and confirm.txt.hbs; it fits well into the first letter.',
  },
  where: 'templates',
};

const slogan =
  /!|https?:|www\.|%|\b(?:gratis|kostenlos\w*|rabatt\w*|gutschein\w*|geschenk\w*|exklusiv\w*|free|discount|voucher|exclusive)\b/iu;

/** What of a text is left without these sentences. */
function remainder(text: string, sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== '')
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, sentence) => left.replaceAll(sentence, ' '), oneLine(text))
    .replaceAll(/[-:\s]+/g, ' ')
    .trim();
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
