import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/core/readConfig.ts';
import { refusal } from './refusal.ts';

const shipped = readFileSync(join(import.meta.dirname, '..', '..', 'newsletter.yaml'), 'utf8');
const small = `title: Wochenbrief
from: { name: Johanna, address: brief@example.org }
baseUrl: https://brief.example.org
sources:
  - folder: posts
`;

test('the settings that are shipped are read', () => {
  expect(readConfig(shipped)).toMatchObject({ title: 'Wochenbrief', sources: [{ folder: 'posts' }] });
});

test('a byte order mark and Windows line ends change nothing', () => {
  expect(readConfig(`\uFEFF${small.replaceAll('\n', '\r\n')}`)).toEqual(readConfig(small));
});

test('nobody can change settings once they are read', () => {
  const config = readConfig(small);
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.sources[0])).toBe(true);
});

describe('faults are named with line, column and mend:', () => {
  test.each<[string, string, string, string]>([
    [
      'a misspelled key',
      `${small}locale: de\nadress: du\n`,
      '7:1',
      'Unknown setting "adress". Did you mean "address"?',
    ],
    ['a misspelled key of a group', `${small}issue: { maxPost: 3 }\n`, '6:10', 'Did you mean "maxPosts"?'],
    ['a key that is like none', `${small}xylophone: 1\n`, '6:1', 'Possible are: title, locale'],
    ['a missing key', small.replace(/^title.*\n/, ''), '1:1', '"title" is missing.'],
    ['a missing key of a group', small.replace('name: Johanna, ', ''), '2:7', '"from.name" is missing.'],
    ['an empty title', small.replace('title: Wochenbrief', 'title: ""'), '1:8', 'title: must not be empty.'],
    ['a number out of range', `${small}issue: { maxPosts: 21 }\n`, '6:20', 'at most 20.'],
    ['a number too small', `${small}issue: { maxPosts: 0 }\n`, '6:20', 'at least 1.'],
    ['half a post', `${small}issue: { maxPosts: 2.5 }\n`, '6:20', 'expected a whole number.'],
    ['a text for a number', `${small}issue: { maxPosts: viele }\n`, '6:20', 'expected a number.'],
    [
      'a word that is none of the possible',
      `${small}locale: fr\n`,
      '6:9',
      'only these are possible: de, en.',
    ],
    [
      'a greeting without a place for the name',
      `${small}greeting: { named: "Hallo,", unnamed: "Hallo," }\n`,
      '6:20',
      '{name} is missing here; for example "Dear {name},".',
    ],
    [
      'a greeting by name for those without one',
      `${small}greeting: { named: "Hallo {name},", unnamed: "Hallo {name}," }\n`,
      '6:46',
      'without {name}, for this greets everybody whose name is not known',
    ],
    ['an empty group', `${small}issue:\n`, '6:7', 'issue: expected a group of settings.'],
    [
      'a time written otherwise',
      `${small}schedule: { send: Sonntag 7 Uhr }\n`,
      '6:19',
      'weekday in English and lower case (monday … sunday), time with two digits, for example: sunday 07:00',
    ],
    [
      'a grace written otherwise',
      `${small}schedule: { grace: 12 Stunden }\n`,
      '6:20',
      'for example 12h or 90m',
    ],
    ['a grace as a number', `${small}schedule: { grace: 12 }\n`, '6:20', 'for example 12h or 90m'],
    [
      'a holiday written otherwise',
      `${small}schedule: { pause: [Weihnachten] }\n`,
      '6:21',
      'is written like: 2026-12-20..2027-01-06',
    ],
    [
      'a holiday that ends before it begins',
      `${small}schedule: { pause: [2027-01-06..2026-12-20] }\n`,
      '6:21',
      'not a range of days',
    ],
    [
      'a colour that YAML takes for a comment',
      `${small}look: { color: "red" }\n`,
      '6:16',
      'is written like: "#8a4b2d"',
    ],
    [
      'an unknown time zone',
      `${small}schedule: { timeZone: Berlin }\n`,
      '6:23',
      'not a time zone this machine knows',
    ],
    ['an address without http', small.replace('https://', ''), '3:10', 'expected a full http(s) address'],
    [
      'an unusable sender',
      small.replace('brief@example.org', 'brief'),
      '2:33',
      'not a usable e-mail address',
    ],
    [
      'a source that is none',
      small.replace('folder: posts', 'folders: posts'),
      '5:5',
      'Did you mean "folder"?',
    ],
    [
      'a misspelled key of a feed',
      small.replace('folder: posts', 'feed: https://a.example/\n    alowPrivate: true'),
      '6:5',
      'Did you mean "allowPrivate"?',
    ],
    ['no source at all', small.replace(/sources:[^]*/, 'sources: []\n'), '4:10', 'must not be empty.'],
    ['a key twice', `${small}title: Noch einer\n`, '6:1', 'Not valid YAML'],
    ['a list for a file', '- title\n', '1:1', 'expected a group of settings.'],
    ['an empty file', '# nur ein Kommentar\n', '', 'The file is empty.'],
  ])('%s', (_, yaml, place, what) => {
    const error = refusal(() => readConfig(yaml));
    expect(error.code).toBe('config.invalid');
    expect(error.text.en).toContain(`\n  newsletter.yaml:${place}`);
    expect(error.text.en).toContain(what);
    expect(error.text.de).toContain(`\n  newsletter.yaml:${place}`);
    expect(error.text.de).not.toContain(what);
  });

  test('all of them at once, counted', () => {
    const error = refusal(() => readConfig(`${small}locale: fr\nissue: { maxPost: 3, olderPosts: 99 }\n`));
    expect(error.text.de.split('\n')[0]).toBe('3 Fehler in newsletter.yaml:');
    expect(error.text.en.split('\n')).toHaveLength(4);
    expect(refusal(() => readConfig(`${small}locale: fr\n`)).text.de).toContain(
      'Ein Fehler in newsletter.yaml:',
    );
  });
});
