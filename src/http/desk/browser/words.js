// The words of the letter: shows while they are typed what readers will see, and saves without leaving the page.

import { isUnsaved } from './unsaved.js';

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
if (place) new MutationObserver(compareWithDisk).observe(place, { childList: true });
// The frame reloads with the file; what is typed here goes before it.
document.getElementById('shown')?.addEventListener('load', () => {
  if (hasUnsaved()) void show();
});
tell();
if (hasUnsaved() || document.querySelector('.conflict')) void show();

function typed() {
  for (const part of /** @type {const} */ (['subject', 'preheader'])) {
    const text = valueOf(part);
    for (const row of document.querySelectorAll(`[data-shows="${part}"]`)) row.textContent = text;
    for (const count of document.querySelectorAll(`[data-counts="${part}"]`))
      count.textContent = String([...new Intl.Segmenter().segment(text)].length);
  }
  tell();
  clearTimeout(waiting);
  waiting = setTimeout(() => void show(), quietMs);
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
  const page = frame.contentDocument;
  if (!answer || text === undefined || !page) return;
  const isHtml = (answer.headers.get('content-type') ?? '').startsWith('text/html');
  const fresh = new DOMParser().parseFromString(isHtml ? text : '<!doctype html><pre></pre>', 'text/html');
  const words = fresh.querySelector('pre');
  if (!isHtml && words) words.textContent = text;
  const { scrollX, scrollY } = page.defaultView ?? { scrollX: 0, scrollY: 0 };
  page.documentElement.replaceWith(page.adoptNode(fresh.documentElement));
  page.defaultView?.scrollTo(scrollX, scrollY);
}

/** @param {HTMLFormElement} form */
async function save(form) {
  if (isSaving) return;
  isSaving = true;
  const sent = new Map(texts().map((field) => [field.name, field.value]));
  const answer = await fetch(form.action, { method: 'POST', body: fieldsOf(form) }).catch(() => undefined);
  const fresh = answer && new DOMParser().parseFromString(await answer.text(), 'text/html');
  isSaving = false;
  const freshForm = fresh?.getElementById('words');
  if (!answer || !fresh || !freshForm) return say('failed');
  replace('notice', fresh);
  replace('letter-fault', fresh);
  if (!answer.ok) {
    // Both versions, or what is wrong, with all that was typed.
    form.replaceWith(document.adoptNode(freshForm));
    typed();
    document.querySelector('#notice .box')?.scrollIntoView({ block: 'center' });
    return;
  }
  document.querySelector('#notice .box')?.remove();
  document.getElementById('elsewhere')?.setAttribute('hidden', '');
  for (const field of form.querySelectorAll('input[type=hidden]')) {
    const other = freshForm.querySelector(`[name="${field.getAttribute('name')}"]`);
    if (other) field.setAttribute('value', other.getAttribute('value') ?? '');
  }
  // What was sent is saved; what was typed since is not.
  for (const field of texts()) {
    const isSent = field.value === sent.get(field.name);
    const [start, end] = [field.selectionStart, field.selectionEnd];
    field.defaultValue = sent.get(field.name) ?? field.defaultValue;
    if (isSent && document.activeElement === field) field.setSelectionRange(start, end);
  }
  if (!hasUnsaved()) form.removeAttribute('data-touched');
  tell();
}

function compareWithDisk() {
  const form = wordsForm();
  const marks = document.getElementById('on-disk')?.dataset['marks'] ?? '';
  const seen = ['subject', 'preheader', 'letter'].map((part) => hidden(`seen-${part}`)).join(' ');
  if (!form || isSaving || marks === seen) return;
  if (hasUnsaved()) document.getElementById('elsewhere')?.removeAttribute('hidden');
  else location.reload();
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

/** @param {string} name */
function hidden(name) {
  return document.querySelector(`#words input[name="${name}"]`)?.getAttribute('value') ?? '';
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
