import type { PageWords } from './pageWords.ts';

/** The pages in English. */
export const englishPages: PageWords = {
  imprint: 'Imprint',
  privacy: 'Privacy',
  archive: 'All letters',
  home: 'To the start page',

  about: (senderName) =>
    `A letter from ${senderName}: a few personal words, the new posts on the blog, and a question to take along into the week.`,
  whatTerm: 'What comes',
  what: 'A letter to be read, on a phone as on paper. It does not count who opens it or what is clicked.',
  howOftenTerm: 'How often',
  howOften: 'Once a week. If you like, only once a month.',
  fromTerm: 'From whom',
  latestHeading: 'The latest letter',

  subscribeHeading: (newsletter) => `Get “${newsletter}”`,
  addressLabel: 'Your e-mail address',
  nameLabel: 'Your first name',
  nameHint: 'Optional, for the greeting in the letter.',
  trapLabel: 'Please leave this field empty',
  privacyNotice: 'What happens to your data',
  afterwards:
    'You will get an e-mail with a link in a moment. You are on the list only once you confirm there.',
  subscribe: 'Sign up',
  review: {
    heading: 'Is that right?',
    paragraphs: ['We will send an e-mail with a link to confirm to this address.'],
  },
  reviewSubmit: 'Yes, sign up',
  reviewChange: 'No, start again',
  faultsHeading: 'Something is not right yet',
  faultyTitle: (title) => `Please check: ${title}`,
  formFaults: {
    addressMissing: 'Your e-mail address is missing here.',
    addressInvalid: 'This is no e-mail address yet. One looks like this: name@example.org',
    nameTooLong: 'This name is too long. The first name is enough.',
    nameInvalid: 'Only the first name please, without addresses or special characters.',
  },

  mailUnderWay: {
    heading: 'Look into your inbox',
    paragraphs: [
      'If all is well, an e-mail is on its way to you. The link in it confirms your sign-up. It is valid for 14 days.',
      'Nothing there after ten minutes? Look into the spam folder, and check that you spelled the address right.',
    ],
  },
  confirm: (newsletter) => ({
    heading: 'Confirm your sign-up',
    paragraphs: [`With this button, “${newsletter}” will come to this address from now on.`],
  }),
  confirmGreeting: (salutation) =>
    `Letters greet with “${salutation}”. You can change the name in your preferences afterwards.`,
  confirmSubmit: 'Yes, I want the letter',
  confirmed: (newsletter) => ({
    heading: 'Good to have you here',
    paragraphs: [
      `Your sign-up for “${newsletter}” is confirmed. The next letter comes to you too.`,
      'At the end of each letter there is a link to unsubscribe.',
    ],
  }),
  alreadyConfirmed: (newsletter) => ({
    heading: 'This is confirmed already',
    paragraphs: [`You are on the list of “${newsletter}”. There is nothing more to do.`],
  }),
  toPreferences: 'See your preferences',

  unsubscribe: (newsletter) => ({
    heading: 'Unsubscribe from the letter',
    paragraphs: [
      `With this button, “${newsletter}” no longer comes to this address. This takes effect at once.`,
      'Is it not yours? Then somebody forwarded the letter to you, and you can simply close this page.',
    ],
  }),
  unsubscribeSubmit: 'Unsubscribe',
  lessHeading: 'Or rather a little less?',
  pauseLabel: 'Take a break until',
  pauseSubmit: 'Take a break',
  monthlyText: 'A single letter a month, with all posts since the last one.',
  monthlySubmit: 'Only once a month',
  goodbye: (newsletter, forgetAfterDays) => ({
    heading: 'You are unsubscribed',
    paragraphs: [
      `“${newsletter}” no longer comes. Thank you for having read along.`,
      forgetAfterDays === 0
        ? 'Your name and address will be deleted next.'
        : `Your name and address will be deleted after ${forgetAfterDays === 1 ? 'one day' : `${forgetAfterDays} days`}.`,
    ],
  }),
  undoNotice: 'For one day you can change your mind here.',
  undo: 'Stay after all',
  resumed: (newsletter) => ({
    heading: 'All as it was',
    paragraphs: [`You did not leave “${newsletter}” after all. Everything is as it was before.`],
  }),

  preferences: (newsletter) => ({
    heading: 'Your preferences',
    paragraphs: [`They are about “${newsletter}” at this address.`],
  }),
  preferencesSaved: 'Saved.',
  languageLabel: 'Language',
  languageHint: 'Of these pages and of the letter’s frame. What is written in it stays as it is.',
  newslettersOwn: (language) => `The same as the letter (${language === 'de' ? 'German' : 'English'})`,
  rhythmLabel: 'How often',
  weekly: 'Every week',
  monthly: 'Once a month, one letter with everything',
  pausedUntilLabel: 'Pause until',
  pausedUntilHint: 'Letters come again from this day on. Empty means no pause.',
  save: 'Save',
  leaveHeading: 'Unsubscribe or delete',
  toUnsubscribe: 'Unsubscribe from the letter',
  toErase: 'Delete everything about me',
  preferenceFaults: {
    nameTooLong: 'This name is too long. The first name is enough.',
    nameInvalid: 'Only the first name please, without addresses or special characters.',
    dayInvalid: 'There is no such day. A date looks like this: 2026-12-24',
    dayPast: 'This day is over already.',
    dayTooFar: 'That is very far away. Please choose a day within the next twelve months.',
  },

  erase: (newsletter) => ({
    heading: 'Delete everything about me',
    paragraphs: [`This is about everything “${newsletter}” keeps about this address. It cannot be undone.`],
  }),
  goesHeading: 'What is deleted',
  goes: 'Your name, your address and your preferences, at once. No further letter comes.',
  staysHeading: 'What stays, and why',
  staysHash:
    'A checksum of your address, from which the address cannot be calculated. It tells that you do not want letters, should somebody enter the address again.',
  staysProof: (years) =>
    `A proof of when you agreed to which words, without name and without address. It is needed only in case of a dispute, and is deleted ${years === 1 ? 'after the end of next year' : `at the end of the year, ${years} years from now`}.`,
  eraseSubmit: 'Delete for good',
  eraseCancel: 'Rather not, back to the preferences',
  erased: (newsletter) => ({
    heading: 'It is deleted',
    paragraphs: [
      `Your name and address are deleted. “${newsletter}” will not write to you again.`,
      'The links in old letters lead nowhere from now on.',
    ],
  }),
  testLetter: {
    heading: 'This was only a test',
    paragraphs: [
      'You come from a test letter. Nothing is unsubscribed or changed here.',
      'In the letter that readers get, this link leads each of them to a page of their own: to unsubscribe, or to their preferences.',
    ],
  },

  archiveLead: (newsletter) => `What “${newsletter}” has written so far.`,
  archiveEmpty: 'No letter has appeared yet. The first one comes soon.',
  feed: 'Subscribe as a feed',

  signUpAgain: 'Sign up again',
  problems: {
    notFound: {
      heading: 'There is no such page',
      paragraphs: ['Perhaps a part of the address is missing, or the page has moved.'],
    },
    wrongMethod: {
      heading: 'This page cannot be opened this way',
      paragraphs: ['Most often it helps to start again from the beginning.'],
    },
    badRequest: {
      heading: 'That did not arrive properly',
      paragraphs: [
        'The browser sent something that nobody here understands. Nothing was changed. Please go back and try again.',
      ],
    },
    tooLarge: {
      heading: 'That was too much at once',
      paragraphs: ['What you sent is too long. Nothing was changed. Please try something shorter.'],
    },
    tooManyRequests: {
      heading: 'One moment, please',
      paragraphs: [
        'Very many requests came from your connection just now. Please try again later, within the hour it works again.',
      ],
    },
    tooManySignUps: {
      heading: 'Too many people are signing up right now',
      paragraphs: [
        'So that nobody misuses the list, the number of sign-ups in an hour is limited. Please try again later.',
      ],
    },
    listUnavailable: {
      heading: 'This does not work right now',
      paragraphs: [
        'The list cannot be reached at the moment. Nothing was changed. Please try again in a few minutes.',
      ],
    },
    failed: {
      heading: 'Something went wrong here',
      paragraphs: [
        'The fault is ours, not yours. Please try again in a few minutes. If it still does not work, write to us: the address is in the imprint.',
      ],
    },
    linkForged: {
      heading: 'This link is not complete',
      paragraphs: [
        'Perhaps your mail program broke it into two lines. Copy the whole link from the e-mail into the address bar, up to its last character.',
      ],
    },
    linkExpired: {
      heading: 'This link has expired',
      paragraphs: [
        'A sign-up can be confirmed for 14 days, leaving can be taken back for one day. If you want the letter, simply sign up again.',
      ],
    },
    linkUsed: {
      heading: 'This link has done its work',
      paragraphs: [
        'It was used already, and something has changed since. If you want the letter, simply sign up again.',
      ],
    },
    linkUnknown: {
      heading: 'There is nobody behind this link any more',
      paragraphs: [
        'The sign-up was deleted, and name and address with it. No further letter comes. If you want to read along again, simply sign up again.',
      ],
    },
  },

  embedComment:
    'Sign-up form for other websites. In WordPress: add a block “Custom HTML” and paste all of this. It may look as you like; please keep the names (name=…) and the address (action=…).',
};
