import type { AuthorMailWords, Count, FigureName, FigureWords } from './authorMailWords.ts';

/** The mails to the author in English. */
export const englishAuthorMails: AuthorMailWords = {
  imprintHeading: 'Imprint',
  footnote: (newsletter, setting) =>
    `Wochenbrief writes to you because you publish “${newsletter}”. Where this mail goes is set as "${setting}" in newsletter.yaml. Whoever has the link to read can only read; please keep the other links to yourself.`,

  draft: ({ week, day, subject, needsApproval }) => ({
    subject: `Draft for ${day}: ${subject}`,
    heading: `The draft for ${day}`,
    paragraphs: [
      needsApproval
        ? 'The draft is ready. It leaves only once you approve it.'
        : 'The draft is ready. It leaves by itself; there is nothing to do if you like it as it is.',
      `Until then you can change it in issues/${week}/issue.md. What stands there then is sent.`,
    ],
  }),
  reminder: ({ day, subject }) => ({
    subject: `Not approved yet: ${subject}`,
    heading: `The letter for ${day} waits`,
    paragraphs: [
      'The draft is not approved yet. Without your answer it does not leave, but stays here. You can still send it after that.',
      'This is the only reminder.',
    ],
  }),
  heldSubject: ({ day, subject }) => `Held: ${subject ?? `the letter for ${day}`}`,
  quiet: ({ day, mayStillLeave }) => ({
    subject: mayStillLeave
      ? `A letter on ${day} all the same? No new posts`
      : `No letter on ${day}: no new posts`,
    heading: 'A quiet week',
    paragraphs: [
      mayStillLeave
        ? 'Nothing new has appeared on the blog since the last letter. Whether one leaves all the same is up to you. Without an answer none does.'
        : 'Nothing new has appeared on the blog since the last letter. So no letter leaves this week, as newsletter.yaml says (issue.quietWeek: skip).',
    ],
  }),
  trouble: ({ what, since, week }) => ({
    subject: what === 'compose' ? 'Stuck: the draft cannot be composed' : 'Stuck: the letter cannot leave',
    heading: what === 'compose' ? 'The draft cannot be composed' : 'The letter cannot leave',
    paragraphs: [
      what === 'compose'
        ? `Since ${since} composing the draft has failed. The reason:`
        : `Since ${since} sending the letter has failed. The reason:`,
    ],
    next: [
      'It is tried again by itself, at least every half hour. Nothing is lost, and nobody gets the letter twice.',
      `If it is something that you can change, doing so is enough. This shows how things stand: wochenbrief status ${week}`,
    ],
  }),
  pausedSubject: (subject) => `Paused: ${subject}`,
  pausedNext: ({ week }) =>
    `Until you decide, nothing more leaves. Once the cause is mended, it goes on with the button or with: wochenbrief resume ${week}`,
  sent: (figures) => ({
    subject: `Sent: ${figures}`,
    heading: 'The letter has left',
    paragraphs: ['Every address has had its turn now. This is what came of it.'],
  }),
  finished: (figures) => ({
    subject: `Finished: ${figures}`,
    heading: 'The letter is finished',
    paragraphs: [
      'The deliveries that were put off are decided now, too. This is the last report about this letter.',
    ],
  }),
  broken: (figures) => ({
    subject: `Cancelled: ${figures}`,
    heading: 'The sending is cancelled',
    paragraphs: ['Who did not have the letter by then does not get it any more.'],
  }),

  readers: ({ count, written }) =>
    count === 0
      ? 'nobody yet: there is no confirmed address on the list'
      : count === 1
        ? 'one person, as of now'
        : `${written} readers, as of now`,
  newPosts: 'New on the blog',
  olderPosts: 'Worth reading again',
  noNewPosts: 'There were no new posts this week.',
  notes: 'Good to know',

  figuresHeading: 'What became of the letter',
  figure: figureWords,
  refusalsHeading: 'Why rejected',
  deferralsHeading: 'Why deferred',
  times: ({ count, written }) => (count === 1 ? 'once' : `${written} times`),
  moreReasons: ({ count, written }) => (count === 1 ? 'and one more reason' : `and ${written} more reasons`),
  listHeading: 'And on the list',
  bounceWarning: {
    heading: 'Too many addresses do not exist',
    text: 'More than one address in a hundred does not exist. Large providers take such a list for a neglected one and sort its letters out. Think about where these addresses came from; people from an old list should confirm once more before the next letter leaves.',
  },
};

function figureWords(
  name: FigureName,
  { count, written }: Count,
  { week, nextTry }: { readonly week: string; readonly nextTry: string | null },
): FigureWords {
  const one = count === 1;
  switch (name) {
    case 'accepted':
      return {
        figure: `${written} accepted`,
        meaning: 'The mail server has taken the letter over. Nobody can see as far as the inbox.',
      };
    case 'rejected':
      return { figure: `${written} rejected`, meaning: 'The mail server does not take the letter there.' };
    case 'expired':
      return {
        figure: `${written} given up`,
        meaning: 'For two days the mail server asked for patience; it is not tried for longer.',
      };
    case 'deferred':
      return {
        figure: `${written} deferred`,
        meaning: `The mail server asked for patience. It is tried again by itself${nextTry === null ? '' : `, next on ${nextTry}`}.`,
      };
    case 'uncertain':
      return {
        figure: `${written} uncertain`,
        meaning: `The connection broke at the last moment: the letter may have arrived or not. So that nobody gets it twice, it is not sent again by itself. You decide with: wochenbrief resolve ${week}`,
      };
    case 'left':
      return { figure: `${written} uncertain and left so`, meaning: 'So you decided.' };
    case 'withdrawn':
      return {
        figure: one ? 'One person left before' : `${written} left before`,
        meaning: 'Unsubscribed or suppressed before it was their turn.',
      };
    case 'cancelled':
      return { figure: `${written} cancelled`, meaning: 'The letter does not go there any more.' };
    case 'waiting':
      return { figure: `${written} not tried yet`, meaning: null };
    case 'newReaders':
      return { figure: one ? 'one new sign-up' : `${written} new sign-ups`, meaning: null };
    case 'goodbyes':
      return { figure: one ? 'one goodbye' : `${written} goodbyes`, meaning: null };
    case 'suppressed':
      return {
        figure: one ? 'one address does not exist any more' : `${written} addresses do not exist any more`,
        meaning: 'Nothing is sent there from now on.',
      };
  }
}
