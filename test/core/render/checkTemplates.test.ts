import { describe, expect, test } from 'vitest';
import { checkTemplates, type TemplateReport } from '../../../src/core/render/checkTemplates.ts';
import type { TemplateFiles } from '../../../src/core/render/templates.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const program = shippedTemplates();
const check = (own: TemplateFiles, settings: Record<string, unknown> = {}): Promise<TemplateReport> =>
  checkTemplates({ program, own }, sampleConfig(settings));

describe('a check of templates', () => {
  test('finds nothing in what is shipped, and every file of it is used', async () => {
    expect(await check(program)).toEqual({ faults: [], remarks: [] });
  });

  test('tells every mistake once, with file and line, in whatever look, mail or page it is', async () => {
    const { faults } = await check({
      'partials/post.mjml': '{{titl}}\n{{foo bar}}\n{{title}}',
      'looks/magazin/partials/header.mjml':
        '<mj-section>\n<mj-column>\n<mj-text colour="x">x</mj-text>\n<mj-text bla="1">{{title}}</mj-text></mj-column></mj-section>',
      'confirm.txt.hbs': '{{#if words}}\n{{/if}',
      'pages/home.hbs': '{{> begin}}\n\n{{formm}}',
    });
    expect(faults.map(({ place }) => place)).toEqual([
      { file: 'partials/post.mjml', line: 1 },
      { file: 'partials/post.mjml', line: 2 },
      { file: 'looks/magazin/partials/header.mjml', line: 3 },
      { file: 'looks/magazin/partials/header.mjml', line: 4 },
      { file: 'confirm.txt.hbs', line: 2 },
      { file: 'pages/home.hbs', line: 3 },
    ]);
    for (const { hint, code } of faults) expect([code, typeof hint]).toEqual(['template.broken', 'object']);
  });

  test('finds what only some letters bring up, and a letter without its duties', async () => {
    const picture = await check({ 'partials/post.mjml': '<mj-text>\n{{picture.alt}}</mj-text>' });
    expect(picture.faults.map(({ place }) => place)).toEqual([{ file: 'partials/post.mjml', line: 2 }]);
    const footer = await check({ 'partials/footer.mjml': '<mj-section></mj-section>' });
    expect(footer.faults.map(({ text }) => text.en)).toContain('issue.mjml lacks {{slots.unsubscribeUrl}}.');
  });

  test('wonders about a file that nothing uses, and says what it might be called', async () => {
    const { remarks, faults } = await check({ 'partials/footr.mjml': 'x' });
    expect(faults).toEqual([]);
    expect(remarks).toMatchObject([
      { file: 'partials/footr.mjml', hint: { en: 'Is it called partials/footer.mjml?' } },
    ]);
  });

  test('says where an own template has an order of its own, when the settings want another', async () => {
    const old = {
      'issue.mjml': (program['issue.mjml'] ?? '').replace(
        /\{\{#each sections\}\}[^]*\{\{\/each\}\}/,
        '{{> letter}}',
      ),
    };
    expect((await check(old)).remarks).toEqual([]);
    const { remarks } = await check(old, { look: { sections: ['posts', 'letter'] } });
    expect(remarks).toMatchObject([{ file: 'issue.mjml' }]);
  });
});
