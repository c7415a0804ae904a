import type { DecisionRefusal } from '../clock/decision.ts';
import type { LetterState } from '../clock/letterState.ts';
import type { AuthorWords, Naming } from './authorWords.ts';
import type { Message } from './pageWords.ts';

/** What the author reads in English. */
export const englishAuthorWords: AuthorWords = {
  subjectTerm: 'Subject',
  preheaderTerm: 'Preview line',
  questionTerm: 'Question of the week',
  plannedTerm: 'Planned for',
  readersTerm: 'Who gets it',

  state: stateMessage,
  approve({ state, onceApproved: { leavesAt, leavesNow } }, { moment }) {
    const leaving = leavesNow
      ? 'It then leaves at once, within the next minute.'
      : `It then leaves on ${moment(leavesAt)}.`;
    if (state.is === 'quiet')
      return {
        heading: 'Send a letter all the same?',
        label: 'Send it all the same',
        text: `A letter is made with the question of the week and older posts. ${leaving}`,
      };
    if (state.is === 'held' && state.hasBegun)
      return {
        heading: 'Go on sending the letter?',
        label: 'Go on sending',
        text: 'It then leaves at once for everybody who does not have it yet. Nobody gets it twice.',
      };
    return { heading: 'Approve this letter?', label: 'Approve', text: leaving };
  },
  hold: {
    heading: 'Hold this letter?',
    label: 'Hold',
    text: 'It stays here until you approve it. Nothing is lost.',
  },
  question: (present, isSubjectToo) => ({
    heading: 'Would you rather ask something else?',
    label: 'Another question',
    text: `In place of “${present}” comes the next question of prompts.yaml that fits${isSubjectToo ? ', as the subject, too' : ''}. All else in the draft stays as it is.`,
  }),
  resume: {
    heading: 'Go on with the sending?',
    label: 'Resume',
    text: 'The letter goes on to everybody who does not have it yet. Nobody gets it twice.',
  },
  read: 'Read the draft',
  readSent: 'Read the letter',

  approved: 'Approved',
  held: 'Held',
  resumed: 'It goes on',
  alreadySo: 'It is so already',
  refusedHeading: 'This cannot be done now',
  refusal: (because) => refusals[because],

  asked: (question) => ({ heading: 'Another question', paragraphs: [`The letter now asks: “${question}”`] }),
  subjectToo: 'The subject is this question now, too.',
  ownReplaced: (question) =>
    `A question of your own was replaced: “${question}” It is not in prompts.yaml. If you want to keep it, write it down there.`,
  noneLeft: {
    heading: 'No other question',
    paragraphs: [
      'There is none left in prompts.yaml that fits and that you have not declined this week. The draft stays as it is.',
    ],
  },
  noQuestion: {
    heading: 'This letter has no question',
    paragraphs: ['It was taken out of the draft, and that stays so. Nothing was changed.'],
  },
  questionChanged: {
    heading: 'There is another question already',
    paragraphs: ['The question on the page before is no longer in the draft. Nothing was changed.'],
  },

  noDraft: { heading: 'There is nothing to read here', paragraphs: ['There is no draft for this week.'] },
  faultHeading: 'Something is wrong in the draft',
  faultNext: 'It cannot leave like this. Once that is mended, what was planned holds again.',
  draftMark: 'Draft',
  sentMark: 'Sent',
};

function stateMessage(state: LetterState, { week, day, moment }: Naming): Message {
  switch (state.is) {
    case 'nothing':
      return { heading: 'No draft yet', paragraphs: ['Nothing was composed for this week yet.'] };
    case 'quiet':
      return {
        heading: 'A quiet week',
        paragraphs: ['Nothing new has appeared on the blog, so no letter leaves by itself.'],
      };
    case 'planned':
      return {
        heading: `The letter for ${day}`,
        paragraphs: [
          state.needsApproval
            ? `It waits for your approval. ${state.leavesNow ? 'After that it leaves at once, within the next minute.' : `It is planned for ${moment(state.leavesAt)}.`}`
            : state.leavesNow
              ? 'It leaves by itself now, within the next minute.'
              : `It leaves by itself, on ${moment(state.leavesAt)}.`,
        ],
      };
    case 'approved':
      return {
        heading: 'The letter is approved',
        paragraphs: [
          state.leavesNow
            ? 'It leaves now, within the next minute.'
            : `It leaves on ${moment(state.leavesAt)}.`,
        ],
      };
    case 'held':
      return { heading: 'The letter is held', paragraphs: [heldText(state)] };
    case 'sending':
      return {
        heading: 'The letter is on its way',
        paragraphs: [
          'The first readers have it, so there is nothing left to decide here.',
          `It can be paused on the machine that sends it: wochenbrief pause ${week}`,
        ],
      };
    case 'paused':
      return {
        heading: 'The sending is paused',
        paragraphs: [
          ...(state.reason === null ? [] : [state.reason.en]),
          'Who does not have the letter yet gets it only once it goes on.',
        ],
      };
    case 'finished':
      return { heading: 'The letter has left', paragraphs: ['There is nothing left to decide.'] };
    case 'cancelled':
      return { heading: 'The letter is cancelled', paragraphs: ['Nobody gets it any more.'] };
    case 'over':
      return {
        heading: 'This letter does not leave any more',
        paragraphs: [
          'Its time is over: a later letter was first, or it falls into a pause set in newsletter.yaml.',
        ],
      };
  }
}

function heldText({ reason, hasBegun }: Extract<LetterState, { is: 'held' }>): string {
  if (hasBegun)
    return 'Some readers have it already. Then the sending broke off, so long ago that it does not go on by itself.';
  switch (reason) {
    case 'author':
      return 'It does not leave until you approve it.';
    case 'unanswered':
      return 'It waited for your approval, and no answer came until its hour. Now it stays here until you approve it.';
    case 'late':
      return 'It did not leave at its hour, and now it is so late that it does not leave by itself any more.';
  }
}

const refusals: Readonly<Record<DecisionRefusal, string>> = {
  nothingComposed: 'Nothing was composed for this week yet. Nothing was changed.',
  hasLeft: 'The letter is on its way already. Nothing was changed.',
  notBegun: 'The letter is not on its way yet. Nothing was changed.',
  notPaused: 'The sending is not paused. Nothing was changed.',
  finished: 'The letter has left already. Nothing was changed.',
  cancelled: 'The letter is cancelled. Nothing was changed.',
  over: 'The time of this letter is over. Nothing was changed.',
};
