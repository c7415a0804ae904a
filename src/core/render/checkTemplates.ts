import type { Config } from '../config.ts';
import { NewsletterError, type Text } from '../errors.ts';
import { lookNames, sectionNames, type LookName } from '../look.ts';
import { nearestName } from '../nearestName.ts';
import { templatesInUse, type TemplateShelf } from '../templateShelf.ts';
import { authorMails } from './authorMail.ts';
import { templateFaults } from './checkTemplate.ts';
import { publicPages } from './pages.ts';
import { mjmlFaults } from './renderMjml.ts';
import { renderIssue } from './renderIssue.ts';
import { bareLetter, sampleLetter } from './sampleLetter.ts';
import { serviceMails } from './serviceMail.ts';
import { letterShapes, otherShapes } from './templateShapes.ts';
import { parseTemplate, partialsOf, templateOfLook, type TemplateFiles } from './templates.ts';
import { issueView, type Frame, type IssueView } from './view.ts';
import { issueViewShape, type Shape } from './viewShape.ts';

/** What was found in the templates of a folder. */
export interface TemplateReport {
  /** Mistakes: each would keep some letter, mail or page from being made. */
  readonly faults: readonly NewsletterError[];
  /** What works and is most likely not meant so. */
  readonly remarks: readonly TemplateRemark[];
}

/** A word about one file of the author's own. */
export interface TemplateRemark {
  readonly file: string;
  readonly what: Text;
  readonly hint: Text;
}

/**
 * Looks up every name in every template, and makes sample letters of all looks and editions, and all mails and pages. Every
 * mistake is told once, with file and line where they are known.
 */
export async function checkTemplates(shelf: TemplateShelf, config: Config): Promise<TemplateReport> {
  const files = templatesInUse(shelf);
  const reached = new Set<string>();
  const found: NewsletterError[] = [];
  for (const look of lookNames) {
    const named = Object.entries(letterShapes).flatMap(([file, shape]) =>
      namesIn({ files, file, shape, look, reached }),
    );
    // What names nothing cannot be filled, and would only be told once more.
    found.push(...(named.length > 0 ? named : await lettersOf(files, config, look)));
  }
  const others = Object.entries(otherShapes).flatMap(([file, shape]) =>
    namesIn({ files, file, shape, reached }),
  );
  found.push(...(others.length > 0 ? others : await mailsAndPages(files, config)));
  const unused = Object.keys(shelf.own).filter((file) => !reached.has(file));
  found.push(...unused.flatMap((file) => caught(() => parseTemplate(files, file))));
  return {
    faults: [...new Map(found.map((fault) => [fault.text.en, fault])).values()],
    remarks: [...unused.map((file) => unusedRemark(file, [...reached])), ...orderRemarks(shelf, config)],
  };
}

/** A template that is looked at. */
interface Looked {
  readonly files: TemplateFiles;
  readonly file: string;
  readonly shape: Shape;
  readonly look?: LookName;
  /** Told each file that it brings in. */
  readonly reached: Set<string>;
}

function namesIn({ files, file, shape, look, reached }: Looked): readonly NewsletterError[] {
  return templateFaults(templateOfLook(files, file, look), shape, {
    partials: partialsOf(files, file, look),
    parse(name) {
      reached.add(name);
      return parseTemplate(files, name);
    },
  });
}

const editions: readonly Frame[] = [
  { kind: 'weekly', language: 'de' },
  { kind: 'weekly', language: 'en' },
  { kind: 'monthly', language: 'de' },
  { kind: 'monthly', language: 'en' },
];

/** Sample letters in one look: for all editions and the archive, full and empty. */
async function lettersOf(
  files: TemplateFiles,
  config: Config,
  look: LookName,
): Promise<readonly NewsletterError[]> {
  const settings = { ...config, look: { ...config.look, template: look, sections: sectionNames } };
  const archive = { kind: 'archive', language: config.locale } as const;
  const [full, bare] = [sampleLetter(config.locale), bareLetter(config.locale)];
  const letters = [
    ...[...editions, archive].map((frame) => ({ letter: full, frame })),
    ...[{ kind: 'weekly', language: config.locale } as const, archive].map((frame) => ({
      letter: bare,
      frame,
    })),
  ];
  const found: NewsletterError[] = [];
  for (const { letter, frame } of letters) {
    const broken = await caughtLater(async () => void (await renderIssue(letter, settings, files, frame)));
    if (broken.length === 0) continue;
    // Rendering ends at the first complaint; its author wants to hear all.
    const view = issueView(letter, settings, frame);
    const all = await caughtLater(() =>
      mjmlFaults<IssueView>(files, 'issue.mjml', issueViewShape, view, { look }),
    );
    found.push(...(all.length > 0 ? all : broken));
  }
  return found;
}

/** Nobody gets the links of these mails. */
const noSecret = '';

async function mailsAndPages(files: TemplateFiles, config: Config): Promise<readonly NewsletterError[]> {
  return [
    ...(await caughtLater(async () => void (await serviceMails(config, files, noSecret)))),
    ...(await caughtLater(async () => void (await authorMails(config, files, noSecret)))),
    ...caught(() => void publicPages(config, files)),
  ];
}

function caught(work: () => void): readonly NewsletterError[] {
  try {
    work();
    return [];
  } catch (error) {
    return [known(error)];
  }
}

async function caughtLater(
  work: () => Promise<readonly NewsletterError[] | undefined>,
): Promise<readonly NewsletterError[]> {
  try {
    return (await work()) ?? [];
  } catch (error) {
    return [known(error)];
  }
}

function known(error: unknown): NewsletterError {
  if (error instanceof NewsletterError) return error;
  throw error;
}

function unusedRemark(file: string, known: readonly string[]): TemplateRemark {
  const nearest = nearestName(file, known, 4);
  return {
    file,
    what: { de: 'Diese Datei wird von keiner Vorlage gebraucht.', en: 'No template uses this file.' },
    hint:
      nearest === undefined
        ? {
            de: 'Ein Teil kommt mit {{> name}} in eine Vorlage; sonst kann die Datei weg.',
            en: 'A part comes into a template with {{> name}}; else the file can go.',
          }
        : { de: `Heißt sie ${nearest}?`, en: `Is it called ${nearest}?` },
  };
}

/** A copy from before letters had an order keeps the order it was written with. */
function orderRemarks({ own }: TemplateShelf, { look }: Config): readonly TemplateRemark[] {
  const wanted = look.sections.map((name) => sectionNames.indexOf(name));
  const isUsual = wanted.join() === wanted.toSorted((one, other) => one - other).join();
  if (isUsual) return [];
  return ['issue.mjml', 'issue.txt.hbs']
    .map((file) => templateOfLook(own, file, look.template))
    .filter((file) => own[file] !== undefined && !own[file].includes('sections'))
    .map((file) => ({
      file,
      what: {
        de: 'Die Reihenfolge aus „look.sections“ gilt hier nicht: Diese Vorlage hat ihre eigene.',
        en: 'The order in "look.sections" does not count here: this template has its own.',
      },
      hint: {
        de: 'Die mitgelieferte Vorlage ordnet mit {{#each sections}}; „wochenbrief templates list“ sagt, was abweicht.',
        en: 'The template of the program orders with {{#each sections}}; "wochenbrief templates list" tells what differs.',
      },
    }));
}
