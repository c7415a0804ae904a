/** The only places where two readers' letters differ. */
export type SlotName = 'salutation' | 'unsubscribeUrl' | 'confirmedOn';

/** A rendered text cut at its slots; plain data, so that it can be frozen to disk. */
export interface SlottedText {
  /** One more than there are slots. */
  readonly chunks: readonly string[];
  readonly slots: readonly SlotName[];
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
};

const markPattern = /[\uE5A1\uE5A2\uE5A3]/g;
const slotOfMark = new Map(
  (['salutation', 'unsubscribeUrl', 'confirmedOn'] as const).map((name) => [slotMarks[name], name]),
);

/** A text that cannot pretend to be a slot. */
export function stripSlotMarks(text: string): string {
  return text.replaceAll(markPattern, '');
}

/** Cuts a rendered text at its marks. */
export function splitSlots(rendered: string): SlottedText {
  return {
    chunks: rendered.split(markPattern),
    slots: Array.from(rendered.matchAll(markPattern), ([mark]) => slotOfMark.get(mark)).filter(
      (name) => name !== undefined,
    ),
  };
}

/** One reader's text: the values are inserted as text, whatever they contain. */
export function fillSlots(slotted: SlottedText, values: SlotValues, escape: 'html' | 'text'): string {
  const inserted = (name: SlotName): string => (escape === 'html' ? escapeHtml(values[name]) : values[name]);
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
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
