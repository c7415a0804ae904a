import type { Fault } from '../fault.ts';

/** A key that stands twice in one record. */
export function repeatedFault(where: string): Fault {
  return {
    where,
    what: { de: 'Das steht hier schon einmal.', en: 'This stands here already.' },
    hint: { de: 'Eines der beiden löschen.', en: 'Delete one of the two.' },
  };
}

/** A place at which the text is no JSON. */
export function jsonFault(where: string): Fault {
  return {
    where,
    what: { de: 'Hier stimmt das JSON nicht.', en: 'The JSON is broken here.' },
    hint: {
      de: 'Meist fehlt ein Komma oder ein Anführungszeichen, oder eines ist zu viel, hier oder in der Zeile davor.',
      en: 'Mostly a comma or a quotation mark is missing, or there is one too many, here or in the line before.',
    },
  };
}
