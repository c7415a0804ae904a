import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Question } from '../../../src/core/issue.ts';
import {
  pickPrompt,
  rankPrompts,
  type Prompt,
  type PromptChoice,
} from '../../../src/core/composing/prompt.ts';
import { seasonOf, seasons } from '../../../src/core/composing/promptCalendar.ts';
import { checkPrompts } from '../../../src/core/composing/promptCheck.ts';
import { termsOf } from '../../../src/core/composing/promptTerms.ts';
import { readPrompts } from '../../../src/core/composing/promptFile.ts';
import type { AskedQuestion } from '../../../src/core/composing/promptHistory.ts';
import { themeCounts } from '../../../src/core/composing/themeCounts.ts';
import type { ThemedPost } from '../../../src/core/composing/themedPost.ts';
import { themesOf } from '../../../src/core/language/themes.ts';
import {
  daysOfWeek,
  isWeekId,
  parseWeek,
  weeksBefore,
  weeksBetween,
  type WeekId,
} from '../../../src/core/week.ts';
import { prompt } from '../blog.ts';

const du = { locale: 'de', address: 'du' } as const;
const sie = { locale: 'de', address: 'sie' } as const;
const shippedText = readFileSync(join(import.meta.dirname, '..', '..', '..', 'prompts.yaml'), 'utf8');
const shipped = readPrompts(shippedText);
/** Words that say du or ihr to the reader, written down here once more. */
const familiar = /(?<!\p{L})(du|dich|dir|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)(?!\p{L})/iu;

const choice = (changes: Partial<PromptChoice> = {}): PromptChoice => ({
  prompts: [],
  week: parseWeek('2026-W47'),
  posts: [],
  asked: [],
  cooldown: 52,
  day: '2026-11-22',
  ...changes,
});

const pick = (
  changes: Partial<PromptChoice>,
  voice: Parameters<typeof pickPrompt>[1] = du,
): Question | null => pickPrompt(choice(changes), voice);

/** A post as a source gives it, with the themes of its words. */
function about(title: string, text = '', tags: readonly string[] = []): ThemedPost {
  return { title, tags, themes: themesOf({ title, tags, text }, 'de') };
}

/** Questions as the letters of the weeks before asked them, the latest first. */
function askedBefore(week: WeekId, ...texts: readonly string[]): readonly AskedQuestion[] {
  return texts.map((text, index) => ({ week: weeksBefore(week, index + 1), text }));
}

/** Asks in each of so many weeks, one after the other, as a newsletter does. */
function askFor(
  weeks: number,
  start: WeekId,
  changes: (week: WeekId) => Partial<PromptChoice>,
): readonly AskedQuestion[] {
  const asked: AskedQuestion[] = [];
  for (let index = 0; index < weeks; index++) {
    const week = weeksBefore(start, -index);
    const question = pick({ week, day: daysOfWeek(week).sunday, asked, ...changes(week) });
    if (question) asked.unshift({ week, text: question.text });
  }
  return asked;
}

describe('the Sie form', () => {
  test('never shows a du question, in any week, with the questions that are shipped', () => {
    const asked: AskedQuestion[] = [];
    for (let week = 1; week <= 53; week++) {
      const id = `2026-W${String(week).padStart(2, '0')}`;
      if (!isWeekId(id)) continue;
      const question = pick({ prompts: shipped.de, week: id, asked, day: daysOfWeek(id).sunday }, sie);
      expect(question?.text).toMatch(/\?$/);
      expect(question?.text).not.toMatch(familiar);
      asked.unshift({ week: id, text: question?.text ?? '' });
    }
  });

  test('leaves out a question that says du and has no other form', () => {
    const word = fc.constantFrom(
      'du',
      'Dich',
      'DIR',
      'dein',
      'deinem',
      'Deinetwegen',
      'euch',
      'eure',
      'Eurem',
    );
    const frame = fc.constantFrom('Was freut #?', '#?', 'Wem hilft „#“?', 'Wer (#) lacht?', 'Für #, wann?');
    fc.assert(
      fc.property(word, frame, (word, frame) => {
        expect(pick({ prompts: [prompt(frame.replace('#', word))] }, sie)).toBeNull();
      }),
    );
  });

  test('keeps a question that addresses nobody, also where du is part of a word', () => {
    for (const text of [
      'Was dürfen Kinder?',
      'Wer trug Geduld?',
      'Was macht Europa aus?',
      'Ist das neuer?',
    ]) {
      expect(pick({ prompts: [prompt(text)] }, sie)?.text).toBe(text);
    }
  });

  test('shows the written Sie form, and du readers the other', () => {
    const prompts = [prompt('Was hilft dir?', { sie: 'Was hilft Ihnen?' })];
    expect(pick({ prompts }, sie)?.text).toBe('Was hilft Ihnen?');
    expect(pick({ prompts }, du)?.text).toBe('Was hilft dir?');
  });
});

