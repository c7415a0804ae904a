import { NewsletterError } from '../../core/errors.ts';
import { readableAddress } from '../../core/list/listQuery.ts';
import { proofOf } from '../../core/list/proof.ts';
import { proofText } from '../../core/list/proofText.ts';
import { lettersTo } from '../letters.ts';
import type { Output } from '../output.ts';
import { packageVersion } from '../packageRoot.ts';
import { nobodyThere, openList, requirePerson } from '../people.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief proof`: what proves that a person wanted the letter, also of somebody forgotten (R61). */
export async function proof(options: GlobalOptions, output: Output, given = ''): Promise<number> {
  const context = await openList(options, output);
  const { config, folder, list } = context;
  const person = requirePerson(context, given);
  const { deliveries } = await lettersTo(person.subscriber, folder, output);
  const found = proofOf(person, deliveries, {
    newsletter: config.title,
    website: config.baseUrl,
    printedAt: new Date().toISOString(),
    program: `Wochenbrief ${packageVersion()}`,
  });
  if (found === undefined) {
    const { hint } = nobodyThere(list, person, config.schedule.timeZone);
    throw new NewsletterError(
      'subscriber.missing',
      {
        de: `Von ${readableAddress(person.address.address)} ist keine Einwilligung bekannt.`,
        en: `No consent of ${readableAddress(person.address.address)} is known.`,
      },
      hint === undefined ? {} : { hint },
    );
  }
  output.say(proofText(found, output.language, config.schedule.timeZone));
  output.document(found);
  return 0;
}
