import { isQuestionSubject, type AnotherQuestion } from '../clock/anotherQuestion.ts';
import type { Config } from '../config.ts';
import type { Decided } from '../clock/decision.ts';
import type { Text } from '../errors.ts';
import { offersOf, type LetterOnDesk, type Offer } from '../clock/letterOnDesk.ts';
import { authorWordsFor, namingOf, type AuthorWords, type Naming, type OfferWords } from './authorWords.ts';
import type { DecideView, DraftBarView } from './authorPageViews.ts';
import { palettesOf } from './color.ts';
import type { Message } from './pageWords.ts';
import type { PageOf, PageSetting } from './pages.ts';
import { button, frameView, pathTo, type Showing } from './pageParts.ts';
import type { FrameView } from './pageViews.ts';
import { linesOf, oneLine } from './plainText.ts';

/** What a press of a button came to. */
export type Came = Decided | AnotherQuestion | { readonly is: 'changed' | 'notNow' };

/** The pages behind the author's links. */
export type AuthorPage =
  | {
      readonly page: 'decide';
      readonly token: string;
      readonly desk: LetterOnDesk;
      /** What the link in the mail was for; null for the page with everything. */
      readonly asked: Offer | null;
      /** What the button did; null before one was pressed. */
      readonly came: Came | null;
    }
  /** There is no draft to read. */
  | { readonly page: 'noDraft' }
  /** Something is wrong with the author's own files; she is the one who can mend it. */
  | { readonly page: 'draftFault'; readonly fault: Text; readonly hint: Text | null };

/** Where the letter stands, what can be done with it, and what each button does. */
export function decideView(page: PageOf<'decide'>, showing: Showing): DecideView {
  const { token, desk, asked, came } = page;
  const { config, setting } = showing;
  const words = authorWordsFor(setting.language, config);
  const naming = namingOf(desk, setting.language, config);
  const offers = offersOf(desk);
  const inOrder = offers.toSorted((one, other) => Number(other === asked) - Number(one === asked));
  const hasLeft = ['sending', 'paused', 'finished'].includes(desk.state.is);
  return {
    ...frameView(messageOf(page, words, naming, offers), showing, {
      links:
        desk.issue === null
          ? []
          : [
              {
                url: pathTo(`/draft/${desk.readToken}`, setting),
                label: hasLeft ? words.readSent : words.read,
              },
            ],
    }),
    letterLanguage: config.locale,
    fault:
      desk.fault === null
        ? null
        : {
            heading: words.faultHeading,
            lines: linesOf(desk.fault[setting.language]),
            next: words.faultNext,
          },
    facts: factsOf(desk, words, naming),
    steps: inOrder.map((offer, index) => {
      const { label, text } = offerWords(offer, desk, words, naming);
      const fields = offer === 'question' ? [{ name: 'question', value: desk.questionMark }] : [];
      // Where a decision was just taken, its opposite must not look like the next step.
      const isQuiet = index > 0 || came !== null;
      return { text, button: button(`/decide/${token}/${offer}`, label, setting, { isQuiet, fields }) };
    }),
  };
}

/** The pages that only say something. */
export function authorMessageView(page: PageOf<'noDraft' | 'draftFault'>, showing: Showing): FrameView {
  const { language } = showing.setting;
  const words = authorWordsFor(language, showing.config);
  if (page.page === 'noDraft') return frameView(words.noDraft, showing);
  const { fault, hint } = page;
  const paragraphs = [...linesOf(fault[language]), ...(hint === null ? [] : linesOf(hint[language]))];
  return frameView({ heading: words.faultHeading, paragraphs }, showing);
}

/** What stands above a draft that is read: that it is one, and how it shows in an inbox. */
export function draftBarView(
  desk: LetterOnDesk,
  config: Config,
  { language }: Pick<PageSetting, 'language'>,
): DraftBarView {
  const words = authorWordsFor(language, config);
  const naming = namingOf(desk, language, config);
  const { heading, paragraphs } = words.state(desk.state, naming);
  const isSent = desk.state.is === 'finished' || desk.state.is === 'sending';
  return {
    language,
    letterLanguage: config.locale,
    mark: isSent ? words.sentMark : words.draftMark,
    state: [`${heading}.`, ...paragraphs].join(' '),
    facts: [
      { term: words.subjectTerm, text: oneLine(desk.issue?.subject ?? '') },
      { term: words.preheaderTerm, text: oneLine(desk.issue?.preheader ?? '') },
    ].filter(({ text }) => text !== ''),
    ...palettesOf(config.look.color),
  };
}

function messageOf(
  { desk, asked, came }: PageOf<'decide'>,
  words: AuthorWords,
  naming: Naming,
  offers: readonly Offer[],
): Message {
  const standing = words.state(desk.state, naming);
  if (came !== null) {
    const { heading, paragraphs } = cameMessage(came, words);
    return { heading, paragraphs: [...paragraphs, ...standing.paragraphs] };
  }
  if (asked === null || !offers.includes(asked)) return standing;
  return {
    heading: offerWords(asked, desk, words, naming).heading,
    paragraphs: standing.paragraphs,
  };
}

function cameMessage(came: Came, words: AuthorWords): Message {
  if ('is' in came) {
    switch (came.is) {
      case 'found': {
        const { heading, paragraphs } = words.asked(oneLine(came.question.text));
        return {
          heading,
          paragraphs: [
            ...paragraphs,
            ...(came.isSubjectToo ? [words.subjectToo] : []),
            ...(came.wasOwn ? [words.ownReplaced(oneLine(came.replaced))] : []),
          ],
        };
      }
      case 'noneLeft':
        return words.noneLeft;
      case 'noQuestion':
        return words.noQuestion;
      case 'changed':
        return words.questionChanged;
      case 'notNow':
        return { heading: words.refusedHeading, paragraphs: [] };
    }
  }
  switch (came.outcome) {
    case 'approved':
      return { heading: words.approved, paragraphs: [] };
    case 'held':
      return { heading: words.held, paragraphs: [] };
    case 'resumed':
      return { heading: words.resumed, paragraphs: [] };
    case 'refused':
      return { heading: words.refusedHeading, paragraphs: [words.refusal(came.because)] };
    // Pausing and cancelling are commands, and no link does them.
    default:
      return { heading: words.alreadySo, paragraphs: [] };
  }
}

function offerWords(offer: Offer, desk: LetterOnDesk, words: AuthorWords, naming: Naming): OfferWords {
  switch (offer) {
    case 'approve':
      return words.approve(desk, naming);
    case 'hold':
      return words.hold;
    case 'question':
      return words.question(
        oneLine(desk.issue?.question?.text ?? ''),
        desk.issue !== null && isQuestionSubject(desk.issue),
      );
    case 'resume':
      return words.resume;
  }
}

function factsOf(
  { issue, plannedFor, state }: LetterOnDesk,
  words: AuthorWords,
  naming: Naming,
): DecideView['facts'] {
  // Where the sentence above names the hour, it need not stand here once more.
  const isPlanTold = state.is !== 'held' && state.is !== 'quiet';
  const facts = [
    { term: words.subjectTerm, text: oneLine(issue?.subject ?? ''), isLetters: true },
    { term: words.questionTerm, text: oneLine(issue?.question?.text ?? ''), isLetters: true },
    { term: words.plannedTerm, text: isPlanTold ? '' : naming.moment(plannedFor), isLetters: false },
  ];
  return facts.filter(({ text }) => text !== '');
}
