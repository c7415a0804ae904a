import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/core/check.ts';
import type { CheckedLetter } from '../../../src/core/checking/checkedLetter.ts';
import { checkContrast } from '../../../src/core/checking/contrast.ts';
import { elementsOf } from '../../../src/core/checking/letterElements.ts';
import { letterChecks, worstFirst } from '../../../src/core/checking/letterChecks.ts';
import { checkSubject } from '../../../src/core/checking/subject.ts';
import { draftLetter } from '../../../src/core/composing/wording.ts';
import type { Config } from '../../../src/core/config.ts';
import type { Issue } from '../../../src/core/issue.ts';
import { lookNames } from '../../../src/core/look.ts';
import { replacedColors } from '../../../src/core/render/color.ts';
import { parseWeek } from '../../../src/core/week.ts';
import { checkedLetter } from '../../support/checkedLetter.ts';
import { sampleConfig, sampleIssue } from '../../support/sampleIssue.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';

/** Made once: MJML takes its time. */
const usual = checkedLetter();
const troubleOf = async (letter: CheckedLetter): Promise<readonly Check[]> =>
  (await letterChecks(letter, null)).filter(({ status }) => status !== 'ok');
const namesOf = async (letter: CheckedLetter): Promise<readonly string[]> =>
  (await troubleOf(letter)).map(({ check }) => check);
const withIssue = async (changes: Partial<Issue>, config?: Config): Promise<readonly string[]> =>
  namesOf(await checkedLetter({ issue: sampleIssue(changes), ...(config ? { config } : {}) }));
/** The same letter with other HTML. */
const withHtml = (letter: CheckedLetter, change: (html: string) => string): CheckedLetter => {
  const html = change(letter.message.html);
  return { ...letter, message: { ...letter.message, html }, elements: elementsOf(html) };
};

test('nothing speaks against a letter as it should be, and every check says so', async () => {
  const checks = await letterChecks(await usual, null);
  expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(new Set(checks.map(({ check }) => check)).size).toBe(checks.length);
  expect(checks.length).toBeGreaterThan(12);
});

test('whatever is wrong says why it matters and what to do, in both languages', async () => {
  const letter = await checkedLetter({
    issue: sampleIssue({
      subject: 'JETZT ABER SCHNELL LESEN!!',
      preheader: '',
      letter: 'Liebe Leserin, ich schicke Ihnen ![](http://elsewhere.example.com/a.svg)',
    }),
  });
  const trouble = await troubleOf(letter);
  expect(trouble.length).toBeGreaterThan(6);
  for (const { found, why, hint } of trouble)
    for (const text of [found, why, hint]) {
      expect(text?.de).toMatch(/\S{3}/);
      expect(text?.en).toMatch(/\S{3}/);
    }
});

describe('size (R44)', () => {
  test.each([
    [80, 'ok'],
    [90, 'warning'],
    [99, 'warning'],
    [100, 'error'],
  ])('a letter of %i KB is %s', async (size, status) => {
    const letter = withHtml(await usual, (html) =>
      html.replace('</body>', `<!--${'x'.repeat(size * 1024 - Buffer.byteLength(html) - 7)}--></body>`),
    );
    const checks = await letterChecks(letter, null);
    expect(checks.find(({ check }) => check === 'size')?.status).toBe(status);
  });
});

describe('pictures', () => {
  test.each([
    ['![](https://blog.example.org/a.jpg)', ['pictures.alt']],
    ['![Ein Baum](http://blog.example.org/a.jpg)', ['pictures.http']],
    ['![Ein Baum](https://tracker.example.com/a.jpg)', ['pictures.elsewhere']],
    ['![Ein Baum](https://blog.example.org/a.webp)', ['pictures.kind']],
    ['![Ein Baum](https://cdn.blog.example.org/a.jpg)', []],
  ])('%s: %j, to be changed in the words', async (markdown, names) => {
    const trouble = await troubleOf(
      await checkedLetter({ issue: sampleIssue({ letter: `Ein Baum.\n\n${markdown}` }) }),
    );
    expect(trouble.map(({ check, where }) => [check, where])).toEqual(names.map((name) => [name, 'letter']));
  });
});

