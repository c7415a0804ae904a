import { markOf } from '../mark.ts';
import { configSchema, type Config } from '../config.ts';
import { sectionNames, type SectionName } from '../look.ts';
import type { Saying } from '../saying.ts';
import type { Look } from './settingsEdit.ts';

/** How a look stands in a form: all of it as text. */
export interface LookFields {
  readonly template: string;
  /** Empty for the look's own. */
  readonly font: string;
  readonly color: string;
  /** Empty for none. */
  readonly logo: string;
  readonly pictures: 'yes' | '';
  /** One for each place; empty for none. */
  readonly sections: readonly string[];
}

/** What is wrong with a field of the form. */
export interface LookFault {
  readonly field: 'template' | 'font' | 'color' | 'logo' | 'sections';
  readonly words: Saying;
}

/** A look as a form shows it. */
export function fieldsOfLook({ template, font, color, logo, pictures, sections }: Look): LookFields {
  return {
    template,
    font: font ?? '',
    color,
    logo: logo ?? '',
    pictures: pictures ? 'yes' : '',
    sections: sectionNames.map((_, place) => sections[place] ?? ''),
  };
}

/** A filled-in form as a look, or what is wrong with it. */
export function readLookFields(
  fields: LookFields,
): { readonly look: Look } | { readonly faults: readonly LookFault[] } {
  const { template, font, color, logo, pictures, sections } = fields;
  const result = configSchema.shape.look.safeParse({
    template,
    color: color.trim(),
    pictures: pictures === 'yes',
    sections: sections.filter((name) => name !== ''),
    ...(font === '' ? {} : { font }),
    ...(logo.trim() === '' ? {} : { logo: logo.trim() }),
  });
  if (result.success) return { look: result.data };
  const wrong = new Set(result.error.issues.map(({ path }) => path[0]));
  return { faults: faults.filter(({ field }) => wrong.has(field)) };
}

/** A look that is tried: what is chosen, and where that is wrong or half typed, what is usual. */
export function lookToTry(fields: LookFields, usual: Look): Look {
  const read = readLookFields(fields);
  if ('look' in read) return read.look;
  const usualFields = fieldsOfLook(usual);
  const mended = { ...fields };
  for (const { field } of read.faults) Object.assign(mended, { [field]: usualFields[field] });
  const again = readLookFields(mended);
  return 'look' in again ? again.look : usual;
}

const faults: readonly LookFault[] = [
  {
    field: 'template',
    words: { de: 'Dieses Aussehen gibt es nicht.', en: 'There is no such look.' },
  },
  { field: 'font', words: { de: 'Diese Schrift gibt es nicht.', en: 'There is no such typeface.' } },
  {
    field: 'color',
    words: {
      de: 'Eine Farbe wird so geschrieben: #8a4b2d',
      en: 'A colour is written like this: #8a4b2d',
    },
  },
  {
    field: 'logo',
    words: {
      de: 'Das Logo braucht eine vollständige Adresse, die mit https:// beginnt.',
      en: 'The logo needs a full address that begins with https://.',
    },
  },
  {
    field: 'sections',
    words: {
      de: 'Jeder Teil kann nur an einer Stelle stehen, und einer muss bleiben.',
      en: 'Each part can stand in one place only, and one must stay.',
    },
  },
];

/** A short mark of how the look was set when it was shown, so that nothing is overwritten unseen. */
export function markOfLook(look: Look): string {
  return markOf(JSON.stringify(fieldsOfLook(look)));
}

/** The settings with another look, to try it. */
export function configWithLook(config: Config, look: Look): Config {
  return { ...config, look };
}

/** What the parts of a letter are called. */
export const sectionSayings: Readonly<Record<SectionName, Saying>> = {
  letter: { de: 'Anrede und deine Worte', sie: 'Anrede und Ihre Worte', en: 'Greeting and your words' },
  question: { de: 'Die Frage', en: 'The question' },
  posts: { de: 'Neue Beiträge', en: 'New posts' },
  olderPosts: { de: 'Zum Wiederlesen', en: 'Worth reading again' },
};
