import { createHash } from 'node:crypto';
import type { ArchivedLetter } from '../archive.ts';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import type { LetterOnDesk } from '../clock/letterOnDesk.ts';
import type { Preferences } from '../list/membership.ts';
import { archiveView } from './archiveContent.ts';
import { authorMessageView, decideView, draftBarView, type AuthorPage } from './authorPageContent.ts';
import { decideShape, draftBarShape, type DecideView, type DraftBarView } from './authorPageViews.ts';
import { palettesOf, readableOn } from './color.ts';
import { messageView } from './messageContent.ts';
import type { Showing } from './pageParts.ts';
import {
  archiveShape,
  embedShape,
  eraseShape,
  formShape,
  frameShape,
  homeShape,
  preferencesShape,
  reviewShape,
  styleShape,
  unsubscribeShape,
} from './pageShapes.ts';
import type {
  ArchiveView,
  EmbedView,
  EraseView,
  FormView,
  FrameView,
  HomeView,
  PreferencesView,
  ReviewView,
  StyleView,
  UnsubscribeView,
} from './pageViews.ts';
import { pageWordsFor } from './pageWords.ts';
import { eraseView, preferencesView, unsubscribeView } from './readerContent.ts';
import { embedView, formView, homeView, reviewView } from './signUpContent.ts';
import { compileTemplate } from './compileTemplate.ts';
import type { TemplateFiles } from './templates.ts';
import type { Shape, ShapeOf } from './viewShape.ts';

/** What stands in the sign-up form, and what is wrong with it. */
export interface FormFields {
  readonly address: string;
  readonly name: string;
  /** Signed, says when the form was shown; bots fill it in faster than people. */
  readonly shown: string;
  readonly faults: readonly FormFault[];
}

/** What can be wrong with a sign-up that a person can mend. */
export type FormFault = 'addressMissing' | 'addressInvalid' | 'nameTooLong' | 'nameInvalid';

/** What can be wrong with saved preferences. */
export type PreferenceFault = 'nameTooLong' | 'nameInvalid' | 'dayInvalid' | 'dayPast' | 'dayTooFar';

/** A reader's own pages. */
export interface ReaderPage extends Preferences {
  readonly token: string;
  readonly maskedAddress: string;
}

/** Why there is no page to show; each has its own words and its own next step. */
export type PageProblem =
  | 'notFound'
  | 'wrongMethod'
  | 'badRequest'
  | 'tooLarge'
  | 'tooManyRequests'
  | 'tooManySignUps'
  | 'listUnavailable'
  | 'failed'
  | 'linkForged'
  | 'linkExpired'
  | 'linkUsed'
  | 'linkUnknown';

/** Every page that readers, or the author, meet, with what it shows. */
export type Page =
  | AuthorPage
  | { readonly page: 'home'; readonly form: FormFields; readonly latest: ArchivedLetter | null }
  /** The form alone, for a frame on another site. */
  | { readonly page: 'form'; readonly form: FormFields }
  /** "Is that right?", with one button: for forms that stood elsewhere, and for sign-ups that look like a bot's. */
  | { readonly page: 'review'; readonly form: FormFields }
  /** The answer to every sign-up (R52). */
  | { readonly page: 'mailUnderWay' }
  | {
      readonly page: 'confirm';
      readonly token: string;
      readonly maskedAddress: string;
      /** As it was entered, perhaps by somebody else: she must see it before it greets her. */
      readonly name: string | null;
    }
  | { readonly page: 'confirmed'; readonly readerToken: string; readonly isAlready: boolean }
  | { readonly page: 'unsubscribe'; readonly reader: ReaderPage }
  | { readonly page: 'goodbye'; readonly token: string; readonly mayUndo: boolean }
  | { readonly page: 'resumed'; readonly readerToken: string }
  | {
      readonly page: 'preferences';
      readonly reader: ReaderPage;
      readonly isSaved: boolean;
      readonly faults: readonly PreferenceFault[];
    }
  | { readonly page: 'erase'; readonly reader: ReaderPage }
  | { readonly page: 'erased' }
  /** Where the links of a test letter lead that are a reader's own in others. */
  | { readonly page: 'testLetter' }
  | { readonly page: 'archive'; readonly letters: readonly ArchivedLetter[] }
  | { readonly page: 'problem'; readonly problem: PageProblem };

