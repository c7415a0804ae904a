import type { Config } from '../config.ts';
import type { Language } from '../errors.ts';
import { consentWording } from '../list/consentWording.ts';
import { pageWordsFor } from './pageWords.ts';
import type { PageOf } from './pages.ts';
import type { EmbedView, FormView, HomeView, ReviewView } from './pageViews.ts';
import { frameView, letterView, pathTo, privacyLink, signUpView, type Showing } from './pageParts.ts';
import { cleaned, oneLine } from './plainText.ts';

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

function paragraphsOf(text: string): readonly string[] {
  return cleaned(text)
    .split(/\n[ \t]*\n/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '');
}
