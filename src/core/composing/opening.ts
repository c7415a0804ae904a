import type { Config } from '../config.ts';
import { parseWeek, weeksBetween, type WeekId } from '../week.ts';

type Address = Pick<Config, 'locale' | 'address'>;

/** The titles of the new posts in quotation marks, as Markdown, in the letter's order. */
export type Titles = readonly [first: string, ...more: string[]];

const firstWeek = parseWeek('2000-W01');

/** One variant after the other, week by week, so that none comes again before all had their turn. */
export function variantOf<T>(variants: readonly [T, ...T[]], week: WeekId): T {
  const turn = weeksBetween(firstWeek, week) % variants.length;
  return variants.at(turn) ?? variants[0];
}

/** The first paragraph of a draft, where there is something new. */
export function openingOf(titles: Titles, week: WeekId, { locale, address }: Address): string {
  const [first, ...more] = titles;
  const count = numberWord(titles.length, locale);
  if (more.length === 0) return variantOf(one[locale], week)(first, address);
  return variantOf(several[locale], week)(count, first, address);
}

/** The paragraph that leads to the question. */
export function thoughtOf(week: WeekId, { locale, address }: Address): string {
  return variantOf(thoughts[locale], week)(address);
}

type Form = Config['address'];
type Variants<Arguments extends unknown[]> = Readonly<
  Record<Config['locale'], readonly [(...all: Arguments) => string, ...((...all: Arguments) => string)[]]>
>;

/*
 * German goes on after "Hallo Anna," in small letters, so no opening begins with a noun. None claims anything of the
 * author's life, of her week, or of what the posts are like.
 */

const one: Variants<[title: string, address: Form]> = {
  de: [
    (title) => `diese Woche ist ein neuer Beitrag erschienen: ${title}.`,
    (title) => `neu im Blog ist diese Woche ${title}.`,
    (title, address) =>
      `weiter unten wartet ein neuer Beitrag auf ${address === 'sie' ? 'Sie' : 'dich'}: ${title}.`,
    (title) => `diesmal steht ein einziger Beitrag im Mittelpunkt: ${title}.`,
    (title) => `in dieser Woche ist ein Text dazugekommen: ${title}.`,
    (title, address) =>
      `dieser Brief bringt ${address === 'sie' ? 'Ihnen' : 'dir'} einen neuen Beitrag mit: ${title}.`,
    (title) => `ein neuer Text steht im Blog. Er heißt ${title}.`,
    (title, address) =>
      `zu lesen gibt es diesmal ${title}. ${address === 'sie' ? 'Nehmen Sie sich' : 'Nimm dir'} dafür so viel Zeit, wie gerade da ist.`,
    (title) => `heute geht es um einen Beitrag: ${title}.`,
  ],
  en: [
    (title) => `One new post has appeared this week: ${title}.`,
    (title) => `New on the blog this week is ${title}.`,
    (title) => `A new post is waiting for you further down: ${title}.`,
    (title) => `This time the letter is all about one post: ${title}.`,
    (title) => `One new piece went up this week: ${title}.`,
    (title) => `This letter brings you one new post: ${title}.`,
    (title) => `There is something new on the blog. It is called ${title}.`,
    (title) => `There is one thing to read this time, ${title}. Take as much time for it as you have.`,
    (title) => `Just one new post today: ${title}.`,
  ],
};

