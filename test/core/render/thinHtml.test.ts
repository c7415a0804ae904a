import { describe, expect, test } from 'vitest';
import { lookNames } from '../../../src/core/look.ts';
import { bytesOf } from '../../../src/core/render/size.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import { thinHtml } from '../../../src/core/render/thinHtml.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

describe('HTML without its indentation', () => {
  test('loses what stands between and inside of tags, and no words', () => {
    expect(
      thinHtml(
        '<table>\n   <tr>\n\n  <td\n     class="a"  style="b"\n   >\n  Zwei  Wörter\n  und <b>mehr</b> <i>davon</i>\n',
      ),
    ).toBe('<table>\n<tr>\n<td class="a"  style="b">\n  Zwei  Wörter\n  und <b>mehr</b> <i>davon</i>\n');
  });

  test('keeps a space that parts two words, and code as it stands', () => {
    expect(thinHtml('<a>eins</a>\n    <a>zwei</a>')).toBe('<a>eins</a>\n<a>zwei</a>');
    const code = '<pre><code>\n  <i>x</i>\n    <i>y</i>\n</code></pre>';
    expect(thinHtml(`<div>\n  <p>x</p>${code}</div>`)).toBe(`<div>\n<p>x</p>${code}</div>`);
  });

  test('lets a letter of forty posts with pictures fit under the size at which Gmail cuts (R44)', async () => {
    const [first] = sampleIssue().posts;
    if (!first) throw new Error('the sample issue has posts');
    const posts = Array.from({ length: 40 }, (_, index) => ({ ...first, title: `${first.title} ${index}` }));
    for (const template of lookNames.filter((name) => name !== 'magazin')) {
      const { html } = await renderIssue(
        sampleIssue({ posts }),
        sampleConfig({ look: { template } }),
        shippedTemplates(),
      );
      expect(bytesOf(html)).toBeLessThan(100 * 1024);
    }
  });

  test('in the look with cards forty posts are too many, and the letter says which look has room', async () => {
    const [first] = sampleIssue().posts;
    if (!first) throw new Error('the sample issue has posts');
    const letter = renderIssue(
      sampleIssue({ posts: Array.from({ length: 40 }, () => first) }),
      sampleConfig({ look: { template: 'magazin' } }),
      shippedTemplates(),
    );
    await expect(letter).rejects.toMatchObject({
      code: 'letter.tooLarge',
      hint: { de: expect.stringContaining('„brief“') },
    });
  });
});
