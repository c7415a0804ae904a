import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/cli/clock.ts';
import { checkAnnouncements } from '../../../src/core/checking/announcements.ts';
import { preheadersFor, subjectsFor } from '../../../src/core/composing/subjects.ts';
import { draftLetter } from '../../../src/core/composing/wording.ts';
import { markOfPart } from '../../../src/core/desk/issueParts.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { formatIssue, readIssue } from '../../../src/core/issueFile.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { diariesFolder } from '../../../src/files/diaries.ts';
import { issuesFolder, issuePaths } from '../../../src/files/issuesFolder.ts';
import { editDraft, type EditingDesk, type EditOutcome } from '../../../src/flow/desk/editDraft.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const week = parseWeek('2026-W47');
const shown = sampleIssue();
let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  await issuesFolder(folder).write(week, formatIssue(shown, 'Kopf'), undefined);
});

const issues = (): ReturnType<typeof issuesFolder> => issuesFolder(folder);
const desk = (): EditingDesk => ({
  issues: issues(),
  clock: systemClock,
  config: sampleConfig(),
  diaries: diariesFolder(folder),
});
const onDisk = async (): Promise<Issue> =>
  readIssue(await readFile(issuePaths(folder, week).draft, 'utf8'), 'issue.md', week);
const write = (part: 'subject' | 'preheader' | 'letter', to: string, issue = shown): Promise<EditOutcome> =>
  editDraft(desk(), week, [{ edit: { part, to }, seen: markOfPart(issue, part) }]);

test('two windows that change different parts at the same moment both get their way', async () => {
  const outcomes = await Promise.all([
    write('subject', 'Neuer Betreff'),
    write('preheader', 'Neue Zeile'),
    write('letter', 'Neue Worte.'),
  ]);
  expect(outcomes.map(({ is }) => is)).toEqual(['saved', 'saved', 'saved']);
  expect(await onDisk()).toMatchObject({
    subject: 'Neuer Betreff',
    preheader: 'Neue Zeile',
    letter: 'Neue Worte.\n',
  });
});

test('of two windows that change the same part one wins, and the other is told what stands there', async () => {
  const outcomes = await Promise.all([write('subject', 'Eins'), write('subject', 'Zwei')]);
  expect(outcomes.map(({ is }) => is).toSorted()).toEqual(['conflict', 'saved']);
  const { subject } = await onDisk();
  expect(outcomes.find(({ is }) => is === 'conflict')).toMatchObject({
    issue: { subject },
    parts: ['subject'],
  });
});

test('an issue.md that is broken just now is not touched', async () => {
  const path = issuePaths(folder, week).draft;
  await writeFile(path, '---\nsubject: [\n---\n');
  expect(await write('subject', 'Neu')).toMatchObject({ is: 'refused', why: { code: 'issue.invalid' } });
  expect(await readFile(path, 'utf8')).toBe('---\nsubject: [\n---\n');
});

test('a letter that leaves is not changed, and a draft that is gone is not written anew', async () => {
  expect(await editDraft(desk(), parseWeek('2026-W48'), [])).toEqual({
    is: 'missing',
  });
  await writeFile(join(issuePaths(folder, week).folder, 'issue.html'), '<p>gesendet</p>');
  expect(await write('subject', 'Neu')).toEqual({ is: 'frozen' });
  expect((await onDisk()).subject).toBe(shown.subject);
});

test('in the same save the draft’s own words follow a post that is taken out, and another week’s broken letter is no hindrance', async () => {
  const { question, posts, olderPosts } = shown;
  const config = sampleConfig();
  const [subject = ''] = subjectsFor(question, posts, olderPosts, [], config);
  const [preheader = ''] = preheadersFor(subject, question, posts, olderPosts, [], 'de');
  const letter = draftLetter(posts, question, config, { week, olderPosts, past: [] });
  const drafted = { ...shown, subject, preheader, letter };
  const path = issuePaths(folder, week).draft;
  const drop = async (): Promise<EditOutcome> =>
    editDraft(desk(), week, [
      { edit: { part: 'posts', does: 'drop', at: 0 }, seen: markOfPart(await onDisk(), 'posts') },
    ]);

  await writeFile(path, formatIssue(drafted, 'Kopf'));
  const saved = await drop();
  expect(saved).toMatchObject({ is: 'saved', issue: await onDisk() });
  const after = await onDisk();
  expect(after.letter).toBe(draftLetter(posts.slice(1), question, config, { week, olderPosts, past: [] }));
  expect(checkAnnouncements({ issue: after, config })).toEqual([]);

  await writeFile(path, formatIssue(drafted, 'Kopf'));
  const other = issuePaths(folder, parseWeek('2026-W40'));
  await mkdir(other.folder, { recursive: true });
  await writeFile(other.draft, '---\nsubject: [\n---\n');
  expect(await drop()).toMatchObject({ is: 'saved', issue: { posts: posts.slice(1) } });
});
