import type { Message } from '../../src/core/message.ts';
import { mimeOf } from '../../src/core/mime/mimeOf.ts';
import type { Parcel } from '../../src/core/parcel.ts';

/** A small message to one reader. */
export function sampleMessage(changes: Partial<Message> = {}): Message {
  return {
    subscriberId: 'reader000001',
    messageId: '<2026-w47.1234567890@example.org>',
    from: { name: 'Wochenbrief', address: 'brief@example.org' },
    replyTo: 'brief@example.org',
    to: { name: '', address: 'reader1@example.org' },
    subject: 'Wem konntest du diese Woche dienen?',
    date: new Date('2026-11-20T19:00:00Z'),
    html: `<p>${'Ein Absatz. '.repeat(4000)}</p>`,
    text: 'Ein Absatz.\n',
    headers: [],
    ...changes,
  };
}

/** The same, ready for the wire. */
export function sampleParcel(changes: Partial<Message> = {}): Parcel {
  return mimeOf(sampleMessage(changes));
}