describe('reading', () => {
  test('faint text on its ground is found, wherever the colours come from', async () => {
    const letter = withHtml(await usual, (html) =>
      html.replace(
        '</body>',
        '<table bgcolor="#FFF"><tr><td style="color: rgb(200,200,200)">Kaum zu sehen</td></tr></table></body>',
      ),
    );
    const faint = (await troubleOf(letter)).find(({ check }) => check === 'contrast');
    expect(faint?.found.de).toContain('„Kaum zu sehen“');
    expect(faint?.found.de).toContain('#c8c8c8 auf #ffffff');
  });

  test('in every look, whatever colour the author takes, its words can be read, and a change of it is told (R48)', async () => {
    for (const template of lookNames)
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 0xffffff }), async (value) => {
          const color = `#${value.toString(16).padStart(6, '0')}`;
          const config = sampleConfig({ look: { template, color } });
          const [found, ...more] = checkContrast(await checkedLetter({ config }));
          expect(found?.status).toBe('ok');
          expect(more).toEqual([]);
          expect(found?.found.de.includes(color)).toBe(replacedColors(color, template).length > 0);
          for (const { used } of replacedColors(color, template)) expect(found?.found.en).toContain(used);
        }),
        { numRuns: 6 },
      );
  });

  test('large letters need less, and what cannot be known is not guessed', async () => {
    const letter = withHtml(await usual, (html) =>
      html.replace(
        '</body>',
        '<p style="color:#888;background:#fff;font-size:30px">groß</p><p style="background:url(x.png);color:#fff">Bild</p><p style="color:var(--x)">unbekannt</p></body>',
      ),
    );
    expect((await namesOf(letter)).filter((name) => name === 'contrast')).toEqual([]);
  });

  test('headings that skip a level, or have no first one, are found', async () => {
    const letter = await usual;
    expect(await namesOf(withHtml(letter, (html) => html.replace('</body>', '<h5>x</h5></body>')))).toContain(
      'headings',
    );
    const headless = withHtml(letter, (html) => html.replaceAll(/<(\/?)h1/g, '<$1p'));
    expect(await namesOf(headless)).toContain('headings');
  });
});

describe('duties (R64, R65)', () => {
  test('a letter without imprint or way out is an error', async () => {
    const letter = await usual;
    const bare = withHtml(letter, (html) =>
      html.replaceAll(/<a [^>]*unsubscribe[^>]*>/g, '<a>').replaceAll('Musterweg', 'Weg'),
    );
    const errors = (await letterChecks(bare, null)).filter(({ status }) => status === 'error');
    expect(errors.map(({ check }) => check).toSorted()).toEqual(['imprint', 'unsubscribe']);
  });

  test('an imprint that still waits for its words is none', async () => {
    const config = sampleConfig({ imprint: 'BITTE EINTRAGEN: Name, Anschrift' });
    const checks = await letterChecks(await checkedLetter({ config }), null);
    expect(checks.find(({ check }) => check === 'imprint')).toMatchObject({
      status: 'error',
      found: { de: 'Im Impressum steht noch ein Platzhalter.' },
    });
  });

  test('without the header for one click, mail programs offer no way out (RFC 8058)', async () => {
    const letter = await usual;
    const headers = letter.message.headers.filter(([name]) => name !== 'List-Unsubscribe-Post');
    expect(await namesOf({ ...letter, message: { ...letter.message, headers } })).toContain('unsubscribe');
  });
});

describe('subject and preview line', () => {
  test.each([
    ['x'.repeat(71), 'Etwas anderes.', ['subject.length']],
    ['WER HÖRT HIER ZU?', 'Etwas anderes.', ['subject.capitals']],
    ['NDR und ARD', 'Etwas anderes.', []],
    ['Schnell! Jetzt!', 'Etwas anderes.', ['subject.exclamation']],
    ['Danke!', 'Etwas anderes.', []],
    ['Danke', '  ', ['preheader']],
    ['Wer hört zu?', 'wer hört zu', ['preheader']],
    ['Wer hört zu?', 'Wer hört zu? Und wer nicht?', ['preheader']],
  ])('%s | %s: %j', (subject, preheader, names) => {
    const trouble = checkSubject({ subject, preheader }).filter(({ status }) => status !== 'ok');
    expect(trouble.map(({ check }) => check)).toEqual(names);
  });
});

