import { listHeaders, unsubscribeHeaders, unsubscribeMailbox, type Letter } from '../message.ts';
import { dateField, mailboxField, plainField, structuredField, textField } from './headerField.ts';

/** What of a header is one reader's own. */
export interface PersonalHead {
  readonly to: { readonly name: string; readonly address: string };
  readonly messageId: string;
  readonly date: Date;
  readonly unsubscribeUrl: string;
}

/** A letter's header, encoded but for what is one reader's own; without the fields of its content. */
export function letterHead(letter: Letter): (personal: PersonalHead) => string {
  const { from, replyTo } = letter.settings;
  const mailbox = unsubscribeMailbox(letter.settings);
  const beforeTo = mailboxField('From', from);
  const beforeDate =
    mailboxField('Reply-To', { name: '', address: replyTo }) + textField('Subject', letter.subject);
  const list = listHeaders(letter, '');
  const own = list.findIndex(([name]) => name === unsubscribeName);
  const encoded = list.map(([name, value]) => structuredField(name, value));
  const beforeOwn = encoded.slice(0, own).join('');
  const afterOwn = encoded.slice(own + 1).join('');

  let lastDate = { ms: Number.NaN, field: '' };
  return ({ to, messageId, date, unsubscribeUrl }) => {
    // Many letters leave in the same moment.
    const ms = date.getTime();
    if (ms !== lastDate.ms) lastDate = { ms, field: dateField(date) };
    const unsubscribe = unsubscribeHeaders(unsubscribeUrl, mailbox)[0]?.[1] ?? '';
    return (
      beforeTo +
      mailboxField('To', to) +
      beforeDate +
      lastDate.field +
      plainField('Message-ID', messageId) +
      beforeOwn +
      structuredField(unsubscribeName, unsubscribe) +
      afterOwn
    );
  };
}

const unsubscribeName = 'List-Unsubscribe';
