import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consentWording } from '../../../src/core/list/consentWording.ts';
import { publicPages, type Page, type PageSetting } from '../../../src/core/render/pages.ts';
import { sampleConfig } from '../../support/sampleIssue.ts';
import { pageSetting, problems, samplePages, sampleReader } from '../../support/samplePages.ts';
import { shippedTemplates } from '../../support/templateFiles.ts';
import { textOfHtml } from '../../support/letterParts.ts';

const config = sampleConfig({ website: { privacyUrl: 'https://example.org/privacy' } });
const pagesFor = (settings: Record<string, unknown> = {}): ReturnType<typeof publicPages> =>
  publicPages(sampleConfig(settings), shippedTemplates());
const pages = publicPages(config, shippedTemplates());
const emptyForm = { address: '', name: '', shown: 'stamp', faults: [] } as const;
const { token } = sampleReader;

function show(page: Page, setting: Partial<PageSetting> = {}): string {
  return pages.show(page, pageSetting(setting));
}

function sample(name: string): Page {
  const page = samplePages[name];
  if (page === undefined) throw new Error(`there is no sample page ${name}`);
  return page;
}

/** Every form of a page: where it goes, and what it sends. */
function formsOf(html: string): readonly { readonly action: string; readonly fields: readonly string[] }[] {
  return Array.from(
    html.matchAll(/<form[^>]* method="post" action="([^"]+)"[^>]*>([^]*?)<\/form>/g),
    (match) => ({
      action: match[1] ?? '',
      fields: Array.from(
        (match[2] ?? '').matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g),
        ([, name = '']) => name,
      ),
    }),
  );
}

function linksOf(html: string): readonly string[] {
  return Array.from(html.matchAll(/ href="([^"]+)"/g), ([, url = '']) => url);
}

function titleOf(html: string): string {
  return /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
}

