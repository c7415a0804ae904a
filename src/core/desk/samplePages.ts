import type { ArchivedLetter } from '../archive.ts';
import type { LetterOnDesk } from '../clock/letterOnDesk.ts';
import type { LetterState } from '../clock/letterState.ts';
import type { Language } from '../errors.ts';
import type { Issue } from '../issue.ts';
import type { Page, PageProblem, ReaderPage } from '../render/pages.ts';
import { issueToken } from '../token.ts';
import { parseWeek } from '../week.ts';
import { sampleIssue } from './sampleIssue.ts';

const emptyForm = { address: '', name: '', shown: 'shown', faults: [] } as const;
const token = 'u.k3v9x2m7q4t8w1z6.0.AbCdEfGhIjKlMnOpQrStUv';

/** A reader's own pages, as they are for somebody who changed nothing yet. */
export const sampleReader: ReaderPage = {
  token,
  maskedAddress: 'a…@example.org',
  name: 'Anna',
  language: null,
  rhythm: 'weekly',
  pausedUntil: null,
};

const subjects: Readonly<Record<Language, readonly string[]>> = {
  de: [
    'Wem hast du zuletzt ohne Grund gedankt?',
    'Was hält dich auf?',
    'Ein Schlüssel an grüner Wolle, und wem man ihn leiht, ohne lange zu fragen',
    'Das Sofa im vierten Stock',
    'Wer kehrt den Flur?',
  ],
  en: [
    'Who did you last thank for no reason?',
    'What holds you up?',
    'A key on green wool, and to whom one lends it without asking for long',
    'The sofa on the fourth floor',
    'Who sweeps the hall?',
  ],
};

const sentOn = ['2026-11-22', '2026-11-15', '2026-11-08', '2026-10-25', '2026-10-18'];
const weeks = ['2026-W47', '2026-W46', '2026-W45', '2026-W43', '2026-W42'];

/** An archive of a few letters, the latest first. */
export function sampleArchive(language: Language): readonly ArchivedLetter[] {
  return subjects[language].map((subject, index) => ({
    week: parseWeek(weeks[index] ?? ''),
    subject,
    sentAt: `${sentOn[index]}T06:00:00Z`,
  }));
}

/** Every problem there is a page for. */
export const problems = [
  'notFound',
  'wrongMethod',
  'badRequest',
  'tooLarge',
  'tooManyRequests',
  'tooManySignUps',
  'listUnavailable',
  'failed',
  'linkForged',
  'linkExpired',
  'linkUsed',
  'linkUnknown',
] as const satisfies readonly PageProblem[];

const sendAt = new Date('2026-11-22T06:00:00Z');
const week = parseWeek('2026-W47');

/** An issue in no language that a page speaks around it, and calling nobody du. */
const plainIssue = sampleIssue({
  subject: 'Was trägt, wenn es still wird?',
  question: { text: 'Was trägt, wenn es still wird?', reason: 'noch nicht gestellt' },
});

/** A letter on the author's desk, wherever it stands. */
export function letterOnDesk(state: LetterState, changes: Partial<LetterOnDesk> = {}): LetterOnDesk {
  return {
    week,
    state,
    plannedFor: sendAt,
    onceApproved: { leavesAt: sendAt, leavesNow: false },
    issue: plainIssue,
    fault: null,
    readToken: issueToken('read', week, 'a secret for samples, of more than 32 characters'),
    questionMark: 'AbCdEfGhIjKlMnOp',
    ...changes,
  };
}

const decideToken = issueToken('decide', week, 'a secret for samples, of more than 32 characters');
const desk = { page: 'decide', token: decideToken, asked: null, came: null } as const;
const awaited = { is: 'planned', leavesAt: sendAt, leavesNow: false, needsApproval: true } as const;
const approved = { is: 'approved', leavesAt: sendAt, leavesNow: false } as const;

