import { NewsletterError } from '../core/errors.ts';
import { nearestName } from '../core/nearestName.ts';

/** The value of an option that takes one of a few; throws `usage.wrong` with the nearest one. */
export function choiceOf<T extends string>(
  option: string,
  given: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (given === undefined) return undefined;
  const chosen = choices.find((choice) => choice === given);
  if (chosen !== undefined) return chosen;
  const near = nearestName(given, choices);
  const all = choices.join(', ');
  throw new NewsletterError(
    'usage.wrong',
    { de: `${option} ${given}: das gibt es nicht.`, en: `${option} ${given}: there is no such value.` },
    {
      hint:
        near === undefined
          ? { de: `Möglich sind: ${all}`, en: `Possible are: ${all}` }
          : {
              de: `Gemeint ist vielleicht ${option} ${near}. Möglich sind: ${all}`,
              en: `Perhaps ${option} ${near} is meant. Possible are: ${all}`,
            },
    },
  );
}

/** The value of an option that counts from 1; throws `usage.wrong`. */
export function countOf(option: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new NewsletterError(
    'usage.wrong',
    {
      de: `${option} ${given}: das ist keine Zahl ab 1.`,
      en: `${option} ${given}: not a number from 1 on.`,
    },
    { hint: { de: `Zum Beispiel ${option} 2`, en: `For example ${option} 2` } },
  );
}
