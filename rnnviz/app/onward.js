// Links that lead on with what is shown now. The address is the truth: a link takes the view from
// it as soon as it is reached, by pointer or keyboard, so that a copy of it and a new tab show the
// same. Followed, it leads to another page without loading the app anew, as Forward would.

const LINKS = '[class*="st-key-onward"] a[href]';
const CARDS = "a.card[href]"; // these lead to what they name, whatever is shown
const VIEW = ["s", "preset", "lesson"];
const KEPT = "kept"; // only Python has what is shown: it fits no address

/**
 * The link that an event is about, with the view that is shown now.
 * @param {Event} event
 */
function reached({ target }) {
  const link = target instanceof Element ? target.closest(LINKS) : null;
  if (!(link instanceof HTMLAnchorElement)) return null;
  // Streamlit names its first page by nothing, which would be the page that is open.
  const url = new URL((link.getAttribute("href") ?? "").replace(/^(?=\?|$)/, "./"), location.href);
  if (url.searchParams.has(KEPT)) return link;
  const here = new URLSearchParams(location.search);
  for (const name of VIEW) {
    const text = here.get(name);
    if (text === null) url.searchParams.delete(name);
    else url.searchParams.set(name, text);
  }
  // Compressed views are written with commas, as Python writes them.
  link.href = url.href.replaceAll("%2C", ",");
  return link;
}

/** @param {Event} event */
function card({ target }) {
  const link = target instanceof Element ? target.closest(CARDS) : null;
  return link instanceof HTMLAnchorElement ? link : null;
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = reached(event) ?? card(event);
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || link.target === "_blank" || !isPlain || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate")); // Streamlit shows the page of the address
}

// Streamlit may run this again in the same document.
if (!document.documentElement.dataset.onward) {
  document.documentElement.dataset.onward = "led";
  for (const kind of ["pointerdown", "pointerover", "focusin"])
    document.addEventListener(kind, reached, true);
  document.addEventListener("click", follow, true);
}
