import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compoundFit } from '../../../src/core/language/compounds.ts';
import { kinship } from '../../../src/core/language/kinship.ts';
import { stemOf } from '../../../src/core/language/stems.ts';

const pairs = (text: string): readonly (readonly [string, string])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [part = '', whole = ''] = pair.split('/');
      return [part, whole] as const;
    });
const roleOf = (part: string, whole: string): string | null =>
  compoundFit(stemOf(part, 'de'), stemOf(whole, 'de'), 'de');
const near = (a: string, b: string, language: 'de' | 'en' = 'de'): number =>
  kinship(stemOf(a, language), stemOf(b, language), language);

describe('a German compound', () => {
  test.each(
    pairs(`Vertrauen/Kundenvertrauen Vertrauen/Selbstvertrauen Dienst/Kundendienst Mut/Lebensmut Zeit/Lebenszeit
      Zeit/Adventszeit Amt/Ehrenamt Dank/Erntedank Ruhe/Mittagsruhe Feier/Geburtstagsfeier Arbeit/Gartenarbeit
      Hilfe/Nachbarschaftshilfe Wort/Sprichwort Wort/Ehrenwort Kunde/Stammkunde Fehler/Rechenfehler Freund/Brieffreund
      Freude/Lebensfreude Haus/Krankenhaus Tag/Geburtstag Ort/Wohnort Sinn/Lebenssinn Wert/Selbstwert Stille/Windstille
      Liebe/Nächstenliebe Mutter/Großmutter Baum/Apfelbaum Angst/Prüfungsangst Kraft/Willenskraft Garten/Gemüsegarten`),
  )('has its head: %s in %s', (part, whole) => expect(roleOf(part, whole)).toBe('head'));

  test.each(
    pairs(`Vertrauen/Vertrauensfrage Vertrauen/Vertrauensbruch Weihnachten/Weihnachtszeit Dienst/Dienstleistung Mut/Mutprobe
      Lob/Lobrede Zeit/Zeitplan Zeit/Zeitdruck Dank/Dankesbrief Ruhe/Ruhetag Arbeit/Arbeitsplatz
      Wertschätzung/Wertschätzungskultur Kunde/Kundengespräch Fehler/Fehlerkultur Freund/Freundeskreis Kind/Kindergarten
      Leben/Lebensfreude Tag/Tagebuch Team/Teamgeist Hand/Handschlag Führung/Führungskraft Ehre/Ehrenamt Frage/Fragebogen
      Mutter/Muttertag Vater/Vatertag Glück/Glückwunsch Herz/Herzenswunsch Wald/Waldspaziergang Not/Notfall`),
  )('has its modifier: %s in %s', (part, whole) => expect(roleOf(part, whole)).toBe('modifier'));

  test.each(
    pairs(`Dienst/Dienstag Dienst/Medien Mut/Mutter Mut/Vermutung Mut/Armut Mut/Demut Mut/Hochmut Rat/Rathaus Rat/Heirat
      Rat/Ratte Lob/Globus Zeit/Zeitung Zeit/Hochzeit Zeit/Hochzeitstag Amt/Gesamt Dank/Gedanke Ruhe/früh Ruhe/Ruhm
      Feier/Feierabend Acht/Weihnacht Wort/Verantwortung Wort/Antwort Kunde/Urkunde Kunde/Sekunde Leben/Leberwurst
      Leben/Erlebnis Tag/Montag Tag/Beitrag Ort/Sport Ort/Antwort Land/Verband Hand/Handel Team/Steam Wert/Antwort Not/Notiz
      Not/Knoten Ehre/Lehre Liebe/beliebt Eis/Preis Stand/Verstand Teil/Urteil Teil/Vorteil Fall/Zufall Herz/Herzog
      Art/Partner Erde/Pferd Reich/Bereich Trauer/trauen Fehler/fehlen
      Sinn/Sinne Küche/Kuchen Wert/Schwert Mut/vermutlich Grund/aufgrund Stärke/müde`),
  )('is no false friend: %s, %s', (part, whole) => {
    expect(roleOf(part, whole)).toBeNull();
    expect(near(part, whole)).toBe(0);
  });

  test('is never found in English, which writes its compounds apart', () => {
    expect(compoundFit('time', 'sometimes', 'en')).toBeNull();
    expect(compoundFit('trust', 'mistrust', 'en')).toBeNull();
  });
});

describe('kinship', () => {
  test.each(
    pairs(`vertrauen/vertraut dankbar/danken mutig/Mut helfen/Hilfe Hilfe/hilfsbereit dienen/bedienen Rat/Beratung
      Ruhe/Unruhe Zeit/Auszeit Arbeit/Zusammenarbeit Freund/Freundschaft Geduld/Ungeduld Fehler/Irrtum schweigen/Stille
      Familie/Großmutter Abschied/loslassen ehrlich/Wahrheit Angst/fürchten Freude/gefreut Meinung/Ansicht Chefin/Führung
      Kollegin/Team sprach/sprach zugehört/Zuhörer verziehen/Vergebung`),
  )('holds words of one family together: %s, %s', (a, b) => expect(near(a, b)).toBeGreaterThanOrEqual(0.8));

  test.each(
    pairs(`trust/confidence serve/service grateful/thanks patience/waiting listened/hearing mistake/error forgave/forgiveness
      customer/client silence/quiet friend/friendship goodbye/farewell honest/truth afraid/fear joyful/happiness`),
  )('does so in English: %s, %s', (a, b) => expect(near(a, b, 'en')).toBe(0.8));

  test.each(
    pairs(`delegate/leadership motherhood/mother unhelpful/help boredom/rest inbox/phone salary/money advice/adviser
      supper/meal allotment/nature`),
  )('knows what English speaks of besides: %s, %s', (a, b) => expect(near(a, b, 'en')).toBe(0.8));

  test.each(pairs('Nachtrag/verzeihen Nachtrag/Vergebung'))('is no chance of letters: %s, %s', (a, b) =>
    expect(near(a, b)).toBe(0),
  );
  test.each(pairs('business/hurry leaves/farewell hospital/hospitality experience/experiment'))(
    'is none in English either: %s, %s',
    (a, b) => expect(near(a, b, 'en')).toBe(0),
  );

  test('ranks the same word before its family, a head before a modifier, and strangers last', () => {
    const ranked = ['Vertrauen', 'vertraut', 'Kundenvertrauen', 'Vertrauensfrage', 'Garten'];
    const strengths = ranked.map((word) => near('Vertrauen', word));
    expect(strengths).toEqual([1, 0.8, 0.7, 0.5, 0]);
  });

  test('finds a family inside a compound, though more weakly', () => {
    const strength = near('dankbar', 'Dankesbrief');
    expect(strength).toBeGreaterThan(0);
    expect(strength).toBeLessThan(near('Dank', 'Dankesbrief'));
  });

  test('is mutual, between 0 and 1, and 1 only for the same stem', () => {
    const word = fc.stringMatching(/^[a-z]{3,14}$/);
    const known = fc.constantFrom('vertrau', 'kundenvertrau', 'dank', 'arbeitsplatz', 'mut', 'zeit', 'hilf');
    const stem = fc.oneof(word, known);
    fc.assert(
      fc.property(stem, stem, fc.constantFrom('de' as const, 'en' as const), (a, b, language) => {
        const strength = kinship(a, b, language);
        expect(strength).toBe(kinship(b, a, language));
        expect(strength === 1).toBe(a === b);
        expect(strength).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
