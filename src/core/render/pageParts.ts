import type { ArchivedLetter } from '../archive.ts';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import { formatDate } from '../locale.ts';
import type { Message, PageWords } from './pageWords.ts';
import type { FormFields, PageSetting } from './pages.ts';
import type { ButtonView, FaultsView, FieldView, FrameView, LinkView, SignUpView } from './pageViews.ts';
import { linesOf, oneLine } from './plainText.ts';

/** A page about to be shown: all that its view is made from. */
export interface Showing {
  readonly config: Config;
  readonly words: PageWords;
  readonly setting: PageSetting;
  /** Changes with the stylesheet, so that browsers may keep it for ever. */
  readonly styleVersion: string;
}

/** An address of ours, in the language of the page that it stands on. */
export function pathTo(path: string, { basePath, language }: PageSetting): string {
  return `${basePath}${path}?lang=${language}`;
}

/** What every page has: title, header, message, footer. */
export function frameView(
  { heading, paragraphs }: Message,
  { config, words, setting, styleVersion }: Showing,
  parts: {
    readonly hasFaults?: boolean;
    readonly whose?: string;
    readonly button?: ButtonView;
    readonly links?: readonly LinkView[];
  } = {},
): FrameView {
  const title = oneLine(config.title);
  const named = heading === title ? title : `${heading} · ${title}`;
  const { archive, privacyUrl } = config.website;
  return {
    language: setting.language,
    documentTitle: parts.hasFaults ? words.faultyTitle(named) : named,
    description: null,
    isFramed: setting.isFramed,
    hasHeader: !setting.isFramed,
    styleUrl: `${setting.basePath}/style.css?v=${styleVersion}`,
    feedUrl: archive ? `${setting.basePath}/archive/feed.xml` : null,
    newsletter: { title, logo: config.look.logo ?? null, url: pathTo('/', setting), language: config.locale },
    archiveUrl: archive ? pathTo('/archive', setting) : null,
    privacyUrl: privacyUrl ?? null,
    otherLanguage: otherLanguageOf(setting),
    imprintLines: linesOf(config.imprint),
    words: { imprint: words.imprint, privacy: words.privacy, archive: words.archive },
    heading,
    whose: parts.whose ?? null,
    paragraphs,
    button: parts.button ?? null,
    links: parts.links ?? [],
  };
}

/** Each in its own language, for those who do not read the other. */
export const languageNames: Readonly<Record<Language, string>> = { de: 'Deutsch', en: 'English' };

function otherLanguageOf({ path, language }: PageSetting): FrameView['otherLanguage'] {
  if (path === null) return null;
  const code = language === 'de' ? 'en' : 'de';
  return { url: `${path}${path.includes('?') ? '&' : '?'}lang=${code}`, label: languageNames[code], code };
}

/** The form, with what was typed and what is wrong with it. */
export function signUpView(form: FormFields, { config, words, setting }: Showing): SignUpView {
  const faultOf = (...kinds: readonly FormFields['faults'][number][]): string | null => {
    const fault = form.faults.find((one) => kinds.includes(one));
    return fault === undefined ? null : words.formFaults[fault];
  };
  const address = field('address', words.addressLabel, {
    type: 'email',
    value: form.address,
    autocomplete: 'email',
    isRequired: true,
    fault: faultOf('addressMissing', 'addressInvalid'),
  });
  const name = field('name', words.nameLabel, {
    value: form.name,
    autocomplete: 'given-name',
    hint: words.nameHint,
    fault: faultOf('nameTooLong', 'nameInvalid'),
  });
  return {
    action: pathTo('/subscribe', setting),
    shown: form.shown,
    isFramed: setting.isFramed,
    language: setting.language,
    faults: faultsView([address, name], words),
    address,
    name,
    trapLabel: words.trapLabel,
    wording: consentWording(config, setting.language).text,
    privacy: privacyLink(config, words),
    afterwards: words.afterwards,
    submit: words.subscribe,
  };
}

/** One field of a form, empty and faultless unless said otherwise. */
export function field(id: string, label: string, rest: Partial<FieldView>): FieldView {
  return {
    id,
    label,
    type: 'text',
    value: '',
    autocomplete: 'off',
    hint: null,
    isRequired: false,
    fault: null,
    ...rest,
  };
}

/** All faults of a form together, each leading to its field; null where there are none. */
export function faultsView(fields: readonly FieldView[], words: PageWords): FaultsView | null {
  const items = fields.flatMap(({ id, fault }) => (fault === null ? [] : [{ url: `#${id}`, label: fault }]));
  return items.length === 0 ? null : { heading: words.faultsHeading, items };
}

/** A form that is one button, and so acts by POST (R49). */
export function button(
  path: string,
  label: string,
  setting: PageSetting,
  rest: Partial<ButtonView> = {},
): ButtonView {
  return { action: pathTo(path, setting), label, isQuiet: false, fields: [], ...rest };
}

/** The way to the privacy notice, where the settings name one. */
export function privacyLink({ website }: Config, words: PageWords): LinkView | null {
  return website.privacyUrl === undefined ? null : { url: website.privacyUrl, label: words.privacyNotice };
}

/** A letter of the archive as a link. */
export function letterView(
  { week, subject, sentAt }: ArchivedLetter,
  config: Config,
  setting: PageSetting,
): LinkView & { readonly date: string } {
  return {
    // A letter is in one language, whatever the pages around it are in.
    url: `${setting.basePath}/archive/${week}`,
    label: oneLine(subject),
    date: formatDate(sentAt, setting.language, config.schedule.timeZone),
  };
}
