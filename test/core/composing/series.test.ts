import { describe, expect, test } from 'vitest';
import { inSeriesOrder, seriesOf } from '../../../src/core/composing/series.ts';
import { post } from '../blog.ts';

describe('a title names its place in a series', () => {
  test.each([
    ['Vertrauen 27 von 30', 'vertrauen', 27, 30],
    ['27 von 30: Vertrauen', '/30', 27, 30],
    ['27/30', '/30', 27, 30],
    ['27/30 Vertrauen', '/30', 27, 30],
    ['Vertrauen 27/30', 'vertrauen', 27, 30],
    ['Vertrauen (27/30)', 'vertrauen', 27, 30],
    ['Vertrauen [3 / 5]', 'vertrauen', 3, 5],
    ['Vertrauen (3 von 5): Das Seil', 'vertrauen', 3, 5],
    ['Trust 3 of 5', 'trust', 3, 5],
    ['Teil 3: Der Garten', 'teil', 3, null],
    ['Teil 3 – Der Garten', 'teil', 3, null],
    ['Teil 3 von 5: Der Garten', 'teil', 3, 5],
    ['Teil 3/5: Der Garten', 'teil', 3, 5],
    ['Der Garten – Teil 3', 'der garten', 3, null],
    ['Der Garten, Teil 3', 'der garten', 3, null],
    ['Der Garten (Teil 3)', 'der garten', 3, null],
    ['Der Garten - Teil 3', 'der garten', 3, null],
    ['Der Garten Teil 3', 'der garten', 3, null],
    ['Der Garten | Teil III', 'der garten', 3, null],
    ['Der Garten: Teil IV', 'der garten', 4, null],
    ['Der Garten III', 'der garten', 3, null],
    ['Der Garten – II', 'der garten', 2, null],
    ['#96 – Die Werkbank', '#', 96, null],
    ['#96: Die Werkbank', '#', 96, null],
    ['Johanna Muster #96 – Die Werkbank', 'johanna muster', 96, null],
    ['Werkstattgespräch #4', 'werkstattgespräch', 4, null],
    ['Folge 12', 'folge', 12, null],
    ['Folge 12 – Brot', 'folge', 12, null],
    ['Podcast, Folge 12: Brot', 'podcast', 12, null],
    ['Woche 3 von 12', 'woche', 3, 12],
    ['Woche 47', 'woche', 47, null],
    ['Part 2', 'part', 2, null],
    ['The garden, part 2', 'the garden', 2, null],
    ['Episode 7: Bread', 'episode', 7, null],
    ['Ep. 7 – Bread', 'ep.', 7, null],
    ['Tag 4', 'tag', 4, null],
    ['Tag 12/365', 'tag', 12, 365],
    ['Kapitel 9: Der Weg zurück', 'kapitel', 9, null],
    ['Adventskalender, Türchen 7', 'adventskalender', 7, null],
    ['Rundbrief Nr. 5', 'rundbrief', 5, null],
    ['VERTRAUEN  –  TEIL 2', 'vertrauen', 2, null],
  ])('%s', (title, name, number, of) => {
    expect(seriesOf(title)).toEqual({ name, number, of });
  });
});

describe('a number alone makes no series', () => {
  test.each([
    'Rückblick 2026',
    'Rückblick 11/2026',
    'Woche 2026',
    'Mein Jahr 2026',
    '12. November 2026',
    'Am 3.11. im Garten',
    'Top 10 der Gartengeräte',
    'Unsere Top 10',
    '24/7',
    'Erreichbar 24/7',
    '50/50',
    'Mein 9/11',
    '5 Fragen an eine Tischlerin',
    'Apollo 13',
    'Fahrenheit 451',
    '3 von 4 Menschen zögern',
    '1/2 Liter Milch',
    'Meine #1 unter den Werkzeugen',
    '#dankbarkeit',
    'Ein Tag im Garten',
    'Teilen macht reich',
    'Du und I',
    'Plan X',
    'Ein Tag, 3 Termine',
    'Vorteil 3',
    'Mittag 4 Uhr',
    'Vertrauen',
    '',
  ])('%s', (title) => {
    expect(seriesOf(title)).toBeNull();
  });

  test('and a title made to keep somebody busy is answered at once (R59)', () => {
    for (const piece of [' ', '1 von ', 'Teil ', '((', '- ', '#1', 'X'])
      expect(seriesOf(piece.repeat(100_000))).toBeNull();
  });
});

describe('the parts of a series', () => {
  const titles = (list: readonly { readonly title: string }[]): readonly string[] =>
    list.map(({ title }) => title);
  const part = (title: string, day: number): ReturnType<typeof post> =>
    post(title, new Date(Date.UTC(2026, 11, day, 8)).toISOString(), { title });

  test('take one another’s places in the order of their numbers; all other posts stay', () => {
    const list = [part('Mut – Teil 3', 3), part('Brot', 2), part('Mut – Teil 1', 1), part('Mut – Teil 2', 4)];
    expect(titles(inSeriesOrder(list))).toEqual(['Mut – Teil 1', 'Brot', 'Mut – Teil 2', 'Mut – Teil 3']);
  });

  test('of two series do not mix', () => {
    const list = [part('Mut 2/3', 1), part('Zeit 1/3', 2), part('Mut 1/3', 3)];
    expect(titles(inSeriesOrder(list))).toEqual(['Mut 1/3', 'Zeit 1/3', 'Mut 2/3']);
  });

  test('begin again: week 1 comes after week 52', () => {
    const list = [part('Woche 1', 34), part('Woche 52', 27), part('Woche 51', 28)];
    expect(titles(inSeriesOrder(list))).toEqual(['Woche 51', 'Woche 52', 'Woche 1']);
  });
});