describe('the questions that are shipped', () => {
  test.each(['de', 'en'] as const)('last for a year without any of a season or a day: %s', (language) => {
    const always = shipped[language].filter(({ season, on }) => season === null && on.length === 0);
    expect(always.length).toBeGreaterThanOrEqual(52);
    for (const season of seasons) expect(shipped[language].some((one) => one.season === season)).toBe(true);
  });

  test.each(['de', 'en'] as const)('have no tag that no post could ever speak of: %s', (language) => {
    const mute = shipped[language].flatMap((one) =>
      termsOf(one, language).tags.filter(({ stems }) => stems.length === 0),
    );
    expect(mute).toEqual([]);
  });

  test('have nothing that their own check would name, save that there are more German ones', () => {
    const findings = checkPrompts({ text: shippedText, fileName: 'prompts.yaml', config: sie, days: [] });
    expect(findings.filter(({ kind }) => kind !== 'uneven' && kind !== 'rareDate')).toEqual([]);
  });
});

describe('what fits the week', () => {
  const prompts = [
    prompt('Wozu braucht es Kraft?', { tags: ['mut'] }),
    prompt('Wem schuldest du etwas?', { tags: ['dankbarkeit'] }),
    prompt('Wer trägt mit?', { tags: ['vertrauen'] }),
  ];

  test('is asked first, with the theme as the post writes it', () => {
    expect(pick({ prompts, posts: [about('Ein Brief über Dankbarkeit')] })).toEqual({
      text: 'Wem schuldest du etwas?',
      reason: 'gewählt wegen „Dankbarkeit“ in einem Beitrag; noch nicht gestellt',
    });
    expect(pick({ prompts, posts: [about('Danke sagen')] })?.text).toBe('Wem schuldest du etwas?');
  });

  test('is found in compounds and in the words of one family', () => {
    expect(pick({ prompts, posts: [about('Kundenvertrauen gewinnen')] })).toEqual({
      text: 'Wer trägt mit?',
      reason: 'gewählt wegen „Kundenvertrauen“ in einem Beitrag; noch nicht gestellt',
    });
    expect(pick({ prompts, posts: [about('Mutig sein')] })?.text).toBe('Wozu braucht es Kraft?');
  });

  test('is not found inside other words: Mut is not in Mutter', () => {
    const reasons = [prompts, prompts.toReversed()].map(
      (prompts) => pick({ prompts, posts: [about('Meine Mutter', 'vermutlich')] })?.reason,
    );
    const none = 'nichts passte näher; an der Reihe; noch nicht gestellt';
    expect(reasons).toEqual([none, none]);
  });

  test('counts the posts that speak of it, in words up to twelve', () => {
    const reasonOf = (count: number): string | undefined =>
      pick({ prompts, posts: Array.from({ length: count }, (_, n) => about(`Dankbarkeit ${n}`)) })?.reason;
    expect(reasonOf(2)).toBe('gewählt wegen „Dankbarkeit“ in zwei Beiträgen; noch nicht gestellt');
    expect(reasonOf(12)).toContain('in zwölf Beiträgen');
    expect(reasonOf(13)).toContain('in 13 Beiträgen');
  });

  test('is what two posts share, rather than what one of them says', () => {
    const posts = [about('Mutig voran'), about('Danke, Karl'), about('Was Dankbarkeit kann')];
    expect(pick({ prompts, posts })?.text).toBe('Wem schuldest du etwas?');
  });

  test('is what the week has for itself, not what the blog always speaks of', () => {
    const usual = themeCounts(Array.from({ length: 25 }, () => about('Über Vertrauen', '', ['Vertrauen'])));
    const posts = [about('Vertrauen und Dankbarkeit', '', ['Vertrauen'])];
    expect(pick({ prompts, posts, usual })?.text).toBe('Wem schuldest du etwas?');
  });

  test('is also what the blog always speaks of, where a title names it and the rest is said in passing', () => {
    const usual = themeCounts(Array.from({ length: 25 }, () => about('Heute', 'Vertrauen', ['Vertrauen'])));
    const passing =
      'Das Haus stand am See. Der See lag still, das Haus leer, ein Boot am See. Dann kam der Mut.';
    expect(pick({ prompts, posts: [about('Vertrauen', passing)], usual })?.text).toBe('Wer trägt mit?');
  });

  test('is found in the question’s own words, though a tag counts more', () => {
    const worded = prompt('Welches Geräusch hörst du gern?');
    const tagged = prompt('Was klingt nach?', { tags: ['geräusch'] });
    const posts = [about('Das Geräusch am Morgen')];
    expect(pick({ prompts: [worded, ...prompts], posts })?.text).toBe(worded.text);
    expect(pick({ prompts: [worded, tagged], posts })?.text).toBe(tagged.text);
  });

  test('is what several words of a post speak of, rather than one that it mentions by chance', () => {
    const posts = [
      about(
        'Mittwoch',
        'Der Streit begann beim Abwasch. Der Ärger kam am Abend, die Wut in der Nacht. Davor gab es Dank, Kaffee und Regen.',
      ),
    ];
    const two = [
      prompt('Was klärt sich?', { tags: ['konflikt'] }),
      prompt('Was war gut?', { tags: ['dank'] }),
    ];
    expect(pick({ prompts: two, posts })?.text).toBe('Was klärt sich?');
  });

  test('is what a question is about, its first tag, rather than what another one touches', () => {
    const about1 = prompt('Was traust du dich?', { tags: ['mut', 'streit'] });
    const touches = prompt('Worüber geht es?', { tags: ['streit', 'mut'] });
    for (const prompts of [
      [about1, touches],
      [touches, about1],
    ])
      expect(pick({ prompts, posts: [about('Vom Mut')] })?.text).toBe(about1.text);
  });

  test('is found in a tag that in small letters would say nothing', () => {
    const faith = prompt('Was trägt dich?', { tags: ['glaube'] });
    expect(pick({ prompts: [...prompts, faith], posts: [about('Das Gebet am Abend')] })?.text).toBe(
      faith.text,
    );
  });

  test('goes before a question of the season; what a post mentions in passing does not', () => {
    const seasonal = prompt('Was leuchtet?', { season: 'advent' });
    const day = '2026-11-29';
    const passing =
      'Der Regen fiel auf den Hafen. Am Hafen lag ein Schiff, das Schiff war alt, der Hafen leer, der Regen kalt. Ein wenig mutig war es.';
    const questionFor = (post: ThemedPost): string | undefined =>
      pick({ prompts: [...prompts, seasonal], posts: [post], day })?.text;
    expect(questionFor(about('Vom Mut'))).toBe('Wozu braucht es Kraft?');
    expect(questionFor(about('Ein Hafen', passing))).toBe(seasonal.text);
  });

  test('is no verb or adjective that a text only has in passing', () => {
    const prompts = [prompt('Was nimmst du dir vor?', { tags: ['planen'] })];
    const posts = [about('Der Hobel', 'Ich plane noch. Holz und Leim, Holz und Leim, Holz.')];
    expect(pick({ prompts, posts })?.reason).toBe('nichts passte näher; an der Reihe; noch nicht gestellt');
  });

  test('is found in tags that are no words, and in tags of several words where all of them come', () => {
    const posts = [about('Neues', 'Im neuen Jahr.', ['C++'])];
    expect(pick({ prompts: [...prompts, prompt('Was läuft?', { tags: ['c++'] })], posts })?.reason).toBe(
      'gewählt wegen „c++“ in einem Beitrag; noch nicht gestellt',
    );
    const two = [prompt('Was kommt?', { tags: ['grünes haus'] })];
    expect(pick({ prompts: two, posts: [about('Ein Haus')] })?.reason).toContain('nichts passte näher');
    expect(pick({ prompts: two, posts: [about('Ein grünes Haus')] })?.reason).toContain('„grünes haus“');
  });

  test('does not bring back a question while another was never asked', () => {
    const week = parseWeek('2026-W47');
    const asked = askedBefore(week, 'Wem schuldest du etwas?');
    const question = pick({ prompts, posts: [about('Dankbarkeit')], asked });
    expect(question?.text).not.toBe('Wem schuldest du etwas?');
  });

  test('counts less for some weeks after a question about it, so that themes take turns', () => {
    const thanks = [
      prompt('Wem schuldest du etwas?', { tags: ['dankbarkeit'] }),
      prompt('Wofür bist du froh?', { tags: ['dankbarkeit'] }),
      prompt('Wann bist du losgelaufen?', { tags: ['mut'] }),
    ];
    const posts = [about('Dankbarkeit'), about('Noch mehr Dankbarkeit'), about('Mut')];
    const week = parseWeek('2026-W47');
    const second = (weeksAgo: number): string | undefined =>
      pick({
        prompts: thanks,
        posts,
        asked: [{ week: weeksBefore(week, weeksAgo), text: 'Wem schuldest du etwas?' }],
      })?.text;
    expect(pick({ prompts: thanks, posts })?.text).not.toBe('Wann bist du losgelaufen?');
    expect(second(1)).toBe('Wann bist du losgelaufen?');
    expect(second(7)).toBe('Wofür bist du froh?');
  });
});

