import type { Text } from '../errors.ts';
import type { SkipReason } from './audience.ts';

/** Why somebody on the list does not get a letter, in a few words. */
export const skipWords: Readonly<Record<SkipReason, Text>> = {
  pending: { de: 'Anmeldung noch nicht bestätigt', en: 'sign-up not confirmed yet' },
  unsubscribed: { de: 'abgemeldet', en: 'unsubscribed' },
  suppressed: { de: 'Adresse gesperrt', en: 'address suppressed' },
  paused: { de: 'pausiert', en: 'pauses' },
  monthly: { de: 'bekommt den Monatsbrief', en: 'gets the monthly letter' },
  gone: { de: 'nicht mehr auf der Liste', en: 'no longer on the list' },
};
