import { html } from 'hono/html';
import { inboxRows } from './inboxRows.ts';
import { lengthOf, shownLengths } from '../../core/desk/inboxLengths.ts';
import { markOfPart } from '../../core/desk/issueParts.ts';
import { tidyLetter, tidyLine } from '../../core/desk/issueEdits.ts';
import { proposalsIn } from '../../core/desk/proposals.ts';
import { isAsSeen, type SeenEdit } from '../../core/desk/decideEdits.ts';
import { NewsletterError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { editDraft, type EditOutcome } from '../../flow/desk/editDraft.ts';
import { openDraft, type DeskDraft } from '../../flow/desk/openDraft.ts';
import { messageForKind, ownUrls } from '../../flow/desk/readersView.ts';
import { readDeskForm } from './deskForm.ts';
import { doneBox, faultBox } from './deskParts.ts';
import type { DeskAnswer, DeskPage, DeskRoutes, DeskVisit, Html } from './deskVisit.ts';
import { frozenBox, refusalBox, statusOf } from './editAnswers.ts';
import { letterPath } from './layout.ts';
import { framedLetter } from './letterFrame.ts';
import { noDraft } from './noDraft.ts';
import { markdownHelp } from './markdownHelp.ts';

/** Subject, preheader and the author's words. */
export function wordsPages(): DeskRoutes {
  return {
    '/letter/:week/words': {
      async GET(visit) {
        const draft = await openDraft(visit.desk, visit.week);
        return draft ? showDraft(draft, visit) : wordsPage(visit, noDraft(visit));
      },
      POST: (visit) => save(visit),
    },
    '/letter/:week/words/shown': {
      GET: (visit) => shown(visit),
      POST: (visit) => shown(visit),
      isFramed: true,
    },
  };
}

const parts = ['subject', 'preheader', 'letter'] as const;
type Part = (typeof parts)[number];
type Texts = Readonly<Record<Part, string>>;

/** What the form shows, and what it has to say. */
interface FormState {
  readonly shown: Texts;
  /** For each field the mark of what its author had before her when she began to type. */
  readonly seen: Texts;
  /** The fields whose text stands nowhere else. */
  readonly unsaved: readonly Part[];
  /** The issue as it is on disk. */
  readonly issue: Issue;
  readonly draft: DeskDraft;
  readonly notice: Html;
  readonly conflicts: readonly Part[];
}

function showDraft(draft: DeskDraft, visit: DeskVisit): DeskPage {
  const { issue, fault } = draft;
  if (issue === null)
    return wordsPage(
      visit,
      html`<h1 class="hidden">${titleOf(visit)}</h1>
        <div id="fault" data-live="draft">${fault ? faultBox(fault, visit.language) : ''}</div>`,
    );
  const wasSaved = visit.query.has('saved');
  const notice = draft.isFrozen
    ? frozenBox(visit)
    : wasSaved
      ? doneBox(visit.say({ de: 'Gespeichert.', en: 'Saved.' }))
      : '';
  const seen = textsOf((part) => markOfPart(issue, part));
  return wordsPage(
    visit,
    wordsForm({ shown: issue, seen, unsaved: [], issue, draft, notice, conflicts: [] }, visit),
  );
}

async function save(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link } = visit;
  const field = await readDeskForm(visit.request, [
    ...parts,
    ...parts.map(seenField),
    ...Object.values(takes),
    'theirs',
  ]);
  const typed: Texts = {
    subject: field(takes.subject) || field('subject'),
    preheader: field(takes.preheader) || field('preheader'),
    letter: field('letter'),
  };
  const isEmpty = tidyLine(typed.subject) === '';
  const edits = parts
    .filter((part) => part !== field('theirs'))
    .map((part): SeenEdit => ({ edit: { part, to: typed[part] }, seen: field(seenField(part)) }));
  const outcome: EditOutcome | null = isEmpty ? null : await editDraft(desk, week, edits);
  if (outcome?.is === 'saved' || outcome?.is === 'unchanged')
    return { seeOther: `${link(letterPath(week, 'words'))}?saved` };
  const draft = await openDraft(desk, week);
  const status = outcome ? statusOf(outcome) : 422;
  const conflicts = outcome?.is === 'conflict' ? parts.filter((part) => outcome.parts.includes(part)) : [];
  const onDisk = draft?.issue ?? null;
  const issue: Issue = onDisk ?? typedAlone(visit, typed);
  // What was typed is shown in any case: it stands nowhere else. What was not touched follows the file.
  const isTyped = (part: Part): boolean =>
    onDisk === null ||
    (part !== field('theirs') && !isAsSeen(onDisk, { part, to: typed[part] }, field(seenField(part))));
  const hasSeenDisk = (part: Part): boolean => !isTyped(part) || conflicts.includes(part);
  const state: FormState = {
    shown: textsOf((part) => (isTyped(part) ? typed[part] : issue[part])),
    seen: textsOf((part) => (hasSeenDisk(part) ? markOfPart(issue, part) : field(seenField(part)))),
    unsaved: parts.filter(isTyped),
    issue,
    draft: draft ?? {
      week,
      name: desk.issues.nameOf(week),
      text: '',
      isFrozen: false,
      issue: null,
      fault: null,
    },
    notice: outcome ? (refusalBox(outcome, visit) ?? conflictBox(visit)) : emptySubjectBox(visit),
    conflicts,
  };
  return { ...wordsPage(visit, wordsForm(state, visit)), status };
}

