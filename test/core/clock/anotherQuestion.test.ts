import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anotherQuestion, type AnotherQuestion } from '../../../src/core/clock/anotherQuestion.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { formatIssue, readIssue } from '../../../src/core/issueFile.ts';
import type { Prompt } from '../../../src/core/composing/prompt.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';

const first = 'Was hat dich getragen?';
const second = 'Wem bist du etwas schuldig?';
const third = 'Was darf bleiben?';
const prompt = (text: string, sie: string | null = null): Prompt => ({
  text,
  sie,
  tags: [],
  season: null,
  on: [],
});
const prompts = { de: [first, second, third].map((text) => prompt(text)), en: [] };
const config = sampleConfig();

function ask(issue: Issue, changes: Partial<Parameters<typeof anotherQuestion>[0]> = {}): AnotherQuestion {
  const draft = formatIssue(issue, 'Alles darf sich ändern.');
  const draftName = 'issue.md';
  return anotherQuestion({
    week: issue.week,
    draft,
    draftName,
    config,
    prompts,
    past: [],
    declined: [],
    ...changes,
  });
}

function found(asked: AnotherQuestion): Extract<AnotherQuestion, { is: 'found' }> {
  if (asked.is !== 'found') throw new Error(`not found: ${asked.is}`);
  return asked;
}

const asking = (text: string, subject = text): Issue =>
  sampleIssue({ question: { text, reason: 'noch nicht gestellt' }, subject });

describe('another question', () => {
  test('is none that was declined, and in the end there is none left', () => {
    const declined: string[] = [];
    let issue = asking(first);
    for (;;) {
      const asked = ask(issue, { declined });
      if (asked.is === 'noneLeft') break;
      const { question, replaced, draft } = found(asked);
      expect([replaced, ...declined]).not.toContain(question.text);
      declined.push(replaced);
      issue = readIssue(draft, 'issue.md', issue.week);
    }
    expect(declined).toHaveLength(2);
  });

  test('becomes the subject, too, where the old one was it, and nowhere else', () => {
    const both = found(ask(asking(first)));
    const own = found(ask(asking(first, 'Von meinem Nachbarn')));
    const subjectOf = ({ draft }: { readonly draft: string }): string =>
      readIssue(draft, 'issue.md', sampleIssue().week).subject;
    expect([both.isSubjectToo, subjectOf(both)]).toEqual([true, both.question.text]);
    expect([own.isSubjectToo, subjectOf(own)]).toEqual([false, 'Von meinem Nachbarn']);
  });

  test('leaves words, order and comments of the author as they are', () => {
    const issue = asking(first, 'Mein Betreff');
    const draft = formatIssue(issue, 'Oben.')
      .replace(/^question:\n/m, 'question:\n  # gefällt mir nicht ganz\n')
      .replace(`text: ${first}`, `text: ${first} # vielleicht kürzer`);
    const asked = found(ask(issue, { draft }));
    const expected = draft
      .replace(first, asked.question.text)
      .replace('noch nicht gestellt', asked.question.reason);
    expect(asked.draft).toBe(expected);
  });

  test('changes nothing but the question, whatever the draft holds', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((words) => words.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '').trim())
      .filter((words) => words !== '');
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (subject, present, other, isWindows) => {
        const issue = asking(present, subject);
        const written = formatIssue(issue, 'Oben.');
        const draft = isWindows ? written.replaceAll('\n', '\r\n') : written;
        const asked = ask(issue, { draft, prompts: { de: [prompt(other)], en: [] } });
        if (asked.is !== 'found') return;
        const after = readIssue(asked.draft, 'issue.md', issue.week);
        expect(after).toEqual({
          ...readIssue(draft, 'issue.md', issue.week),
          question: asked.question,
          subject: asked.isSubjectToo ? asked.question.text : subject,
        });
      }),
      { numRuns: 60 },
    );
  });

  test('tells when it replaces a question of the author’s own', () => {
    expect(found(ask(asking('Was schreibe ich hier eigentlich?'))).wasOwn).toBe(true);
    expect(found(ask(asking(first))).wasOwn).toBe(false);
  });

  test('knows a question by its Sie form, too', () => {
    const formal = 'Was hat Sie getragen?';
    const asked = ask(asking(formal), {
      config: sampleConfig({ address: 'sie' }),
      prompts: { de: [prompt(first, formal)], en: [] },
    });
    expect(asked).toEqual({ is: 'noneLeft' });
  });

  test('has its turn only when it was not asked in letters before, as long as there is such a one', () => {
    const past = [asking(second)];
    expect(found(ask(asking(first), { past })).question.text).toBe(third);
  });

  test('is not put where the author took the question out', () => {
    expect(ask(sampleIssue({ question: null }))).toEqual({ is: 'noQuestion' });
  });
});
