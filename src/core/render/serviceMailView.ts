import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { palettesOf, type Palette } from './color.ts';
import { fontsOf, type Fonts } from './fonts.ts';
import { linesOf } from './plainText.ts';
import { serviceMailWordsFor, type ServiceMailWords } from './serviceMailWords.ts';
import { mailSlotMarks, type MailSlotName } from './slots.ts';
import { fontsShape, paletteShape, type ShapeOf } from './viewShape.ts';

/** The templates of mails about the list itself; a reminder is a second `confirm`. */
export type ServiceMailTemplate = 'confirm' | 'notice';

/** What `confirm` and `notice` see. */
export interface ServiceMailView {
  readonly language: Language;
  readonly heading: string;
  readonly imprintLines: readonly string[];
  readonly words: Pick<ServiceMailWords, PlainWord>;
  readonly slots: Readonly<Record<MailSlotName, string>>;
  readonly light: Palette;
  readonly dark: Palette;
  readonly fonts: Fonts;
}

type PlainWord =
  | 'greeting'
  | 'imprintHeading'
  | 'wordingIntro'
  | 'confirm'
  | 'notYou'
  | 'nothingToDo'
  | 'preferences'
  | 'unsubscribe';

/** The fields of ServiceMailView. */
export const serviceMailShape = {
  fields: {
    language: 'text',
    heading: 'text',
    imprintLines: { each: 'text' },
    words: {
      fields: {
        greeting: 'text',
        imprintHeading: 'text',
        wordingIntro: 'text',
        confirm: 'text',
        notYou: 'text',
        nothingToDo: 'text',
        preferences: 'text',
        unsubscribe: 'text',
      },
    },
    slots: {
      fields: {
        request: 'text',
        wording: 'text',
        validity: 'text',
        confirmUrl: 'text',
        ownPreferencesUrl: 'text',
        ownUnsubscribeUrl: 'text',
      },
    },
    light: paletteShape,
    dark: paletteShape,
    fonts: fontsShape,
  },
} as const satisfies ShapeOf<ServiceMailView>;

/** What their templates see, the same for everybody of one language. */
export function serviceMailView(
  name: ServiceMailTemplate,
  config: Config,
  language: Language,
): ServiceMailView {
  const words = serviceMailWordsFor(language, config);
  return {
    language,
    heading: name === 'confirm' ? words.confirmHeading : words.noticeHeading,
    imprintLines: linesOf(config.imprint),
    words,
    slots: mailSlotMarks,
    ...palettesOf(config.look.color, config.look.template),
    fonts: fontsOf(config.look),
  };
}
