import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReplayedWeek } from '../../core/composing/replay.ts';
import type { Text } from '../../core/errors.ts';
import { parseWeek } from '../../core/week.ts';
import { issuePaths } from '../../files/issuesFolder.ts';
import { requireEmptyFolder, writeFiles } from '../../files/newFolder.ts';
import { readPromptFile } from '../../files/newsletterFolder.ts';
import { replay, type Replayed } from '../../flow/replay.ts';
import { openFolder } from '../context.ts';
import { exit } from '../failures.ts';
import type { Output } from '../output.ts';
import { instantOf, type GlobalOptions } from '../settings.ts';
import { sourcesOf } from '../sources.ts';

/** `wochenbrief replay`: every week of the blog's past, composed into a folder of its own. */
export async function replayCommand(
  options: GlobalOptions & { readonly from?: string; readonly to?: string; readonly out?: string },
  output: Output,
): Promise<number> {
  const { folder, config } = await openFolder(options, output);
  if (options.out !== undefined) await requireEmptyFolder(resolve(options.out));
  const out =
    options.out === undefined ? await mkdtemp(join(tmpdir(), 'wochenbrief-replay-')) : resolve(options.out);
  const startedMs = performance.now();
  const replayed = await replay({
    ...(options.from === undefined ? {} : { from: parseWeek(options.from) }),
    ...(options.to === undefined ? {} : { to: parseWeek(options.to) }),
    now: instantOf(options),
    config,
    prompts: await readPromptFile(folder, config),
    sources: sourcesOf(config, folder),
    writeDraft: (week, text) => writeFiles(issuePaths(out, week).folder, { 'issue.md': text }),
    onWeek: (week) => sayWeek(week, output),
  });
  const seconds = Math.round((performance.now() - startedMs) / 10) / 100;
  sayTotals(replayed, seconds, output);
  output.say({ de: `Die Entwürfe liegen in ${out}`, en: `The drafts are in ${out}` });
  output.document({
    out,
    seconds,
    totals: replayed.totals,
    faults: replayed.gathered.leftOut,
    weeks: replayed.weeks.map(shown),
  });
  const { lost, repeated } = replayed.totals;
  return lost.length + repeated.length === 0 ? exit.done : exit.failed;
}

function sayWeek({ week, issue, draft, waiting }: ReplayedWeek, output: Output): void {
  const titles = issue.posts.map(({ title }) => title).join(' · ');
  const waits: Text =
    waiting.length === 0
      ? { de: '', en: '' }
      : { de: ` (+${waiting.length} warten)`, en: ` (+${waiting.length} waiting)` };
  const question = issue.question === null ? '' : `${issue.question.text} (${issue.question.reason})`;
  const older = issue.olderPosts.map(({ title }) => title).join(' · ');
  const news: Text = titles === '' ? { de: 'nichts Neues', en: 'nothing new' } : { de: titles, en: titles };
  if (draft === null) {
    output.say({ de: `${week}  nichts Neues, kein Brief`, en: `${week}  nothing new, no letter` });
    return;
  }
  output.say({
    de: `${week}  ${news.de}${waits.de}\n          Frage: ${question}\n          Älter: ${older || '–'}`,
    en: `${week}  ${news.en}${waits.en}\n          Question: ${question}\n          Older: ${older || '–'}`,
  });
}

function sayTotals({ totals, gathered }: Replayed, seconds: number, output: Output): void {
  const { questions, lost, repeated } = totals;
  const gap: Text =
    questions.shortestGap === null
      ? { de: 'keine zweimal', en: 'none twice' }
      : {
          de: `frühestens nach ${questions.shortestGap} Wochen wieder`,
          en: `again after ${questions.shortestGap} weeks at the earliest`,
        };
  output.say({
    de: `\n${totals.weeks} Wochen, ${totals.letters} Briefe, ${totals.quietWeeks} ohne Neues, in ${seconds} s`,
    en: `\n${totals.weeks} weeks, ${totals.letters} letters, ${totals.quietWeeks} without news, in ${seconds} s`,
  });
  output.say({
    de: `Beiträge: ${totals.featuredOnce} einmal neu, ${repeated.length} mehrmals, ${lost.length} verloren, ${totals.waiting} wartend, ${totals.notEligible} außen vor; Fehler in den Quellen: ${gathered.leftOut.length}`,
    en: `Posts: ${totals.featuredOnce} new once, ${repeated.length} repeated, ${lost.length} lost, ${totals.waiting} still waiting, ${totals.notEligible} out of the question; faults in the sources: ${gathered.leftOut.length}`,
  });
  output.say({
    de: `Fragen: ${questions.asked} gestellt, ${questions.different} verschiedene, ${gap.de}. Ältere Beiträge: ${totals.olderShown}`,
    en: `Questions: ${questions.asked} asked, ${questions.different} different ones, ${gap.en}. Older posts: ${totals.olderShown}`,
  });
  for (const title of repeated) output.note({ de: `Mehrmals: ${title}`, en: `Repeated: ${title}` });
  for (const title of lost) output.note({ de: `Verloren: ${title}`, en: `Lost: ${title}` });
  for (const fault of gathered.leftOut)
    output.note({
      de: `Weggelassen: ${fault.where}  ${fault.what.de}`,
      en: `Left out: ${fault.where}  ${fault.what.en}`,
    });
  for (const note of gathered.sourceNotes) output.note(note);
}

/** A week as JSON: what was chosen and why, without the texts. */
function shown({ week, composedAt, issue, draft, waiting }: ReplayedWeek): object {
  const posts = (list: typeof issue.posts): object[] =>
    list.map(({ id, title, url, date, reason }) => ({ id, title, url, date, reason }));
  return {
    week,
    composedAt,
    isLetter: draft !== null,
    subject: issue.subject,
    question: issue.question,
    posts: posts(issue.posts),
    olderPosts: posts(issue.olderPosts),
    waiting: waiting.map(({ id }) => id),
  };
}
