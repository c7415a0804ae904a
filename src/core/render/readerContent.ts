import type { PageWords } from './pageWords.ts';
import type { PageOf, PageSetting, PreferenceFault, ReaderPage } from './pages.ts';
import type { EraseView, PreferencesView, UnsubscribeView } from './pageViews.ts';
import { button, faultsView, field, frameView, languageNames, pathTo, type Showing } from './pageParts.ts';
import { oneLine } from './plainText.ts';

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
