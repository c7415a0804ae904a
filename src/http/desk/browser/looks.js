// Shows in the three frames what is chosen, before it is saved.

const form = document.querySelector('form[data-frame]');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

form?.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(tryLook, 150);
});

function tryLook() {
  if (!(form instanceof HTMLFormElement)) return;
  const chosen = new FormData(form);
  const query = new URLSearchParams();
  for (const [name, value] of chosen)
    if (typeof value === 'string' && name !== 'seen') query.set(name, value);
  for (const frame of form.querySelectorAll('iframe')) {
    query.set('template', frame.dataset['look'] ?? '');
    const address = `${form.dataset['frame'] ?? ''}?${String(query)}`;
    if (frame.getAttribute('src') !== address) frame.src = address;
  }
}
