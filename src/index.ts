/** The public API: the pieces to build one's own composer or sender from. */
export { NewsletterError, errorCodes, type ErrorCode, type Language, type Text } from './core/errors.ts';
export type { Config } from './core/config.ts';
export { readConfig } from './core/readConfig.ts';
export { parseWeek, weekOf, type WeekId } from './core/week.ts';
export { boundsOfWeek } from './core/weekBounds.ts';
export type { Picture, Post, PostFault, PostList } from './core/posts/post.ts';
export type { FeaturedPost, Issue, Question } from './core/issue.ts';
export { composeIssue, type Composition, type Ingredients } from './core/composing/composeIssue.ts';
export { formatIssue, readIssue } from './core/issueFile.ts';
export { readPrompts, type PromptFile } from './core/composing/promptFile.ts';
export type { Prompt } from './core/composing/prompt.ts';
export { renderIssue, type RenderedIssue } from './core/render/renderIssue.ts';
export { messageFor, type Letter, type Message } from './core/message.ts';
export { mimeOf } from './core/mime/mimeOf.ts';
export type { Envelope, Parcel } from './core/parcel.ts';
export { readSubscribers } from './core/list/subscriberFile.ts';
export type { Consent, Subscriber, SubscriberList, Suppression } from './core/list/subscriber.ts';
export type { Decide, Decision, ListEdit, ListView } from './core/list/listBook.ts';
export { confirm, signUp, unsubscribe } from './core/list/membership.ts';
export { forget } from './core/list/forgetting.ts';
export { publicPages, type Page, type Pages } from './core/render/pages.ts';
export { serviceMails, type ServiceMails } from './core/render/serviceMail.ts';
export { totalsOf, type LedgerState, type Totals } from './core/sending/delivery.ts';
export { foldLedger } from './core/sending/ledgerFold.ts';
export { dueDeliveries, nextTryAt } from './core/sending/retry.ts';
export type {
  Answer,
  Archive,
  Clock,
  Connection,
  Diaries,
  Drafts,
  Ledger,
  PostSource,
  SendingTimes,
  SentIssues,
  Subscribers,
  Transport,
} from './core/ports.ts';
export { compose, type Composed, type ComposeOrder } from './flow/compose.ts';
export { cancelIssue, type CancelOrder } from './flow/cancelIssue.ts';
export { send, type SendOrder, type SendReport } from './flow/send.ts';
export { readers, type Readers, type ReadersOrder } from './flow/readers.ts';
export { keepReaders, type KeeperOrder } from './flow/keepReaders.ts';
export { feedSource } from './feed/feedSource.ts';
export { wordpressSource } from './feed/wordpressSource.ts';
export { folderSource } from './files/folderSource.ts';
export { sourceCopies } from './files/sourceCopies.ts';
export { archiveFolder } from './files/archiveFolder.ts';
export { diariesFolder } from './files/diaries.ts';
export { issuesFolder } from './files/issuesFolder.ts';
export { subscribersFile } from './files/subscribersFile.ts';
export { startPublicServer, type PublicServer, type ServerOrder } from './http/publicServer.ts';
export { smtpTransport } from './smtp/smtpTransport.ts';
export { parseSmtpUrl } from './smtp/smtpUrl.ts';
