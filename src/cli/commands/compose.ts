import type { Text } from '../../core/errors.ts';
import type { FeaturedPost } from '../../core/issue.ts';
import { readConfigFile, readPromptFile } from '../../files/newsletterFolder.ts';
import { issuePaths, issuesFolder } from '../../files/issuesFolder.ts';
import { compose, type Composed } from '../../flow/compose.ts';
import { noteSample } from '../context.ts';
import type { Output } from '../output.ts';
import { folderOf, instantOf, weekFor, type GlobalOptions } from '../settings.ts';
import { sourcesOf } from '../sources.ts';

/** `wochenbrief compose`: the week's draft. */
export async function composeCommand(
  options: GlobalOptions & { readonly week?: string },
  output: Output,
): Promise<number> {
  const folder = folderOf(options);
  const config = await readConfigFile(folder);
  output.useLanguage(config.locale);
  noteSample(folder, output);
  const now = instantOf(options);
  const week = weekFor(options.week, now, config.schedule.timeZone);
  const composed = await compose({
    week,
    now,
    isReplay: options.now !== undefined,
    config,
    prompts: await readPromptFile(folder, config),
    sources: sourcesOf(config, folder),
    drafts: issuesFolder(folder),
  });
  const file = issuePaths(folder, week).draft;
  report(composed, file, output);
  output.document({ ...composed, file });
  return 0;
}

function report(composed: Composed, file: string, output: Output): void {
  const { issue } = composed;
  output.say(headlines[composed.outcome](file));
  if (composed.outcome === 'skipped') return;
  output.say({ de: `  Betreff   ${issue.subject}`, en: `  Subject   ${issue.subject}` });
  if (issue.question) {
    const { text, reason } = issue.question;
    output.say({ de: `  Frage     ${text} (${reason})`, en: `  Question  ${text} (${reason})` });
  }
  sayPosts({ de: 'Neu', en: 'New' }, issue.posts, output);
  sayPosts({ de: 'Älter', en: 'Older' }, issue.olderPosts, output);
  for (const post of composed.added)
    output.say({ de: `  Dazu gekommen: ${post.title}`, en: `  Added: ${post.title}` });
  if (composed.waiting.length > 0) {
    const titles = composed.waiting.map((post) => post.title).join(' · ');
    output.say({
      de: `  Wartet auf die nächste Woche (issue.maxPosts): ${titles}`,
      en: `  Waits for next week (issue.maxPosts): ${titles}`,
    });
  }
  for (const name of composed.emptySources) {
    output.note({
      de: `Achtung: ${name} hat keinen einzigen Beitrag (Entwürfe zählen nicht). Stimmt die Angabe unter „sources“?`,
      en: `Warning: ${name} has no posts at all (drafts do not count). Is it right below "sources"?`,
    });
  }
  for (const fault of composed.leftOut) {
    output.note({
      de: `Weggelassen: ${fault.where}  ${fault.what.de}`,
      en: `Left out: ${fault.where}  ${fault.what.en}`,
    });
  }
}

function sayPosts(label: Text, posts: readonly FeaturedPost[], output: Output): void {
  for (const [index, post] of posts.entries()) {
    const head = index === 0 ? label[output.language] : '';
    output.say(`  ${head.padEnd(8)}  ${post.title}${post.reason ? ` (${post.reason})` : ''}`);
  }
}

const headlines: Readonly<Record<Composed['outcome'], (file: string) => Text>> = {
  written: (file) => ({ de: `Entwurf geschrieben: ${file}`, en: `Draft written: ${file}` }),
  extended: (file) => ({
    de: `Neue Beiträge in den Entwurf aufgenommen, alles andere blieb: ${file}`,
    en: `New posts taken into the draft, everything else stayed: ${file}`,
  }),
  unchanged: (file) => ({
    de: `Nichts Neues; der Entwurf blieb, wie er ist: ${file}`,
    en: `Nothing new; the draft stayed as it is: ${file}`,
  }),
  skipped: () => ({
    de: 'Keine neuen Beiträge; diese Woche gibt es keinen Brief (issue.quietWeek: skip).',
    en: 'No new posts; there is no letter this week (issue.quietWeek: skip).',
  }),
};
