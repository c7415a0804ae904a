import type { Check } from '../check.ts';

/** Whether anybody would get the letter. */
export function checkReaders(readers: number | null): readonly Check[] {
  if (readers === null) return [];
  if (readers > 0)
    return [
      {
        check: 'readers',
        status: 'ok',
        found: {
          de: `${readers} ${readers === 1 ? 'Person bekommt' : 'Personen bekommen'} diesen Brief.`,
          en: `${readers} ${readers === 1 ? 'person gets' : 'people get'} this letter.`,
        },
      },
    ];
  return [
    {
      check: 'readers',
      status: 'warning',
      found: { de: 'Niemand bekäme diesen Brief.', en: 'Nobody would get this letter.' },
      why: {
        de: 'Auf der Liste steht niemand, der seine Anmeldung bestätigt hat und gerade Briefe möchte.',
        en: 'Nobody on the list has confirmed the sign-up and wants letters right now.',
      },
      hint: {
        de: 'Die Anmeldeseite bekannt machen.',
        en: 'Make the sign-up page known.',
      },
    },
  ];
}
