// Asks before a page is left on which something typed is not saved yet.

let isLeavingToSave = false;
document.addEventListener('submit', ({ defaultPrevented }) => {
  if (!defaultPrevented) isLeavingToSave = true;
});

window.addEventListener('beforeunload', (event) => {
  if (!isLeavingToSave && [...document.querySelectorAll('input, textarea')].some(isUnsaved))
    event.preventDefault();
});

/** @param {Element} field */
export function isUnsaved(field) {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  return field instanceof HTMLInputElement && field.type === 'text' && field.value !== field.defaultValue;
}
