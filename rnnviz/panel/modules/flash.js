// A flash: what a word in the text beside the panel has just changed, shown for a moment.

const LONG = 1800; // ms; the style sheet says how

/** @type {WeakMap<Element, ReturnType<typeof setTimeout>>} */
const ends = new WeakMap();

/**
 * Let an element flash, from the start if it does already.
 * @param {Element | null | undefined} element
 */
export function flash(element) {
  if (!element) return;
  clearTimeout(ends.get(element));
  element.classList.remove("flash");
  element.getBoundingClientRect(); // so that the browser sees it go
  element.classList.add("flash");
  ends.set(
    element,
    setTimeout(() => element.classList.remove("flash"), LONG),
  );
}
