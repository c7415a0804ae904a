import { hasBegun, type LedgerState } from '../../core/sending/delivery.ts';
import type { NewsletterError } from '../../core/errors.ts';
import { readersMonthly, type Audience } from '../../core/list/audience.ts';
import type { Letter } from '../../core/message.ts';
import { dueDeliveries } from '../../core/sending/retry.ts';
import { requireDraft } from '../../flow/draft.ts';
import { makeReadersLetter, type LetterOrder } from '../../flow/letter.ts';
import { writeOutbox } from '../../flow/outbox.ts';
import { rehearsal, settingsRefusals, type OpenServer } from '../../flow/rehearsal.ts';
import { ledgerState } from '../../flow/ledgerState.ts';
import { outboxFolder } from '../../smtp/outboxFolder.ts';
import { systemClock } from '../clock.ts';
import type { Output } from '../output.ts';
import { saySkipped } from '../story.ts';

/** `send --dry-run`: who would get the letter, and why it could not leave yet; nothing is written or sent. */
export async function rehearse(
  order: LetterOrder,
  now: Date,
  openServer: OpenServer,
  output: Output,
): Promise<number> {
  const begun = await ledgerState(order);
  if (hasBegun(begun)) return tellOfBegun(order, begun, now, openServer, output);
  const { letter, audience, refusals } = await rehearsal(order, now, openServer);
  const count = audience.readers;
  output.say({
    de: `Probe: „${letter.subject}“ (${order.week}) ginge an ${count} ${count === 1 ? 'Person' : 'Personen'}. Gesendet wurde nichts.`,
    en: `Rehearsal: "${letter.subject}" (${order.week}) would go to ${count} ${count === 1 ? 'reader' : 'readers'}. Nothing was sent.`,
  });
  sayMonthly(letter, audience, output);
  saySkipped(audience.skipped, output);
  noteRefusals(refusals, output);
  output.document({
    week: order.week,
    subject: letter.subject,
    monthly: letter.isMonthly === true,
    audience: count,
    skipped: Object.fromEntries(audience.skipped),
    refusals: refusals.map(({ code, message }) => ({ code, message })),
  });
  return 0;
}

/** That this is the one letter of the month for those who read monthly. */
function sayMonthly({ isMonthly }: Letter, { kinds }: Audience, output: Output): void {
  const count = readersMonthly(kinds);
  if (isMonthly !== true || count === 0) return;
  output.say({
    de: `  ${String(count).padStart(6)}  davon bekommen ihn als Monatsbrief, mit den Beiträgen seit dem letzten`,
    en: `  ${String(count).padStart(6)}  of them get it as the monthly letter, with the posts since the last one`,
  });
}

/** What a real send would go on with. */
async function tellOfBegun(
  { week, config }: LetterOrder,
  state: LedgerState,
  now: Date,
  openServer: OpenServer,
  output: Output,
): Promise<number> {
  const due = dueDeliveries(state, now).length;
  output.say({
    de: `Probe: Der Versand von ${week} hat schon begonnen; ${due} wären noch an der Reihe. Gesendet wurde nichts.`,
    en: `Rehearsal: sending ${week} has already begun; ${due} would still be due. Nothing was sent.`,
  });
  const refusals = await settingsRefusals(config, openServer);
  noteRefusals(refusals, output);
  output.document({
    week,
    begun: true,
    due,
    refusals: refusals.map(({ code, message }) => ({ code, message })),
  });
  return 0;
}

function noteRefusals(refusals: readonly NewsletterError[], output: Output): void {
  for (const { text } of refusals)
    output.note({
      de: `Hinweis: send würde sich noch weigern. ${text.de}`,
      en: `Note: send would still refuse. ${text.en}`,
    });
}

/** `send --outbox`: every reader's message as a file; nothing is frozen or sent. */
export async function fillOutbox(
  order: LetterOrder,
  path: string,
  now: Date,
  output: Output,
): Promise<number> {
  const draft = await requireDraft(order);
  const { letter, audience, files } = await order.subscribers.passing.look(async (list) => {
    const made = await makeReadersLetter(order, list, draft, now);
    const outbox = outboxFolder(path);
    const files = await writeOutbox(made.letter, made.audience, order.secrets[0], systemClock, outbox);
    return { ...made, files };
  });
  output.say({
    de: `${files.length} .eml-Dateien geschrieben, gesendet wurde nichts: ${path}`,
    en: `${files.length} .eml files written, nothing was sent: ${path}`,
  });
  saySkipped(audience.skipped, output);
  output.document({ week: order.week, subject: letter.subject, outbox: path, files });
  return 0;
}