describe('both versions of a letter (R43)', () => {
  test('a link or words that stand in one of them only are found', async () => {
    const letter = await usual;
    const link = withHtml(letter, (html) =>
      html.replace('</body>', '<a href="https://blog.example.org/nur-hier/">hier</a></body>'),
    );
    expect(await namesOf(link)).toEqual(['twins.links']);
    const words = 'Sommerfest Anmeldung Kartoffelsalat Wiese Musik Tanz Regen Zelt Lampions Nachtisch'.repeat(
      1,
    );
    expect(
      await namesOf(withHtml(letter, (html) => html.replace('</body>', `<p>${words}</p></body>`))),
    ).toEqual(['twins.words']);
    const text = `${letter.message.text}\nhttps://blog.example.org/nur-im-text/\n`;
    expect(await namesOf({ ...letter, message: { ...letter.message, text } })).toEqual(['twins.links']);
  });

  test('links with umlauts, brackets and mail addresses are the same in both', async () => {
    const markdown =
      '[eins](https://blog.example.org/Brot_(Gebäck)) und [zwei](https://blog.example.org/?a=1&b=2), [Mail](mailto:brief@example.org), https://blog.example.org/drei.';
    expect(await withIssue({ letter: markdown })).toEqual([]);
  });
});

describe('what is left of a draft', () => {
  test.each(['{{vorname}}', '%NAME%', '[NAME]', '*|FNAME|*', 'TODO', 'Lorem ipsum'])(
    'what nobody will fill in is told: %s',
    async (mark) => {
      expect(await withIssue({ letter: `ich grüße dich, ${mark}, von Herzen.` })).toEqual([
        'placeholders.leftover',
      ]);
    },
  );

  test('a placeholder in the draft or the settings is an error', async () => {
    expect(await withIssue({ letter: 'Herzlich\nBITTE EINTRAGEN' })).toEqual(['placeholders']);
    const config = sampleConfig({ from: { name: 'BITTE EINTRAGEN', address: 'brief@example.org' } });
    expect(await withIssue({}, config)).toEqual(['placeholders']);
  });

  test('sentences of the draft alone are worth a look; one of her own makes it a letter', async () => {
    const issue = sampleIssue();
    const { posts, olderPosts, question, week } = issue;
    const draft = draftLetter(posts, question, sampleConfig(), { week, olderPosts, past: [] });
    expect(await withIssue({ letter: draft })).toEqual(['placeholders.words']);
    expect(await withIssue({ letter: draft.replace('\n\n', '\n\nAm Dienstag fiel Schnee.\n\n') })).toEqual(
      [],
    );
  });

  test('they are still the draft’s alone under another name, and after question and posts have changed', async () => {
    const { posts, olderPosts, question, week } = sampleIssue();
    const draft = draftLetter(posts, question, sampleConfig(), { week, olderPosts, past: [] });
    const from = { name: 'Jemand Anders', address: 'brief@example.org' };
    expect(await withIssue({ letter: draft }, sampleConfig({ from }))).toEqual(['placeholders.words']);
    const changed = { letter: draft, question: null, posts: posts.slice(1) };
    expect(await withIssue(changed)).toContain('placeholders.words');
    const greeted = draft.replace(/Herzlich\n.*/, 'Alles Liebe\nJo');
    expect(await withIssue({ letter: greeted })).toEqual(['placeholders.words']);
  });

  test('a placeholder is told with its words and where it stands', async () => {
    const trouble = await troubleOf(
      await checkedLetter({ issue: sampleIssue({ letter: 'Es schneit.\n\nHerzlich\nBITTE EINTRAGEN\n' }) }),
    );
    expect(trouble[0]?.found.de).toContain('Platzhalter: „BITTE EINTRAGEN“ im Gruß am Ende.');
    const inSubject = await troubleOf(
      await checkedLetter({ issue: sampleIssue({ subject: 'Please fill in' }) }),
    );
    expect(inSubject[0]?.found.en).toContain('"Please fill in" at "subject".');
  });

  test('posts at example domains are named, unless everything stays on this machine', async () => {
    const letter = await usual;
    const { posts, olderPosts } = letter.issue;
    const nowhere = (await troubleOf({ ...letter, isLoopback: false })).filter(
      ({ check }) => check === 'placeholders.posts',
    );
    expect(nowhere).toMatchObject([
      { status: 'error', where: 'posts' },
      { status: 'error', where: 'olderPosts' },
    ]);
    for (const { title } of posts) expect(nowhere[0]?.found.de).toContain(`„${title}“`);
    for (const { title } of olderPosts) expect(nowhere[1]?.found.en).toContain(`“${title}”`);
  });

  test('an empty letter is an error, a post without excerpt worth a look', async () => {
    const nothing = { letter: '', question: null, posts: [], olderPosts: [] };
    expect(await withIssue(nothing)).toContain('content');
    const posts = sampleIssue().posts.map((post) => ({ ...post, excerpt: ' ' }));
    expect(await withIssue({ posts })).toEqual(['excerpts', 'excerpts']);
  });
});

