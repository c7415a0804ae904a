import { isRefused, isUncertain, type LedgerState } from '../../core/sending/delivery.ts';
import { NewsletterError } from '../../core/errors.ts';
import { ledgerState } from '../../flow/ledgerState.ts';
import { openWeek } from '../context.ts';
import { deliveriesInFlight } from '../inFlight.ts';
import type { Output } from '../output.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';
import { detailOf, maskedReader, subscribersById, uncertainWords } from '../story.ts';

/** `wochenbrief resolve`: shows uncertain deliveries and writes the author's word on them into the ledger (R5). */
export async function resolve(
  options: GlobalOptions & { readonly resend?: string; readonly leave?: string },
  output: Output,
  named?: string,
): Promise<number> {
  const { week, issues, subscribers } = await openWeek(options, output, named);
  const state = await ledgerState({ week, issues });
  const inFlight = await deliveriesInFlight({ week, issues });
  const uncertain = uncertainIds(state).filter((id) => inFlight?.has(id) !== true);
  const choices = choicesOf(options, uncertain, refusedIds(state));
  if (choices.length > 0) await settle(choices);
  const open = uncertain.filter((id) => !choices.some((choice) => choice.id === id));
  const people = subscribersById(await subscribers.read());
  if (choices.length > 0) {
    output.say({ de: `${choices.length} geklärt.`, en: `${choices.length} settled.` });
    if (options.resend !== undefined) {
      const send = commandCall(['send', week], options);
      output.say({
        de: `Noch einmal hinaus gehen sie mit: ${send} (oder innerhalb einer Stunde von selbst, wo der Zeitplan läuft)`,
        en: `They leave again with: ${send} (or by themselves within an hour, where the clock runs)`,
      });
    }
  }
  if (inFlight !== undefined)
    output.say({
      de: `${week}: Gerade läuft ein Versand, ${inFlight.size} ${inFlight.size === 1 ? 'Brief ist' : 'Briefe sind'} unterwegs. Klären lässt sich etwas, sobald er fertig ist.`,
      en: `${week}: a send is running, ${inFlight.size} ${inFlight.size === 1 ? 'letter is' : 'letters are'} in flight. Anything can be settled once it is done.`,
    });
  if (open.length === 0)
    output.say({ de: `${week}: nichts Ungewisses offen.`, en: `${week}: nothing uncertain is open.` });
  for (const id of open) {
    const delivery = state.deliveries.get(id);
    output.say(`  ${id}  ${maskedReader(people.get(id))}  ${delivery ? detailOf(delivery) : ''}`);
  }
  if (open.length > 0) {
    output.say({
      de: `${uncertainWords.de} --resend ID (oder all) sendet noch einmal, --leave ID (oder all) lässt es gut sein.`,
      en: `${uncertainWords.en} --resend ID (or all) sends again, --leave ID (or all) lets it be.`,
    });
    const proof = commandCall(['proof', open[0] ?? ''], options);
    output.say({ de: `Wer das ist, zeigt: ${proof}`, en: `Who that is shows: ${proof}` });
  }
  output.document({
    week,
    uncertain: open,
    settled: choices,
    sendingNow: inFlight !== undefined,
    inFlight: [...(inFlight ?? [])],
  });
  return open.length > 0 ? 3 : 0;

  async function settle(decided: readonly Choice[]): Promise<void> {
    const claim = await issues.lock(week);
    try {
      const ledger = await issues.openLedger(week, claim);
      for (const choice of decided) {
        await ledger.append({ type: 'resolved', at: new Date().toISOString(), ...choice });
      }
      await ledger.close();
    } finally {
      await claim.release();
    }
  }
}

interface Choice {
  readonly id: string;
  readonly choice: 'resend' | 'leave';
}

function uncertainIds(state: LedgerState): readonly string[] {
  return [...state.deliveries].filter(([, delivery]) => isUncertain(delivery)).map(([id]) => id);
}

function refusedIds(state: LedgerState): readonly string[] {
  return [...state.deliveries].filter(([, delivery]) => isRefused(delivery)).map(([id]) => id);
}

function choicesOf(
  { resend, leave }: { readonly resend?: string; readonly leave?: string },
  uncertain: readonly string[],
  rejected: readonly string[],
): readonly Choice[] {
  const named = (value: string | undefined): readonly string[] => {
    if (value === undefined) return [];
    if (value === 'all') return uncertain;
    if (value === 'rejected' && leave === undefined) return rejected;
    if (uncertain.includes(value) || (leave === undefined && rejected.includes(value))) return [value];
    throw new NewsletterError('usage.wrong', {
      de: `${value} ist keine ungewisse, abgewiesene oder aufgegebene Zustellung dieser Woche.`,
      en: `${value} is not an uncertain, rejected or given up delivery of this week.`,
    });
  };
  if (resend !== undefined && leave !== undefined) {
    throw new NewsletterError('usage.wrong', {
      de: 'Entweder --resend oder --leave, nicht beides.',
      en: 'Either --resend or --leave, not both.',
    });
  }
  const toChoices = (ids: readonly string[], choice: Choice['choice']): readonly Choice[] =>
    ids.map((id) => ({ id, choice }));
  return [...toChoices(named(resend), 'resend'), ...toChoices(named(leave), 'leave')];
}