describe('answers of readers', () => {
  const week = parseWeek('2026-W47');
  const prompts = [prompt('Eins im Mai?', { tags: ['mut'] }), prompt('Zwei im Juni?', { tags: ['geduld'] })];
  const asked = [
    { week: weeksBefore(week, 60), text: 'Eins im Mai?' },
    { week: weeksBefore(week, 59), text: 'Zwei im Juni?' },
  ];
  const answers = new Map([[weeksBefore(week, 60), 3]]);

  test('bring a question back a little sooner once it may come again, and the reason names them', () => {
    expect(pick({ prompts, asked, answers })).toEqual({
      text: 'Eins im Mai?',
      reason: 'an der Reihe; zuletzt vor 60 Wochen gestellt, mit drei Antworten',
    });
    expect(pick({ prompts: prompts.toReversed(), asked, answers }, { ...du, locale: 'en' })?.reason).toBe(
      'its turn; last asked 60 weeks ago, with three answers',
    );
  });

  test('never weigh more than what the posts speak of', () => {
    const many = new Map([[weeksBefore(week, 60), 500]]);
    const posts = [about('Vom Warten', 'Geduld.')];
    expect(pick({ prompts, asked, answers: many, posts })?.text).toBe('Zwei im Juni?');
  });
});

describe('turns', () => {
  const words = [
    'Apfel',
    'Birne',
    'Kirsche',
    'Quitte',
    'Mispel',
    'Pflaume',
    'Traube',
    'Nuss',
    'Feige',
    'Rose',
  ];
  const many = (count: number): readonly Prompt[] =>
    Array.from({ length: count }, (_, index) =>
      prompt(`${words[index % 10] ?? ''} oder ${words[Math.floor(index / 10)] ?? ''}?`, {
        tags: [words[index % 7] ?? ''],
      }),
    );
  const posts = [about('Apfel und Birne'), about('Die Kirsche')];

  test('each question is asked once before any is asked twice, over two hundred weeks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 52 }), (count, offset) => {
        const start = weeksBefore(parseWeek('2026-W20'), offset);
        const asked = askFor(200, start, () => ({ prompts: many(count), posts, cooldown: 520 }));
        expect(asked).toHaveLength(200);
        const first = asked.toReversed().slice(0, count);
        expect(new Set(first.map(({ text }) => text)).size).toBe(count);
        const twice = asked.filter(({ text }, index) => asked[index + 1]?.text === text);
        expect(twice).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  test('a question that the author rewords a little in each draft has had its turn all the same', () => {
    const nouns = 'Brücke Lampe Kirsche Werkzeug Bruder Suppe Treppe Wolke Gitarre Mantel'.split(' ');
    const prompts = nouns.map((noun) =>
      prompt(`Was hat dir diese Woche die Geschichte mit ${noun} gezeigt?`),
    );
    const texts: string[] = [];
    const asked: AskedQuestion[] = [];
    for (let index = 0; index < 3 * nouns.length; index++) {
      const week = weeksBefore(parseWeek('2026-W10'), -index);
      const text = pick({ prompts, week, day: daysOfWeek(week).sunday, asked, cooldown: 520 })?.text ?? '';
      texts.push(text);
      asked.unshift({ week, text: text.replace('diese Woche', 'in dieser Woche') });
    }
    for (let index = 0; index < texts.length; index += nouns.length)
      expect(new Set(texts.slice(index, index + nouns.length)).size).toBe(nouns.length);
  });

  test('no question comes twice within its cooldown while there are more of them than weeks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), (cooldown) => {
        const prompts = many(cooldown + 5);
        const asked = askFor(100, parseWeek('2024-W05'), () => ({ prompts, posts, cooldown }));
        const last = new Map<string, WeekId>();
        for (const { week, text } of asked.toReversed()) {
          const before = last.get(text);
          if (before) expect(weeksBetween(before, week)).toBeGreaterThanOrEqual(cooldown);
          last.set(text, week);
        }
      }),
      { numRuns: 4 },
    );
  });

  test('where all were asked within their cooldown, it is one of the half that was asked longest ago', () => {
    const prompts = many(6);
    const week = parseWeek('2026-W47');
    const asked = askedBefore(week, ...prompts.map(({ text }) => text));
    const older = prompts.slice(3).map(({ text }) => text);
    for (const one of prompts.slice(0, 3))
      expect(older).toContain(pick({ prompts, asked, posts: [about(one.text)] })?.text);
  });

  test('the only question of a newsletter is asked every week; of two, the other one', () => {
    const week = parseWeek('2026-W47');
    const asked = askedBefore(week, 'Was bleibt?');
    expect(pick({ prompts: [prompt('Was bleibt?')], asked })).toEqual({
      text: 'Was bleibt?',
      reason: 'an der Reihe; zuletzt vor einer Woche gestellt',
    });
    expect(pick({ prompts: [prompt('Was bleibt?'), prompt('Was geht?')], asked })?.text).toBe('Was geht?');
  });

  test('a question that is not wanted this time is not asked, not even the last one left', () => {
    const prompts = [prompt('Was hilft dir?', { sie: 'Was hilft Ihnen?' }), prompt('Was bleibt?')];
    expect(pick({ prompts, except: ['Was hilft Ihnen?'] })?.text).toBe('Was bleibt?');
    expect(pick({ prompts, except: ['was hilft dir', 'Was bleibt?'] })).toBeNull();
  });
});

