// Buttons that change a list do so in place: the page keeps how far it was scrolled, and the button keeps the focus.

import { isUnsaved } from './unsaved.js';

document.addEventListener(
  'submit',
  (event) => {
    const { target, submitter } = event;
    if (!(target instanceof HTMLFormElement) || !target.matches('[data-in-place]')) return;
    // Something typed in another form would be gone; the browser asks about it when the page is left.
    if (
      [...document.querySelectorAll('textarea')].some((field) => isUnsaved(field) && !target.contains(field))
    )
      return;
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
  const { scrollX, scrollY } = window;
  // The page is at the same address again, so that it is shown anew as it is here.
  if (answer.redirected) history.replaceState(null, '', answer.url);
  main.replaceChildren(...document.adoptNode(other).childNodes);
  window.scrollTo(scrollX, scrollY);
  const next = main.querySelector('[autofocus]') ?? main.querySelector('#notice');
  if (next instanceof HTMLElement) {
    if (next.id === 'notice') next.tabIndex = -1;
    next.focus({ preventScroll: next.id !== 'notice' });
    next.scrollIntoView({ block: 'nearest' });
  }
  announce(main.querySelector('#notice')?.textContent?.trim() ?? '');
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
