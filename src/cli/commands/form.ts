import { NewsletterError } from '../../core/errors.ts';
import { languageNamed } from '../../core/site/pageLanguage.ts';
import { publicPages } from '../../core/render/pages.ts';
import { readTemplateFiles } from '../../files/newsletterFolder.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import { type GlobalOptions } from '../settings.ts';

interface FormOptions extends GlobalOptions {
  readonly language?: string;
}

/** `wochenbrief form`: the sign-up form as plain HTML, to be pasted into another site. */
export async function form(options: FormOptions, output: Output): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const language = languageNamed(options.language ?? config.locale);
  if (language === undefined) throw noSuchLanguage(options.language ?? '');
  const html = publicPages(config, await readTemplateFiles(folder)).embeddedForm(language);
  output.say(html.trimEnd());
  output.document({ html });
  return 0;
}

function noSuchLanguage(name: string): NewsletterError {
  return new NewsletterError('usage.wrong', {
    de: `--language ${name}: Es gibt de und en.`,
    en: `--language ${name}: there are de and en.`,
  });
}