/** An issue that has nothing but what was typed, where issue.md cannot be read. */
function typedAlone({ week }: DeskVisit, typed: Texts): Issue {
  return { ...typed, week, question: null, posts: [], olderPosts: [], since: '', offered: [] };
}

function textsOf(textOf: (part: Part) => string): Texts {
  return { subject: textOf('subject'), preheader: textOf('preheader'), letter: textOf('letter') };
}

/** The letter with words that are not saved yet, as a reader would see it. */
async function shown(visit: DeskVisit): Promise<DeskAnswer> {
  const { desk, week, link, language, request } = visit;
  const draft = await openDraft(desk, week);
  if (!draft?.issue)
    return plainAnswer(
      draft?.fault?.text[language] ?? visit.say({ de: 'Noch kein Entwurf.', en: 'No draft yet.' }),
    );
  const field = request.method === 'POST' ? await readDeskForm(request, parts) : null;
  const issue = field
    ? {
        ...draft.issue,
        subject: tidyLine(field('subject')) || draft.issue.subject,
        preheader: tidyLine(field('preheader')),
        letter: tidyLetter(field('letter')),
      }
    : draft.issue;
  try {
    const reader = { name: 'Anna', language: desk.config.locale, rhythm: 'weekly' } as const;
    const message = await messageForKind(desk, week, issue, reader);
    return {
      kind: 'letter',
      type: 'text/html; charset=utf-8',
      body: framedLetter(message.html, {
        mode: 'light',
        ownUrls: ownUrls(desk.config),
        inertUrl: link(`${letterPath(week, 'letter')}/inert`),
        pictureUrl: (mark) => link(`${letterPath(week, 'letter')}/picture/${mark}`),
      }),
    };
  } catch (error) {
    if (error instanceof NewsletterError) return plainAnswer(error.text[language]);
    throw error;
  }
}

function plainAnswer(body: string): DeskAnswer {
  return { kind: 'letterWithoutPictures', type: 'text/plain; charset=utf-8', body };
}

function titleOf({ say }: Pick<DeskVisit, 'say'>): string {
  return say({ de: 'Worte', en: 'Words' });
}

function wordsPage(visit: DeskVisit, main: Html): DeskPage {
  return { title: titleOf(visit), tab: 'words', main, scripts: ['words.js'] };
}

