// Shows in the three frames, and beside the colour, what is chosen, before it is saved.

const form = document.querySelector('form[data-frame]');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

// Each part stands in one place: whoever puts it elsewhere gets what stood there in its stead.
const places = [...document.querySelectorAll('#sections select')].filter(
  (place) => place instanceof HTMLSelectElement,
);
let stood = places.map(({ value }) => value);
document.getElementById('sections')?.addEventListener('input', ({ target }) => {
  const at = places.findIndex((place) => place === target);
  const chosen = places[at]?.value ?? '';
  const other = places.find((place, where) => where !== at && place.value === chosen);
  if (other && chosen !== '') other.value = stood[at] ?? '';
  stood = places.map(({ value }) => value);
  const [first] = places;
  const isEmpty = stood.every((value) => value === '');
  first?.setCustomValidity(isEmpty ? (form?.getAttribute('data-empty') ?? '') : '');
  if (isEmpty) first?.reportValidity();
});

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
  const sample = form.querySelector('.color-sample');
  if (sample instanceof HTMLImageElement) {
    const { template = '', color = '' } = Object.fromEntries(query);
    sample.src = `${sample.dataset['at'] ?? ''}?${String(new URLSearchParams({ template, color }))}`;
  }
  for (const frame of form.querySelectorAll('iframe')) {
    query.set('template', frame.dataset['look'] ?? '');
    const address = `${form.dataset['frame'] ?? ''}?${String(query)}`;
    if (frame.getAttribute('src') !== address) frame.src = address;
  }
}
