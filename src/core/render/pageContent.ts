import type { ArchivedLetter } from '../archive.ts';
import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import { formatDate, formatMonth, salutation } from '../locale.ts';
import { pageWordsFor, type Message, type PageWords } from './pageWords.ts';
import type { FormFields, Page, PageProblem, PageSetting, PreferenceFault, ReaderPage } from './pages.ts';
import type {
  ArchiveView,
  ButtonView,
  EmbedView,
  EraseView,
  FaultsView,
  FieldView,
  FormView,
  FrameView,
  HomeView,
  LinkView,
  PreferencesView,
  ReviewView,
  SignUpView,
  UnsubscribeView,
} from './pageViews.ts';
import { cleaned, linesOf, oneLine } from './plainText.ts';

/** A page about to be shown: all that its view is made from. */
export interface Showing {
  readonly config: Config;
  readonly words: PageWords;
  readonly setting: PageSetting;
  /** Changes with the stylesheet, so that browsers may keep it for ever. */
  readonly styleVersion: string;
}

/** A page of one kind. */
type PageOf<Name extends Page['page']> = Extract<Page, { readonly page: Name }>;

/** The page that says what one gets, and the form to get it. */
export function homeView({ form, latest }: PageOf<'home'>, showing: Showing): HomeView {
  const { config, words, setting } = showing;
  const title = oneLine(config.title);
  const about = paragraphsOf(config.website.about);
  const paragraphs = about.length > 0 ? about : [words.about(oneLine(config.from.name))];
  return {
    ...frameView({ heading: title, paragraphs }, showing, { hasFaults: form.faults.length > 0 }),
    description: paragraphs[0] ?? null,
    hasHeader: false,
    aboutLanguage: about.length > 0 ? config.locale : setting.language,
    form: signUpView(form, showing),
    facts: [
      { term: words.whatTerm, text: words.what },
      { term: words.howOftenTerm, text: words.howOften },
      { term: words.fromTerm, text: oneLine(config.from.name) },
    ],
    latest:
      latest === null || !config.website.archive
        ? null
        : { heading: words.latestHeading, ...letterView(latest, config, setting) },
  };
}

/** The form alone. */
export function formView({ form }: PageOf<'form'>, showing: Showing): FormView {
  const heading = showing.words.subscribeHeading(oneLine(showing.config.title));
  return {
    ...frameView({ heading, paragraphs: [] }, showing, { hasFaults: form.faults.length > 0 }),
    form: signUpView(form, showing),
  };
}

/** The sign-up as it was typed, to be looked at once more. */
export function reviewView({ form }: PageOf<'review'>, showing: Showing): ReviewView {
  const { config, words, setting } = showing;
  const fields = [
    { name: 'address', value: form.address },
    { name: 'name', value: form.name },
    { name: 'shown', value: form.shown },
    { name: 'language', value: setting.language },
    ...(setting.isFramed ? [{ name: 'framed', value: '1' }] : []),
  ];
  const startPath = setting.isFramed ? '/form' : '/';
  return {
    ...frameView(words.review, showing, {
      button: { action: pathTo('/subscribe', setting), label: words.reviewSubmit, isQuiet: false, fields },
      links: [{ url: pathTo(startPath, setting), label: words.reviewChange }],
    }),
    entries: [
      { term: words.addressLabel, text: form.address },
      ...(form.name === '' ? [] : [{ term: words.nameLabel, text: form.name }]),
    ],
    wording: consentWording(config, setting.language).text,
    privacy: privacyLink(config, words),
  };
}

/** The pages that say one thing, with a button or a link to go on. */
export function messageView(
  page: PageOf<'mailUnderWay' | 'confirm' | 'confirmed' | 'goodbye' | 'resumed' | 'erased' | 'problem'>,
  showing: Showing,
): FrameView {
  const { config, words, setting } = showing;
  const title = oneLine(config.title);
  const home = { url: pathTo('/', setting), label: words.home };
  const preferences = (token: string): LinkView => ({
    url: pathTo(`/preferences/${token}`, setting),
    label: words.toPreferences,
  });
  switch (page.page) {
    case 'mailUnderWay':
      return frameView(words.mailUnderWay, showing);
    case 'confirm':
      return frameView(confirmMessage(page.name, showing), showing, {
        whose: page.maskedAddress,
        button: button(`/confirm/${page.token}`, words.confirmSubmit, setting),
      });
    case 'confirmed':
      return frameView(page.isAlready ? words.alreadyConfirmed(title) : words.confirmed(title), showing, {
        links: [preferences(page.readerToken)],
      });
    case 'goodbye': {
      const goodbye = words.goodbye(title, config.readers.forgetAfterDays);
      if (!page.mayUndo) return frameView(goodbye, showing, { links: [home] });
      const { heading, paragraphs } = goodbye;
      return frameView({ heading, paragraphs: [...paragraphs, words.undoNotice] }, showing, {
        button: button(`/unsubscribe/${page.token}/undo`, words.undo, setting, { isQuiet: true }),
      });
    }
    case 'resumed':
      return frameView(words.resumed(title), showing, { links: [preferences(page.readerToken)] });
    case 'erased':
      return frameView(words.erased(title), showing, { links: [home] });
    case 'problem':
      return frameView(words.problems[page.problem], showing, {
        links: [asksForSignUp(page.problem) ? { ...home, label: words.signUpAgain } : home],
      });
  }
}