describe('posts that were there before (R60)', () => {
  const past = (week: string, changes: Partial<Issue>): Issue =>
    sampleIssue({ week: parseWeek(week), posts: [], olderPosts: [], ...changes });

  test('a new post of an earlier letter is named with its week, also under a changed address', async () => {
    const [post] = sampleIssue().posts;
    if (!post) throw new Error('the sample has posts');
    const moved = { ...post, id: 'x', url: 'https://new.example.org/schweigen/' };
    for (const before of [post, moved]) {
      const letter = await checkedLetter({ past: [past('2026-W40', { posts: [before] })] });
      const [found] = await troubleOf(letter);
      expect(found).toMatchObject({ check: 'repeated', where: 'posts' });
      expect(found?.found.de).toContain('2026-W40');
    }
  });

  test('older posts rest for issue.restWeeks, and no post stands in a letter twice', async () => {
    const { olderPosts, posts } = sampleIssue();
    const shown = (week: string) => checkedLetter({ past: [past(week, { olderPosts })] });
    expect(await namesOf(await shown('2026-W30'))).toEqual(['repeated', 'repeated', 'repeated']);
    expect(await namesOf(await shown('2026-W10'))).toEqual([]);
    expect(await withIssue({ olderPosts: posts.slice(0, 1) })).toEqual(['repeated']);
  });
});

test('http links are named with the part they stand in', async () => {
  const letter = await checkedLetter({
    issue: sampleIssue({ letter: 'Siehe [dort](http://blog.example.org/x).' }),
  });
  expect(await troubleOf(letter)).toMatchObject([{ check: 'links.http', where: 'letter' }]);
});

test('a letter for nobody is worth a look', async () => {
  expect(await namesOf({ ...(await usual), readers: 0 })).toEqual(['readers']);
});

test('templates are the author’s: one that adds what mail programs ignore is found', async () => {
  const templates = shippedTemplates();
  const changed = {
    ...templates,
    'issue.mjml': (templates['issue.mjml'] ?? '').replace(
      '</mj-head>',
      '<mj-style>.box { display: grid; }</mj-style></mj-head>',
    ),
  };
  expect(await namesOf(await checkedLetter({ templates: changed }))).toEqual(['programs']);
});

test('the worst stands first, and alike ones keep their order', () => {
  const status = fc.constantFrom('ok', 'note', 'warning', 'error');
  fc.assert(
    fc.property(fc.array(status), (statuses) => {
      const checks = statuses.map((one, index): Check => ({
        check: String(index),
        status: one,
        found: { de: '', en: '' },
      }));
      const sorted = worstFirst(checks);
      const order = ['error', 'warning', 'note', 'ok'];
      for (const [index, check] of sorted.entries()) {
        const before = sorted[index - 1];
        if (!before) continue;
        const step = order.indexOf(check.status) - order.indexOf(before.status);
        expect(step > 0 || (step === 0 && Number(before.check) < Number(check.check))).toBe(true);
      }
    }),
  );
});

test('what is wrong with many links or pictures alike is one finding that lists them', async () => {
  const many = Array.from({ length: 10 }, (_, number) => `[Ein Link](http://blog.example.org/${number})`);
  const silent = ['a', 'b', 'a'].map((name) => `![](https://blog.example.org/${name}.jpg)`);
  const trouble = await troubleOf(
    await checkedLetter({ issue: sampleIssue({ letter: [...many, ...silent].join('\n\n') }) }),
  );
  const links = trouble.filter(({ check }) => check === 'links.http');
  expect(links).toHaveLength(1);
  expect(links[0]?.found.de).toMatch(
    /^10 Links führen über http:\/\/ statt https:\/\/:\nhttp:\/\/blog.example.org\/0\n[^]*\nund 2 weitere$/,
  );
  const pictures = trouble.filter(({ check }) => check === 'pictures.alt');
  expect(pictures.map(({ found }) => found.en)).toEqual([
    '2 pictures have no alternative text:\nhttps://blog.example.org/a.jpg\nhttps://blog.example.org/b.jpg',
  ]);
});
