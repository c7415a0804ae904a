import type { Check } from '../../core/check.ts';
import type { CheckedLetter } from '../../core/checking/checkedLetter.ts';
import { letterChecks } from '../../core/checking/letterChecks.ts';
import { elementsOf } from '../../core/checking/letterElements.ts';
import { linksOf, type LetterLink } from '../../core/checking/letterLinks.ts';
import { sampleConfirmation } from '../../core/checking/sampleConfirmation.ts';
import { NewsletterError } from '../../core/errors.ts';
import { audienceOf } from '../../core/list/audience.ts';
import { dayOf } from '../../core/week.ts';
import type { DeskDraft } from '../desk/openDraft.ts';
import type { OpenDesk } from '../desk/openDesk.ts';
import { messageForKind, ownUrls } from '../desk/readersView.ts';
import { isMonthlyNow } from '../letter.ts';

/** What is known of a letter without asking anybody, and whom one could ask. */
export interface LetterFindings {
  readonly checks: readonly Check[];
  readonly links: readonly LetterLink[];
}

/** What letters are checked with. */
export type CheckingDesk = Pick<
  OpenDesk,
  'config' | 'issues' | 'subscribers' | 'templates' | 'secrets' | 'clock'
> & {
  /** Whether every mail server is on this machine, where sample settings do no harm. */
  readonly isLoopback: () => Promise<boolean>;
};

/** Looks at a draft in every way that asks nobody; whatever keeps it from becoming a letter is a finding, too. */
export async function letterFindings(desk: CheckingDesk, draft: DeskDraft): Promise<LetterFindings> {
  const { issue, fault } = draft;
  if (fault) return { checks: [broken(fault)], links: [] };
  if (!issue) throw new RangeError('a draft without an issue has a fault');
  try {
    const { config } = desk;
    const templates = await desk.templates();
    const reader = { name: null, language: config.locale, rhythm: 'weekly' } as const;
    const message = await messageForKind(
      { ...desk, templates: async () => templates },
      draft.week,
      issue,
      reader,
    );
    const { confirmation, duties } = await sampleConfirmation(config, templates, desk.clock.now());
    const letter: CheckedLetter = {
      config,
      issue,
      draft: draft.text,
      draftName: draft.name,
      message,
      elements: elementsOf(message.html),
      ownUrls: ownUrls(config),
      past: (await desk.issues.readAll()).filter(({ week }) => week !== draft.week),
      confirmation,
      readers: await readersNow(desk, draft),
      isLoopback: await desk.isLoopback(),
    };
    return { checks: await letterChecks(letter, duties), links: linksOf(letter) };
  } catch (error) {
    if (error instanceof NewsletterError) return { checks: [broken(error)], links: [] };
    throw error;
  }
}

/** How many would get the letter now; null where the list or the secret cannot be read, which `doctor` tells. */
async function readersNow(desk: CheckingDesk, { week }: DeskDraft): Promise<number | null> {
  try {
    const today = dayOf(desk.clock.now(), desk.config.schedule.timeZone);
    const isMonthly = await isMonthlyNow({ week, issues: desk.issues });
    const secrets = await desk.secrets();
    return await desk.subscribers.passing.look(
      async (list) => (await audienceOf(list, secrets, { today, isMonthly })).readers,
    );
  } catch (error) {
    if (error instanceof NewsletterError) return null;
    throw error;
  }
}

function broken({ code, text, hint }: NewsletterError): Check {
  return {
    check: code.startsWith('letter.') ? 'size' : 'letter',
    status: 'error',
    found: text,
    why: { de: 'So kann kein Brief daraus werden.', en: 'No letter can be made of it.' },
    hint,
    where: code.startsWith('template.') ? 'templates' : code.startsWith('config.') ? 'settings' : 'letter',
  };
}