/** The way out, and two gentler ones. */
export function unsubscribeView({ reader }: PageOf<'unsubscribe'>, showing: Showing): UnsubscribeView {
  const { config, words, setting } = showing;
  const preferences = pathTo(`/preferences/${reader.token}`, setting);
  return {
    ...frameView(words.unsubscribe(oneLine(config.title)), showing, {
      whose: reader.maskedAddress,
      button: button(`/unsubscribe/${reader.token}`, words.unsubscribeSubmit, setting, {
        fields: [{ name: 'List-Unsubscribe', value: 'One-Click' }],
      }),
      links: [{ url: preferences, label: words.toPreferences }],
    }),
    lessHeading: words.lessHeading,
    pause: {
      action: preferences,
      day: field('pausedUntil', words.pauseLabel, {
        type: 'date',
        value: reader.pausedUntil ?? '',
        isRequired: true,
      }),
      submit: words.pauseSubmit,
    },
    monthly:
      reader.rhythm === 'monthly'
        ? null
        : {
            text: words.monthlyText,
            button: button(`/preferences/${reader.token}`, words.monthlySubmit, setting, {
              isQuiet: true,
              fields: [{ name: 'rhythm', value: 'monthly' }],
            }),
          },
  };
}

/** What a reader can change. */
export function preferencesView(
  { reader, isSaved, faults }: PageOf<'preferences'>,
  showing: Showing,
): PreferencesView {
  const { config, words, setting } = showing;
  const faultOf = (...kinds: readonly PreferenceFault[]): string | null => {
    const fault = faults.find((one) => kinds.includes(one));
    return fault === undefined ? null : words.preferenceFaults[fault];
  };
  const name = field('name', words.nameLabel, {
    value: reader.name ?? '',
    autocomplete: 'given-name',
    hint: words.nameHint,
    fault: faultOf('nameTooLong', 'nameInvalid'),
  });
  const pausedUntil = field('pausedUntil', words.pausedUntilLabel, {
    type: 'date',
    value: reader.pausedUntil ?? '',
    hint: words.pausedUntilHint,
    fault: faultOf('dayInvalid', 'dayPast', 'dayTooFar'),
  });
  return {
    ...frameView(words.preferences(oneLine(config.title)), showing, {
      whose: reader.maskedAddress,
      hasFaults: faults.length > 0,
    }),
    action: pathTo(`/preferences/${reader.token}`, setting),
    saved: isSaved ? words.preferencesSaved : null,
    faults: faultsView([name, pausedUntil], words),
    name,
    languages: {
      label: words.languageLabel,
      hint: words.languageHint,
      choices: [
        { value: '', label: words.newslettersOwn(config.locale), isChosen: reader.language === null },
        ...(['de', 'en'] as const).map((language) => ({
          value: language,
          label: languageNames[language],
          isChosen: reader.language === language,
        })),
      ],
    },
    rhythm: {
      label: words.rhythmLabel,
      choices: (['weekly', 'monthly'] as const).map((rhythm) => ({
        value: rhythm,
        label: words[rhythm],
        isChosen: reader.rhythm === rhythm,
      })),
    },
    pausedUntil,
    submit: words.save,
    leave: { heading: words.leaveHeading, ...leaveLinks(reader, words, setting) },
  };
}

