import type { IssueView, PostView } from './view.ts';

/**
 * What a template may name: a text, a list, or fields. It mirrors the view's type, which TypeScript forgets
 * before the templates arrive; the compiler keeps the two alike.
 */
export type Shape = 'text' | 'html' | { readonly each: Shape } | { readonly fields: Fields };

type Fields = Readonly<Record<string, Shape>>;

/** The shape of a view's type. */
export type ShapeOf<View> = [View] extends [string | number | boolean | null]
  ? 'text' | 'html'
  : NonNullable<View> extends readonly (infer Element)[]
    ? { readonly each: ShapeOf<Element> }
    : { readonly fields: { readonly [Key in keyof NonNullable<View>]-?: ShapeOf<NonNullable<View>[Key]> } };

/** The fields of Palette. */
export const paletteShape = {
  fields: { paper: 'text', panel: 'text', ink: 'text', quiet: 'text', rule: 'text', accent: 'text' },
} as const;

/** The fields of Fonts. */
export const fontsShape = {
  fields: { text: 'text', heading: 'text', small: 'text', weight: 'text' },
} as const;

const post = {
  fields: {
    url: 'text',
    title: 'text',
    date: 'text',
    excerpt: 'text',
    readingTime: 'text',
    picture: { fields: { url: 'text', alt: 'text' } },
    continueReadingLabel: 'text',
  },
} as const satisfies ShapeOf<PostView>;

/** The fields of IssueView. */
export const issueViewShape = {
  fields: {
    language: 'text',
    frameLanguage: 'text',
    title: 'text',
    subject: 'text',
    preheader: 'text',
    weekLabel: 'text',
    logo: 'text',
    letterHtml: 'html',
    question: 'text',
    posts: { each: post },
    olderPosts: { each: post },
    sections: {
      each: { fields: { letter: 'text', question: 'text', posts: 'text', olderPosts: 'text' } },
    },
    imprintLines: { each: 'text' },
    whyYouGetThis: 'text',
    words: {
      fields: {
        questionHeading: 'text',
        newPostsHeading: 'text',
        olderPostsHeading: 'text',
        continueReading: 'text',
        replyInvitation: 'text',
        unsubscribe: 'text',
        preferences: 'text',
        imprintHeading: 'text',
      },
    },
    slots: { fields: { salutation: 'text', unsubscribeUrl: 'text', preferencesUrl: 'text' } },
    light: paletteShape,
    dark: paletteShape,
    fonts: fontsShape,
  },
} as const satisfies ShapeOf<IssueView>;
