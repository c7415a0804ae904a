import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/clock/decision.ts';
import type { LedgerRecord } from '../../src/core/sending/delivery.ts';
import { letterState } from '../../src/core/clock/letterState.ts';
import { formatIssue, readIssue } from '../../src/core/issueFile.ts';
import { parseWeek } from '../../src/core/week.ts';
import { diariesFolder } from '../../src/files/diaries.ts';
import { issuesFolder } from '../../src/files/issuesFolder.ts';
import { askAnother } from '../../src/flow/anotherQuestion.ts';
import { decide, gatherFacts, type DecideOrder } from '../../src/flow/decide.ts';
import { temporaryFolder } from '../support/folder.ts';
import { sampleConfig, sampleIssue } from '../support/sampleIssue.ts';

const week = parseWeek('2026-W47');
const saturday = new Date('2026-11-21T12:00:00Z');
const config = sampleConfig();

async function order(
  root: string,
): Promise<DecideOrder & { readonly issues: ReturnType<typeof issuesFolder> }> {
  const issues = issuesFolder(root);
  if ((await issues.read(week)) === undefined)
    await issues.write(week, formatIssue(sampleIssue(), 'Oben.'), undefined);
  return { week, config, issues, diaries: diariesFolder(root), clock: { now: () => saturday } };
}

const linesOf = async (root: string): Promise<readonly string[]> =>
  (await readFile(join(root, 'issues', week, 'diary.jsonl'), 'utf8')).trim().split('\n');

describe('deciding about a letter', () => {
  test('many at once write one record', async () => {
    const root = await temporaryFolder();
    const one = await order(root);
    const decided = await Promise.all(Array.from({ length: 8 }, () => decide(one, 'approve', 'link')));
    expect(decided.map(({ outcome }) => outcome).toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 'alreadySo'),
      'approved',
    ]);
    expect(await linesOf(root)).toHaveLength(1);
  });

  test('says who decided, and the later word counts', async () => {
    const root = await temporaryFolder();
    const one = await order(root);
    const outcomes: string[] = [];
    for (const decision of ['approve', 'hold', 'cancel', 'approve'] satisfies readonly Decision[])
      outcomes.push((await decide(one, decision, 'command')).outcome);
    expect(outcomes).toEqual(['approved', 'held', 'cancelled', 'refused']);
    expect(await one.diaries.read(week)).toMatchObject({ word: { is: 'held' }, isCancelled: true });
    expect(await linesOf(root)).toEqual(
      ['approved', 'held', 'cancelled'].map((type) => expect.stringContaining(`"type":"${type}"`) as unknown),
    );
    for (const line of await linesOf(root)) expect(line).toContain('"by":"command"');
  });

  test('a letter older than the clock waits for a word, whatever another week’s diary has come to', async () => {
    const root = await temporaryFolder();
    const one = { ...(await order(root)), clock: { now: () => new Date('2026-11-22T09:00:00Z') } };
    const stateNow = async (): Promise<object> =>
      letterState((await gatherFacts(one))(await one.diaries.read(week)));
    const nextWeek = parseWeek('2026-W48');
    await one.diaries.note(nextWeek, () => ({
      records: [{ type: 'started', at: '2026-11-22T08:00:00.000Z' }],
      answer: undefined,
    }));
    expect(await stateNow()).toMatchObject({ is: 'planned', needsApproval: true });
    await mkdir(join(root, 'issues', '2026-W46'));
    await writeFile(join(root, 'issues', '2026-W46', 'diary.jsonl'), 'broken\n');
    expect(await stateNow()).toMatchObject({ is: 'planned', needsApproval: true });
    await one.diaries.note(parseWeek('2026-W45'), () => ({
      records: [{ type: 'started', at: '2026-11-02T08:00:00.000Z' }],
      answer: undefined,
    }));
    expect(await stateNow()).toMatchObject({ is: 'planned', needsApproval: false });
  });

  test('holding a letter that begins to leave at the same moment is not called held', async () => {
    const one = await order(await temporaryFolder());
    const begun: readonly LedgerRecord[] = [
      { type: 'audience', ids: ['reader000001'] },
      { type: 'withdrawn', at: saturday.toISOString(), id: 'reader000001', reason: 'paused' },
    ];
    let looks = 0;
    const issues = {
      ...one.issues,
      readLedger: (_week: unknown, see: (record: LedgerRecord) => void) => {
        if (looks++ > 0) begun.forEach(see);
        return Promise.resolve();
      },
    };
    const decided = await decide({ ...one, issues }, 'hold', 'link');
    expect(decided).toEqual({ outcome: 'refused', because: 'hasLeft' });
  });

  test('never approves a letter whose successor has left', async () => {
    const one = await order(await temporaryFolder());
    const later = { week: parseWeek('2026-W48'), at: '2026-11-29T06:00:00Z' };
    const issues = { ...one.issues, sentSince: () => Promise.resolve([later]) };
    expect(await decide({ ...one, issues }, 'approve', 'command')).toEqual({
      outcome: 'refused',
      because: 'over',
    });
  });
});

describe('asking for another question', () => {
  const prompts = () =>
    Promise.resolve({
      de: ['Was blieb?', 'Was ging?'].map((text) => ({ text, sie: null, tags: [], season: null, on: [] })),
      en: [],
    });

  test('goes through all of them, and then leaves the draft alone', async () => {
    const one = await order(await temporaryFolder());
    const ask = () => askAnother({ ...one, config, prompts }, 'command');
    const asked = [await ask(), await ask()];
    const text = await one.issues.read(week);
    expect([...asked, await ask()].map(({ is }) => is)).toEqual(['found', 'found', 'noneLeft']);
    expect(await one.issues.read(week)).toBe(text);
    const { declined } = await one.diaries.read(week);
    expect(declined).toHaveLength(2);
    expect(declined[0]).toBe(sampleIssue().question?.text);
    expect(readIssue(text ?? '', 'issue.md', week).subject).toBe(sampleIssue().subject);
  });

  test('a draft that somebody changes meanwhile stays as she left it, and no question counts as declined', async () => {
    const one = await order(await temporaryFolder());
    const hers = formatIssue(sampleIssue({ subject: 'Ihrer' }), 'Oben.');
    const slow = async () => {
      await one.issues.write(week, hers, await one.issues.read(week));
      return prompts();
    };
    await expect(askAnother({ ...one, config, prompts: slow }, 'link')).rejects.toMatchObject({
      code: 'issue.changed',
    });
    expect(await one.issues.read(week)).toBe(hers);
    expect((await one.diaries.read(week)).declined).toEqual([]);
  });
});
