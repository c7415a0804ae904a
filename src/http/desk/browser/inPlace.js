// Buttons that change a list do so in place: the page keeps how far it was scrolled, and the button keeps the focus.

import { unsaved } from './unsaved.js';

document.addEventListener(
  'submit',
  (event) => {
    const { target, submitter } = event;
    if (!(target instanceof HTMLFormElement) || !target.matches('[data-in-place]')) return;
    // With its post, what was typed about it would be gone; the browser asks about that when the page is left.
    const isDropping = submitter instanceof HTMLButtonElement && submitter.value === 'drop';
    if (isDropping && unsaved().some((field) => target.closest('li')?.contains(field))) return;
    event.preventDefault();
    event.stopPropagation();
    void send(target, submitter);
  },
  true,
);

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function send(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter))
    if (typeof value === 'string') fields.append(name, value);
  const answer = await fetch(form.getAttribute('action') ?? '', { method: 'POST', body: fields }).catch(
    () => undefined,
  );
  if (!answer) return form.submit();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [main, other] = [document.getElementById('main'), fresh.getElementById('main')];
  if (!main || !other) return;
  const kept = unsaved().filter((field) => !form.contains(field));
  for (const field of kept) keep(field, other);
  const { scrollX, scrollY } = window;
  // The page is at the same address again, so that it is shown anew as it is here.
  if (answer.redirected) history.replaceState(null, '', answer.url);
  document.body.toggleAttribute('data-answer', !answer.redirected);
  main.replaceChildren(...document.adoptNode(other).childNodes);
  // What the files have stands here by now.
  document.getElementById('live')?.setAttribute('hidden', '');
  window.scrollTo(scrollX, scrollY);
  const next = main.querySelector('[autofocus]') ?? main.querySelector('#notice');
  if (next instanceof HTMLElement) {
    if (next.id === 'notice') next.tabIndex = -1;
    next.focus({ preventScroll: next.id !== 'notice' });
    next.scrollIntoView({ block: 'nearest' });
  }
  announce(main.querySelector('#notice')?.textContent?.trim() ?? '');
}

/** Puts what was typed about another post where that post stands now. @param {Element} field @param {Element} fresh */
function keep(field, fresh) {
  if (!isText(field) || !field.form) return;
  const [url, list] = [valueIn(field.form, 'url'), valueIn(field.form, 'list')];
  for (const form of fresh.querySelectorAll('form')) {
    const other = form.querySelector(`[name="${field.name}"]`);
    if (!isText(other) || valueIn(form, 'url') !== url || valueIn(form, 'list') !== list) continue;
    // What somebody else has changed meanwhile is not overwritten unseen: the old mark tells.
    if (other.defaultValue !== field.defaultValue)
      form.querySelector('[name=seen]')?.setAttribute('value', valueIn(field.form, 'seen'));
    other.value = field.value;
    if (field.hasAttribute('data-only-here')) other.setAttribute('data-only-here', '');
    form.setAttribute('data-touched', '');
    form.closest('details')?.setAttribute('open', '');
  }
}

/** @param {Element | null} field @returns {field is HTMLInputElement | HTMLTextAreaElement} */
function isText(field) {
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
}

/** @param {HTMLFormElement} form @param {string} name */
function valueIn(form, name) {
  return form.querySelector(`[name="${name}"]`)?.getAttribute('value') ?? '';
}

/** A region that was there before is read out; one that comes with the page is not. @param {string} words */
function announce(words) {
  const region = document.getElementById('said') ?? document.createElement('p');
  if (!region.isConnected) {
    region.id = 'said';
    region.className = 'hidden';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  setTimeout(() => (region.textContent = words), 50);
}
