// Shows anew what the author has changed on disk, without losing what she has typed or how far she has read.

import { isLetter, put, showsLetter, viewOf } from './inFrame.js';

const body = document.body;
/** What has changed since the page was last shown anew. @type {Set<string>} */
const changed = new Set();
let isBusy = false;

/** @type {EventSource | undefined} */
let source;

/** The server tells all files that were saved since the page was made; what is no file may have changed before it was heard. */
function listen() {
  if (source || document.hidden) return;
  source = new EventSource(body.dataset['events'] ?? '');
  source.addEventListener('changed', (event) => {
    for (const aspect of String(event.data).split(' ')) changed.add(aspect);
    void showAnew();
  });
  source.addEventListener('open', () => {
    changed.add('sending').add('checks');
    body.dataset['connected'] = 'yes';
    void showAnew();
  });
}

function stopListening() {
  source?.close();
  source = undefined;
}

// A browser opens six connections to a server at most; windows that nobody looks at must not hold them all.
document.addEventListener('visibilitychange', () => (document.hidden ? stopListening() : listen()));
listen();

document.addEventListener('input', ({ target }) => {
  if (target instanceof Element) target.closest('form')?.setAttribute('data-touched', '');
});
// The page goes; one that stays, as with a form for a frame, goes on listening.
document.addEventListener('submit', (event) => {
  const { target } = event;
  if (!event.defaultPrevented && target instanceof HTMLFormElement && target.target === '') stopListening();
});

async function showAnew() {
  if (isBusy) return;
  isBusy = true;
  while (changed.size > 0) {
    const aspects = [...changed];
    changed.clear();
    // First what she looks at: one letter after the other, because four at once come late together.
    const frames = [...document.querySelectorAll('iframe')].filter((frame) => concerns(frame, aspects));
    for (const frame of frames) await Promise.race([renew(frame), patience()]);
    await showParts(aspects);
  }
  isBusy = false;
}

/** @param {string[]} aspects */
async function showParts(aspects) {
  const parts = livePartsOf(document).filter((part) => concerns(part, aspects));
  if (parts.length === 0) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => undefined);
  if (!answer) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  // Whoever comes back to this window hears only what has changed from here on.
  body.dataset['events'] = fresh.body.dataset['events'];
  // A page that failed, or works again, or lost its letter, is another page; an answer to a button would be gone with it.
  if (!('answer' in body.dataset) && idsOf(document) !== idsOf(fresh)) {
    if (isTouched(body)) tell();
    else location.reload();
    return;
  }
  for (const part of parts) {
    const other = fresh.getElementById(part.id);
    if (!other || other.outerHTML === part.outerHTML) continue;
    if (isTouched(part)) tell();
    else replace(part, other);
  }
}

/** What stands in no other live part. @param {Document} page */
function livePartsOf(page) {
  return [...page.querySelectorAll('[id][data-live]:not(iframe)')].filter(
    (part) => !part.parentElement?.closest('[id][data-live]'),
  );
}

/** @param {Document} page */
function idsOf(page) {
  return livePartsOf(page)
    .map(({ id }) => id)
    .join(' ');
}

/** @param {Element} part @param {Element} other */
function replace(part, other) {
  const active = document.activeElement;
  const focused = active && part.contains(active) ? active.id : '';
  part.replaceWith(document.adoptNode(other));
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Shows a frame's letter anew; what is no letter before or after is loaded as frames are. @param {HTMLIFrameElement} frame */
async function renew(frame) {
  if (!showsLetter(frame)) return reload(frame);
  const answer = await fetch(frame.src).catch(() => undefined);
  if (!answer || answer.redirected || !isLetter(answer)) return reload(frame);
  put(frame, await answer.text());
  // Whoever waits for the frame to load hears of it as ever.
  frame.dispatchEvent(new Event('load'));
}

/** @param {HTMLIFrameElement} frame */
async function reload(frame) {
  const before = viewOf(frame);
  const { scrollX, scrollY } = before ?? { scrollX: 0, scrollY: 0 };
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  if (before) before.location.reload();
  else frame.src = frame.getAttribute('src') ?? '';
  await loaded;
  viewOf(frame)?.scrollTo(scrollX, scrollY);
}

/** A frame that never loads must not keep the page from being shown anew. */
function patience() {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}

/** @param {Element} part @param {string[]} aspects */
function concerns(part, aspects) {
  const own = (part.getAttribute('data-live') ?? '').split(' ');
  return aspects.some((aspect) => own.includes(aspect));
}

/** @param {Element} part */
function isTouched(part) {
  const touched = 'form[data-touched], [data-only-here]';
  return part.matches(touched) || part.querySelector(touched) !== null;
}

function tell() {
  document.getElementById('live')?.removeAttribute('hidden');
}

// What is chosen shows at once; without scripts there is a button for it.
for (const form of document.querySelectorAll('form[data-at-once]')) {
  form.querySelector('button')?.setAttribute('hidden', '');
  form.addEventListener('change', () => form instanceof HTMLFormElement && form.requestSubmit());
}
