import type { Language, Text } from '../../core/errors.ts';
import {
  groupOf,
  shelvedTemplates,
  templateGroups,
  type ShelvedTemplate,
  type TemplateGroup,
} from '../../core/templateShelf.ts';
import { readTemplateShelf } from '../../files/templateFolders.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief templates list`: the looks and their files, and whose each file is. */
export async function templatesList(options: GlobalOptions, output: Output): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const files = shelvedTemplates(await readTemplateShelf(folder));
  const inUse = config.look.template;
  for (const group of templateGroups) {
    const isInUse = group === inUse ? inUseWords[output.language] : '';
    output.say(`${group}${isInUse}: ${groupWords[group][output.language]}`);
    for (const one of files.filter(({ file }) => groupOf(file) === group))
      output.say(`  ${one.file}${noteOf(one, output.language)}`);
    output.say('');
  }
  const own = files.filter(({ source }) => source !== 'program');
  output.say(
    own.length === 0
      ? {
          de: 'Alle kommen mit dem Programm. Zum Ändern holen: wochenbrief templates eject NAME',
          en: 'All come with the program. To change one: wochenbrief templates eject NAME',
        }
      : {
          de: `Eigene in templates/: ${own.length}. Eine gelöschte Datei ist wieder die mitgelieferte.`,
          en: `Your own in templates/: ${own.length}. A file that is deleted is the program’s again.`,
        },
  );
  output.document({
    inUse,
    templates: files.map(({ file, source }) => ({ file, group: groupOf(file), source })),
  });
  return 0;
}

const inUseWords: Text = { de: ' (in Gebrauch)', en: ' (in use)' };

const groupWords: Readonly<Record<TemplateGroup, Text>> = {
  ruhig: {
    de: 'das ruhige Aussehen; was die anderen nicht selbst haben, nehmen sie von hier',
    en: 'the quiet look; the others take from it what they have no file for',
  },
  magazin: { de: 'Bilder zuerst, Karten', en: 'pictures first, cards' },
  brief: { de: 'fast nur Text, wie ein persönlicher Brief', en: 'almost plain text, like a personal letter' },
  mails: {
    de: 'Bestätigung, Hinweis und die Mails an dich',
    en: 'confirmation, notice and the mails to you',
  },
  pages: { de: 'die öffentlichen Seiten', en: 'the public pages' },
};

function noteOf({ source }: ShelvedTemplate, language: Language): string {
  return source === 'program' ? '' : `  ← ${sourceWords[source][language]}`;
}

const sourceWords: Readonly<Record<Exclude<ShelvedTemplate['source'], 'program'>, Text>> = {
  same: { de: 'eigene, wie die mitgelieferte', en: 'your own, the same as the program’s' },
  changed: { de: 'eigene, geändert', en: 'your own, changed' },
  added: { de: 'eigene, zusätzlich', en: 'your own, added' },
};
