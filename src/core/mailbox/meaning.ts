import type { Secrets } from '../secret.ts';
import { readDeliveryReport, type Bounce } from './deliveryReport.ts';
import { signedReader } from './goodbyeToken.ts';
import { readFields } from './headerFields.ts';
import { traceOf, traceOfAnswer, type LetterTrace } from './letterTrace.ts';
import type { OpenMail } from './openMail.ts';

/*
 * What a mail means for the list. Only what a machine wrote for machines counts, and only where it proves which letter it
 * is about; whatever a person writes is a person's, and left to the author. That a letter was answered is counted, and
 * changes nothing else.
 */
export type Meaning =
  /** A letter came back (RFC 3464). */
  | { readonly is: 'bounce'; readonly trace: LetterTrace; readonly bounce: Bounce }
  /** A reader pressed "spam" (RFC 5965), or `optOut`: her provider says that she wants to leave. */
  | { readonly is: 'complaint' | 'optOut'; readonly trace: LetterTrace }
  /** A report that speaks against nobody: a server still tries, has delivered, or tells of something else. */
  | { readonly is: 'notice' }
  /** A reader's mail program unsubscribes her, by the link of her letter. */
  | { readonly is: 'goodbye'; readonly id: string }
  /** Somebody wants to leave, and nothing proves who: the author has to look. */
  | { readonly is: 'goodbyeOfSomebody' }
  /** A machine answered for a person (RFC 3834). */
  | { readonly is: 'autoReply' }
  /** A person answered a letter; of her words nothing is read. */
  | { readonly is: 'answer'; readonly trace: LetterTrace }
  /** Anything else: a person's mail. */
  | { readonly is: 'other' };

/** What an opened mail means. */
export function meaningOf(mail: OpenMail, secrets: Secrets): Meaning {
  if (mail.type === 'multipart/report') return meaningOfReport(mail, secrets);
  if (isAutoReply(mail)) return { is: 'autoReply' };
  return goodbyeIn(mail.subject, secrets) ?? answerIn(mail) ?? { is: 'other' };
}

/** Whether a person answers one of our letters: her mail program names it (RFC 5322 §3.6.4). */
function answerIn({ headers }: OpenMail): Meaning | undefined {
  const isMachine =
    (headers.first('auto-submitted') ?? 'no').trim().toLowerCase() !== 'no' ||
    /^(bulk|list|junk)\b/i.test(headers.first('precedence')?.trim() ?? '') ||
    headers.first('list-id') !== undefined ||
    headers.first('x-failed-recipients') !== undefined ||
    headers.all('return-path').some((path) => path.trim() === '<>') ||
    /\b(mailer-daemon|postmaster)@/i.test(headers.first('from')?.slice(0, 1_000) ?? '');
  const trace = isMachine ? undefined : traceOfAnswer(headers);
  return trace && { is: 'answer', trace };
}

function meaningOfReport(mail: OpenMail, secrets: Secrets): Meaning {
  const returned = mail.part(
    'message/rfc822',
    'text/rfc822-headers',
    'message/global',
    'message/global-headers',
  );
  const status = mail.part('message/delivery-status', 'message/global-delivery-status');
  // Some servers leave out what kind of report it is.
  if (status !== undefined && /^(delivery-status)?$/.test(mail.reportType)) {
    const { envelopeId, bounce } = readDeliveryReport(status);
    if (bounce === undefined) return { is: 'notice' };
    return { is: 'bounce', bounce, trace: traceOf(envelopeId, mail.headers, returned, secrets) };
  }
  const feedback = mail.part('message/feedback-report');
  if (mail.reportType !== 'feedback-report' || feedback === undefined) return { is: 'notice' };
  const fields = readFields(feedback);
  const is = complaintKinds.get(fields.first('feedback-type')?.toLowerCase() ?? '');
  if (is === undefined) return { is: 'notice' };
  return { is, trace: traceOf(fields.first('original-envelope-id'), mail.headers, returned, secrets) };
}

/** `not-spam`, `auth-failure` and `virus` are no complaints of readers. */
const complaintKinds: ReadonlyMap<string, 'complaint' | 'optOut'> = new Map([
  ['abuse', 'complaint'],
  ['fraud', 'complaint'],
  ['miscategorized', 'complaint'],
  ['opt-out', 'optOut'],
  ['opt-out-list', 'optOut'],
]);

/** Whether a machine answered; `auto-generated` alone may as well be a mail program that unsubscribes its reader. */
function isAutoReply({ headers, subject }: OpenMail): boolean {
  const submitted = headers.first('auto-submitted')?.toLowerCase() ?? 'no';
  const precedence = headers.first('precedence')?.toLowerCase() ?? '';
  return (
    /^auto-(replied|notified)/.test(submitted) ||
    precedence.startsWith('auto_reply') ||
    autoReplyHeaders.some((name) => headers.first(name) !== undefined) ||
    absentSubject.test(subject)
  );
}

const autoReplyHeaders = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply-from',
  'x-mail-autoreply',
];
const absentSubject =
  /^\s*(automatische antwort|automatic reply|auto(matic)?[ -]?reply|auto:|abwesenheit|abwesend\b|out of (the )?office|ooo\b|ich bin (bis|vom|derzeit|nicht|im urlaub)|vacation)/i;

/** Whether a subject asks to leave, also as an answer, and for whom. */
function goodbyeIn(subject: string, secrets: Secrets): Meaning | undefined {
  const text = subject
    .slice(0, 1_000)
    .replace(/^\s*((re|aw|antwort|fwd?|wg)\s*(\[\d+\])?\s*:\s*)+/i, '')
    .trim();
  const word = /^(bitte\s+)?(unsubscribe|abmelde[nt]?|abmeldung|abbestell(en|ung)|austragen)\b/i.exec(
    text,
  )?.[0];
  if (word === undefined) return undefined;
  // Programs that fold subjects badly leave spaces in the middle of the token.
  const id =
    signedReader(text.slice(word.length).replace(/\s+/g, ''), secrets) ?? signedReader(text, secrets);
  return id === undefined ? { is: 'goodbyeOfSomebody' } : { is: 'goodbye', id };
}