const several: Variants<[count: string, first: string, address: Form]> = {
  de: [
    (count, _, address) =>
      `diese Woche sind ${count} neue Beiträge erschienen; ${address === 'sie' ? 'Sie finden' : 'du findest'} sie weiter unten.`,
    (count, first) => `neu sind diese Woche ${count} Beiträge. Den Anfang macht ${first}.`,
    (count, _, address) =>
      `dieser Brief hat ${count} neue Beiträge dabei. ${address === 'sie' ? 'Lesen Sie, was Sie' : 'Lies, was dich'} anspricht; der Rest läuft nicht weg.`,
    (count, first) => `weiter unten stehen ${count} neue Texte, zuerst ${first}.`,
    (count, first, address) =>
      `in dieser Woche sind ${count} Beiträge dazugekommen. Wenn ${address === 'sie' ? 'Ihre' : 'deine'} Zeit nur für einen reicht: Zuerst steht ${first}.`,
    (count, _, address) =>
      `im Blog ${address === 'sie' ? 'finden Sie' : 'findest du'} ${count} neue Texte; hier kommen sie der Reihe nach.`,
    (count, first) => `zu lesen gibt es diesmal ${count} neue Beiträge, darunter ${first}.`,
    (count, _, address) =>
      `gleich ${count} neue Beiträge warten weiter unten auf ${address === 'sie' ? 'Sie' : 'dich'}, für heute oder für die nächsten Tage.`,
    (count, first) => `seit dieser Woche stehen ${count} neue Texte im Blog. Der erste hier ist ${first}.`,
  ],
  en: [
    (count) => `${capitalised(count)} new posts have appeared this week; you will find them below.`,
    (count, first) => `There are ${count} new posts this week. The first of them is ${first}.`,
    (count) => `This letter brings ${count} new posts. Read whatever speaks to you; the rest can wait.`,
    (count, first) => `Further down you will find ${count} new posts, starting with ${first}.`,
    (count, first) =>
      `${capitalised(count)} new posts went up this week. If you only have time for one, ${first} comes first.`,
    (count) => `The blog has ${count} new posts, and here they are, one after the other.`,
    (count, first) => `There are ${count} new posts to read this time, among them ${first}.`,
    (count) => `${capitalised(count)} new posts are waiting below, for today or for the days to come.`,
    (count, first) => `There are now ${count} new posts on the blog. The first one here is ${first}.`,
  ],
};

const thoughts: Variants<[address: Form]> = {
  de: [
    (address) =>
      `Dazu eine Frage, die ${address === 'sie' ? 'Sie mit in die nächsten Tage nehmen können' : 'du mit in die nächsten Tage nehmen kannst'}. Sie braucht keine schnelle Antwort.`,
    () => 'Die Frage der Woche ist zum Mitnehmen gedacht, nicht zum Abhaken.',
    (address) =>
      `Und eine Frage. ${address === 'sie' ? 'Lassen Sie' : 'Lass'} sie ruhig ein paar Tage liegen; eine Antwort darf warten.`,
    (address) =>
      `Weiter unten steht eine Frage, die ${address === 'sie' ? 'Sie' : 'dich'} vielleicht ein Stück durch die Woche begleitet.`,
    (address) =>
      `Eine Frage gehört auch dazu. ${address === 'sie' ? 'Vielleicht mögen Sie sie mit jemandem besprechen, der Ihnen' : 'Vielleicht magst du sie mit jemandem besprechen, der dir'} nahesteht.`,
    () =>
      'Dazu kommt eine Frage zum Nachdenken: unterwegs, beim Abwasch oder wann immer ein Moment frei ist.',
    (address) =>
      `${address === 'sie' ? 'Wenn Sie mögen, nehmen Sie' : 'Wenn du magst, nimm'} die Frage weiter unten mit in die kommenden Tage.`,
    () => 'Eine Frage steht auch dabei. Richtige und falsche Antworten gibt es darauf nicht.',
  ],
  en: [
    () => 'And a question to take with you into the next few days. It needs no quick answer.',
    () => 'The question of the week is one to carry with you, not one to tick off.',
    () => 'And a question. Leave it for a few days if you like; the answer can wait.',
    () => 'Further down is a question that may keep you company for part of the week.',
    () =>
      'There is a question to go with it. Perhaps you would like to talk it over with somebody close to you.',
    () =>
      'There is also a question to think about: on your way, over the dishes, or whenever you have a moment.',
    () => 'If you like, take the question below with you into the days ahead.',
    () => 'There is a question, too. It has no right or wrong answers.',
  ],
};

const numberWords: Readonly<Record<Config['locale'], readonly string[]>> = {
  de: [
    'null',
    'ein',
    'zwei',
    'drei',
    'vier',
    'fünf',
    'sechs',
    'sieben',
    'acht',
    'neun',
    'zehn',
    'elf',
    'zwölf',
  ],
  en: [
    'no',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ],
};

/** Numbers to twelve are written as words. */
function numberWord(count: number, locale: Config['locale']): string {
  return numberWords[locale][count] ?? String(count);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