function wordsForm(state: FormState, visit: DeskVisit): Html {
  const { say, link, week, desk } = visit;
  const { shown: texts, issue, draft, notice } = state;
  const place = link(letterPath(week, 'words'));
  const proposals = proposalsIn(draft.text);
  const isFixed = draft.isFrozen;
  const marks = parts.map((part) => markOfPart(issue, part)).join(' ');
  return html`<h1 class="hidden">${titleOf(visit)}</h1>
    <div class="notices">
      <div id="notice">${notice}</div>
      <div id="letter-fault" data-live="draft">
        ${draft.issue && draft.fault ? faultBox(draft.fault, visit.language) : ''}
      </div>
      <p id="elsewhere" class="box warning" role="status" hidden>
        ${say({
          de: 'issue.md hat sich inzwischen geändert. Nichts geht verloren: Beim Speichern stehen beide Fassungen nebeneinander.',
          en: 'issue.md has changed meanwhile. Nothing is lost: when you save, both versions stand side by side.',
        })}
      </p>
      <div id="on-disk-place">
        <span
          id="on-disk"
          data-live="draft sending"
          data-marks="${marks}"
          ${isFixed ? 'data-left' : ''}
        ></span>
      </div>
    </div>
    <form id="words" class="words" method="post" action="${place}" data-shown="${place}/shown">
      ${isFixed ? '' : html`<button class="hidden" tabindex="-1" aria-hidden="true">${saveLabel(visit)}</button>`}
      <div class="lines-of">
        ${lineField('subject', state, proposals.subjects, visit)}
        ${lineField('preheader', state, proposals.preheaders, visit)}
      </div>
      <section class="inbox-part" aria-labelledby="inbox-title">
        <h2 id="inbox-title">${say({ de: 'So steht er im Postfach', en: 'How it stands in an inbox' })}</h2>
        ${inboxRows({ sender: desk.config.from.name, subject: texts.subject, preheader: texts.preheader }, visit)}
      </section>
      <div class="letter-field">
        <label for="letter">${labelOf('letter', visit)}</label>
        ${seenInput('letter', state)}
        <div class="versions">
          ${conflictPart('letter', state, visit)} ${/* A textarea swallows the first line break. */ ''}
          <textarea
            id="letter"
            name="letter"
            spellcheck="true"
            lang="${desk.config.locale}"
            ${isFixed ? 'readonly' : ''}
            ${unsavedMark('letter', state)}
          >
${texts.letter}</textarea>
        </div>
        ${markdownHelp(visit)}
      </div>
      <div class="shown">
        <iframe
          id="shown"
          name="shown"
          title="${say({ de: 'Der Brief mit diesen Worten', en: 'The letter with these words' })}"
          src="${place}/shown"
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
          data-live="draft settings templates"
        ></iframe>
      </div>
      ${isFixed ? '' : saveBar(place, visit)}
    </form>`;
}

function saveBar(place: string, visit: DeskVisit): Html {
  const { say } = visit;
  return html`<div class="save">
    <button id="save">${saveLabel(visit)}</button>
    <button class="quiet" formaction="${place}/shown" formtarget="shown" data-without-script>
      ${say({ de: 'Vorschau auffrischen', en: 'Refresh the preview' })}
    </button>
    <p class="quietly" data-with-script hidden>${say({ de: 'oder Strg + S', en: 'or Ctrl + S' })}</p>
    <p
      id="save-state"
      class="quietly"
      role="status"
      data-saved="${say({ de: 'Gespeichert.', en: 'Saved.' })}"
      data-unsaved="${say({ de: 'Noch nicht gespeichert.', en: 'Not saved yet.' })}"
      data-failed="${say({
        de: 'Nicht gespeichert: Der Schreibtisch antwortet nicht. Läuft er im Terminal noch?',
        en: 'Not saved: the desk does not answer. Is it still running in the terminal?',
      })}"
    ></p>
  </div>`;
}

