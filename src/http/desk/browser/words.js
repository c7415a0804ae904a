// The words of the letter: shows while they are typed what readers will see, and saves without leaving the page.

import { isLetter, put, showsLetter, viewOf } from './inFrame.js';
import { isUnsaved } from './unsaved.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const quietMs = 150;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let showing = new AbortController();
let isSaving = false;

for (const part of document.querySelectorAll('[data-without-script]')) part.setAttribute('hidden', '');
for (const part of document.querySelectorAll('[data-with-script]')) part.removeAttribute('hidden');

document.addEventListener('input', ({ target }) => {
  if (target instanceof Element && target.closest('#words')) typed();
});

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[data-takes]') : null;
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset['takes'] ?? '');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
  // Typed rather than set, so that the browser can take it back; where it cannot type, set all the same.
  if (!document.execCommand('insertText', false, button.value)) field.value = button.value;
  typed();
});

document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const form = wordsForm();
  if (!form?.querySelector('#save')) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener(
  'submit',
  (event) => {
    const { submitter, target } = event;
    if (!(target instanceof HTMLFormElement) || target.id !== 'words') return;
    // A version that was chosen, or the preview, goes the plain way.
    if (submitter instanceof HTMLButtonElement && submitter.name !== '') return;
    event.preventDefault();
    event.stopPropagation();
    void save(target);
  },
  true,
);

// What is on disk shows in marks that are renewed with every change of the file.
const place = document.getElementById('on-disk-place');
if (place) new MutationObserver(() => void compareWithDisk()).observe(place, { childList: true });
// The frame reloads with the file; what is typed here goes before it.
document.getElementById('shown')?.addEventListener('load', () => {
  if (hasUnsaved()) void show();
});
tell();
if (hasUnsaved()) void show();

function typed() {
  showTexts();
  tell();
  clearTimeout(waiting);
  waiting = setTimeout(() => void show(), quietMs);
}

/** Subject and preview line in the inbox rows, and how long they are. */
function showTexts() {
  for (const part of /** @type {const} */ (['subject', 'preheader'])) {
    const text = valueOf(part);
    for (const row of document.querySelectorAll(`[data-shows="${part}"]`)) row.textContent = text;
    for (const count of document.querySelectorAll(`[data-counts="${part}"]`))
      count.textContent = String([...new Intl.Segmenter().segment(text)].length);
  }
}

/** The letter with what is typed, put into the frame in place of what stood there, so that it does not flicker or lose its place. */
async function show() {
  const form = wordsForm();
  const frame = document.getElementById('shown');
  if (!form || !(frame instanceof HTMLIFrameElement)) return;
  showing.abort();
  showing = new AbortController();
  const answer = await fetch(form.dataset['shown'] ?? '', {
    method: 'POST',
    body: fieldsOf(form),
    signal: showing.signal,
  }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  const root = frame.contentDocument?.documentElement;
  if (!answer || text === undefined || !root) return;
  // A frame that shows an error has an error's rules, under which a letter has no pictures: it loads, and that comes here again.
  if (isLetter(answer) && !showsLetter(frame)) viewOf(frame)?.location.reload();
  else if (isLetter(answer)) put(frame, text);
  else {
    put(frame, '<pre></pre>');
    const words = root.querySelector('pre');
    if (words) words.textContent = text;
  }
}

/** @param {HTMLFormElement} form */
async function save(form) {
  if (isSaving) return;
  isSaving = true;
  const sent = new Map(texts().map((field) => [field.name, field.value]));
  const answer = await fetch(form.action, { method: 'POST', body: fieldsOf(form) }).catch(() => undefined);
  const fresh = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
  isSaving = false;
  if (!answer || !fresh?.getElementById('words')) return say('failed');
  replace('notice', fresh);
  replace('letter-fault', fresh);
  for (const field of texts()) takeAnswer(field, fresh, sent.get(field.name) ?? '');
  if (isFixed(fresh)) fix();
  showTexts();
  if (answer.ok) {
    document.querySelector('#notice .box')?.remove();
    document.getElementById('elsewhere')?.setAttribute('hidden', '');
    if (!hasUnsaved()) form.removeAttribute('data-touched');
  } else document.querySelector('#notice .box')?.scrollIntoView({ block: 'center' });
  tell();
}

/**
 * After saving: what was sent is saved, or stands beside the other version; what was typed since is not; what was not touched
 * is as on disk.
 * @param {Field} field @param {Document} fresh @param {string} sent
 */
function takeAnswer(field, fresh, sent) {
  const other = sameField(field, fresh);
  if (!other) return;
  replace(`conflict-${field.name}`, fresh);
  if (other.hasAttribute('data-only-here')) {
    field.setAttribute('data-only-here', '');
    setSeen(field, fresh);
  } else if (isAlike(other.value, sent)) {
    const isSent = field.value === sent;
    const [start, end] = [field.selectionStart, field.selectionEnd];
    field.defaultValue = sent;
    if (isSent && document.activeElement === field) field.setSelectionRange(start, end);
    field.removeAttribute('data-only-here');
    setSeen(field, fresh);
  } else if (field.value === sent) follow(field, fresh);
}

/** Shows what the file has by now. @param {Field} field @param {Document} fresh */
function follow(field, fresh) {
  const other = sameField(field, fresh);
  if (!other) return;
  field.defaultValue = other.value;
  field.value = other.value;
  field.removeAttribute('data-only-here');
  setSeen(field, fresh);
}

/** The file has changed, or the letter leaves: what was not touched follows, what was typed stays and is announced. */
async function compareWithDisk() {
  const { marks = '', left } = document.getElementById('on-disk')?.dataset ?? {};
  const seen = texts().map((field) => seenIn(document, field));
  const isLeft = left !== undefined && document.getElementById('save') !== null;
  if (isSaving || (!isLeft && marks === seen.join(' '))) return;
  if (!hasUnsaved()) return location.reload();
  const answer = await fetch(location.pathname).catch(() => undefined);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!fresh || isSaving) return;
  const changed = texts().filter(
    (field) => sameField(field, fresh) && seenIn(fresh, field) !== seenIn(document, field),
  );
  for (const field of changed) if (!isUnsaved(field)) follow(field, fresh);
  document.getElementById('elsewhere')?.toggleAttribute('hidden', !changed.some(isUnsaved));
  if (isFixed(fresh)) {
    replace('notice', fresh);
    fix();
  }
  showTexts();
}

