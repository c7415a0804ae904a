// Asks before a page is left on which something typed or chosen is not saved yet.

let isLeavingToSave = false;
// Only what the form carries is saved with it.
document.addEventListener('submit', ({ defaultPrevented, target }) => {
  if (defaultPrevented || !(target instanceof HTMLFormElement)) return;
  isLeavingToSave = unsaved().every((field) => target.contains(field));
});

window.addEventListener('beforeunload', (event) => {
  if (!isLeavingToSave && unsaved().length > 0) event.preventDefault();
  isLeavingToSave = false;
});

/** All that stands on this page alone. */
export function unsaved() {
  return [...document.querySelectorAll('input, textarea, select, [data-only-here]')].filter(isUnsaved);
}

/** Whether a field is not as it was shown, or was shown with what the server has not saved. @param {Element} field */
export function isUnsaved(field) {
  if (field.hasAttribute('data-only-here')) return true;
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field instanceof HTMLSelectElement) {
    const usual = Math.max(
      [...field.options].findLastIndex(({ defaultSelected }) => defaultSelected),
      0,
    );
    return field.selectedIndex !== usual;
  }
  if (!(field instanceof HTMLInputElement)) return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.type === 'color') return field.value.toLowerCase() !== field.defaultValue.toLowerCase();
  return field.type === 'text' && field.value !== field.defaultValue;
}