/** The readers' pages in every state, with an archive. */
export function readerPageSamples(letters: readonly ArchivedLetter[]): Readonly<Record<string, Page>> {
  const latest = letters[0] ?? null;
  return {
    home: { page: 'home', form: emptyForm, latest },
    'home-first': { page: 'home', form: emptyForm, latest: null },
    'home-faults': {
      page: 'home',
      form: { ...emptyForm, address: 'anna@', name: 'https://…', faults: ['addressInvalid', 'nameInvalid'] },
      latest,
    },
    form: { page: 'form', form: emptyForm },
    'form-faults': { page: 'form', form: { ...emptyForm, faults: ['addressMissing'] } },
    review: { page: 'review', form: { ...emptyForm, address: 'anna@example.org', name: 'Anna' } },
    mailUnderWay: { page: 'mailUnderWay' },
    confirm: { page: 'confirm', token, maskedAddress: 'a…@example.org', name: 'Anna' },
    confirmed: { page: 'confirmed', readerToken: token, isAlready: false },
    'confirmed-already': { page: 'confirmed', readerToken: token, isAlready: true },
    unsubscribe: { page: 'unsubscribe', reader: sampleReader },
    'unsubscribe-monthly': {
      page: 'unsubscribe',
      reader: { ...sampleReader, rhythm: 'monthly', pausedUntil: '2026-12-24' },
    },
    goodbye: { page: 'goodbye', token, mayUndo: true },
    'goodbye-late': { page: 'goodbye', token, mayUndo: false },
    resumed: { page: 'resumed', readerToken: token },
    preferences: { page: 'preferences', reader: sampleReader, isSaved: false, faults: [] },
    'preferences-saved': {
      page: 'preferences',
      reader: { ...sampleReader, language: 'en', rhythm: 'monthly', pausedUntil: '2026-12-24' },
      isSaved: true,
      faults: [],
    },
    'preferences-faults': {
      page: 'preferences',
      reader: { ...sampleReader, pausedUntil: '2020-01-01' },
      isSaved: false,
      faults: ['nameTooLong', 'dayPast'],
    },
    erase: { page: 'erase', reader: sampleReader },
    erased: { page: 'erased' },
    testLetter: { page: 'testLetter' },
    archive: { page: 'archive', letters },
    'archive-empty': { page: 'archive', letters: [] },
  };
}

/** The author's own pages in every state, with an issue on the desk. */
export function authorPageSamples(issue: Issue = plainIssue): Readonly<Record<string, Page>> {
  const onDesk: typeof letterOnDesk = (state, changes) => letterOnDesk(state, { issue, ...changes });
  const asked = issue.question?.text ?? '';
  return {
    'decide-planned': { ...desk, desk: onDesk({ ...awaited, needsApproval: false }) },
    'decide-approve': { ...desk, desk: onDesk(awaited), asked: 'approve' },
    'decide-approved': {
      ...desk,
      desk: onDesk(approved),
      asked: 'approve',
      came: { outcome: 'approved', leavesAt: sendAt, leavesNow: false },
    },
    'decide-hold': { ...desk, desk: onDesk(awaited), asked: 'hold' },
    'decide-held': {
      ...desk,
      desk: onDesk({ is: 'held', reason: 'author', hasBegun: false }),
      asked: 'hold',
      came: { outcome: 'held' },
    },
    'decide-late': {
      ...desk,
      desk: onDesk(
        { is: 'held', reason: 'late', hasBegun: true },
        { onceApproved: { leavesAt: sendAt, leavesNow: true } },
      ),
      asked: 'approve',
    },
    'decide-question': { ...desk, desk: onDesk(approved), asked: 'question' },
    'decide-asked': {
      ...desk,
      desk: onDesk(awaited),
      asked: 'question',
      came: {
        is: 'found',
        draft: '',
        question: { text: 'Was blieb liegen?', reason: '' },
        replaced: asked,
        wasOwn: true,
        isSubjectToo: true,
      },
    },
    'decide-quiet': { ...desk, desk: onDesk({ is: 'quiet' }, { issue: null }), asked: 'approve' },
    'decide-paused': { ...desk, desk: onDesk({ is: 'paused', reason: null }), asked: 'resume' },
    'decide-sending': { ...desk, desk: onDesk({ is: 'sending' }), asked: 'hold' },
    'decide-finished': { ...desk, desk: onDesk({ is: 'finished' }), asked: 'hold' },
    'decide-refused': {
      ...desk,
      desk: onDesk({ is: 'finished' }),
      asked: 'hold',
      came: { outcome: 'refused', because: 'finished' },
    },
    'decide-cancelled': { ...desk, desk: onDesk({ is: 'cancelled' }) },
    'decide-over': { ...desk, desk: onDesk({ is: 'over' }) },
    'decide-nothing': { ...desk, desk: onDesk({ is: 'nothing', isDue: false }, { issue: null }) },
    'decide-fault': {
      ...desk,
      desk: onDesk(
        { ...awaited, needsApproval: false },
        {
          issue: null,
          fault: {
            de: 'issues/2026-W47/issue.md:3:1: Hier fehlt „subject“.',
            en: 'issues/2026-W47/issue.md:3:1: "subject" is missing.',
          },
        },
      ),
      asked: 'hold',
    },
    noDraft: { page: 'noDraft' },
    draftFault: {
      page: 'draftFault',
      fault: { de: 'issue.md wurde eben geändert.', en: 'issue.md was just changed.' },
      hint: { de: 'Noch einmal versuchen.', en: 'Try once more.' },
    },
  };
}

/** A page for every problem. */
export const problemSamples: Readonly<Record<string, Page>> = Object.fromEntries(
  problems.map((problem) => [`problem-${problem}`, { page: 'problem', problem }]),
);
