import { isQuestionSubject } from '../clock/anotherQuestion.ts';
import type { AuthorNews, LetterFigures, ReasonCount } from '../clock/authorNews.ts';
import type { Config } from '../config.ts';
import type { Totals } from '../sending/delivery.ts';
import type { FeaturedPost, Issue } from '../issue.ts';
import type { LetterState } from '../clock/letterState.ts';
import { formatMoment } from '../locale.ts';
import { decideUrl, draftUrl } from '../token.ts';
import { authorMailWordsFor, type AuthorMailWords, type Count, type FigureName } from './authorMailWords.ts';
import type { ActionView, AuthorMailView, LineView, SectionView } from './authorMailView.ts';
import { authorWordsFor, namingOf, type AuthorWords, type Naming, type OfferWords } from './authorWords.ts';
import { linesOf, oneLine } from './plainText.ts';

/** A mail to the author before it is rendered. */
export interface AuthorMailContent extends Omit<AuthorMailView, 'light'> {
  readonly subject: string;
}

/** What content is made with. */
interface Telling {
  readonly config: Config;
  readonly words: AuthorMailWords;
  readonly shared: AuthorWords;
  readonly naming: Naming;
  readonly at: Date;
  readonly readUrl: string;
  readonly decideUrl: string;
}

/** So many reasons are told; after that a mail is no help. */
const mostReasons = 6;

type NewsOf<Kind extends AuthorNews['kind']> = Extract<AuthorNews, { readonly kind: Kind }>;

/** What a mail to the author says and where its links lead, for each kind of news. */
export function authorMailContent(
  news: AuthorNews,
  at: Date,
  config: Config,
  secret: string,
): AuthorMailContent {
  const plannedFor = 'sendAt' in news ? news.sendAt : at;
  const telling: Telling = {
    config,
    words: authorMailWordsFor(config),
    shared: authorWordsFor(config.locale, config),
    naming: namingOf({ week: news.week, plannedFor }, config.locale, config),
    at,
    readUrl: draftUrl(config.baseUrl, news.week, secret),
    decideUrl: decideUrl(config.baseUrl, news.week, secret),
  };
  switch (news.kind) {
    case 'draft':
    case 'reminder':
      return draftContent(news, telling);
    case 'held':
      return heldContent(news, telling);
    case 'quiet':
      return quietContent(news, telling);
    case 'trouble':
      return troubleContent(news, telling);
    case 'paused':
      return pausedContent(news, telling);
    case 'report':
    case 'final':
      return reportContent(news, telling);
  }
}

const blank: Omit<AuthorMailContent, 'subject' | 'heading'> = {
  paragraphs: [],
  quote: [],
  afterwards: [],
  facts: [],
  sections: [],
  warning: null,
  main: null,
  others: [],
};

function draftContent(news: NewsOf<'draft' | 'reminder'>, telling: Telling): AuthorMailContent {
  const { words, shared, naming } = telling;
  const { issue, sendAt } = news;
  const needsApproval = news.approval === 'ask';
  const about = { ...naming, subject: oneLine(issue.subject), needsApproval };
  const read: ActionView = { label: shared.read, url: telling.readUrl, text: null };
  const leaves = { leavesAt: sendAt, leavesNow: sendAt <= telling.at };
  const state: LetterState = { is: 'planned', ...leaves, needsApproval };
  const question = issue.question ? [questionAction(issue, telling)] : [];
  const hold = action('hold', shared.hold, telling);
  return {
    ...blank,
    ...(news.kind === 'draft' ? words.draft(about) : words.reminder(about)),
    facts: [
      // Once its hour is past, the button says that it leaves at once.
      ...issueFacts(issue, needsApproval && leaves.leavesNow ? null : sendAt, telling),
      { term: shared.readersTerm, text: words.readers(counted(news.readers, telling)), note: null },
    ],
    sections: news.kind === 'draft' ? draftSections(issue, news, telling) : [],
    main: needsApproval ? approveAction(state, sendAt, telling) : read,
    others: [...(needsApproval ? [read] : []), hold, ...question],
  };
}

function draftSections(
  issue: Issue,
  { notes }: NewsOf<'draft' | 'reminder'>,
  { words, config }: Telling,
): readonly SectionView[] {
  const line = ({ title, reason }: FeaturedPost): LineView => ({
    text: oneLine(title),
    note: oneLine(reason) || null,
  });
  const posts = issue.posts.length > 0 ? issue.posts.map(line) : [{ text: words.noNewPosts, note: null }];
  return withLines([
    { heading: words.newPosts, lines: posts },
    { heading: words.olderPosts, lines: issue.olderPosts.map(line) },
    {
      heading: words.notes,
      lines: notes.map((note) => ({ text: oneLine(note[config.locale]), note: null })),
    },
  ]);
}

function heldContent({ issue, sendAt, reason }: NewsOf<'held'>, telling: Telling): AuthorMailContent {
  const { words, shared, naming } = telling;
  const subject = issue === null ? null : oneLine(issue.subject);
  const state = { is: 'held', reason, hasBegun: false } as const;
  const question = issue?.question ? [questionAction(issue, telling)] : [];
  return {
    ...blank,
    ...shared.state(state, naming),
    subject: words.heldSubject({ ...naming, subject }),
    facts: issue === null ? [] : issueFacts(issue, sendAt, telling),
    main: approveAction(state, sendAt, telling),
    others: issue === null ? [] : [{ label: shared.read, url: telling.readUrl, text: null }, ...question],
  };
}

function quietContent({ mayStillLeave, sendAt }: NewsOf<'quiet'>, telling: Telling): AuthorMailContent {
  const { words, shared, naming } = telling;
  return {
    ...blank,
    ...words.quiet({ ...naming, mayStillLeave }),
    facts: mayStillLeave ? [{ term: shared.plannedTerm, text: naming.moment(sendAt), note: null }] : [],
    main: mayStillLeave ? approveAction({ is: 'quiet' }, sendAt, telling) : null,
  };
}

