// Puts a letter into a frame in place of the one that stood there, so that it does not flicker or lose its place.

const letterType = 'text/html';

/** Whether a frame shows a letter; an error shows as plain text, in a document that has no pictures and styles. @param {HTMLIFrameElement} frame */
export function showsLetter({ contentDocument }) {
  return contentDocument?.contentType === letterType;
}

/** Whether an answer of the server is a letter. @param {Response} answer */
export function isLetter(answer) {
  return answer.ok && (answer.headers.get('Content-Type') ?? '').startsWith(letterType);
}

/** @param {HTMLIFrameElement} frame @param {string} letter */
export function put(frame, letter) {
  const root = frame.contentDocument?.documentElement;
  const view = viewOf(frame);
  if (!root) return;
  const { scrollX, scrollY } = view ?? { scrollX: 0, scrollY: 0 };
  // Read by the frame's own document: there the letter's styles count, which the page around it forbids itself.
  root.innerHTML = letter;
  view?.scrollTo(scrollX, scrollY);
}

/** What a frame shows; nothing where the browser shows a page of its own in it, which lets nobody in. @param {HTMLIFrameElement} frame */
export function viewOf({ contentDocument }) {
  return contentDocument?.defaultView;
}
