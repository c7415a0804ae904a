import { describe, expect, test } from 'vitest';
import type { FeaturedPost, Issue } from '../../../src/core/issue.ts';
import { renderIssue } from '../../../src/core/render/renderIssue.ts';
import { bytesOf } from '../../../src/core/render/size.ts';
import { fillSlots, slotMarks } from '../../../src/core/render/slots.ts';
import type { Frame } from '../../../src/core/render/view.ts';
import { linksOfHtml, linksOfText, textOfHtml } from '../../support/letterParts.ts';
import { englishIssue, richLetter, sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

const templates = shippedTemplates();
const values = {
  salutation: 'Hallo Anna,',
  unsubscribeUrl: 'https://brief.example.org/abmelden/a?x=1&y=2',
  preferencesUrl: 'https://brief.example.org/wuensche/a?x=1&y=2',
  confirmedOn: '12. März 2026',
};

interface Letter {
  readonly html: string;
  readonly text: string;
  /** What a reader sees of the HTML. */
  readonly visible: string;
}

async function letterOf(
  changes: Partial<Issue> = {},
  settings: Record<string, unknown> = {},
): Promise<Letter> {
  const rendered = await renderIssue(sampleIssue(changes), sampleConfig(settings), templates);
  const html = fillSlots(rendered.html, values, 'html');
  return { html, text: fillSlots(rendered.text, values, 'text'), visible: textOfHtml(html) };
}

function samplePost(changes: Partial<FeaturedPost>): FeaturedPost {
  const [post] = sampleIssue().posts;
  if (!post) throw new Error('the sample issue has no post');
  return { ...post, ...changes };
}

describe('a letter', () => {
  test('leads to posts without telling where a reader came from; what the author wrote stays', async () => {
    const post = samplePost({ url: 'https://blog.example.org/x/?utm_source=rss&utm_medium=rss&p=1' });
    const letter = 'Sieh [hier](https://example.org/?utm_source=ich).';
    const { html, text } = await letterOf({ posts: [post], olderPosts: [post], letter });
    for (const links of [linksOfHtml(html), linksOfText(text)]) {
      expect(links).toContain('https://blog.example.org/x/?p=1');
      expect(links).toContain('https://example.org/?utm_source=ich');
      expect(links.join(' ')).not.toContain('utm_medium');
    }
  });

  test('holds all that the issue holds, in HTML as in text', async () => {
    const { visible, text } = await letterOf();
    const flat = text.replaceAll(/\s+/g, ' ');
    const issue = sampleIssue();
    for (const expected of [
      issue.preheader,
      'Woche 47 · 16.–22. November 2026',
      'Hallo Anna,',
      'Die Frage der Woche',
      issue.question?.text ?? '?',
      ...[...issue.posts, ...issue.olderPosts].flatMap((post) => [post.title, post.excerpt]),
      '20. November 2026',
      'Verantwortlich nach § 18 Abs. 2 MStV: Johanna Muster',
      'weil du dich für „Wochenbrief“ angemeldet und das am 12. März 2026 bestätigt hast.',
    ]) {
      expect(visible).toContain(expected);
      expect(flat).toContain(expected);
    }
  });

  test('carries each link as often in its text as in its HTML', async () => {
    const { html, text } = await letterOf({
      letter:
        'Siehe <https://a.example.org/x?a=1&b=2>, [dies](https://b.example.org/) und [mich](mailto:brief@example.org).',
    });
    const links = linksOfHtml(html);
    expect(links.length).toBeGreaterThan(9);
    expect(linksOfText(text)).toEqual(links);
  });

  test('is the same for all readers, except in its slots', async () => {
    const rendered = await renderIssue(sampleIssue(), sampleConfig(), templates);
    expect(rendered.html.slots).toEqual(['salutation', 'confirmedOn', 'unsubscribeUrl', 'preferencesUrl']);
    expect(rendered.text.slots).toEqual(['salutation', 'confirmedOn', 'unsubscribeUrl', 'preferencesUrl']);
    const again = await renderIssue(sampleIssue(), sampleConfig(), templates);
    expect(again).toEqual(rendered);
  });

  test('loads nothing but pictures, hides nothing and says its language', async () => {
    const { html } = await letterOf();
    expect(html).not.toMatch(/<link|@import|url\(|<script|display:\s*none|fonts\.googleapis/);
    expect(html).toContain('<html lang="de"');
    expect(html).toContain(`<title>${sampleIssue().subject}</title>`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
  });

  test('leaves out what the issue does not hold, headings and all', async () => {
    const quiet = await letterOf(
      { posts: [], olderPosts: [], question: null, letter: ' \n', preheader: '' },
      { imprint: '' },
    );
    for (const words of [
      'Neu im Blog',
      'Zum Wiederlesen',
      'Die Frage der Woche',
      'Impressum',
      'Weiterlesen',
    ]) {
      expect(quiet.visible).not.toContain(words);
      expect(quiet.text).not.toContain(words);
    }
    expect(quiet.visible).toContain('Hallo Anna,');
    expect(quiet.text).not.toMatch(/\n{4}|undefined|null/);
  });

  test('says beside the date how long reading takes, where that is known', async () => {
    const sample = sampleIssue();
    const [first, second] = sample.posts;
    const posts = [...(first ? [{ ...first, minutes: 4 }] : []), ...(second ? [second] : [])];
    const olderPosts = sample.olderPosts.map((post) => ({ ...post, minutes: 2 }));
    const { html, text } = await renderIssue(
      { ...sample, posts, olderPosts },
      sampleConfig(),
      shippedTemplates(),
    );
    expect(html.chunks.join('')).toContain('20. November 2026 · 4\u00A0Min.\u00A0Lesezeit<');
    expect(html.chunks.join('')).toContain('17. November 2026<');
    expect(text.chunks.join('')).toContain('20. November 2026 · 4 Min. Lesezeit\n');
    expect(html.chunks.join('').match(/\(2\u00A0Min\.\u00A0Lesezeit\)/g)).toHaveLength(3);
    expect(text.chunks.join('').match(/Lesezeit/g)).toHaveLength(4);
    const english = await renderIssue(
      { ...sample, posts },
      sampleConfig({ locale: 'en' }),
      shippedTemplates(),
    );
    expect(english.text.chunks.join('')).toContain('20 November 2026 · 4 min read\n');
  });

  test('sets titles, teasers and the question as the language does; the subject and the text have ordinary spaces', async () => {
    const sample = sampleIssue();
    const posts = sample.posts.map((post) => ({
      ...post,
      title: 'Vertrauensbildungsmaßnahmen - z.B. "heute"',
      excerpt: 'Am 12. November... und das um 7 Uhr.',
    }));
    const issue = {
      ...sample,
      posts,
      subject: 'Mut - z.B. "heute"',
      question: { text: 'Wer hat "Ja" gesagt?', reason: '' },
    };
    const { html, text } = await renderIssue(issue, sampleConfig(), shippedTemplates());
    const rendered = html.chunks.join('');
    expect(rendered).toContain('>Vertrauensbildungs\u00ADmaßnahmen\u00A0– z.\u00A0B. „heute“<');
    expect(rendered).toContain('Am 12.\u00A0November… und das um 7\u00A0Uhr.');
    expect(rendered).toContain('Wer hat „Ja“ gesagt?');
    expect(rendered).toContain('<title>Mut - z.B. &quot;heute&quot;</title>');
    expect(text.chunks.join('')).toContain('Vertrauensbildungsmaßnahmen – z. B. „heute“\n');
    expect(text.chunks.join('')).not.toMatch(/[\u00A0\u00AD]/);
  });

  test('shows pictures only when the settings want them', async () => {
    expect((await letterOf()).html).toContain(
      'alt="Ein offenes Fenster im Morgenlicht, davor ein leerer Stuhl"',
    );
    expect((await letterOf({}, { look: { pictures: false } })).html).not.toContain('<img');
  });

  test('shows the logo in place of the title, and says the title', async () => {
    const { html } = await letterOf({}, { look: { logo: 'https://blog.example.org/images/logo.png' } });
    expect(html).toMatch(/<h1[^>]*><img[^>]*alt="Wochenbrief"[^>]*><\/h1>/);
  });

  test('speaks English, and says Sie', async () => {
    const english = await renderIssue(englishIssue(), sampleConfig({ locale: 'en' }), templates);
    expect(english.text.chunks.join('')).toContain('The question of the week');
    expect(english.html.chunks.join('')).toContain('lang="en"');
    expect((await letterOf({}, { address: 'sie' })).visible).toContain('weil Sie sich für „Wochenbrief“');
  });

  test('keeps the author’s headings below its own', async () => {
    const { html } = await letterOf({ letter: '### Erst dies\n\n# Dann das\n\nText' });
    expect(Array.from(html.matchAll(/<h([1-6])/g), (match) => Number(match[1])).slice(0, 4)).toEqual([
      1, 3, 2, 2,
    ]);
  });
});

describe('an edition', () => {
  const partsOf = async (frame: Frame, settings: Record<string, unknown> = {}): Promise<Letter> => {
    const rendered = await renderIssue(sampleIssue(), sampleConfig(settings), templates, frame);
    const html = fillSlots(rendered.html, values, 'html');
    return { html, text: fillSlots(rendered.text, values, 'text'), visible: textOfHtml(html) };
  };

  test('in another language changes what stands around the author’s words, and never these', async () => {
    const { html, visible, text } = await partsOf({ kind: 'weekly', language: 'en' });
    const issue = sampleIssue();
    for (const part of [visible, text.replaceAll(/\s+/g, ' ')]) {
      for (const expected of [
        'Week 47 · 16–22 November 2026',
        'The question of the week',
        'Worth reading again',
        '20 November 2026',
        'because you signed up for “Wochenbrief”',
        'Unsubscribe',
        issue.question?.text ?? '?',
        ...issue.posts.map((post) => post.title),
      ])
        expect(part).toContain(expected);
      expect(part).not.toMatch(/Neu im Blog|Weiterlesen|Klick abmelden/);
    }
    // Who listens hears each part in its own language (WCAG 3.1.2).
    expect(html).toContain('<html lang="de"');
    expect(html).toMatch(/<h2[^>]* lang="en"[^>]*>New on the blog/);
    expect(html).toMatch(/<p lang="en"[^>]*>You receive this letter/);
    expect(linksOfText(text)).toEqual(linksOfHtml(html));
  });

  test('of a month says which', async () => {
    const { visible, text } = await partsOf({ kind: 'monthly', language: 'de' });
    for (const part of [visible, text]) {
      expect(part).toContain('Monatsbrief · November 2026');
      expect(part).not.toContain('Woche 47');
    }
  });

  test('of the archive speaks to whoever reads it, and leads to the sign-up', async () => {
    const { visible, text, html } = await partsOf({ kind: 'archive', language: 'de' }, { address: 'sie' });
    for (const part of [visible, text.replaceAll(/\s+/g, ' ')]) {
      expect(part).toContain('Dieser Brief ging an alle, die sich für „Wochenbrief“ angemeldet haben.');
      expect(part).toContain('Den nächsten Brief per E-Mail bekommen');
      expect(part).not.toMatch(/bestätigt|abmelden\b(?!\/)|Rhythmus/);
    }
    expect(html).not.toContain('wuensche');
  });

  test('holds both of the reader’s own links, in HTML as in text', async () => {
    const { html, text } = await partsOf({ kind: 'weekly', language: 'de' });
    for (const part of [html.replaceAll('&amp;', '&'), text]) {
      expect(part).toContain(values.unsubscribeUrl);
      expect(part).toContain(values.preferencesUrl);
    }
  });
});

describe('hostile text', () => {
  test.each([
    '{{secret}}',
    '<mj-raw><script>alert(1)</script></mj-raw>',
    '"><script>alert(1)</script>',
    '</mj-text></mj-column>',
    "{{{letterHtml}}} ' onmouseover='x",
    '<!-- <![endif]-->',
    `${slotMarks.unsubscribeUrl}Marke`,
    'true',
    '$& $1 &amp; 100 %',
  ])('%s arrives as exactly that text', async (title) => {
    const expected = title.replace(slotMarks.unsubscribeUrl, '');
    const picture = { url: 'https://blog.example.org/images/fenster.jpg', alt: title };
    const { html, visible, text } = await letterOf({
      subject: title,
      preheader: title,
      question: { text: title, reason: '' },
      posts: [samplePost({ title, excerpt: title, picture })],
      letter:
        title.includes('{{{') || title.includes("'") || title.includes('<!--') ? 'x' : `Absatz \`${title}\``,
    });
    expect(visible.split(expected).length - 1).toBeGreaterThanOrEqual(4);
    expect(text.split(expected).length - 1).toBeGreaterThanOrEqual(4);
    expect(html).not.toMatch(/<script|<mj-|onmouseover='/);
    expect(html.match(/unsubscribe|abmelden\/a/g)).toHaveLength(1);
  });

  test('an entity in the author’s Markdown cannot become a slot', async () => {
    const { html } = await renderIssue(sampleIssue({ letter: 'A &#xE5A2; B' }), sampleConfig(), templates);
    expect(html.slots).toEqual(['salutation', 'confirmedOn', 'unsubscribeUrl', 'preferencesUrl']);
  });

  test('an address that is no web address is refused with its post', async () => {
    await expect(letterOf({ posts: [samplePost({ url: 'javascript:alert(1)' })] })).rejects.toMatchObject({
      code: 'issue.invalid',
    });
  });
});

describe('the text', () => {
  test('has no line longer than 76 columns, except where an address needs it', async () => {
    const long = 'Donaudampfschifffahrtsgesellschaftskapitän und viele weitere Wörter '.repeat(6);
    const { text } = await letterOf({
      letter: `${long}\n\n> ${long}\n\n- ${long}\n- [${long}](https://blog.example.org/${'lang/'.repeat(20)})`,
      question: { text: long, reason: '' },
      posts: [samplePost({ title: long, excerpt: long })],
    });
    const tooLong = text.split('\n').filter((line) => line.length > 76 && !line.includes('https://'));
    expect(tooLong).toEqual([]);
  });
});

describe('the author’s words as text', () => {
  test('keep lists, quotes, tables and what pictures show', async () => {
    const { text } = await letterOf({ letter: richLetter });
    for (const expected of [
      ' 1. Erstens dies',
      '> Wer dankt',
      'Karl   Hobel',
      '[Quitten]',
      '\nZwei Dinge zum Schluss\n',
    ]) {
      expect(text).toContain(expected);
    }
  });
});

describe('the size', () => {
  test('of a letter with five posts stays under 60 KB', async () => {
    const posts = Array.from({ length: 5 }, (_, index) => samplePost({ id: String(index) }));
    const { html } = await renderIssue(sampleIssue({ posts }), sampleConfig(), templates);
    expect(bytesOf(html)).toBeLessThan(60 * 1024);
  });

  test('from 100 KB on is refused, naming what is largest', async () => {
    await expect(letterOf({ letter: 'Wort '.repeat(25_000) })).rejects.toMatchObject({
      code: 'letter.tooLarge',
      text: { de: expect.stringMatching(/Am größten: deine Worte \(12\d KB\)/) },
    });
  });
});

describe('a template of one’s own', () => {
  test('must show the unsubscribe link', async () => {
    const own = { ...templates, 'issue.txt.hbs': '{{title}}' };
    await expect(renderIssue(sampleIssue(), sampleConfig(), own)).rejects.toMatchObject({
      code: 'template.broken',
      text: { de: expect.stringContaining('issue.txt.hbs') },
    });
  });

  test('must show the whole imprint', async () => {
    const own = {
      ...templates,
      'partials/footer.mjml': '<mj-raw>{{slots.unsubscribeUrl}}{{title}}</mj-raw>',
    };
    await expect(renderIssue(sampleIssue(), sampleConfig(), own)).rejects.toMatchObject({
      code: 'template.broken',
      text: { de: 'In issue.mjml fehlt {{#each imprintLines}}{{this}}{{/each}}.' },
    });
    const imprint = `Anna & "Söhne" <GmbH> ${'Straße '.repeat(20)}`;
    await expect(letterOf({}, { imprint })).resolves.toBeDefined();
  });

  test('that is no MJML is refused with the line', async () => {
    const own = { ...templates, 'partials/closing.mjml': '<mj-section>\n<mj-txt>x</mj-txt></mj-section>' };
    await expect(renderIssue(sampleIssue(), sampleConfig(), own)).rejects.toMatchObject({
      code: 'template.broken',
      text: { de: expect.stringMatching(/^partials\/closing\.mjml, Zeile 2: .*<mj-txt>/) },
    });
  });

  test('that would have MJML read other files is refused', async () => {
    const own = { ...templates, 'partials/closing.mjml': '<mj-include path="/etc/passwd" type="html" />' };
    await expect(renderIssue(sampleIssue(), sampleConfig(), own)).rejects.toMatchObject({
      code: 'template.broken',
      text: { en: expect.stringContaining('mj-include') },
    });
  });
});