describe('the same choice', () => {
  const titles = ['Vom Danken', 'Kundenvertrauen', 'Mut zur Lücke', 'Zuhören lernen', 'Stille Tage'];
  const week = parseWeek('2026-W10');
  const order = fc.shuffledSubarray([...shipped.de], { minLength: shipped.de.length });

  test('has the same ranking whatever the order of prompts, posts and letters', () => {
    const asked = askedBefore(week, ...shipped.de.slice(0, 20).map(({ text }) => text));
    const answers = new Map(asked.map((one, index) => [one.week, index % 3]));
    const everything = choice({ week, day: '2026-03-08', asked, answers, prompts: shipped.de });
    const expected = rankPrompts({ ...everything, posts: titles.map((title) => about(title)) }, du);
    expect(expected.ranking).toHaveLength(5);
    expect(expected.question?.text).toBe(expected.ranking[0]?.text);
    const scores = expected.ranking.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    fc.assert(
      fc.property(
        order,
        fc.shuffledSubarray(titles, { minLength: titles.length }),
        fc.shuffledSubarray([...asked], { minLength: asked.length }),
        (prompts, shuffledTitles, shuffledAsked) => {
          const posts = shuffledTitles.map((title) => about(title));
          expect(rankPrompts({ ...everything, prompts, posts, asked: shuffledAsked }, du)).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('questions that fit alike take turns with the weeks', () => {
    const prompts = Array.from({ length: 6 }, (_, index) => prompt(`Frage ${index}?`));
    const picked = Array.from(
      { length: 30 },
      (_, index) => pick({ prompts, week: parseWeek(`2026-W${index + 10}`) })?.text,
    );
    expect(new Set(picked).size).toBeGreaterThan(3);
  });
});

describe('the calendar', () => {
  test('a question of a season is asked in no other, over ten years', () => {
    const asked = askFor(520, parseWeek('2024-W01'), () => ({ prompts: shipped.de, cooldown: 30 }));
    const seasonal = asked.flatMap(({ week, text }) => {
      const season = shipped.de.find((one) => one.text === text)?.season ?? null;
      return season === null ? [] : [{ week, season }];
    });
    expect(seasonal.length).toBeGreaterThan(50);
    for (const { week, season } of seasonal) expect(seasonOf(daysOfWeek(week).sunday)).toBe(season);
  });

  test('a season’s question comes when its time begins, and says so', () => {
    const prompts = [
      prompt('Was leuchtet?', { season: 'advent' }),
      prompt('Was trägt?'),
      prompt('Was bleibt?'),
    ];
    expect(pick({ prompts, day: '2026-11-29' })).toEqual({
      text: 'Was leuchtet?',
      reason: 'zum Advent; noch nicht gestellt',
    });
    expect(
      pick({ prompts, day: '2026-11-29', posts: [about('Die leuchtende Stadt')] }, { ...du, locale: 'en' })
        ?.reason,
    ).toMatch(/^for Advent; /);
  });

  const nicholas = readPrompts('de:\n  - { text: Was steckt im Schuh?, on: 12-06 }\n  - Was trägt?\n').de;

  test('a question for a day goes before all others on that day, and is asked on no other', () => {
    const posts = [about('Was uns trägt')];
    expect(pick({ prompts: nicholas, day: '2026-12-06', posts })).toEqual({
      text: 'Was steckt im Schuh?',
      reason: 'am 6. Dezember; noch nicht gestellt',
    });
    expect(pick({ prompts: nicholas, day: '2026-12-06' }, { ...du, locale: 'en' })?.reason).toBe(
      'on 6 December; not asked before',
    );
    for (const day of ['2026-12-05', '2026-12-07', '2026-06-12'])
      expect(pick({ prompts: nicholas, day, posts })?.text).toBe('Was trägt?');
  });

  test('comes back every year, also when Easter is early, however long the cooldown', () => {
    const prompts = [
      ...readPrompts('de:\n  - { text: Was ist auferstanden?, on: easter-3..easter+3 }\n').de,
      ...shipped.de.filter(({ on }) => on.length === 0),
    ];
    const asked = askFor(52 * 6, parseWeek('2024-W02'), () => ({ prompts, cooldown: 520 }));
    const years = asked
      .filter(({ text }) => text === 'Was ist auferstanden?')
      .map(({ week }) => week.slice(0, 4));
    expect(years.toReversed()).toEqual(['2024', '2025', '2026', '2027', '2028', '2029']);
  });
});

test('a question that is already the title of a post is not asked beside it', () => {
  const prompts = [prompt('Was gab es bei dir?'), prompt('Was bleibt?')];
  expect(pick({ prompts, posts: [about('Was gab es bei Dir?')] })?.text).toBe('Was bleibt?');
});

test('every week of the year has a shipped question in each language and form', () => {
  for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 7 * 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    expect(pick({ prompts: shipped.de, day: date }, sie)).not.toBeNull();
    expect(pick({ prompts: shipped.en, day: date }, { locale: 'en', address: 'du' })).not.toBeNull();
  }
});

test('without any question that fits there is none', () => {
  expect(pick({})).toBeNull();
  expect(rankPrompts(choice(), du)).toEqual({ question: null, ranking: [] });
});
