/** The only places where two readers' letters differ. */
export type SlotName = 'salutation' | 'unsubscribeUrl' | 'preferencesUrl' | 'confirmedOn';

/** The only places where two people's mails about the list itself differ. */
export type MailSlotName =
  | 'request'
  | 'wording'
  | 'validity'
  | 'confirmUrl'
  | 'ownPreferencesUrl'
  | 'ownUnsubscribeUrl';

/** A rendered text cut at its slots; plain data, so that it can be frozen to disk. */
export interface SlottedText<Name extends string = SlotName> {
  /** One more than there are slots. */
  readonly chunks: readonly string[];
  readonly slots: readonly Name[];
}

/** What stands in the slots of one reader's letter, as plain text. */
export type SlotValues = Readonly<Record<SlotName, string>>;

/**
 * Single characters of Unicode's private use area: no text means anything by them, and neither
 * Handlebars nor MJML escapes, trims or moves them.
 */
export const slotMarks: SlotValues = {
  salutation: '\uE5A1',
  unsubscribeUrl: '\uE5A2',
  confirmedOn: '\uE5A3',
  preferencesUrl: '\uE5A4',
};

/** The same for mails about the list itself. */
export const mailSlotMarks: Readonly<Record<MailSlotName, string>> = {
  request: '\uE5A8',
  wording: '\uE5A9',
  validity: '\uE5AA',
  confirmUrl: '\uE5AB',
  ownPreferencesUrl: '\uE5AC',
  ownUnsubscribeUrl: '\uE5AD',
};

/** Where the content of a mail to the author comes into its frame. */
export const bodyMark = '\uE5AE';

/** Around the place of a line in its template, until MJML has the text. */
export const placeMarks = { begin: '\uE5AF', end: '\uE5B0' } as const;

const markPattern = /[\uE5A1-\uE5B0]/g;
const slotOfMark = new Map(
  (['salutation', 'unsubscribeUrl', 'preferencesUrl', 'confirmedOn'] as const).map((name) => [
    slotMarks[name],
    name,
  ]),
);

const mailSlotOfMark = new Map(
  (['request', 'wording', 'validity', 'confirmUrl', 'ownPreferencesUrl', 'ownUnsubscribeUrl'] as const).map(
    (name) => [mailSlotMarks[name], name],
  ),
);

/** A text that cannot pretend to be a slot. */
export function stripSlotMarks(text: string): string {
  return text.replaceAll(markPattern, '');
}

/** Cuts a rendered letter at its marks. */
export function splitSlots(rendered: string): SlottedText {
  return cutAt(slotOfMark, rendered);
}

/** Cuts a rendered mail about the list itself at its marks. */
export function splitMailSlots(rendered: string): SlottedText<MailSlotName> {
  return cutAt(mailSlotOfMark, rendered);
}

/** Cuts the frame of the mails to the author where their content comes in. */
export function splitAtBody(rendered: string): SlottedText<'body'> {
  return cutAt(new Map([[bodyMark, 'body' as const]]), rendered);
}

/** A mark of another kind of mail is text like any other here: only what `slotOfMark` knows is cut. */
function cutAt<Name extends string>(
  slotOfMark: ReadonlyMap<string, Name>,
  rendered: string,
): SlottedText<Name> {
  const chunks: string[] = [];
  const slots: Name[] = [];
  let start = 0;
  for (const { 0: mark, index } of rendered.matchAll(markPattern)) {
    const name = slotOfMark.get(mark);
    if (name === undefined) {
      continue;
    }
    chunks.push(rendered.slice(start, index));
    slots.push(name);
    start = index + mark.length;
  }
  chunks.push(rendered.slice(start));
  return { chunks, slots };
}

/** One reader's text: the values are inserted as text, whatever they contain. */
export function fillSlots<Name extends string>(
  slotted: SlottedText<Name>,
  values: Readonly<Record<Name, string>>,
  escape: 'html' | 'text',
): string {
  const inserted = (name: Name): string => (escape === 'html' ? escapeHtml(values[name]) : values[name]);
  return slotted.chunks
    .map((chunk, index) => {
      const following = slotted.slots[index];
      return following === undefined ? chunk : chunk + inserted(following);
    })
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text that means itself inside HTML, in an element as in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
