import type { Text } from '../errors.ts';
import type { SuppressionReason } from './subscriber.ts';

/** Why an address is not mailed, in words for people. */
export const suppressionWords: Readonly<Record<SuppressionReason, Text>> = {
  'hard-bounce': { de: 'Postfach gibt es nicht', en: 'no such mailbox' },
  'soft-bounces': { de: 'Postfach nahm lange nichts an', en: 'mailbox took nothing for long' },
  complaint: { de: 'als Spam gemeldet', en: 'reported as spam' },
  erased: { de: 'vergessen', en: 'forgotten' },
  unsubscribed: { de: 'abgemeldet', en: 'unsubscribed' },
  manual: { de: 'von Hand', en: 'by hand' },
};