function lineField(
  part: 'subject' | 'preheader',
  state: FormState,
  proposals: readonly string[],
  visit: DeskVisit,
): Html {
  const { say, desk } = visit;
  const { draft } = state;
  const { phone, desktop } = shownLengths[part];
  const text = state.shown[part];
  return html`<div class="line-field">
    <label for="${part}">${labelOf(part, visit)}</label>
    ${seenInput(part, state)}
    <div class="versions">
      ${conflictPart(part, state, visit)}
      <input
        type="text"
        id="${part}"
        name="${part}"
        value="${text}"
        lang="${desk.config.locale}"
        autocomplete="off"
        spellcheck="true"
        aria-describedby="${part}-length"
        ${part === 'subject' ? 'required' : ''}
        ${draft.isFrozen ? 'readonly' : ''}
        ${unsavedMark(part, state)}
      />
    </div>
    <p class="quietly" id="${part}-length">
      <span data-counts="${part}">${lengthOf(text)}</span> ${say({
        de: `Zeichen. Telefone zeigen etwa ${phone}, Schirme etwa ${desktop}.`,
        en: `characters. Phones show about ${phone}, desktops about ${desktop}.`,
      })}
    </p>
    ${
      proposals.length === 0 || draft.isFrozen
        ? ''
        : html`<div class="proposals">
            <p class="quietly" id="${part}-proposals">${say({ de: 'Oder:', en: 'Or:' })}</p>
            <ul aria-labelledby="${part}-proposals">
              ${proposals.map(
                (proposal) =>
                  html`<li>
                    <button
                      class="quiet"
                      name="${takes[part]}"
                      value="${proposal}"
                      data-takes="${part}"
                      formnovalidate
                      lang="${desk.config.locale}"
                    >
                      ${proposal}
                    </button>
                  </li>`,
              )}
            </ul>
          </div>`
    }
  </div>`;
}

/** What stands in issue.md by now, where it is not what the author had before her. */
function conflictPart(part: Part, { conflicts, issue }: FormState, visit: DeskVisit): Html {
  const { say } = visit;
  if (!conflicts.includes(part)) return html`<div id="conflict-${part}" hidden></div>`;
  return html`<div id="conflict-${part}" class="box warning conflict">
    <p>
      ${say({
        de: 'In issue.md steht inzwischen:',
        en: 'In issue.md there stands by now:',
      })}
    </p>
    <pre>${issue[part] || '–'}</pre>
    <p>
      <button class="quiet" name="theirs" value="${part}" formnovalidate>
        ${say({ de: 'Diese Fassung behalten', en: 'Keep this version' })}
      </button>
    </p>
    <p class="quietly">
      ${say({
        de: 'Im Feld steht deine Fassung. „Speichern“ ersetzt damit diese.',
        sie: 'Im Feld steht Ihre Fassung. „Speichern“ ersetzt damit diese.',
        en: 'Yours stands in the field. "Save" puts it in place of this one.',
      })}
    </p>
  </div>`;
}

function conflictBox({ say }: DeskVisit): Html {
  return html`<p class="box warning" role="alert">
    ${say({
      de: 'Noch nicht gespeichert: issue.md wurde inzwischen an einer anderen Stelle geändert, in einem anderen Fenster oder im Editor. Hier stehen beide Fassungen.',
      en: 'Not saved yet: issue.md was changed somewhere else meanwhile, in another window or in an editor. Here are both versions.',
    })}
  </p>`;
}

function emptySubjectBox({ say }: DeskVisit): Html {
  return html`<p class="box fault" role="alert">
    ${say({
      de: 'Noch nicht gespeichert: Ein Brief braucht einen Betreff.',
      en: 'Not saved yet: a letter needs a subject.',
    })}
  </p>`;
}

function seenInput(part: Part, { seen }: FormState): Html {
  return html`<input type="hidden" name="${seenField(part)}" value="${seen[part]}" />`;
}

function unsavedMark(part: Part, { unsaved }: FormState): Html {
  return unsaved.includes(part) ? 'data-only-here' : '';
}

function seenField(part: Part): string {
  return `seen-${part}`;
}

/** The fields of the buttons that take a proposal. */
const takes = { subject: 'take-subject', preheader: 'take-preheader' } as const;

function saveLabel({ say }: Pick<DeskVisit, 'say'>): string {
  return say({ de: 'Speichern', en: 'Save' });
}

function labelOf(part: Part, { say }: Pick<DeskVisit, 'say'>): string {
  return say(
    {
      subject: { de: 'Betreff', en: 'Subject' },
      preheader: { de: 'Vorschauzeile', en: 'Preview line' },
      letter: { de: 'Deine Worte', sie: 'Ihre Worte', en: 'Your words' },
    }[part],
  );
}
