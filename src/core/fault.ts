import { NewsletterError, type ErrorCode, type Text } from './errors.ts';

/** One thing wrong in a file: where it stands, what is wrong, and how to mend it. */
export interface Fault {
  /** `newsletter.yaml:12:3`, or as exact as it can be said. */
  readonly where: string;
  readonly what: Text;
  readonly hint?: Text | undefined;
}

/** One error for all faults of a file at once, so that the author mends them in one go. */
export function errorOfFaults(code: ErrorCode, headline: Text, faults: readonly Fault[]): NewsletterError {
  const lines = (language: keyof Text): string =>
    [headline[language], ...faults.map((fault) => `  ${formatFault(fault, language)}`)].join('\n');
  return new NewsletterError(code, { de: lines('de'), en: lines('en') });
}

function formatFault(fault: Fault, language: keyof Text): string {
  const hint = fault.hint ? ` ${fault.hint[language]}` : '';
  return `${fault.where}  ${fault.what[language]}${hint}`;
}
