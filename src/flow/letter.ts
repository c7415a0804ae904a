import type { Config } from '../core/config.ts';
import { editionName, neededKinds, type Edition, type EditionKind } from '../core/edition.ts';
import { NewsletterError } from '../core/errors.ts';
import type { FeaturedPost, Issue } from '../core/issue.ts';
import { readIssue } from '../core/issueFile.ts';
import { requireWebAddresses } from '../core/letterAddresses.ts';
import { audienceOf, type Audience } from '../core/list/audience.ts';
import type { ListVersion } from '../core/list/listVersion.ts';
import { requireRecognised } from '../core/list/suppression.ts';
import type { Letter } from '../core/message.ts';
import { earlierPostForms, isMonthsFirst, monthlyIssue, weeksSinceMonthly } from '../core/monthly.ts';
import type { Drafts, ListPasser, SendingTimes, SentIssues } from '../core/ports.ts';
import { renderIssue } from '../core/render/renderIssue.ts';
import type { TemplateFiles } from '../core/render/templates.ts';
import { dayOf, weeksBefore, type WeekId } from '../core/week.ts';

/** What a draft becomes a letter from. */
export interface LetterOrder {
  readonly week: WeekId;
  readonly config: Config;
  readonly issues: Drafts & SentIssues & SendingTimes;
  readonly subscribers: ListPasser;
  /** Read only when something is rendered. */
  readonly templates: () => Promise<TemplateFiles>;
  readonly secrets: readonly [string, ...string[]];
}

/** A letter in all editions its readers need, and in the archive's; its audience lasts as long as the list's version. */
export interface ReadersLetter {
  readonly letter: Letter;
  readonly audience: Audience;
  readonly archived: Edition;
}

/**
 * Renders the week's draft for everybody who gets it now, by one version of the list. Throws `issue.*`, `template.*`, `letter.tooLarge`, `list.*` or
 * `secret.changed`.
 */
export async function makeReadersLetter(
  order: Omit<LetterOrder, 'subscribers'>,
  list: ListVersion,
  draft: string,
  now: Date,
): Promise<ReadersLetter> {
  const { config } = order;
  const issue = readDraft(order, draft);
  const templates = await order.templates();
  const usual = await renderIssue(issue, config, templates);
  const archived = await renderIssue(issue, config, templates, { kind: 'archive', language: config.locale });
  const isMonthly = await isMonthlyNow(order);
  const bare: Letter = { ...letterOf(issue, usual, config), isMonthly };
  const audience = await audienceNow(order, list, isMonthly, now);
  const kinds = neededKinds(audience.kinds, bare);
  const render = await editionMaker(order, issue, templates, kinds);
  const editions = await Promise.all(kinds.map(async (kind) => [editionName(kind), await render(kind)]));
  return { letter: { ...bare, editions: Object.fromEntries(editions) }, audience, archived };
}

/** Who gets the letter if it is sent now. */
async function audienceNow(
  order: Pick<LetterOrder, 'secrets' | 'config'>,
  list: ListVersion,
  isMonthly: boolean,
  now: Date,
): Promise<Audience> {
  requireRecognised(list.suppressed, order.secrets);
  return audienceOf(list, order.secrets, { today: dayOf(now, order.config.schedule.timeZone), isMonthly });
}

/** How many weeks back letters count; nobody catches up on older ones. */
const weeksRemembered = 60;

/** The letters that decide whether this one is the month's, and what the month's holds. */
function sentLately({
  week,
  issues,
}: {
  readonly week: WeekId;
  readonly issues: SendingTimes;
}): ReturnType<SendingTimes['sentSince']> {
  return issues.sentSince(weeksBefore(week, weeksRemembered));
}

/** Whether the week's letter, sent now, would be its month's too. */
export async function isMonthlyNow(order: {
  readonly week: WeekId;
  readonly issues: SendingTimes;
}): Promise<boolean> {
  return isMonthsFirst(order.week, await sentLately(order));
}

/** The new posts of letters that were sent, in the order of the weeks. */
async function postsOf(
  weeks: readonly WeekId[],
  { issues }: Pick<LetterOrder, 'issues'>,
): Promise<readonly FeaturedPost[]> {
  const posts = await Promise.all(
    weeks.map(async (week) => {
      const draft = await issues.sentDraft(week);
      return draft === undefined ? [] : readIssue(draft, issues.nameOf(week), week).posts;
    }),
  );
  return posts.flat();
}

/**
 * Renders further editions of an issue; what a month's letter gathers is read once, and only where one of the kinds needs it.
 */
export async function editionMaker(
  order: Pick<LetterOrder, 'week' | 'config' | 'issues'>,
  issue: Issue,
  templates: TemplateFiles,
  kinds: readonly EditionKind[],
): Promise<(kind: EditionKind) => Promise<Edition>> {
  const isMonthRead = kinds.some(({ rhythm }) => rhythm === 'monthly');
  const earlier = isMonthRead
    ? await postsOf(weeksSinceMonthly(order.week, await sentLately(order)), order)
    : [];
  return (kind) => renderEdition(kind, issue, earlier, order.config, templates);
}

async function renderEdition(
  kind: EditionKind,
  issue: Issue,
  earlier: readonly FeaturedPost[],
  config: Config,
  templates: TemplateFiles,
): Promise<Edition> {
  const { rhythm, language } = kind;
  const frame = { kind: rhythm, language };
  if (rhythm === 'weekly') return renderIssue(issue, config, templates, frame);
  let tooLarge: unknown;
  for (const form of earlierPostForms) {
    try {
      return await renderIssue(monthlyIssue(issue, earlier.map(form)), config, templates, frame);
    } catch (error) {
      if (!(error instanceof NewsletterError && error.code === 'letter.tooLarge')) throw error;
      tooLarge = error;
    }
  }
  throw tooLarge;
}

/** The week's draft in its usual edition, as it stands now. Throws `issue.*`, `template.*` or `letter.tooLarge`. */
export async function makeLetter(
  order: Pick<LetterOrder, 'week' | 'config' | 'templates'> & { readonly issues: Pick<Drafts, 'nameOf'> },
  draft: string,
): Promise<{ readonly letter: Letter; readonly issue: Issue }> {
  const issue = readDraft(order, draft);
  const rendered = await renderIssue(issue, order.config, await order.templates());
  return { letter: letterOf(issue, rendered, order.config), issue };
}

function readDraft(
  { week, issues }: { readonly week: WeekId; readonly issues: Pick<Drafts, 'nameOf'> },
  draft: string,
): Issue {
  const name = issues.nameOf(week);
  const issue = readIssue(draft, name, week);
  requireWebAddresses(issue.letter, draft, name);
  return issue;
}

/** The letter of an issue with all that sending it needs, in its usual edition. */
export function letterOf(
  issue: { readonly week: string; readonly subject: string },
  { html, text }: Edition,
  config: Config,
): Letter {
  const { title, locale, address, from, baseUrl, greeting } = config;
  const replyTo = config.replyTo ?? from.address;
  const unsubscribeTo = config.unsubscribeTo ?? replyTo;
  const { timeZone } = config.schedule;
  const verp = config.mailbox.verp ? { verp: true } : {};
  const own = greeting ? { greeting } : {};
  const settings = {
    title,
    locale,
    address,
    from,
    baseUrl,
    replyTo,
    unsubscribeTo,
    timeZone,
    ...verp,
    ...own,
  };
  return { week: issue.week, subject: issue.subject, html, text, settings };
}
