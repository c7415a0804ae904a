import type { AuthorNews, LetterFigures } from '../core/clock/authorNews.ts';
import { dayOf, type WeekId } from '../core/week.ts';
import type { AuthorMailKind, DiaryState } from '../core/clock/diary.ts';
import type { LedgerState } from '../core/sending/delivery.ts';
import { NewsletterError } from '../core/errors.ts';
import { bounceShare } from '../core/list/bounces.ts';
import { audienceOf } from '../core/list/audience.ts';
import type { Issue } from '../core/issue.ts';
import { readIssue } from '../core/issueFile.ts';
import { letterFigures } from '../core/clock/letterFigures.ts';
import { earliestLeaving, leavingOnceApproved } from '../core/clock/letterState.ts';
import { planOf } from '../core/clock/schedule.ts';
import { weeksBefore } from '../core/week.ts';
import { requireDraft } from './draft.ts';
import { isMonthlyNow } from './letter.ts';
import type { Newsroom } from './newsroom.ts';

/** An issue, and where it stands. */
export interface NewsOrder {
  readonly week: WeekId;
  readonly mail: AuthorMailKind;
  readonly diary: DiaryState;
  readonly ledger: LedgerState;
  readonly now: Date;
}

/** Gathers what a mail to the author tells. Throws `issue.*` where the draft cannot be read. */
export async function authorNews(order: NewsOrder, newsroom: Newsroom): Promise<AuthorNews> {
  const { week, mail, diary, now } = order;
  const plan = planOf(week, newsroom.config.schedule);
  const { sendAt } = plan;
  const failed = diary.failure;
  switch (mail) {
    case 'draft':
    case 'reminder': {
      const issue = await draftOf(week, newsroom);
      const readers = await readersNow(order, newsroom);
      const { approval } = newsroom.config.schedule;
      const isApproved = diary.word?.is === 'approved';
      return {
        kind: mail,
        week,
        issue,
        sendAt:
          isApproved || approval === 'ask'
            ? leavingOnceApproved(plan, now).leavesAt
            : earliestLeaving(diary, plan),
        approval: isApproved ? 'automatic' : approval,
        readers,
        notes: diary.composed?.notes ?? [],
      };
    }
    case 'held': {
      const issue = await draftIfAny(week, newsroom);
      const reason = diary.word?.is === 'held' ? diary.word.reason : 'author';
      return { kind: 'held', week, issue, sendAt, reason };
    }
    case 'quiet':
      return { kind: 'quiet', week, mayStillLeave: diary.composed?.outcome === 'quiet', sendAt };
    case 'trouble':
      return {
        kind: 'trouble',
        week,
        what: failed?.what ?? 'send',
        reason: failed?.reason ?? { de: '', en: '' },
        since: new Date(failed?.since ?? order.now),
      };
    case 'paused': {
      const reason = diary.paused?.reason ?? { de: '', en: '' };
      return { kind: 'paused', week, reason, figures: await figuresOf(order, newsroom) };
    }
    case 'report':
    case 'final':
      return { kind: mail, week, figures: await figuresOf(order, newsroom) };
  }
}

async function draftOf(week: WeekId, { issues }: Newsroom): Promise<Issue> {
  return readIssue(await requireDraft({ week, issues }), issues.nameOf(week), week);
}

/** A letter is held also where there is none yet, or one that cannot be read; that must be told all the same. */
async function draftIfAny(week: WeekId, newsroom: Newsroom): Promise<Issue | null> {
  return draftOf(week, newsroom).catch((error: unknown) => {
    if (error instanceof NewsletterError && error.code.startsWith('issue.')) return null;
    throw error;
  });
}

/** How many would get the letter if it left now. */
async function readersNow({ week, now }: NewsOrder, newsroom: Newsroom): Promise<number> {
  const { subscribers, secrets, config, issues } = newsroom;
  const today = dayOf(now, config.schedule.timeZone);
  const isMonthly = await isMonthlyNow({ week, issues });
  return subscribers.passing.look(
    async (list) => (await audienceOf(list, secrets, { today, isMonthly })).readers,
  );
}

/** How far back the letter before is looked for. */
const weeksBack = 10;

async function figuresOf({ week, ledger, now }: NewsOrder, newsroom: Newsroom): Promise<LetterFigures> {
  const { issues, subscribers } = newsroom;
  const sent = await issues.sentSince(weeksBefore(week, weeksBack));
  const before = sent
    .filter((other) => other.week < week)
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  const draft = await issues.sentDraft(week);
  const subject = draft === undefined ? week : readIssue(draft, issues.nameOf(week), week).subject;
  return letterFigures({
    subject,
    ledger,
    list: await subscribers.read(),
    before: before === undefined ? null : new Date(before),
    isBounceShareHigh: bounceShare(ledger).isHigh,
    now,
  });
}
