import { englishIssue, sampleIssue } from '../../core/desk/sampleIssue.ts';
import { listMailSample, type ListMailSample } from '../../core/desk/sampleMails.ts';
import { newsSamples, toldAt, type NewsSample } from '../../core/desk/sampleNews.ts';
import {
  authorPageSamples,
  problemSamples,
  readerPageSamples,
  sampleArchive,
} from '../../core/desk/samplePages.ts';
import type { Language } from '../../core/errors.ts';
import type { Message } from '../../core/message.ts';
import type { Issue } from '../../core/issue.ts';
import { authorMails, type AuthorMails } from '../../core/render/authorMail.ts';
import { publicPages, type Page, type Pages } from '../../core/render/pages.ts';
import { serviceMails, type ServiceMails } from '../../core/render/serviceMail.ts';
import type { OpenDesk } from './openDesk.ts';

/** What can be looked at besides the letter: mails about the list, mails to the author, public pages. */
export type Sample =
  | { readonly is: 'listMail'; readonly name: ListMailSample }
  | { readonly is: 'news'; readonly name: NewsSample }
  | { readonly is: 'page'; readonly page: Page };

/** A sample as somebody would get it. */
export type ShownSample =
  | { readonly is: 'mail'; readonly message: Message }
  /** `style` is the stylesheet that the page links to. */
  | { readonly is: 'page'; readonly html: string; readonly style: string };

/** Signs what the samples show; no server takes it. */
const previewSecret = 'a sample is nobody’s mail, and its links open nothing';

/** When sample mails about the list leave. */
const mailedAt = new Date('2026-11-20T19:03:30Z');

/** All public pages, by name, as they are in a language. */
export function pagesIn(language: Language): Readonly<Record<string, Page>> {
  return {
    ...readerPageSamples(sampleArchive(language)),
    ...authorPageSamples(issueIn(language)),
    ...problemSamples,
  };
}

/** Renders samples as real ones are rendered; throws `template.*`. */
export type SamplePress = (
  desk: Pick<OpenDesk, 'config' | 'templates'>,
  sample: Sample,
  language: Language,
) => Promise<ShownSample>;

/** What samples are rendered with: made when it is first asked for, and kept while settings and templates stay as they are. */
interface Tools {
  readonly madeFrom: string;
  listMails?: Promise<ServiceMails>;
  news?: Promise<AuthorMails>;
  pages?: Pages;
}

/** Several frames show the same sample, and people look at one after the other: templates are compiled once. */
export function samplePress(): SamplePress {
  let tools: Tools = { madeFrom: '' };
  return async ({ config, templates }, sample, language) => {
    const files = await templates();
    const madeFrom = JSON.stringify([config, files]);
    if (tools.madeFrom !== madeFrom) tools = { madeFrom };
    switch (sample.is) {
      case 'listMail': {
        tools.listMails ??= serviceMails(config, files, previewSecret);
        const mail = listMailSample(sample.name, language, config);
        return { is: 'mail', message: (await tools.listMails).messageFor(mail, mailedAt) };
      }
      case 'news': {
        tools.news ??= authorMails(config, files, previewSecret);
        const news = newsSamples(issueIn(config.locale))[sample.name];
        return { is: 'mail', message: (await tools.news).messageFor(news, toldAt(news)) };
      }
      case 'page': {
        const { page } = sample;
        const pages = (tools.pages ??= publicPages(config, files));
        const basePath = new URL(config.baseUrl).pathname.replace(/\/$/, '');
        const setting = { language, isFramed: page.page === 'form', basePath, path: `${basePath}/` };
        return { is: 'page', html: pages.show(page, setting), style: pages.style };
      }
    }
  };
}

function issueIn(language: Language): Issue {
  return language === 'en' ? englishIssue() : sampleIssue();
}
