import type { Check } from '../check.ts';

/** A question that nobody answered: nothing is known, for better or worse. */
export function unanswered(check: string, name: string): Check {
  return {
    check,
    status: 'warning',
    found: {
      de: `${name}: Der Name-Server gab keine Antwort, mit der sich etwas sagen ließe.`,
      en: `${name}: the name server gave no answer that would tell anything.`,
    },
    hint: {
      de: 'Später noch einmal versuchen, oder einen anderen fragen: --name-server 9.9.9.9',
      en: 'Try again later, or ask another one: --name-server 9.9.9.9',
    },
  };
}