function troubleContent({ what, reason, since }: NewsOf<'trouble'>, telling: Telling): AuthorMailContent {
  const { words, naming, config } = telling;
  const moment = formatMoment(since.toISOString(), config.locale, config.schedule.timeZone);
  const { next, ...message } = words.trouble({ ...naming, what, since: moment });
  return { ...blank, ...message, quote: linesOf(reason[config.locale]), afterwards: next };
}

function pausedContent({ reason, figures }: NewsOf<'paused'>, telling: Telling): AuthorMailContent {
  const { words, shared, naming, config } = telling;
  return {
    ...blank,
    ...shared.state({ is: 'paused', reason: null }, naming),
    subject: words.pausedSubject(oneLine(figures.subject)),
    paragraphs: [oneLine(reason[config.locale]), words.pausedNext(naming)].filter((text) => text !== ''),
    ...figuresContent(figures, telling),
    main: action('resume', shared.resume, telling),
  };
}

function reportContent({ kind, figures }: NewsOf<'report' | 'final'>, telling: Telling): AuthorMailContent {
  const { words, shared } = telling;
  const { totals } = figures;
  const told = (['accepted', 'rejected', 'deferred', 'uncertain'] as const)
    .filter((name) => name === 'accepted' || totals[name] > 0)
    .map((name) => figureOf(name, totals[name], figures, telling).figure)
    .join(', ');
  const tell = totals.cancelled > 0 ? words.broken : kind === 'report' ? words.sent : words.finished;
  return {
    ...blank,
    ...tell(told),
    facts: [{ term: shared.subjectTerm, text: oneLine(figures.subject), note: null }],
    ...figuresContent(figures, telling),
    others: [{ label: shared.readSent, url: telling.readUrl, text: null }],
  };
}

/** In the order in which an author asks. */
const totalNames = [
  'accepted',
  'rejected',
  'expired',
  'deferred',
  'uncertain',
  'left',
  'withdrawn',
  'cancelled',
  'waiting',
] as const satisfies readonly (FigureName & keyof Totals)[];
const listNames = ['newReaders', 'goodbyes', 'suppressed'] as const satisfies readonly (FigureName &
  keyof LetterFigures)[];

function figuresContent(
  figures: LetterFigures,
  telling: Telling,
): Pick<AuthorMailContent, 'sections' | 'warning'> {
  const { words } = telling;
  const lines = (counts: readonly (readonly [FigureName, number])[]): readonly LineView[] =>
    counts
      .filter(([, count]) => count > 0)
      .map(([name, count]) => {
        const { figure, meaning } = figureOf(name, count, figures, telling);
        return { text: figure, note: meaning };
      });
  return {
    sections: withLines([
      { heading: words.figuresHeading, lines: lines(totalNames.map((name) => [name, figures.totals[name]])) },
      { heading: words.refusalsHeading, lines: reasonLines(figures.refusals, telling) },
      { heading: words.deferralsHeading, lines: reasonLines(figures.deferrals, telling) },
      { heading: words.listHeading, lines: lines(listNames.map((name) => [name, figures[name]])) },
    ]),
    warning: figures.isBounceShareHigh ? words.bounceWarning : null,
  };
}

function figureOf(
  name: FigureName,
  count: number,
  { nextTryAt }: LetterFigures,
  telling: Telling,
): ReturnType<AuthorMailWords['figure']> {
  const { words, naming } = telling;
  const nextTry = nextTryAt === null ? null : naming.moment(nextTryAt);
  return words.figure(name, counted(count, telling), { week: naming.week, nextTry });
}

function reasonLines(reasons: readonly ReasonCount[], telling: Telling): readonly LineView[] {
  const { words } = telling;
  const rest = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons).map(({ reason, count }) => ({
      text: oneLine(reason),
      note: words.times(counted(count, telling)),
    })),
    ...(rest > 0 ? [{ text: words.moreReasons(counted(rest, telling)), note: null }] : []),
  ];
}

function issueFacts(
  { subject, preheader, question }: Issue,
  sendAt: Date | null,
  { shared, naming }: Telling,
): AuthorMailContent['facts'] {
  const facts = [
    { term: shared.plannedTerm, text: sendAt === null ? '' : naming.moment(sendAt), note: null },
    { term: shared.subjectTerm, text: oneLine(subject), note: null },
    { term: shared.preheaderTerm, text: oneLine(preheader), note: null },
    {
      term: shared.questionTerm,
      text: oneLine(question?.text ?? ''),
      note: oneLine(question?.reason ?? '') || null,
    },
  ];
  return facts.filter(({ text }) => text !== '');
}

function approveAction(state: LetterState, sendAt: Date, telling: Telling): ActionView {
  const { at, shared, naming } = telling;
  const onceApproved = { leavesAt: sendAt, leavesNow: sendAt <= at };
  return action('approve', shared.approve({ state, onceApproved }, naming), telling);
}

function questionAction(issue: Issue, telling: Telling): ActionView {
  const present = oneLine(issue.question?.text ?? '');
  return action('question', telling.shared.question(present, isQuestionSubject(issue)), telling);
}

function action(path: string, { label, text }: OfferWords, telling: Telling): ActionView {
  return { label, text, url: `${telling.decideUrl}/${path}` };
}

function counted(count: number, { config }: Pick<Telling, 'config'>): Count {
  return { count, written: new Intl.NumberFormat(config.locale).format(count) };
}

function withLines(sections: readonly SectionView[]): readonly SectionView[] {
  return sections.filter(({ lines }) => lines.length > 0);
}
