import type { Config } from '../config.ts';
import { NewsletterError, type Language } from '../errors.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import { formatDate, wordsFor, type Words } from '../locale.ts';
import { typeset, withHyphenationHints } from '../language/typography.ts';
import { withoutTracking } from '../posts/tracking.ts';
import { parseUrl } from '../webAddress.ts';
import type { SectionName } from '../look.ts';
import { palettesOf, type Palette } from './color.ts';
import { fontsOf, type Fonts } from './fonts.ts';
import { letterToHtml } from './letterHtml.ts';
import { cleaned, linesOf, oneLine } from './plainText.ts';
import { slotMarks, stripSlotMarks, type SlotValues } from './slots.ts';

/** A post as templates see it. */
export interface PostView {
  readonly url: string;
  readonly title: string;
  /** `12. März 2026` */
  readonly date: string;
  readonly excerpt: string;
  /** `4 Min. Lesezeit`; null where it is not known. */
  readonly readingTime: string | null;
  readonly picture: { readonly url: string; readonly alt: string } | null;
  /** What the link "Weiterlesen" says to those who hear it out of its place. */
  readonly continueReadingLabel: string;
}

/** One part of the letter in its place: which one it is. */
export type SectionView = Readonly<Record<SectionName, boolean>>;

/** Everything a template of an issue may use: plain texts, and the author's words as HTML. */
export interface IssueView {
  /** Of what the author wrote. */
  readonly language: string;
  /** Of all the rest. */
  readonly frameLanguage: string;
  /** The newsletter's name. */
  readonly title: string;
  readonly subject: string;
  readonly preheader: string;
  /** `Woche 47 · 16.–22. November 2026` */
  readonly weekLabel: string;
  readonly logo: string | null;
  /** The author's words; empty when there are none. The only field that may stand in `{{{ }}}`. */
  readonly letterHtml: string;
  readonly question: string | null;
  readonly posts: readonly PostView[];
  readonly olderPosts: readonly PostView[];
  /** The parts this letter has, in the order its author wants them. */
  readonly sections: readonly SectionView[];
  readonly imprintLines: readonly string[];
  readonly whyYouGetThis: string;
  readonly words: Pick<Words, PlainWord>;
  readonly slots: Omit<SlotValues, 'confirmedOn'>;
  readonly light: Palette;
  readonly dark: Palette;
  readonly fonts: Fonts;
}

const plainWords = [
  'questionHeading',
  'newPostsHeading',
  'olderPostsHeading',
  'continueReading',
  'replyInvitation',
  'unsubscribe',
  'preferences',
  'imprintHeading',
] as const;

type PlainWord = (typeof plainWords)[number];

/** What stands around the author's own in one edition: for whom, and in which language. */
export interface Frame {
  readonly kind: 'weekly' | 'monthly' | 'archive';
  readonly language: Language;
}

/** An issue as its templates see it, the same for all readers of an edition; personal parts are slots. */
export function issueView(issue: Issue, config: Config, frame: Frame = usualFrame(config)): IssueView {
  const words = wordsFor({ locale: frame.language, address: config.address });
  const isArchived = frame.kind === 'archive';
  const { light, dark } = palettesOf(config.look.color, config.look.template);
  const fonts = fontsOf(config.look);
  const postView = (post: FeaturedPost): PostView => postViewOf(post, config, frame, words);
  const title = oneLine(config.title);
  return {
    language: config.locale,
    frameLanguage: frame.language,
    title,
    subject: oneLine(issue.subject),
    preheader: typeset(oneLine(issue.preheader), config.locale),
    weekLabel: frame.kind === 'monthly' ? words.monthLabel(issue.week) : words.weekLabel(issue.week),
    logo: config.look.logo === undefined ? null : new URL(stripSlotMarks(config.look.logo)).href,
    ...partsOf(issue, config, { palette: light, fonts }, postView),
    imprintLines: linesOf(config.imprint),
    whyYouGetThis: isArchived ? words.whoGotThis(title) : words.whyYouGetThis(title, slotMarks.confirmedOn),
    words: {
      questionHeading: words.questionHeading,
      newPostsHeading: words.newPostsHeading,
      olderPostsHeading: words.olderPostsHeading,
      continueReading: words.continueReading,
      replyInvitation: words.replyInvitation,
      unsubscribe: isArchived ? words.subscribe : words.unsubscribe,
      preferences: isArchived ? '' : words.preferences,
      imprintHeading: words.imprintHeading,
    },
    slots: {
      salutation: slotMarks.salutation,
      unsubscribeUrl: slotMarks.unsubscribeUrl,
      preferencesUrl: slotMarks.preferencesUrl,
    },
    light,
    dark,
    fonts,
  };
}

type Parts = Pick<IssueView, 'letterHtml' | 'question' | 'posts' | 'olderPosts' | 'sections'>;

/** What the author does not want shown is not there at all, so that no template can show it. */
function partsOf(
  issue: Issue,
  { look, locale }: Config,
  paint: { readonly palette: Palette; readonly fonts: Fonts },
  postView: (post: FeaturedPost) => PostView,
): Parts {
  const isShown = (name: SectionName): boolean => look.sections.includes(name);
  const parts = {
    letterHtml: isShown('letter') ? letterToHtml(cleaned(issue.letter), locale, paint) : '',
    question: isShown('question') ? typeset(oneLine(issue.question?.text ?? ''), locale) || null : null,
    posts: isShown('posts') ? issue.posts.map(postView) : [],
    olderPosts: isShown('olderPosts') ? issue.olderPosts.map(postView) : [],
  };
  const isThere: SectionView = {
    // Without a word of the author's, too: it greets.
    letter: true,
    question: parts.question !== null,
    posts: parts.posts.length > 0,
    olderPosts: parts.olderPosts.length > 0,
  };
  return { ...parts, sections: look.sections.filter((name) => isThere[name]).map(sectionView) };
}

function sectionView(name: SectionName): SectionView {
  return {
    letter: name === 'letter',
    question: name === 'question',
    posts: name === 'posts',
    olderPosts: name === 'olderPosts',
  };
}

function usualFrame({ locale }: Pick<Config, 'locale'>): Frame {
  return { kind: 'weekly', language: locale };
}

function postViewOf(post: FeaturedPost, config: Config, frame: Frame, words: Words): PostView {
  const title = typeset(oneLine(post.title), config.locale);
  return {
    url: webAddress(withoutTracking(post.url), title),
    title: withHyphenationHints(title, config.locale),
    date: formatDate(post.date, frame.language, config.schedule.timeZone),
    excerpt: typeset(oneLine(post.excerpt), config.locale),
    readingTime: post.minutes === null ? null : words.readingTime(post.minutes).replaceAll(' ', '\u00A0'),
    picture:
      config.look.pictures && config.look.template !== 'brief' && post.picture
        ? { url: webAddress(post.picture.url, title), alt: oneLine(post.picture.alt) }
        : null,
    continueReadingLabel: words.continueReadingPost(title),
  };
}

/** MJML lets `javascript:` through, so what is no web address must not reach a template. */
function webAddress(address: string, postTitle: string): string {
  const url = stripSlotMarks(address);
  const parsed = parseUrl(url);
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed.href;
  throw new NewsletterError(
    'issue.invalid',
    {
      de: `Der Beitrag „${postTitle}“ hat eine Adresse, die keine Webadresse ist: ${url}`,
      en: `The post “${postTitle}” has an address that is no web address: ${url}`,
    },
    {
      hint: {
        de: 'Adressen beginnen mit https:// oder http://.',
        en: 'Addresses begin with https:// or http://.',
      },
    },
  );
}
