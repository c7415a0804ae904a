import type { Text } from '../errors.ts';
import { formatDate } from '../locale.ts';
import type { WeekId } from '../week.ts';

/** Why a post is new in a letter, waits, or stays out, in words its author understands. */
export const verdictWords = {
  neverFeatured: { de: 'neu, noch in keinem Brief', en: 'new, not in any letter yet' },
  pinned: {
    de: 'neu, von dir nach vorn geholt (pinned)',
    en: 'new, and you wanted it next (pinned)',
  },
  newAfterOlder: (week: WeekId): Text => ({
    de: `neu datiert; stand in ${week} schon zum Wiederlesen`,
    en: `dated anew; was among the older ones in ${week}`,
  }),
  takenIn: { de: 'von dir dazugenommen', en: 'you took it in' },
  inDraft: { de: 'steht im Entwurf', en: 'is in the draft' },
  featuredIn: (week: WeekId): Text => ({
    de: `stand schon im Brief ${week}`,
    en: `was in the letter ${week}`,
  }),
  struckIn: (week: WeekId): Text => ({
    de: `du hast ihn in ${week} gestrichen`,
    en: `you took it out in ${week}`,
  }),
  noRoom: (maxPosts: number): Text => ({
    de: `wartet: der Brief fasst ${maxPosts} (issue.maxPosts)`,
    en: `waits: the letter holds ${maxPosts} (issue.maxPosts)`,
  }),
  afterPart: (number: number): Text => ({
    de: `wartet auf Teil ${number}`,
    en: `waits for part ${number}`,
  }),
  backCatalogue: { de: 'älter als der erste Brief', en: 'older than the first letter' },
  excluded: {
    de: 'in newsletter.yaml ausgeschlossen (issue.excluded)',
    en: 'excluded in newsletter.yaml (issue.excluded)',
  },
  excludedByItself: {
    de: 'im Beitrag selbst ausgeschlossen',
    en: 'excluded by its own front matter',
  },
  otherLanguage: (language: string): Text => ({
    de: `andere Sprache (${language})`,
    en: `another language (${language})`,
  }),
  /** Spelled out only where somebody asks: a replay has thousands of posts to come. */
  notYet: (isoInstant: string, timeZone: string): Text => ({
    get de() {
      return `erscheint erst am ${formatDate(isoInstant, 'de', timeZone)}`;
    },
    get en() {
      return `does not appear before ${formatDate(isoInstant, 'en', timeZone)}`;
    },
  }),
  expired: (isoInstant: string, timeZone: string): Text => ({
    get de() {
      return `abgelaufen am ${formatDate(isoInstant, 'de', timeZone)} (expiryDate)`;
    },
    get en() {
      return `expired on ${formatDate(isoInstant, 'en', timeZone)} (expiryDate)`;
    },
  }),
  twice: { de: 'steht zweimal in den Quellen', en: 'is in the sources twice' },
} as const;