/** A page of one kind. */
export type PageOf<Name extends Page['page']> = Extract<Page, { readonly page: Name }>;

/** How a page is shown. */
export interface PageSetting {
  readonly language: Language;
  /** Inside a frame on another site: no header, no footer, links open outside. */
  readonly isFramed: boolean;
  /** Path before all others, as `/brief` where the newsletter does not live at the root of its host; else empty. */
  readonly basePath: string;
  /** Path of this page with its query but without `lang`, for the other language's link; null after a POST. */
  readonly path: string | null;
}

/** The public pages of one newsletter, ready to be shown. */
export interface Pages {
  /** A whole HTML document. */
  readonly show: (page: Page, setting: PageSetting) => string;
  /** A letter's HTML with a word above it on where it stands; not a page of ours but the letter itself. */
  readonly draft: (letterHtml: string, desk: LetterOnDesk, setting: Pick<PageSetting, 'language'>) => string;
  /** The stylesheet that all pages link to, at `/style.css`. */
  readonly style: string;
  /** The form as plain HTML for other sites; posts to `baseUrl` + `/subscribe`. */
  readonly embeddedForm: (language: Language) => string;
}

/** Compiles the templates in `pages/`; throws `template.*`. */
export function publicPages(config: Config, templates: TemplateFiles): Pages {
  const compile = <View>(name: string, shape: Shape & ShapeOf<View>): ((view: View) => string) => {
    const fill = compileTemplate<View>(templates, `pages/${name}.hbs`, shape);
    return (view) => readable(fill(view));
  };
  const style = compile<StyleView>('style.css', styleShape)(styleView(config.look.color));
  const fill = {
    home: compile<HomeView>('home', homeShape),
    form: compile<FormView>('form', formShape),
    review: compile<ReviewView>('review', reviewShape),
    message: compile<FrameView>('message', frameShape),
    unsubscribe: compile<UnsubscribeView>('unsubscribe', unsubscribeShape),
    preferences: compile<PreferencesView>('preferences', preferencesShape),
    erase: compile<EraseView>('erase', eraseShape),
    archive: compile<ArchiveView>('archive', archiveShape),
    embed: compile<EmbedView>('embed', embedShape),
    decide: compile<DecideView>('decide', decideShape),
    draftBar: compile<DraftBarView>('draftBar', draftBarShape),
  };
  const styleVersion = createHash('sha256').update(style).digest('hex').slice(0, 12);
  const filled = (page: Page, showing: Showing): string => {
    switch (page.page) {
      case 'home':
        return fill.home(homeView(page, showing));
      case 'form':
        return fill.form(formView(page, showing));
      case 'review':
        return fill.review(reviewView(page, showing));
      case 'unsubscribe':
        return fill.unsubscribe(unsubscribeView(page, showing));
      case 'preferences':
        return fill.preferences(preferencesView(page, showing));
      case 'erase':
        return fill.erase(eraseView(page, showing));
      case 'archive':
        return fill.archive(archiveView(page, showing));
      case 'decide':
        return fill.decide(decideView(page, showing));
      case 'noDraft':
      case 'draftFault':
        return fill.message(authorMessageView(page, showing));
      default:
        return fill.message(messageView(page, showing));
    }
  };
  return {
    style,
    show: (page, setting) =>
      filled(page, { config, setting, styleVersion, words: pageWordsFor(setting.language, config) }),
    draft(letterHtml, desk, setting) {
      const bar = fill.draftBar(draftBarView(desk, config, setting));
      return letterHtml.replace(/<body[^>]*>/, (body) => `${body}\n${bar}`);
    },
    embeddedForm: (language) => fill.embed(embedView(config, language)),
  };
}

/** Handlebars escapes more than quoted attributes need, and people copy the form for other sites. */
function readable(html: string): string {
  return html.replaceAll('&#x3D;', '=');
}

/** A red that reads on both papers, whatever the newsletter's own colour is. */
const faultRed = '#b3261e';

function styleView(color: string): StyleView {
  const { light, dark } = palettesOf(color);
  return {
    light: { ...light, fault: readableOn(faultRed, light.panel) },
    dark: { ...dark, fault: readableOn(faultRed, dark.panel, 6.5) },
  };
}
