import { createHash } from 'node:crypto';
import { domainOf } from '../address.ts';
import type { AuthorNews } from '../clock/authorNews.ts';
import type { Config } from '../config.ts';
import type { Message } from '../message.ts';
import { authorMailContent } from './authorMailContent.ts';
import {
  authorFrameShape,
  authorMailShape,
  type AuthorFrameView,
  type AuthorMailView,
} from './authorMailView.ts';
import { authorMailWordsFor } from './authorMailWords.ts';
import { palettesOf } from './color.ts';
import { requireDuties } from './duties.ts';
import { fontsOf } from './fonts.ts';
import { linesOf, oneLine } from './plainText.ts';
import { renderMjml } from './renderMjml.ts';
import { bodyMark, fillSlots, splitAtBody } from './slots.ts';
import { compileTemplate } from './compileTemplate.ts';
import type { TemplateFiles } from './templates.ts';
import { asMailText } from './textTwin.ts';

/** The mails to the author, their frame rendered once. */
export interface AuthorMails {
  /** One mail; pure. `at` becomes its Date. */
  messageFor(news: AuthorNews, at: Date): Message;
}

/**
 * Compiles author.mjml and author.txt.hbs, which stand around all these mails, and authorBody.html.hbs and
 * authorBody.txt.hbs, which say what each one tells; `secret` signs their links. Throws `template.*`. What comes from posts
 * and mail servers is filled in after MJML has done its work.
 */
export async function authorMails(
  config: Config,
  templates: TemplateFiles,
  secret: string,
): Promise<AuthorMails> {
  const words = authorMailWordsFor(config);
  const { light, dark } = palettesOf(config.look.color, config.look.template);
  const imprintLines = linesOf(config.imprint);
  const frame: AuthorFrameView = {
    language: config.locale,
    heading: oneLine(config.title),
    slots: { body: bodyMark },
    footnote: words.footnote(oneLine(config.title), placeOfAuthor(config)),
    imprintLines,
    words: { imprintHeading: words.imprintHeading },
    light,
    dark,
    fonts: fontsOf(config.look),
  };
  const files = { html: 'author.mjml', text: 'author.txt.hbs' };
  const html = splitAtBody(await renderMjml<AuthorFrameView>(templates, files.html, authorFrameShape, frame));
  const text = splitAtBody(compileTemplate<AuthorFrameView>(templates, files.text, authorFrameShape)(frame));
  requireDuties<'body'>(files, { html, text }, ['body'], imprintLines);
  const fillBody = {
    html: compileTemplate<AuthorMailView>(templates, 'authorBody.html.hbs', authorMailShape),
    text: compileTemplate<AuthorMailView>(templates, 'authorBody.txt.hbs', authorMailShape),
  };
  return {
    messageFor(news, at) {
      const { subject, ...content } = authorMailContent(news, at, config, secret);
      const view: AuthorMailView = { ...content, light };
      return {
        subscriberId: 'author',
        messageId: messageIdOf(news, at, config),
        from: config.from,
        replyTo: config.replyTo ?? config.from.address,
        to: { name: '', address: config.author ?? config.replyTo ?? config.from.address },
        subject,
        date: at,
        // The body is finished HTML and finished text by now.
        html: fillSlots(html, { body: fillBody.html(view) }, 'text'),
        text: asMailText(fillSlots(text, { body: fillBody.text(view) }, 'text')),
        headers: [['Auto-Submitted', 'auto-generated']],
      };
    },
  };
}

/** The setting that an author's address is taken from. */
function placeOfAuthor({ author, replyTo }: Config): string {
  if (author !== undefined) return 'author';
  return replyTo === undefined ? 'from.address' : 'replyTo';
}

function messageIdOf({ kind, week }: AuthorNews, at: Date, { baseUrl, from }: Config): string {
  const unique = createHash('sha256')
    .update(`${kind}\n${week}\n${at.toISOString()}\n${baseUrl}`)
    .digest('hex')
    .slice(0, 32);
  return `<author.${kind}.${unique}@${domainOf(from.address)}>`;
}
