import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../../src/core/errors.ts';
import { compileTemplate } from '../../../src/core/render/compileTemplate.ts';
import type { TemplateFiles } from '../../../src/core/render/templates.ts';
import { issueView } from '../../../src/core/render/view.ts';
import { issueViewShape } from '../../../src/core/render/viewShape.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const view = issueView(sampleIssue(), sampleConfig());

function fill(source: string, partials: TemplateFiles = {}): string {
  return compileTemplate<typeof view>(
    { 'issue.mjml': source, ...partials },
    'issue.mjml',
    issueViewShape,
  )(view);
}

function failure(source: string, partials: TemplateFiles = {}): NewsletterError {
  try {
    fill(source, partials);
  } catch (error) {
    if (error instanceof NewsletterError) return error;
    throw error;
  }
  throw new Error('the template was accepted');
}

describe('a template with a mistake says where it is and what was meant', () => {
  test.each([
    ['{{titel}}', 1, 'titel', 'title'],
    ['\n\n{{#if qestion}}x{{/if}}', 3, 'qestion', 'question'],
    ['{{#unless logos}}x{{/unless}}', 1, 'logos', 'logo'],
    ['\n{{#each post}}x{{/each}}', 2, 'post', 'posts'],
    ['{{#each posts}}\n{{titl}}{{/each}}', 2, 'titl', 'title'],
    ['{{#each posts}}{{#if picture}}{{picture.uri}}{{/if}}{{/each}}', 1, 'picture.uri', 'url'],
    ['{{#each posts}}{{../titel}}{{/each}}', 1, '../titel', 'title'],
    ['{{#each posts as |post|}}{{post.dat}}{{/each}}', 1, 'post.dat', 'date'],
    ['{{#each posts}}{{@root.word.unsubscribe}}{{/each}}', 1, '@root.word.unsubscribe', 'words'],
    ['{{#each posts}}{{@indx}}{{/each}}', 1, '@indx', '@index'],
    ['{{#wiht question}}x{{/wiht}}', 1, 'wiht', '#with'],
    ['{{#if posts}}{{else}}{{titel}}{{/if}}', 1, 'titel', 'title'],
    ['{{> pots}}', 1, 'pots', 'post'],
  ])('%s', (source, line, wrong, meant) => {
    const error = failure(source, { 'partials/post.mjml': '' });
    expect(error.code).toBe('template.broken');
    expect(error.text.de).toContain(`issue.mjml, Zeile ${line}:`);
    expect(error.text.de).toContain(`„${wrong}`);
    expect(error.text.de).toContain(`meintest du „${meant}“?`);
    expect(error.text.en).toContain(`did you mean "${meant}"?`);
  });

  test('a mistake inside a partial names the partial, in the context it was called with', () => {
    const partials = { 'partials/post.mjml': '{{title}}\n{{excerp}}' };
    const error = failure('{{#each posts}}{{> post}}{{/each}}', partials);
    expect(error.text.en).toBe(
      'partials/post.mjml, line 2: "excerp" does not exist – did you mean "excerpt"?',
    );
  });

  test.each([
    ['raw feed fields', '{{#each posts}}{{{title}}}{{/each}}', /only the author's words/],
    ['raw with an ampersand', '{{&title}}', /only the author's words/],
    ['a helper that looks things up', '{{lookup posts 0}}', /helper "lookup"/],
    ['a helper inside an expression', '{{#if (eq title subject)}}x{{/if}}', /helper "eq"|helper/],
    ['a list where a text belongs', '{{posts}}', /is no text but a list/],
    ['fields where a list belongs', '{{#each words}}x{{/each}}', /is no list/],
    ['a section without a helper', '{{#posts}}x{{/posts}}', /helper "posts"/],
    ['an inline partial', '{{#*inline "x"}}{{/inline}}', /not available/],
    ['the prototype', '{{constructor}}', /"constructor" does not exist/],
    ['a way out', '{{../title}}', /leads out of the template/],
  ])('%s', (_, source, message) => {
    expect(failure(source).text.en).toMatch(message);
  });

  test('a partial that calls itself', () => {
    expect(failure('{{> a}}', { 'partials/a.mjml': '{{> a}}' }).text.en).toContain('calls itself');
  });

  test('an unclosed block names the file and the line', () => {
    const error = failure('x\n{{#if title}}\n');
    expect(error.code).toBe('template.broken');
    expect(error.text.de).toMatch(/^issue\.mjml lässt sich nicht lesen: Zeile \d/);
  });

  test('a missing template', () => {
    expect(() => compileTemplate({}, 'issue.mjml', issueViewShape)).toThrowError(
      expect.objectContaining({ code: 'template.missing' }),
    );
  });
});

describe('a template without mistakes', () => {
  test('may use loops, block parameters, partials with fields of their own, and the root', () => {
    const source =
      '{{#each posts as |post index|}}{{index}}{{post.title}}{{@root.title}}{{#unless @last}}, {{/unless}}{{/each}}{{> word text=words.unsubscribe}}';
    expect(fill(source, { 'partials/word.mjml': '!{{text}}{{title}}' })).toBe(
      '0Die Kunst, rechtzeitig zu schweigenWochenbrief, 1Der geliehene HobelWochenbrief!AbmeldenWochenbrief',
    );
  });

  test('the shipped ones name nothing unknown', () => {
    const templates = shippedTemplates();
    expect(compileTemplate<typeof view>(templates, 'issue.mjml', issueViewShape)(view)).toContain('<mjml');
  });

  test('feed text is never compiled: it arrives as the text it is', () => {
    const hostile = issueView(sampleIssue({ subject: '{{secret}}<b>' }), sampleConfig());
    const fillSubject = compileTemplate<typeof view>(
      { 'issue.mjml': '{{subject}}' },
      'issue.mjml',
      issueViewShape,
    );
    expect(fillSubject(hostile)).toBe('{{secret}}&lt;b&gt;');
  });
});
