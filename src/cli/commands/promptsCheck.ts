import type { Config } from '../../core/config.ts';
import type { Text } from '../../core/errors.ts';
import { leavingDay } from '../../core/clock/schedule.ts';
import { checkPrompts, type PromptFinding } from '../../core/composing/promptCheck.ts';
import { weekOf, weeksBefore } from '../../core/week.ts';
import { readPromptText } from '../../files/newsletterFolder.ts';
import { openFolder } from '../context.ts';
import type { Output } from '../output.ts';
import { instantOf, type GlobalOptions } from '../settings.ts';
import { sourcesOf } from '../sources.ts';

/** How far ahead days are looked for on which a letter leaves. */
const weeksAhead = 520;

/** `wochenbrief prompts check`: what is worth a look in prompts.yaml, with its line. */
export async function promptsCheck(
  options: GlobalOptions & { readonly posts?: boolean },
  output: Output,
): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const { timeZone } = config.schedule;
  const week = weekOf(instantOf(options), timeZone);
  const findings = checkPrompts({
    text: await readPromptText(folder, config),
    fileName: config.prompts,
    config,
    days: Array.from({ length: weeksAhead }, (_, ahead) =>
      leavingDay(weeksBefore(week, -ahead), config.schedule),
    ),
    themes: options.posts === true ? await themesOfPosts(config, folder) : undefined,
  });
  for (const { where, weight, what } of findings)
    output.say(`${where}  ${words[weight][output.language]}: ${what[output.language]}`);
  const count = (weight: PromptFinding['weight']): number =>
    findings.filter((finding) => finding.weight === weight).length;
  const [errors, warnings, hints] = [count('error'), count('warning'), count('hint')];
  output.say(
    findings.length === 0
      ? {
          de: `${config.prompts}: nichts zu bemängeln.`,
          en: `${config.prompts}: nothing to find fault with.`,
        }
      : {
          de: `\n${config.prompts}: Fehler: ${errors}, Warnungen: ${warnings}, Hinweise: ${hints}`,
          en: `\n${config.prompts}: errors: ${errors}, warnings: ${warnings}, hints: ${hints}`,
        },
  );
  output.document({ file: config.prompts, findings, errors, warnings, hints });
  return errors > 0 ? 1 : 0;
}

/** Stems of all that the posts of the sources speak of. */
async function themesOfPosts(config: Config, folder: string): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(sourcesOf(config, folder).map((source) => source.list()));
  const posts = lists.flatMap((list) => list.posts);
  return new Set(posts.flatMap(({ themes }) => themes.map(({ stem }) => stem)));
}

const words: Readonly<Record<PromptFinding['weight'], Text>> = {
  error: { de: 'Fehler', en: 'error' },
  warning: { de: 'Warnung', en: 'warning' },
  hint: { de: 'Hinweis', en: 'hint' },
};
