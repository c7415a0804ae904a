import { describe, expect, test } from 'vitest';
import { NewsletterError } from '../../../src/core/errors.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { fontNames, lookNames, sectionNames, type LookName } from '../../../src/core/look.ts';
import { fontsOf } from '../../../src/core/render/fonts.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import { fillSlots } from '../../../src/core/render/slots.ts';
import type { TemplateFiles } from '../../../src/core/render/templates.ts';
import { linksOfHtml, linksOfText, textOfHtml } from '../../support/letterParts.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const templates = shippedTemplates();
const values = {
  salutation: 'Hallo Anna,',
  unsubscribeUrl: 'https://brief.example.org/abmelden/a',
  preferencesUrl: 'https://brief.example.org/wuensche/a',
  confirmedOn: '12. März 2026',
};

async function letterOf(
  look: Record<string, unknown>,
  changes: Partial<Issue> = {},
  files: TemplateFiles = templates,
): Promise<{ readonly html: string; readonly text: string; readonly visible: string }> {
  const rendered = await renderIssue(sampleIssue(changes), sampleConfig({ look }), files);
  const html = fillSlots(rendered.html, values, 'html');
  return { html, text: fillSlots(rendered.text, values, 'text'), visible: textOfHtml(html) };
}

/** The order in which texts come. */
function orderOf(text: string, parts: readonly string[]): readonly string[] {
  const flat = text.replaceAll(/\s+/g, ' ');
  return parts
    .filter((part) => flat.includes(part))
    .toSorted((one, other) => flat.indexOf(one) - flat.indexOf(other));
}

const [letter, question, posts, olderPosts] = [
  'Hallo Anna,',
  'Die Frage der Woche',
  'Neu im Blog',
  'Zum Wiederlesen',
];

