import type { Check } from '../check.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import type { LetterElement } from './letterElements.ts';

/** Whether those who listen to the letter can find their way by its headings. */
export function checkHeadings({ elements }: Pick<CheckedLetter, 'elements'>): readonly Check[] {
  const headings = elements.filter(({ name }) => /^h[1-6]$/.test(name));
  const firsts = headings.filter(({ name }) => name === 'h1').length;
  const jump = headings.find((heading, index) => levelOf(heading) > levelOf(headings[index - 1]) + 1);
  if (jump)
    return [
      misled({
        de: `Vor der Überschrift „${jump.text()}“ (h${levelOf(jump)}) fehlt eine Stufe.`,
        en: `Before the heading "${jump.text()}" (h${levelOf(jump)}) a level is missing.`,
      }),
    ];
  if (firsts !== 1)
    return [
      misled({
        de: `Der Brief hat ${firsts === 0 ? 'keine' : firsts} Überschriften erster Stufe (h1) statt einer.`,
        en: `The letter has ${firsts === 0 ? 'no' : firsts} headings of the first level (h1) instead of one.`,
      }),
    ];
  return [
    {
      check: 'headings',
      status: 'ok',
      found: { de: 'Die Überschriften bauen aufeinander auf.', en: 'The headings follow one another.' },
    },
  ];
}

function misled(found: Check['found']): Check {
  return {
    check: 'headings',
    status: 'warning',
    found,
    why: {
      de: 'Wer den Brief hört, springt von Überschrift zu Überschrift; eine Lücke klingt, als fehlte etwas.',
      en: 'Whoever listens to the letter jumps from heading to heading; a gap sounds as if something were missing.',
    },
    hint: {
      de: 'In der Vorlage ein h1 für den Titel nehmen, darunter h2, dann h3.',
      en: 'Take one h1 for the title in the template, h2 below it, then h3.',
    },
    where: 'templates',
  };
}

function levelOf(heading: LetterElement | undefined): number {
  return Number(heading?.name.slice(1) ?? 0);
}
