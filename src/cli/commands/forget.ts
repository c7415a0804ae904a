import { NewsletterError, type Text } from '../../core/errors.ts';
import { forgetAddress, type Forgotten } from '../../core/list/forgetAddress.ts';
import { readableAddress } from '../../core/list/listQuery.ts';
import { outboxesOf } from '../../files/traces.ts';
import { dayWords } from '../moments.ts';
import type { Output } from '../output.ts';
import { openList, requirePerson, suppressedSince } from '../people.ts';
import type { GlobalOptions } from '../settings.ts';

/** `wochenbrief forget`: erases a person, after telling what goes and what stays (Art. 17 DSGVO, R66). */
export async function forgetCommand(
  options: GlobalOptions & { readonly yes?: boolean },
  output: Output,
  given = '',
): Promise<number> {
  const context = await openList(options, output);
  const { config, folder, list, secrets, subscribers } = context;
  const { address } = requirePerson(context, given);
  const forgetting = {
    reason: 'erased',
    at: new Date().toISOString(),
    proofYears: config.readers.proofYears,
  } as const;
  const decide = forgetAddress(address, forgetting, secrets);
  const plan = decide(list).value;
  const outboxes = await outboxesOf(folder);
  output.say(planText(readableAddress(address.address), plan, config.schedule.timeZone));
  if (outboxes.length > 0) output.say(outboxText(outboxes));
  if (plan.isChanged && !options.yes && !(await isSure(readableAddress(address.address), options, output))) {
    output.note({ de: 'Nichts geändert.', en: 'Nothing was changed.' });
    return 1;
  }
  // Also where nothing changes: an earlier run may have ended before it came to the backups.
  const done = await subscribers.change(plan.isChanged ? decide : () => ({ edits: [], value: plan }));
  if (plan.isChanged) output.say({ de: '\nVergessen.', en: '\nForgotten.' });
  output.document({
    forgotten: done.isChanged,
    id: done.subscriber?.id ?? null,
    suppression: done.suppression.reason,
    proofUntil: done.suppression.proof?.until ?? null,
    outboxes,
  });
  return 0;
}

function planText(
  address: string,
  { subscriber, suppression, isChanged }: Forgotten,
  timeZone: string,
): Text {
  if (!isChanged) {
    const { de, en } = suppressedSince(suppression, timeZone);
    return {
      de: `${address} steht nicht auf der Liste und ist schon gesperrt (${de}). Nichts zu tun.`,
      en: `${address} is not on the list and is suppressed already (${en}). Nothing to do.`,
    };
  }
  const hash: Text = {
    de: '- ein Schlüssel-Hash der Adresse: Kein Import bringt sie zurück, nur eine neue Anmeldung',
    en: '- a keyed hash of the address: no import brings it back, only a new sign-up',
  };
  if (subscriber === undefined) {
    return {
      de: `${address} steht nicht auf der Liste. Gelöscht wird also nichts. Es bleibt:\n${hash.de}`,
      en: `${address} is not on the list. So nothing is deleted. What stays:\n${hash.en}`,
    };
  }
  const { id } = subscriber;
  const until = suppression.proof === null ? undefined : dayWords(suppression.proof.until);
  const proofLine: Text | undefined = until
    ? {
        de: `\n- bis ${until.de}: was die Einwilligung beweist, ohne Name und Adresse; nur „proof“ mit der Adresse findet es`,
        en: `\n- until ${until.en}: what proves the consent, without name and address; only "proof" with the address finds it`,
      }
    : undefined;
  return {
    de: `${address} wird vergessen.\n\nGelöscht wird:\n- Adresse, Name und alles andere über diese Person in subscribers.json und in allen Sicherungen\n\nEs bleibt:\n${hash.de}${proofLine?.de ?? ''}\n- Zeilen in den Versandbüchern unter der Kennung ${id}; zu wem sie gehört, weiß dann niemand mehr`,
    en: `${address} will be forgotten.\n\nDeleted:\n- address, name and everything else about this person in subscribers.json and in all backups\n\nWhat stays:\n${hash.en}${proofLine?.en ?? ''}\n- lines in the ledgers under the id ${id}; whose it is, nobody knows then`,
  };
}

function outboxText(outboxes: readonly string[]): Text {
  const lines = outboxes.map((outbox) => `- ${outbox}`).join('\n');
  return {
    de: `\nAuch in geschriebenen .eml-Dateien kann die Adresse stehen; die löschst du selbst:\n${lines}`,
    en: `\nThe address may also stand in .eml files that were written; delete those yourself:\n${lines}`,
  };
}

async function isSure(address: string, options: GlobalOptions, output: Output): Promise<boolean> {
  if (!process.stdin.isTTY || options.json) {
    throw new NewsletterError(
      'usage.wrong',
      {
        de: 'Ohne Terminal kann niemand zustimmen; vergessen wurde niemand.',
        en: 'Without a terminal nobody can agree; nobody was forgotten.',
      },
      { hint: { de: 'Mit --yes geschieht es ohne Nachfrage.', en: 'With --yes it is done without asking.' } },
    );
  }
  const { askToForget } = await import('../questions.ts');
  return askToForget(address, output.language);
}
