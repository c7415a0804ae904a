import type { Config } from '../config.ts';
import type { Issue } from '../issue.ts';
import type { WeekId } from '../week.ts';
import { thoughtOf, variantOf } from './opening.ts';

/** How many letters without a new post stand right before a week's. */
export function quietLettersBefore(week: WeekId, past: readonly Pick<Issue, 'week' | 'posts'>[]): number {
  const before = past.filter((issue) => issue.week < week).toSorted((a, b) => (a.week < b.week ? 1 : -1));
  const busy = before.findIndex((issue) => issue.posts.length > 0);
  return busy < 0 ? before.length : busy;
}

/**
 * The draft of a week without new posts: the first time, the second, and every time after that it says something else, and
 * older post and question stand in another order.
 */
export function quietParagraphs(
  week: WeekId,
  quietBefore: number,
  shown: { readonly olderTitle: string | null; readonly hasQuestion: boolean },
  voice: Pick<Config, 'locale' | 'address'>,
): readonly string[] {
  const { locale, address } = voice;
  const nth = Math.min(quietBefore, 2);
  const openings = [first, second, later][nth] ?? first;
  const again =
    shown.olderTitle === null ? [] : [variantOf(olderLines[locale], week)(shown.olderTitle, address)];
  const thought = shown.hasQuestion ? [thoughtOf(week, voice)] : [];
  const opening = variantOf(openings[locale], week);
  return nth === 1
    ? [opening, ...thought, ...again]
    : nth === 2
      ? [[opening, ...again].join(' '), ...thought]
      : [opening, ...again, ...thought];
}

type Openings = Readonly<Record<Config['locale'], readonly [string, ...string[]]>>;

const first: Openings = {
  de: [
    'diese Woche ist es still im Blog. Manchmal ist das gut so.',
    'in dieser Woche ist nichts Neues erschienen. Auch das gehört dazu.',
    'heute kommt dieser Brief ohne neuen Beitrag, dafür mit etwas mehr Ruhe.',
    'eine Woche ohne neuen Text: Auch Pausen haben ihren Platz.',
    'im Blog ist gerade Pause. Der Brief kommt trotzdem, nur etwas kürzer.',
    'neu ist diese Woche nichts, und das darf so sein.',
    'dieser Brief ist ein leiser: Einen neuen Beitrag gibt es diesmal nicht.',
    'nicht jede Woche bringt einen neuen Text. Diese hat keinen gebracht.',
  ],
  en: [
    'It is quiet on the blog this week. Sometimes that is a good thing.',
    'Nothing new has appeared this week. That happens, too.',
    'Today this letter comes without a new post, and with a little more calm.',
    'A week without a new post: pauses have their place as well.',
    'The blog is taking a break. The letter comes all the same, only shorter.',
    'There is nothing new this week, and that is fine.',
    'This is a quieter letter: there is no new post this time.',
    'Not every week brings a new post. This one did not.',
  ],
};

const second: Openings = {
  de: [
    'auch diese Woche ist im Blog nichts Neues dazugekommen.',
    'die Stille im Blog hält noch eine Woche an.',
    'noch eine ruhige Woche: Ein neuer Beitrag ist nicht dabei.',
    'zum zweiten Mal hintereinander kommt dieser Brief ohne neuen Text.',
    'es bleibt noch eine Woche ruhig im Blog.',
    'wieder ist kein neuer Beitrag erschienen. Umso mehr Platz hat die Woche für anderes.',
    'neue Texte gibt es auch diesmal nicht; der Brief kommt trotzdem.',
    'wie schon letzte Woche ist im Blog nichts Neues zu lesen.',
  ],
  en: [
    'Nothing new has been added to the blog this week either.',
    'The quiet on the blog lasts for another week.',
    'Another calm week, with no new post.',
    'For the second time in a row this letter comes without a new post.',
    'The blog is still quiet this week.',
    'No new post this week either. All the more room for other things.',
    'There are no new posts this time either; the letter comes all the same.',
    'Like last week, there is nothing new to read on the blog.',
  ],
};

const later: Openings = {
  de: [
    'im Blog ist schon länger Pause; der Brief kommt trotzdem.',
    'seit einigen Wochen ist es ruhig im Blog. Was dort steht, ist darum nicht weniger wert.',
    'auch diesmal gibt es nichts Neues. Vieles Ältere ist trotzdem noch ungelesen oder halb vergessen.',
    'die Pause im Blog dauert an. Umso mehr Zeit bleibt für das, was schon geschrieben ist.',
    'neue Beiträge lassen weiter auf sich warten, und niemand muss sich deshalb beeilen.',
    'es ist eine ruhige Zeit im Blog. Dieser Brief hält die Verbindung.',
    'noch immer ist kein neuer Text da. Ein Brief darf auch einfach ein Gruß sein.',
    'die stillen Wochen im Blog gehen weiter.',
  ],
  en: [
    'The blog is taking a longer break; the letter keeps coming.',
    'It has been quiet on the blog for some weeks. What is already there is worth no less for it.',
    'There is nothing new this time either. Much that is older is still unread, or half forgotten.',
    'The pause on the blog goes on. All the more time for what is already written.',
    'There is no new post yet, and there is no hurry.',
    'It is a calm time on the blog. This letter keeps us in touch.',
    'There is still no new post. A letter may simply be a greeting, too.',
    'The quiet weeks on the blog go on.',
  ],
};

type OlderLine = (title: string, address: Config['address']) => string;

const olderLines: Readonly<Record<Config['locale'], readonly [OlderLine, ...OlderLine[]]>> = {
  de: [
    (title) => `Zeit, etwas Älteres noch einmal zu lesen: ${title}.`,
    (title) => `Zum Wiederlesen steht weiter unten ${title}.`,
    (title, address) =>
      `Vielleicht ${address === 'sie' ? 'haben Sie' : 'hast du'} ${title} damals verpasst; jetzt wäre Gelegenheit.`,
    (title) => `Ein älterer Beitrag rückt dafür nach vorn: ${title}.`,
    (title) => `Aus dem Archiv kommt diesmal ${title}.`,
    (title) => `Wer lesen möchte, findet weiter unten ${title}.`,
    (title) => `Etwas Älteres passt auch heute noch: ${title}.`,
  ],
  en: [
    (title) => `Time to read something older once more: ${title}.`,
    (title) => `Worth reading again, further down: ${title}.`,
    (title) => `Perhaps you missed ${title} at the time; now would be a chance.`,
    (title) => `An older post takes its place: ${title}.`,
    (title) => `From the archive comes ${title} this time.`,
    (title) => `If you would like to read something, you will find ${title} further down.`,
    (title) => `Something older still fits today: ${title}.`,
  ],
};
