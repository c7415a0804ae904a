import { draftNotes } from '../../core/composing/draftNotes.ts';
import type { Verdict } from '../../core/composing/verdict.ts';
import type { Text } from '../../core/errors.ts';
import type { FeaturedPost } from '../../core/issue.ts';
import { readPromptFile } from '../../files/newsletterFolder.ts';
import { diariesFolder } from '../../files/diaries.ts';
import { issuePaths, issuesFolder } from '../../files/issuesFolder.ts';
import { reportsFolder } from '../../files/reportsFolder.ts';
import { compose, type Composed } from '../../flow/compose.ts';
import { openFolder, weekFor } from '../context.ts';
import type { Output } from '../output.ts';
import { instantOf, type GlobalOptions } from '../settings.ts';
import { sourcesOf } from '../sources.ts';
import { dayIn, table } from '../table.ts';

/** `wochenbrief compose`: the week's draft. */
export async function composeCommand(
  options: GlobalOptions & { readonly week?: string; readonly explain?: boolean },
  output: Output,
): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  const now = instantOf(options);
  const week = weekFor(options.week, now, config.schedule.timeZone);
  const issues = issuesFolder(folder);
  const composed = await compose({
    week,
    now,
    isReplay: options.now !== undefined,
    config,
    prompts: await readPromptFile(folder, config),
    sources: sourcesOf(config, folder),
    drafts: issues,
    reports: reportsFolder(folder),
    sendings: { diaries: diariesFolder(folder), issues },
  });
  const file = issuePaths(folder, week).draft;
  report(composed, file, output);
  if (options.explain === true) explain(composed.verdicts, config.schedule.timeZone, output);
  const { verdicts, ...shown } = composed;
  output.document({ ...shown, file, ...(options.explain === true ? { verdicts } : {}) });
  return 0;
}

/** Every post of the sources, with the reason why it is in the letter or not. */
function explain(verdicts: readonly Verdict[], timeZone: string, output: Output): void {
  output.say({ de: '\nWarum?', en: '\nWhy?' });
  const rows = verdicts.map(({ post, is, reason }) => [
    verdictWords[is][output.language],
    dayIn(timeZone, post.publishedAt),
    reason[output.language],
    post.title,
  ]);
  if (rows.length > 0) output.say(table(rows, 60));
}

const verdictWords: Readonly<Record<Verdict['is'], Text>> = {
  new: { de: 'neu', en: 'new' },
  older: { de: 'älter', en: 'older' },
  waiting: { de: 'wartet', en: 'waits' },
  out: { de: '–', en: '–' },
};

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
  for (const note of draftNotes(composed)) output.note(note);
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
