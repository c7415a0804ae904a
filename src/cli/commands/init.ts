import { randomBytes } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { NewsletterError } from '../../core/errors.ts';
import { newNewsletterFiles, placeholderAnswers, type Answers } from '../../core/newNewsletter.ts';
import { readConfig } from '../../core/readConfig.ts';
import { copyFromPackage, requireEmptyFolder, writeFiles } from '../../files/newFolder.ts';
import type { Output } from '../output.ts';
import { packageRoot } from '../packageRoot.ts';
import { commandCall, folderOf, terminalLanguage, type GlobalOptions } from '../settings.ts';

interface InitOptions extends GlobalOptions {
  readonly yes?: boolean;
  readonly feed?: string;
}

/** `wochenbrief init`: a newsletter folder of one's own. */
export async function init(options: InitOptions, output: Output, named?: string): Promise<number> {
  const language = terminalLanguage() ?? 'de';
  output.useLanguage(language);
  const folder = resolve(folderOf(options), named ?? (options.yes ? '.' : ''));
  await requireEmptyFolder(folder);
  const answers = options.yes ? placeholderAnswers(language, options.feed ?? null) : await ask(options);
  if (answers === undefined) {
    output.note({ de: 'Abgebrochen; nichts wurde angelegt.', en: 'Cancelled; nothing was made.' });
    return 1;
  }
  const files = newNewsletterFiles(answers, randomBytes(32).toString('base64url'), new Date());
  readConfig(files['newsletter.yaml'] ?? '');
  await copyFromPackage(packageRoot, folder, ['prompts.yaml', 'schema']);
  await writeFiles(folder, files);
  const inFolder = { dir: relative(process.cwd(), folder) || '.' };
  const composing = commandCall(['compose'], inFolder);
  const reading = commandCall(['preview'], inFolder);
  output.say({
    de: `Angelegt: ${folder}\n\nSo geht es weiter:\n  ${composing}\n      stellt den Brief der Woche zusammen\n  ${reading}\n      öffnet ihn im Browser: lesen, ändern, prüfen, senden`,
    en: `Made: ${folder}\n\nGo on like this:\n  ${composing}\n      composes the letter of the week\n  ${reading}\n      opens it in the browser: read, change, check, send`,
  });
  if (options.yes) {
    output.say({
      de: '\nVor dem Senden die Platzhalter in newsletter.yaml ersetzen und SMTP_URL in .env eintragen.',
      en: '\nBefore sending, replace the placeholders in newsletter.yaml and set SMTP_URL in .env.',
    });
  }
  output.document({ folder, settings: join(folder, 'newsletter.yaml') });
  return 0;
}

async function ask(options: InitOptions): Promise<Answers | undefined> {
  if (!process.stdin.isTTY || options.json) {
    throw new NewsletterError(
      'usage.wrong',
      { de: 'Ohne Terminal kann niemand antworten.', en: 'Without a terminal nobody can answer.' },
      {
        hint: {
          de: 'Mit --yes entsteht der Ordner mit Platzhaltern.',
          en: 'With --yes the folder is made with placeholders.',
        },
      },
    );
  }
  const { askForNewsletter } = await import('../questions.ts');
  return askForNewsletter(options.feed);
}
