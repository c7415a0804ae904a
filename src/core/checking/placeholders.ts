import type { Check, CheckPlace } from '../check.ts';
import { draftLetter } from '../composing/wording.ts';
import { NewsletterError } from '../errors.ts';
import { requireFinishedDraft, requireSendable } from '../readiness.ts';
import type { CheckedLetter } from './checkedLetter.ts';
import { letterParts, ownSentences } from './ownSentences.ts';

/** Whether anything still stands in for what only the author knows. */
export function checkPlaceholders(letter: CheckedLetter): readonly Check[] {
  const { config, draft, draftName, isLoopback } = letter;
  const found = [
    ...faultsOf('letter', () => requireFinishedDraft(draft, draftName)),
    // A missing imprint is told by itself.
    ...faultsOf('settings', () =>
      requireSendable({ ...config, imprint: config.imprint === '' ? '-' : config.imprint }, { isLoopback }),
    ),
    ...leftovers(letter),
    ...(isUntouched(letter) ? [untouched] : []),
  ];
  if (found.length > 0) return found;
  return [
    {
      check: 'placeholders',
      status: 'ok',
      found: { de: 'Nirgends steht noch ein Platzhalter.', en: 'No placeholder is left anywhere.' },
    },
  ];
}

function faultsOf(where: CheckPlace, look: () => void): readonly Check[] {
  try {
    look();
    return [];
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    const { text: found, hint } = error;
    const why = {
      de: 'So verlässt kein Brief das Haus: Leserinnen und Leser bekämen etwas Unfertiges.',
      en: 'No letter leaves the house like this: readers would get something unfinished.',
    };
    return [{ check: 'placeholders', status: 'error', found, why, hint, where }];
  }
}

/** Fields of other newsletter programs, and what people write where something is still to come. */
const leftover =
  /\{\{[^{}\n]{1,60}\}\}|%[A-ZÄÖÜ_]{3,30}%|\[(?:VOR)?NAME\]|\*\|[A-Z:_]{2,30}\|\*|\b(?:TODO|TBD|FIXME|XXX+)\b|\blorem ipsum\b/i;

function leftovers({ issue }: CheckedLetter): readonly Check[] {
  const texts = [
    ['subject', issue.subject],
    ['preheader', issue.preheader],
    ['question', issue.question?.text ?? ''],
    ['letter', issue.letter],
  ] as const;
  return texts.flatMap(([where, text]) => {
    const [mark] = leftover.exec(text) ?? [];
    return mark === undefined ? [] : [leftoverFinding(mark, where)];
  });
}

function leftoverFinding(mark: string, where: CheckPlace): Check {
  return {
    check: 'placeholders.leftover',
    status: 'warning',
    found: { de: `Hier steht noch „${mark}“.`, en: `“${mark}” still stands here.` },
    why: {
      de: 'Das sieht aus, als käme da noch etwas; Felder anderer Newsletter-Programme füllt Wochenbrief nicht.',
      en: 'It looks as if something were still to come; Wochenbrief does not fill in fields of other newsletter programs.',
    },
    hint: {
      de: 'Ersetzen oder streichen. Die Anrede mit Namen setzt Wochenbrief von selbst.',
      en: 'Replace it or take it out. Wochenbrief greets by name on its own.',
    },
    where,
  };
}

/** Whether every paragraph is the draft's own, whatever posts it was written for, but for the farewell. */
function isUntouched({ issue, config, past }: CheckedLetter): boolean {
  const { posts, olderPosts, question, week } = issue;
  const draft = letterParts(draftLetter(posts, question, config, { week, olderPosts, past }));
  const { paragraphs } = letterParts(issue.letter);
  const said = ownSentences(week, config);
  const isOwn = (paragraph: string): boolean =>
    draft.paragraphs.includes(paragraph) || said(paragraph) !== null;
  return paragraphs.length > 0 && paragraphs.every(isOwn);
}

const untouched: Check = {
  check: 'placeholders.words',
  status: 'warning',
  found: {
    de: 'Im Brief stehen nur die Sätze des Entwurfs.',
    en: 'The letter holds nothing but the sentences of the draft.',
  },
  why: {
    de: 'Gelesen wird ein Brief der eigenen Worte wegen; zwei Sätze genügen.',
    en: 'A letter is read for its author’s own words; two sentences are enough.',
  },
  hint: { de: 'Etwas Eigenes schreiben, und sei es kurz.', en: 'Write something of your own, be it short.' },
  where: 'letter',
};
