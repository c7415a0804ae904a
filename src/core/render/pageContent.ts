import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import { formatMonth, salutation } from '../locale.ts';
import { pageWordsFor, type Message, type PageWords } from './pageWords.ts';
import type { Page, PageProblem, PageSetting, PreferenceFault, ReaderPage } from './pages.ts';
import type {
  ArchiveView,
  EmbedView,
  EraseView,
  FormView,
  FrameView,
  HomeView,
  LinkView,
  PreferencesView,
  ReviewView,
  UnsubscribeView,
} from './pageViews.ts';
import {
  button,
  faultsView,
  field,
  frameView,
  languageNames,
  letterView,
  pathTo,
  privacyLink,
  signUpView,
  type Showing,
} from './pageParts.ts';
import { cleaned, oneLine } from './plainText.ts';

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
  page: PageOf<
    'mailUnderWay' | 'confirm' | 'confirmed' | 'goodbye' | 'resumed' | 'erased' | 'testLetter' | 'problem'
  >,
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
    case 'testLetter':
      return frameView(words.testLetter, showing, { links: [home] });
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