describe.each(lookNames)('the look %s', (template) => {
  test('shows all that the issue holds, and says the same in its text', async () => {
    const { visible, html, text } = await letterOf({ template });
    const issue = sampleIssue();
    for (const expected of [
      'Woche 47 · 16.–22. November 2026',
      issue.preheader,
      issue.question?.text ?? '?',
      ...[...issue.posts, ...issue.olderPosts].flatMap((post) => [post.title, post.excerpt]),
      'Verantwortlich nach § 18 Abs. 2 MStV: Johanna Muster',
      'angemeldet und das am 12. März 2026 bestätigt hast.',
    ]) {
      expect(visible).toContain(expected);
      expect(text.replaceAll(/\s+/g, ' ')).toContain(expected);
    }
    const urls = (links: readonly string[]): readonly string[] => [...new Set(links)].toSorted();
    expect(urls(linksOfText(text))).toEqual(urls(linksOfHtml(html)));
  });

  test('loads nothing but pictures, hides nothing, and stays small (R44, R47)', async () => {
    const { html } = await letterOf({ template });
    expect(html).not.toMatch(/<link|@import|url\(|<script|display:\s*none|visibility:\s*hidden/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('<html lang="de"');
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  });

  test('puts its parts in the order the settings name, and leaves out the others', async () => {
    const all = [letter, question, posts, olderPosts];
    const usual = await letterOf({ template });
    for (const part of [usual.visible, usual.text]) expect(orderOf(part, all)).toEqual(all);
    const turned = await letterOf({ template, sections: ['posts', 'question', 'letter'] });
    for (const part of [turned.visible, turned.text]) {
      expect(orderOf(part, all)).toEqual([posts, question, letter]);
      expect(part).not.toContain('Lob für das Unsichtbare');
    }
    const alone = await letterOf({ template, sections: ['question'] });
    for (const part of [alone.visible, alone.text]) {
      expect(orderOf(part, all)).toEqual([question]);
      expect(part).toContain('Impressum');
    }
  });

  test('is set in the typeface the settings name', async () => {
    for (const font of fontNames) {
      const { html } = await letterOf({ template, font });
      expect(html).toContain(`font-family:${fontsOf({ template, font }).text}`);
    }
  });

  test('without its unsubscribe link is refused, with the file of this look', async () => {
    const own = { ...templates, [fileOf(template, 'issue.mjml')]: '<mjml><mj-body></mj-body></mjml>' };
    await expect(letterOf({ template }, {}, own)).rejects.toMatchObject({
      code: 'template.broken',
      place: { file: fileOf(template, 'issue.mjml') },
    });
  });
});

function fileOf(look: LookName, file: string): string {
  return look === 'ruhig' ? file : `looks/${look}/${file}`;
}

describe('looks', () => {
  test('brief shows no pictures and no panels; magazin begins with them', async () => {
    const brief = await letterOf({ template: 'brief', logo: 'https://example.org/logo.png' });
    expect(brief.html.includes('<img')).toBe(false);
    expect(/class="panel|border-radius/.test(brief.html.slice(brief.html.indexOf('<body')))).toBe(false);
    const magazin = await letterOf({ template: 'magazin' });
    const [first, second] = [magazin.html.indexOf('<img'), magazin.html.indexOf('<h3')];
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(second);
  });

  test('an author’s file stands in for the look’s own, and a shared one for all looks', async () => {
    const own = {
      ...templates,
      'looks/magazin/partials/closing.mjml':
        '<mj-section><mj-column><mj-text>Aus dem Magazin</mj-text></mj-column></mj-section>',
      'partials/closing.mjml': '<mj-section><mj-column><mj-text>Für alle</mj-text></mj-column></mj-section>',
    };
    const shown = async (template: LookName): Promise<string> =>
      (await letterOf({ template }, {}, own)).visible;
    expect(await shown('magazin')).toContain('Aus dem Magazin');
    expect(await shown('ruhig')).toContain('Für alle');
    expect(await shown('brief')).toContain('Was nimmst du aus diesem Brief mit?');
  });

  test('a letter made with templates from before there were looks is the same, and hides what is hidden', async () => {
    const before = {
      ...templates,
      'issue.mjml':
        templates['issue.mjml']?.replace(
          /\{\{#each sections\}\}[^]*\{\{\/each\}\}/,
          '{{> letter}}\n{{#if question}}{{> question}}{{/if}}\n{{#if posts}}{{> posts}}{{/if}}\n{{#if olderPosts}}{{> olderPosts}}{{/if}}',
        ) ?? '',
    };
    const old = await letterOf({}, {}, before);
    expect(old.visible).toBe((await letterOf({})).visible);
    const short = await letterOf({ sections: ['olderPosts', 'letter'] }, {}, before);
    expect(orderOf(short.visible, [letter, question, posts, olderPosts])).toEqual([letter, olderPosts]);
  });

  test.each([
    [['letter', 'letter'], 'sections'],
    [[], 'sections'],
    [['impressum'], 'sections'],
  ])('the sections %j are refused', (sections, key) => {
    expect(() => sampleConfig({ look: { sections } })).toThrowError(key);
  });

  test('every order of every choice of parts can be made (R36)', async () => {
    for (const first of sectionNames)
      for (const second of sectionNames.filter((name) => name !== first)) {
        const { visible } = await letterOf({ sections: [first, second], template: 'magazin' });
        expect(visible).not.toMatch(/undefined|null/);
      }
  });
});

describe('a mistake in MJML', () => {
  const files = Object.entries(templates).filter(
    ([file]) => file.endsWith('.mjml') && !/service|author|confirm|notice/.test(file),
  );
  test('is told with the file and line it was written in, wherever that is', async () => {
    let places = 0;
    for (const [file, source] of files) {
      const look = lookNames.find((name) => file.startsWith(`looks/${name}/`)) ?? 'ruhig';
      const lines = source.split('\n');
      for (const [index, line] of lines.entries()) {
        if (
          !/<mj-(?:text|column|section|wrapper)\b/.test(line) ||
          line.includes('<mj-section padding="0 24px"')
        )
          continue;
        const broken = lines.with(
          index,
          line.replace(/<(mj-(?:text|column|section|wrapper))\b/, '<$1 bogus="x"'),
        );
        const own = { ...templates, [file]: broken.join('\n') };
        const error: unknown = await letterOf({ template: look }, sampleWithAll(), own).catch(
          (thrown) => thrown,
        );
        if (!(error instanceof NewsletterError)) throw new Error(`${file}:${index + 1} was accepted`);
        expect(error.place).toEqual({ file, line: index + 1 });
        expect(error.text.en).toContain(`${file}, line ${index + 1}:`);
        places += 1;
      }
    }
    expect(places).toBeGreaterThan(40);
  });

  test('that only closes wrongly is told, although MJML would say nothing', async () => {
    const own = { ...templates, 'partials/closing.mjml': '<mj-section>\n\n<mj-column>\n</mj-section>' };
    await expect(letterOf({}, {}, own)).rejects.toMatchObject({
      place: { file: 'partials/closing.mjml', line: 3 },
    });
  });

  test('a field of something that is not in every letter is told with its line, not with a stack', async () => {
    const own = { ...templates, 'partials/post.mjml': '<mj-text>\n{{picture.url}}</mj-text>' };
    await expect(letterOf({}, {}, own)).rejects.toMatchObject({
      code: 'template.broken',
      place: { file: 'partials/post.mjml', line: 2 },
    });
  });
});

/** A letter that brings in every partial of every look. */
function sampleWithAll(): Partial<Issue> {
  const [first, second] = sampleIssue().posts;
  if (!first || !second) throw new Error('the sample issue has two posts');
  return { posts: [first, { ...second, picture: first.picture }] };
}
