import type { Check, CheckStatus } from '../../core/check.ts';
import { NewsletterError, type Text } from '../../core/errors.ts';
import type { Fault } from '../../core/fault.ts';

/** A check that only has something to say. */
export function verdict(check: string, status: CheckStatus, found: Text, hint?: Text): Check {
  return { check, status, found, hint };
}

/** What a look came to; a failure is told in its own words, and the other checks go on. */
export async function checksOf(
  check: string,
  look: () => readonly Check[] | Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    return [failed(check, error)];
  }
}

/** A failure as a check. */
export function failed(check: string, { text, hint }: NewsletterError): Check {
  return verdict(check, 'error', text, hint);
}

/** A fault of a file as a check. */
export function faulty(check: string, status: CheckStatus, { where, what, hint }: Fault): Check {
  return verdict(check, status, { de: `${where}  ${what.de}`, en: `${where}  ${what.en}` }, hint);
}

/** What was not looked at, and why. */
export function notChecked(check: string, what: Text, why: Text): Check {
  return verdict(check, 'note', {
    de: `${what.de}: nicht geprüft, ${why.de}.`,
    en: `${what.en}: not checked, ${why.en}.`,
  });
}