/** What erasing means, before it is done. */
export function eraseView({ reader }: PageOf<'erase'>, showing: Showing): EraseView {
  const { config, words, setting } = showing;
  const { proofYears } = config.readers;
  return {
    ...frameView(words.erase(oneLine(config.title)), showing, {
      whose: reader.maskedAddress,
      button: button(`/preferences/${reader.token}/erase`, words.eraseSubmit, setting),
      links: [{ url: pathTo(`/preferences/${reader.token}`, setting), label: words.eraseCancel }],
    }),
    goes: { heading: words.goesHeading, text: words.goes },
    stays: {
      heading: words.staysHeading,
      texts: [words.staysHash, ...(proofYears === 0 ? [] : [words.staysProof(proofYears)])],
    },
  };
}

/** All letters by their month, the newest first. */
export function archiveView({ letters }: PageOf<'archive'>, showing: Showing): ArchiveView {
  const { config, words, setting } = showing;
  const title = oneLine(config.title);
  const months = new Map<string, ReturnType<typeof letterView>[]>();
  for (const letter of letters.toSorted((one, other) => (one.sentAt < other.sentAt ? 1 : -1))) {
    const month = formatMonth(letter.sentAt, setting.language, config.schedule.timeZone);
    months.set(month, [...(months.get(month) ?? []), letterView(letter, config, setting)]);
  }
  return {
    ...frameView({ heading: words.archive, paragraphs: [words.archiveLead(title)] }, showing),
    description: words.archiveLead(title),
    months: [...months].map(([name, ofMonth]) => ({ name, letters: ofMonth })),
    empty: words.archiveEmpty,
    feed: { url: `${setting.basePath}/archive/feed.xml`, label: words.feed },
  };
}

/** The form for other sites. */
export function embedView(config: Config, language: Language): EmbedView {
  const words = pageWordsFor(language, config);
  return {
    comment: words.embedComment,
    language,
    action: `${config.baseUrl.replace(/\/+$/, '')}/subscribe?lang=${language}`,
    addressLabel: words.addressLabel,
    nameLabel: words.nameLabel,
    nameHint: words.nameHint,
    trapLabel: words.trapLabel,
    wording: consentWording(config, language).text,
    privacy: privacyLink(config, words),
    submit: words.subscribe,
  };
}

/** A page's path on its host, in the language the page is shown in. */
function pathTo(path: string, { basePath, language }: PageSetting): string {
  return `${basePath}${path}?lang=${language}`;
}

function frameView(
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
const languageNames: Readonly<Record<Language, string>> = { de: 'Deutsch', en: 'English' };

function otherLanguageOf({ path, language }: PageSetting): FrameView['otherLanguage'] {
  if (path === null) return null;
  const code = language === 'de' ? 'en' : 'de';
  return { url: `${path}${path.includes('?') ? '&' : '?'}lang=${code}`, label: languageNames[code], code };
}

function signUpView(form: FormFields, { config, words, setting }: Showing): SignUpView {
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

function field(id: string, label: string, rest: Partial<FieldView>): FieldView {
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

function faultsView(fields: readonly FieldView[], words: PageWords): FaultsView | null {
  const items = fields.flatMap(({ id, fault }) => (fault === null ? [] : [{ url: `#${id}`, label: fault }]));
  return items.length === 0 ? null : { heading: words.faultsHeading, items };
}

function button(
  path: string,
  label: string,
  setting: PageSetting,
  rest: Partial<ButtonView> = {},
): ButtonView {
  return { action: pathTo(path, setting), label, isQuiet: false, fields: [], ...rest };
}

function leaveLinks(
  { token }: ReaderPage,
  words: PageWords,
  setting: PageSetting,
): Pick<PreferencesView['leave'], 'unsubscribe' | 'erase'> {
  return {
    unsubscribe: { url: pathTo(`/unsubscribe/${token}`, setting), label: words.toUnsubscribe },
    erase: { url: pathTo(`/preferences/${token}/erase`, setting), label: words.toErase },
  };
}

function privacyLink({ website }: Config, words: PageWords): LinkView | null {
  return website.privacyUrl === undefined ? null : { url: website.privacyUrl, label: words.privacyNotice };
}

function letterView(
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

function confirmMessage(name: string | null, { words, config, setting }: Showing): Message {
  const { heading, paragraphs } = words.confirm(oneLine(config.title));
  if (name === null) return { heading, paragraphs };
  const greeting = salutation(name, { locale: setting.language, address: config.address }).replace(/,$/, '');
  return { heading, paragraphs: [...paragraphs, words.confirmGreeting(greeting)] };
}

function asksForSignUp(problem: PageProblem): boolean {
  return problem === 'linkExpired' || problem === 'linkUsed' || problem === 'linkUnknown';
}

function paragraphsOf(text: string): readonly string[] {
  return cleaned(text)
    .split(/\n[ \t]*\n/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '');
}
