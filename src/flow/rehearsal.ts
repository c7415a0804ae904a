import type { Config } from '../core/config.ts';
import { NewsletterError } from '../core/errors.ts';
import { readIssue } from '../core/issueFile.ts';
import type { Transport } from '../core/ports.ts';
import { requireFinishedDraft, requireReachablePosts, requireSendable } from '../core/readiness.ts';
import { makeReadersLetter, requireDraft, type LetterOrder, type ReadersLetter } from './letter.ts';
import { requireReaders } from './send.ts';

/** Opens the mail server, as far as that goes without connecting; throws what `send` would, `config.incomplete` too. */
export type OpenServer = () => Promise<{ readonly transport: Pick<Transport, 'isLoopback'> }>;

/** A letter as it would leave now, and why it could not leave yet. */
export interface Rehearsal extends ReadersLetter {
  readonly draft: string;
  readonly refusals: readonly NewsletterError[];
}

/** Makes a letter as `send` would, with everything that `send` would refuse; writes nothing. Throws as `makeReadersLetter` does. */
export async function rehearsal(order: LetterOrder, now: Date, openServer: OpenServer): Promise<Rehearsal> {
  const draft = await requireDraft(order);
  const made = await makeReadersLetter(order, draft, now);
  const refusals = [
    ...(await settingsRefusals(order.config, openServer)),
    ...refusalOf(() => requireFinishedDraft(draft, order.issues.nameOf(order.week))),
    ...(await postRefusals(order, draft, openServer)),
    ...refusalOf(() => requireReaders(made.audience)),
  ];
  return { ...made, draft, refusals };
}

/** A server that cannot be opened is told of with the settings. */
async function postRefusals(
  { week, issues }: LetterOrder,
  draft: string,
  openServer: OpenServer,
): Promise<readonly NewsletterError[]> {
  try {
    const { transport } = await openServer();
    const name = issues.nameOf(week);
    return refusalOf(() => requireReachablePosts(readIssue(draft, name, week), name, transport));
  } catch (error) {
    if (error instanceof NewsletterError) return [];
    throw error;
  }
}

/** Why `send` would refuse the settings; where no server is known, also what any server's letters must have. */
export async function settingsRefusals(
  config: Config,
  openServer: OpenServer,
): Promise<readonly NewsletterError[]> {
  try {
    await openServer();
    return [];
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    if (error.code === 'config.incomplete') return [error];
    return [error, ...refusalOf(() => requireSendable(config, { isLoopback: true }))];
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
