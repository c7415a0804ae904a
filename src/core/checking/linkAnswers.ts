import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import type { LetterLink } from './letterLinks.ts';
import { shownAddress } from './placeOfAddress.ts';

/** What asking for an address came to. */
export type LinkAnswer =
  | {
      readonly is: 'there';
      /** How large it is; null where the server does not say. */
      readonly bytes: number | null;
      /** Where it has moved for good; null where it has not. */
      readonly movedTo: string | null;
    }
  | { readonly is: 'gone'; readonly reason: Text }
  /** The server does not tell a program, or not now. */
  | { readonly is: 'unclear'; readonly reason: Text };

const heavyPicture = 500_000;
const heavyPictures = 2_000_000;
const mostUnclear = 5;

/** What the answers to a letter's links mean for it; links that were not asked have no answer. */
export function checkLinkAnswers(
  links: readonly LetterLink[],
  answers: ReadonlyMap<string, LinkAnswer>,
): readonly Check[] {
  const found = links.flatMap((link) => {
    const answer = answers.get(link.address);
    return answer ? faultsOf(link, answer) : [];
  });
  const unclear = found.filter(({ check }) => check === 'links.unclear');
  const told = [...found.filter((one) => !unclear.includes(one)), ...unclear.slice(0, mostUnclear)];
  const weights = links.map(({ kind, address }) => (kind === 'picture' ? bytesOf(answers.get(address)) : 0));
  const weight = weights.reduce((sum, bytes) => sum + bytes, 0);
  if (weight > heavyPictures && weights.every((bytes) => bytes <= heavyPicture)) told.push(allHeavy(weight));
  const asked = links.filter(({ address }) => answers.has(address)).length;
  if (told.length > 0 || asked === 0) return [...told, ...leftOut(links.length - asked)];
  return [
    {
      check: 'links',
      status: 'ok',
      found: {
        de: `${asked} ${asked === 1 ? 'Adresse antwortet' : 'Adressen antworten'}, wie es sein soll.`,
        en: `${asked} ${asked === 1 ? 'address answers as it' : 'addresses answer as they'} should.`,
      },
    },
    ...leftOut(links.length - asked),
  ];
}

function faultsOf({ address, kind, where }: LetterLink, answer: LinkAnswer): readonly Check[] {
  const shown = shownAddress(address);
  const isPicture = kind === 'picture';
  if (answer.is === 'gone')
    return [
      {
        check: isPicture ? 'pictures.gone' : 'links.gone',
        status: 'error',
        found: {
          de: `${isPicture ? 'Ein Bild fehlt' : 'Ein Link führt ins Leere'}: ${shown} – ${answer.reason.de}`,
          en: `${isPicture ? 'A picture is missing' : 'A link leads nowhere'}: ${shown} – ${answer.reason.en}`,
        },
        why: isPicture
          ? {
              de: 'An seiner Stelle stünde eine Lücke, und ein verschickter Brief lässt sich nicht mehr ändern.',
              en: 'There would be a gap in its place, and a letter that was sent cannot be changed any more.',
            }
          : {
              de: 'Wer darauf klickt, findet nichts, und ein verschickter Brief lässt sich nicht mehr ändern.',
              en: 'Whoever follows it finds nothing, and a letter that was sent cannot be changed any more.',
            },
        hint: {
          de: 'Die Adresse prüfen. Ist der Beitrag noch nicht veröffentlicht, muss er es sein, bevor der Brief geht.',
          en: 'Check the address. If the post is not published yet, it must be before the letter leaves.',
        },
        where,
      },
    ];
  if (answer.is === 'unclear')
    return [
      {
        check: 'links.unclear',
        status: 'warning',
        found: {
          de: `Ob es ${shown} gibt, ließ sich nicht feststellen: ${answer.reason.de}`,
          en: `Whether ${shown} is there could not be found out: ${answer.reason.en}`,
        },
        why: {
          de: 'Manche Server antworten nur Browsern, manche sind kurz überlastet.',
          en: 'Some servers answer browsers only, some are busy for a while.',
        },
        hint: { de: 'Einmal selbst öffnen.', en: 'Open it once yourself.' },
        where,
      },
    ];
  const faults: Check[] = [];
  // That https is missing is told without asking.
  if (answer.movedTo !== null && answer.movedTo !== address.replace(/^http:/, 'https:'))
    faults.push({
      check: isPicture ? 'pictures.moved' : 'links.moved',
      status: 'warning',
      found: {
        de: `${isPicture ? 'Ein Bild' : 'Ein Link'} ist umgezogen: ${shown}`,
        en: `${isPicture ? 'A picture' : 'A link'} has moved: ${shown}`,
      },
      why: {
        de: 'Weiterleitungen verschwinden irgendwann; der Brief bleibt im Postfach.',
        en: 'Redirects vanish some day; the letter stays in the mailbox.',
      },
      hint: {
        de: `Die neue Adresse nehmen: ${answer.movedTo}`,
        en: `Take the new address: ${answer.movedTo}`,
      },
      where,
    });
  if (isPicture && bytesOf(answer) > heavyPicture)
    faults.push({
      ...heavy,
      found: {
        de: `Ein Bild wiegt ${kilobytes(bytesOf(answer))} KB: ${shown}`,
        en: `A picture weighs ${kilobytes(bytesOf(answer))} KB: ${shown}`,
      },
      where,
    });
  return faults;
}

const heavy: Omit<Check, 'found'> = {
  check: 'pictures.heavy',
  status: 'warning',
  why: {
    de: 'Unterwegs lädt es langsam und verbraucht, was andere für den Monat bezahlt haben.',
    en: 'On the way it loads slowly, and uses up what others have paid for the month.',
  },
  hint: {
    de: 'Kleiner speichern: 1100 Pixel breit, als JPEG, reichen auch für scharfe Bildschirme.',
    en: 'Save it smaller: 1100 pixels wide as JPEG is enough for sharp screens, too.',
  },
};

function allHeavy(bytes: number): Check {
  return {
    ...heavy,
    found: {
      de: `Alle Bilder zusammen wiegen ${kilobytes(bytes)} KB.`,
      en: `All pictures together weigh ${kilobytes(bytes)} KB.`,
    },
    where: 'posts',
  };
}

function leftOut(count: number): readonly Check[] {
  if (count <= 0) return [];
  return [
    {
      check: 'links',
      status: 'note',
      found: {
        de: `${count} ${count === 1 ? 'Adresse' : 'Adressen'} nicht geprüft: Beispiel-Domains, oder zu viele auf einmal.`,
        en: `${count} ${count === 1 ? 'address' : 'addresses'} not checked: example domains, or too many at once.`,
      },
    },
  ];
}

function bytesOf(answer: LinkAnswer | undefined): number {
  return answer?.is === 'there' ? (answer.bytes ?? 0) : 0;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}