/** A letter that has begun to leave takes no more words; those that were typed can still be copied. */
function fix() {
  for (const field of texts()) field.readOnly = true;
  for (const part of document.querySelectorAll('#words .save, #words .proposals, #words .conflict'))
    part.remove();
  for (const button of document.querySelectorAll('#words > button')) button.remove();
  document.getElementById('elsewhere')?.setAttribute('hidden', '');
}

/** @param {Document} page */
function isFixed(page) {
  return page.getElementById('on-disk')?.dataset['left'] !== undefined;
}

function tell() {
  if (hasUnsaved()) say('unsaved');
  else if (document.querySelector('form[data-touched], #save-state:not(:empty)')) say('saved');
}

/** @param {'saved' | 'unsaved' | 'failed'} what */
function say(what) {
  const state = document.getElementById('save-state');
  const words = state?.dataset[what] ?? '';
  if (state && state.textContent !== words) state.textContent = words;
}

function hasUnsaved() {
  return texts().some(isUnsaved);
}

function texts() {
  return [...document.querySelectorAll('#words input[type=text], #words textarea')].filter(
    (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement,
  );
}

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  return fields;
}

/** @param {string} id */
function valueOf(id) {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement ? field.value : '';
}

/** @param {Field} field @param {Document} page */
function sameField(field, page) {
  const other = page.getElementById(field.id);
  return other instanceof HTMLInputElement || other instanceof HTMLTextAreaElement ? other : null;
}

/** The mark of what stood in a field's part of the file when it was shown. @param {Document} page @param {Field} field */
function seenIn(page, { name }) {
  return page.querySelector(`#words input[name="seen-${name}"]`)?.getAttribute('value') ?? '';
}

/** @param {Field} field @param {Document} fresh */
function setSeen(field, fresh) {
  document
    .querySelector(`#words input[name="seen-${field.name}"]`)
    ?.setAttribute('value', seenIn(fresh, field));
}

/** Whether two texts differ in blanks and line ends at most, as when the file tidies them. @param {string} one @param {string} other */
function isAlike(one, other) {
  const tidy = (/** @type {string} */ text) => text.replaceAll(/\s+/g, ' ').trim();
  return tidy(one) === tidy(other);
}

/** @param {string} id @param {Document} fresh */
function replace(id, fresh) {
  const other = fresh.getElementById(id);
  if (other) document.getElementById(id)?.replaceWith(document.adoptNode(other));
}

function wordsForm() {
  const form = document.getElementById('words');
  return form instanceof HTMLFormElement ? form : null;
}
