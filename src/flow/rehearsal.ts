import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { readIssue } from '../core/issueFile.ts';
import type { Transport } from '../core/ports.ts';
import { requireFinishedDraft, requireReachablePosts, requireSendable } from '../core/readiness.ts';
import { requireDraft } from './draft.ts';
import { makeReadersLetter, type LetterOrder, type ReadersLetter } from './letter.ts';
import { requireReaders } from './freezeDraft.ts';

/** Opens the mail server, as far as that goes without connecting; throws what `send` would, `config.incomplete` too. */
export type OpenServer = () => Promise<{ readonly transport: Pick<Transport, 'isLoopback'> }>;

/** A letter as it would leave now, and why it could not leave yet. */
export interface Rehearsal extends ReadersLetter {
  readonly draft: string;
  readonly refusals: readonly NewsletterError[];
}

/** Makes a letter as `send` would, with everything that `send` would refuse; writes nothing. Throws as `makeReadersLetter` does. */
export async function rehearsal(order: LetterOrder, now: Date, openServer: OpenServer): Promise<Rehearsal> {
  const { config, week, issues } = order;
  const draft = await requireDraft(order);
  const made = await order.subscribers.passing.look((list) => makeReadersLetter(order, list, draft, now));
  const name = issues.nameOf(week);
  const opened = await openOrRefuse(config, openServer);
  const refusals = [
    ...('refusals' in opened ? opened.refusals : []),
    ...refusalOf(() => requireFinishedDraft(draft, name)),
    ...('transport' in opened
      ? refusalOf(() => requireReachablePosts(readIssue(draft, name, week), name, opened.transport))
      : []),
    ...refusalOf(() => requireReaders(made.audience)),
  ];
  return { ...made, draft, refusals };
}

/** Why `send` would refuse the settings; where no server is known, also what any server's letters must have. */
export async function settingsRefusals(
  config: Config,
  openServer: OpenServer,
): Promise<readonly NewsletterError[]> {
  const opened = await openOrRefuse(config, openServer);
  return 'refusals' in opened ? opened.refusals : [];
}

async function openOrRefuse(
  config: Config,
  openServer: OpenServer,
): Promise<Awaited<ReturnType<OpenServer>> | { readonly refusals: readonly NewsletterError[] }> {
  try {
    return await openServer();
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    if (error.code === 'config.incomplete') return { refusals: [error] };
    return { refusals: [error, ...refusalOf(() => requireSendable(config, { isLoopback: true }))] };
  }
}

function refusalOf(check: () => void): readonly NewsletterError[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof NewsletterError) return [error];
    throw error;
  }
}
