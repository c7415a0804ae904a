import { decideShape, draftBarShape } from './authorPageViews.ts';
import { authorFrameShape, authorMailShape } from './authorMailView.ts';
import {
  archiveShape,
  embedShape,
  eraseShape,
  formShape,
  frameShape,
  homeShape,
  preferencesShape,
  reviewShape,
  styleShape,
  unsubscribeShape,
} from './pageShapes.ts';
import { serviceMailShape } from './serviceMailView.ts';
import { textViewShape } from './textTwin.ts';
import { issueViewShape, type Shape } from './viewShape.ts';

/** The letter's templates, which each look may have of its own, with what they may name. */
export const letterShapes: Readonly<Record<string, Shape>> = {
  'issue.mjml': issueViewShape,
  'issue.txt.hbs': textViewShape,
};

/** All other templates that the program fills by itself, with what they may name. */
export const otherShapes: Readonly<Record<string, Shape>> = {
  'confirm.mjml': serviceMailShape,
  'confirm.txt.hbs': serviceMailShape,
  'notice.mjml': serviceMailShape,
  'notice.txt.hbs': serviceMailShape,
  'author.mjml': authorFrameShape,
  'author.txt.hbs': authorFrameShape,
  'authorBody.html.hbs': authorMailShape,
  'authorBody.txt.hbs': authorMailShape,
  'pages/style.css.hbs': styleShape,
  'pages/home.hbs': homeShape,
  'pages/form.hbs': formShape,
  'pages/review.hbs': reviewShape,
  'pages/message.hbs': frameShape,
  'pages/unsubscribe.hbs': unsubscribeShape,
  'pages/preferences.hbs': preferencesShape,
  'pages/erase.hbs': eraseShape,
  'pages/archive.hbs': archiveShape,
  'pages/embed.hbs': embedShape,
  'pages/decide.hbs': decideShape,
  'pages/draftBar.hbs': draftBarShape,
};
