// Streamlit writes what a popover holds at the end of the page. Here Tab leads from its button
// into it, and from its last stop on to what follows the button; Escape leads back to the button.
// Where nothing has the focus, Tab leads back to what had it: a button loses it while it makes a
// file.
// (Streamlit runs no script with a letter behind a less-than sign.)

const BUTTON = '[data-testid="stPopoverButton"][aria-expanded="true"]';
const BODY = '[data-testid="stPopoverBody"]';
const STOP = "a[href], button, input, textarea, [tabindex]";

/** @type {EventTarget | null} */
let latest = null; // what had the focus last in a popover

/** @param {KeyboardEvent} event */
function lead(event) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(BUTTON));
  const body = document.querySelector(BODY);
  if (!button || !body) return;
  const here = document.activeElement;
  if (event.key === "Escape" && body.contains(here)) setTimeout(() => onceClosed(button, body));
  if (event.key !== "Tab") return;
  const stops = [...body.querySelectorAll(STOP)]
    .filter((stop) => stop instanceof HTMLElement)
    // Once they are left, Streamlit keeps their tabindex aside until one is entered again.
    .filter((stop) => stop.tabIndex >= 0 || stop.dataset.tabindex !== undefined)
    .filter((stop) => !stop.matches(":disabled") && stop.checkVisibility());
  if (!event.shiftKey && (here === button || here === document.body) && stops.length > 0) {
    event.preventDefault();
    const left = here === button ? undefined : stops.find((stop) => stop === latest);
    (left ?? stops[0]).focus();
  } else if (event.shiftKey && here === stops[0]) {
    event.preventDefault();
    button.focus();
  } else if (!event.shiftKey && here === stops.at(-1)) {
    button.focus(); // from which the browser itself then goes on
  }
}

/**
 * @param {HTMLElement} button
 * @param {Element} body
 */
function onceClosed(button, body) {
  if (!body.isConnected) button.focus();
}

// Streamlit may run this again in the same document.
if (!document.documentElement.dataset.popovers) {
  document.documentElement.dataset.popovers = "led";
  document.addEventListener("keydown", lead, true);
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.closest(BODY)) latest = target;
  });
}
