import { salutation } from '../locale.ts';
import type { Message } from './pageWords.ts';
import type { PageOf, PageProblem } from './pages.ts';
import type { FrameView, LinkView } from './pageViews.ts';
import { button, frameView, pathTo, type Showing } from './pageParts.ts';
import { oneLine } from './plainText.ts';

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

function confirmMessage(name: string | null, { words, config, setting }: Showing): Message {
  const { heading, paragraphs } = words.confirm(oneLine(config.title));
  if (name === null) return { heading, paragraphs };
  const greeting = salutation(name, { locale: setting.language, address: config.address }).replace(/,$/, '');
  return { heading, paragraphs: [...paragraphs, words.confirmGreeting(greeting)] };
}

function asksForSignUp(problem: PageProblem): boolean {
  return problem === 'linkExpired' || problem === 'linkUsed' || problem === 'linkUnknown';
}
