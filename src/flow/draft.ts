import { NewsletterError } from '../core/errors.ts';
import type { Drafts } from '../core/ports.ts';
import type { WeekId } from '../core/week.ts';

/** The text of the week's issue.md; throws `issue.missing`. */
export async function requireDraft(order: {
  readonly week: WeekId;
  readonly issues: Pick<Drafts, 'read' | 'nameOf'>;
}): Promise<string> {
  const draft = await order.issues.read(order.week);
  if (draft !== undefined) return draft;
  throw noDraft(order.week, order.issues.nameOf(order.week));
}

/** A week has no draft. */
export function noDraft(week: WeekId, name: string): NewsletterError {
  return new NewsletterError(
    'issue.missing',
    {
      de: `Für ${week} gibt es keinen Entwurf (${name}).`,
      en: `There is no draft for ${week} (${name}).`,
    },
    {
      hint: {
        de: `Erst zusammenstellen: wochenbrief compose --week ${week}`,
        en: `Compose it first: wochenbrief compose --week ${week}`,
      },
    },
  );
}