describe('every page', () => {
  test.each([
    ['German with du', {}, 'de', /\b(Sie|Ihnen|Ihre[mnrs]?|your?)\b/],
    ['German with Sie', { address: 'sie' }, 'de', /\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|your?)\b/],
    ['English', {}, 'en', /\b(und|nicht|der|die|das|Sie)\b/],
  ] as const)('speaks %s and nothing else', (_, changes, language, foreign) => {
    const own = pagesFor(changes);
    for (const [name, page] of Object.entries(samplePages)) {
      // The author's own subjects are in the newsletter's language.
      const unsent = 'letters' in page ? { ...page, letters: [] } : page;
      const html = own.show(
        'latest' in unsent ? { ...unsent, latest: null } : unsent,
        pageSetting({ language }),
      );
      expect(html).toContain(`<html lang="${language}">`);
      const said = textOfHtml(html).replace(/Verantwortlich.*/, '');
      expect([name, foreign.exec(said)?.[0]]).toEqual([name, undefined]);
    }
  });

  test('has a title of its own, one first heading, and the others in order (R48)', () => {
    const titles = Object.entries(samplePages)
      .filter(
        ([name]) => !['home-first', 'unsubscribe-monthly', 'goodbye-late', 'archive-empty'].includes(name),
      )
      .filter(([name]) => !name.startsWith('preferences-s'))
      // Before and after a letter has left, its page is the same one.
      .filter(([name]) => !['decide-refused', 'decide-paused', 'decide-fault'].includes(name))
      .map(([, page]) => titleOf(show(page)));
    expect(new Set(titles).size).toBe(titles.length);
    for (const page of Object.values(samplePages)) {
      const levels = Array.from(show(page).matchAll(/<h([1-6])/g), ([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels[0]).toBe(1);
      levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
    }
  });

  test('has the imprint in full, except in a frame (R64)', () => {
    for (const page of Object.values(samplePages))
      for (const line of config.imprint.split('\n')) expect(show(page)).toContain(line);
    expect(show(sample('form'), { isFramed: true })).not.toContain('Musterweg');
  });

  test('leads to paths below the newsletter’s own and keeps the language', () => {
    for (const page of Object.values(samplePages)) {
      const html = show(page, { basePath: '/brief', path: '/brief/x', language: 'en' });
      for (const url of [...linksOf(html), ...formsOf(html).map(({ action }) => action)]) {
        if (url.startsWith('#') || url === config.website.privacyUrl) continue;
        expect(url).toMatch(/^\/brief\//);
        if (!/style\.css|\/archive\/|\/brief\/x\?lang=de/.test(url)) expect(url).toMatch(/\?lang=en$/);
      }
    }
  });

  test('marks what the author wrote where it is in another language than the page (WCAG 2.2, 3.1.2)', () => {
    const about = pagesFor({ website: { about: 'Ein Brief.' } });
    const html = about.show(sample('home'), pageSetting({ language: 'en' }));
    expect(html).toContain('<h1 class="name" lang="de">Wochenbrief');
    expect(html).toContain('<div class="about" lang="de">');
    expect(html).toContain('<p class="letter" lang="de">');
    expect(show(sample('home'), { language: 'en' })).toContain('<div class="about" lang="en">');
    expect(show(sample('archive'), { language: 'en' })).toContain('<span class="letter" lang="de">');
  });

  test('offers itself in the other language, but not after a POST', () => {
    expect(linksOf(show(sample('home'), { path: '/form?framed=1' }))).toContain('/form?framed=1&amp;lang=en');
    expect(linksOf(show(sample('home'), { path: '/', language: 'en' }))).toContain('/?lang=de');
    expect(show(sample('home'), { path: null })).not.toContain('hreflang');
  });

  test('is found by search engines only where it is for everybody', () => {
    const isHidden = (name: string): boolean => show(sample(name)).includes('content="noindex"');
    expect(['home', 'archive'].map(isHidden)).toEqual([false, false]);
    expect(['unsubscribe', 'preferences', 'confirm', 'mailUnderWay', 'form'].every(isHidden)).toBe(true);
  });
});

describe('the home page', () => {
  test('says what one gets, how often, from whom, and shows the last letter', () => {
    const said = textOfHtml(show(sample('home')));
    for (const part of ['Johanna Muster', 'Einmal in der Woche.', 'Wem hast du zuletzt ohne Grund gedankt?'])
      expect(said).toContain(part);
    expect(linksOf(show(sample('home')))).toContain('/archive/2026-W47');
  });

  test('says what the author wants to say', () => {
    const own = pagesFor({ website: { about: 'Erster Absatz\nnoch erster.\n\nZweiter <b>Absatz</b>.' } });
    const html = own.show(sample('home'), pageSetting());
    expect(html).toContain('<p>Erster Absatz noch erster.</p>\n<p>Zweiter &lt;b&gt;Absatz&lt;/b&gt;.</p>');
  });

  test('mentions no archive where there is none', () => {
    const html = pagesFor({ website: { archive: false } }).show(sample('home'), pageSetting());
    expect(html).not.toContain('/archive');
  });
});

describe('the form', () => {
  test('sends what the server reads, with the exact words agreed to beside the button (R61)', () => {
    for (const language of ['de', 'en'] as const) {
      const html = show({ page: 'home', form: emptyForm, latest: null }, { language });
      const [form] = formsOf(html);
      expect(form).toEqual({
        action: `/subscribe?lang=${language}`,
        fields: ['address', 'name', 'website', 'shown', 'language'],
      });
      expect(html).toContain(`>${consentWording(config, language).text}<`);
      expect(html).toContain('href="https://example.org/privacy"');
      expect(html).toContain('name="shown" value="stamp"');
    }
  });

  test('in a frame says so, and opens links outside of it', () => {
    const html = show({ page: 'form', form: emptyForm }, { isFramed: true });
    expect(html).toContain('name="framed" value="1"');
    for (const [link] of html.matchAll(/<a [^>]*>/g))
      expect(link).toContain('target="_blank" rel="noopener"');
    expect(html).not.toMatch(/<header|<footer/);
  });

  test('keeps what was typed and says beside each field what is wrong with it', () => {
    const html = show({
      page: 'home',
      form: {
        ...emptyForm,
        address: 'anna@"<x>',
        name: 'x'.repeat(90),
        faults: ['addressInvalid', 'nameTooLong'],
      },
      latest: null,
    });
    expect(html).toContain('value="anna@&quot;&lt;x&gt;"');
    expect(html).toContain(`value="${'x'.repeat(90)}"`);
    expect(titleOf(html)).toBe('Bitte prüfen: Wochenbrief');
    for (const id of ['address', 'name']) {
      expect(html).toMatch(
        new RegExp(`<input id="${id}"[^>]* aria-invalid="true" aria-describedby="${id}-fault`),
      );
      expect(html).toContain(`<p class="fault" id="${id}-fault">`);
      expect(html).toContain(`<a href="#${id}">`);
    }
  });

  test('carries the sign-up through "Is that right?" unchanged', () => {
    const form = { address: 'anna@example.org', name: 'Anna & Co', shown: 'stamp', faults: [] };
    const html = show({ page: 'review', form }, { language: 'en', isFramed: true });
    for (const [name, value] of [
      ['address', 'anna@example.org'],
      ['name', 'Anna &amp; Co'],
      ['shown', 'stamp'],
      ['language', 'en'],
      ['framed', '1'],
    ])
      expect(html).toContain(`<input type="hidden" name="${name}" value="${value}">`);
    expect(html).toContain('Anna &amp; Co</dd>');
    expect(html).toContain(consentWording(config, 'en').text);
    expect(formsOf(html)).toHaveLength(1);
  });
});

describe('a reader’s own pages', () => {
  test('act only by the buttons of forms that POST (R49)', () => {
    const forms = (name: string): ReturnType<typeof formsOf> => formsOf(show(sample(name)));
    expect(forms('confirm')).toEqual([{ action: `/confirm/${token}?lang=de`, fields: [] }]);
    expect(forms('unsubscribe')).toEqual([
      { action: `/unsubscribe/${token}?lang=de`, fields: ['List-Unsubscribe'] },
      { action: `/preferences/${token}?lang=de`, fields: ['rhythm'] },
      { action: `/preferences/${token}?lang=de`, fields: ['pausedUntil'] },
    ]);
    expect(forms('goodbye')).toEqual([{ action: `/unsubscribe/${token}/undo?lang=de`, fields: [] }]);
    expect(forms('goodbye-late')).toEqual([]);
    expect(forms('erase')).toEqual([{ action: `/preferences/${token}/erase?lang=de`, fields: [] }]);
    expect(forms('preferences')).toEqual([
      {
        action: `/preferences/${token}?lang=de`,
        fields: ['name', 'language', 'rhythm', 'rhythm', 'pausedUntil'],
      },
    ]);
  });

  test('name the person by the masked address alone', () => {
    for (const name of ['confirm', 'unsubscribe', 'preferences', 'erase'])
      expect(show(sample(name))).toContain('<p class="whose">a…@example.org</p>');
  });

  test('unsubscribing comes first and plain; who already reads monthly is not offered it', () => {
    const html = show(sample('unsubscribe'));
    expect(html.indexOf('>Abmelden</button>')).toBeLessThan(html.indexOf('class="quiet"'));
    expect(show(sample('unsubscribe-monthly'))).not.toContain('Nur einmal im Monat');
  });

  test('show what is chosen', () => {
    const html = show(sample('preferences-saved'));
    expect(html).toContain('<option value="en" selected>');
    expect(html).toContain('value="monthly" checked');
    expect(html).toMatch(/name="pausedUntil" type="date" value="2026-12-24"/);
    expect(html).toContain('role="status">Gespeichert.');
  });

  test('say what erasing leaves behind, as the settings have it (R66)', () => {
    const said = (proofYears: number): string =>
      textOfHtml(pagesFor({ readers: { proofYears } }).show(sample('erase'), pageSetting()));
    expect(said(3)).toMatch(/Prüfsumme deiner Adresse.*Nachweis.*nach 3 Jahren/);
    expect(said(0)).not.toContain('Nachweis');
  });

  test('say when name and address go after leaving, as the settings have it', () => {
    const said = (forgetAfterDays: number): string =>
      textOfHtml(pagesFor({ readers: { forgetAfterDays } }).show(sample('goodbye'), pageSetting()));
    expect(said(30)).toContain('nach 30 Tagen gelöscht');
    expect(said(1)).toContain('nach einem Tag gelöscht');
    expect(said(0)).toContain('als Nächstes gelöscht');
  });
});

describe('other pages', () => {
  test('confirming shows the name that was entered, since somebody else may have entered it (R53)', () => {
    const confirm = { page: 'confirm', token, maskedAddress: 'a…@example.org' } as const;
    expect(textOfHtml(show({ ...confirm, name: '<b>Mallory</b>' }))).toContain('„Hallo <b>Mallory</b>“');
    expect(textOfHtml(show({ ...confirm, name: null }))).not.toContain('Anrede');
  });

  test('the answer to a sign-up depends on nothing but language and frame (R52)', () => {
    const html = show({ page: 'mailUnderWay' });
    expect(textOfHtml(html)).toMatch(/Sieh in dein Postfach.*Spam-Ordner/);
    expect(html).not.toMatch(/a…@|<form/);
  });

  test('each problem has its own words, and links that lead nowhere lead to the form', () => {
    const headings = problems.map((problem) => /<h1>([^<]+)/.exec(show({ page: 'problem', problem }))?.[1]);
    expect(new Set(headings).size).toBe(problems.length);
    for (const problem of ['linkExpired', 'linkUsed', 'linkUnknown'] as const)
      expect(show({ page: 'problem', problem })).toContain('<a href="/?lang=de">Neu anmelden</a>');
  });

  test('the archive lists letters by month, the newest first', () => {
    const html = show(sample('archive'), { language: 'en' });
    expect(textOfHtml(html)).toMatch(/November 2026 .*22 November.* 8 November.* October 2026 .*25 October/);
    expect(linksOf(html)).toContain('/archive/2026-W43');
    expect(textOfHtml(show(sample('archive-empty')))).toContain('Noch ist kein Brief erschienen');
  });

  test('whatever is typed or set stays text (R57)', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const hostile = `${typed}"><script>alert(1)</script>{{x}}`;
        const form = { address: hostile, name: hostile, shown: hostile, faults: ['addressInvalid'] } as const;
        const html = show({ page: 'home', form, latest: null });
        expect(html).not.toContain('<script');
        expect(html).toContain('{{x}}');
      }),
      { numRuns: 30 },
    );
  });

  test('the stylesheet has the letter’s colours for light and dark, and its address changes with it', () => {
    const styleUrl = (own: typeof pages): string | undefined =>
      linksOf(own.show({ page: 'erased' }, pageSetting())).find((url) => url.startsWith('/style.css'));
    const other = pagesFor({ look: { color: '#2f6f6a' } });
    expect(pages.style).toContain('prefers-color-scheme: dark');
    expect(other.style).toContain('#2f6f6a');
    expect(styleUrl(pages)).toMatch(/^\/style\.css\?v=[0-9a-f]{12}$/);
    expect(styleUrl(other)).not.toBe(styleUrl(pages));
  });

  test('a template that names something unknown is refused before anybody meets it', () => {
    const templates = {
      ...shippedTemplates(),
      'pages/erase.hbs': '{{> begin}}{{heading}}\n{{latest.url}}{{> end}}',
    };
    expect(() => publicPages(config, templates)).toThrowError(/pages\/erase\.hbs, line 2: "latest\.url"/);
  });
});

describe('the form for other sites', () => {
  test.each(['de', 'en'] as const)('in %s is plain HTML that needs nothing of ours', (language) => {
    const html = pages.embeddedForm(language);
    expect(html).toMatch(
      /^<!-- .*WordPress.* -->\n<form method="post" action="https:\/\/brief\.example\.org\/subscribe\?lang=/,
    );
    expect(html).not.toMatch(/<script|class=|<link|name="shown"|name="framed"/);
    expect(html).toContain(consentWording(config, language).text);
    const [form] = formsOf(html);
    expect(form?.fields).toEqual(['address', 'name', 'website', 'language']);
  });

  test('stays one form whatever the settings say', () => {
    const hostile = '--><script>alert(1)</script>';
    const html = pagesFor({ title: hostile, website: { wording: hostile } }).embeddedForm('de');
    expect(html).not.toContain('<script');
    expect(html.match(/-->/g)).toHaveLength(1);
  });
});
