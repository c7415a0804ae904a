import type { Check } from '../../core/check.ts';
import type { Text } from '../../core/errors.ts';
import { countOf, worstFirst } from '../../core/checking/letterChecks.ts';
import { letterFindings } from '../../flow/checking/letterFindings.ts';
import { nobodyAsked, outsideFindings } from '../../flow/checking/outside.ts';
import { openDraft } from '../../flow/desk/openDraft.ts';
import { noDraft } from '../../flow/draft.ts';
import { summaryOf, toldCheck } from '../checkWords.ts';
import { openWeek } from '../context.ts';
import { deskOpener } from '../deskOpener.ts';
import { staysHere } from '../doctor/checkSettings.ts';
import { exit } from '../failures.ts';
import type { Output } from '../output.ts';
import { outsideOf } from '../outside.ts';
import { commandCall, type GlobalOptions } from '../settings.ts';

interface CheckOptions extends GlobalOptions {
  readonly offline?: boolean;
  readonly nameServer?: string;
}

/** `wochenbrief check`: everything that can be said against the draft before it leaves. It changes nothing. */
export async function checkCommand(options: CheckOptions, output: Output, named?: string): Promise<number> {
  const { folder, week, environment, issues } = await openWeek(options, output, named);
  const desk = { ...(await deskOpener(folder, options)()), isLoopback: async () => staysHere(environment) };
  const draft = await openDraft(desk, week);
  if (!draft) throw noDraft(week, issues.nameOf(week));
  const { checks, links } = await letterFindings(desk, draft);
  if (options.offline !== true) output.progress(output.language === 'de' ? 'Frage nach …' : 'Asking …');
  const outside = outsideOf(folder, { now: () => desk.clock.now(), nameServer: options.nameServer });
  const others =
    options.offline === true ? [nobodyAsked] : await outsideFindings(outside, desk.config, links);
  const all = worstFirst([...checks, ...others]);
  for (const check of all) output.say(toldCheck(check, output.language));
  const errors = countOf(all, 'error');
  const warnings = countOf(all, 'warning');
  output.say(summaryOf(errors, warnings));
  if (errors > 0) output.say(staysPossible);
  if (errors + warnings > 0) output.say(nextStep(options));
  output.document({ week, checks: all.map(asData), errors, warnings });
  return errors > 0 ? exit.failed : exit.done;
}

/** Whoever reads `error` thinks that nothing can leave. */
const staysPossible: Text = {
  de: 'Fehler sollten behoben sein, bevor der Brief hinausgeht. Aufgehalten wird er nur von dem, was auch „send“ ablehnt: Platzhalter, fehlende Einstellungen, ein Brief, der sich nicht erzeugen lässt.',
  en: 'Errors should be mended before the letter leaves. Only what "send" itself refuses keeps it back: placeholders, missing settings, a letter that cannot be made.',
};

function nextStep(options: GlobalOptions): { readonly de: string; readonly en: string } {
  const preview = commandCall(['preview'], options);
  return {
    de: `Ändern lässt sich alles am Schreibtisch: ${preview}`,
    en: `Everything can be changed at the desk: ${preview}`,
  };
}

function asData({ check, status, found, why, hint, where, record }: Check): object {
  return {
    check,
    status,
    found: found.en,
    why: why?.en ?? null,
    hint: hint?.en ?? null,
    where: where ?? null,
    ...(record ? { record } : {}),
  };
}
