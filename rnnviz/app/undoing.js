// Ctrl+Z and Ctrl+Shift+Z press Undo and Redo, but where a text is written, which has its own.

const TEXTS = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea';

/** @param {KeyboardEvent} event */
function undo(event) {
  const letter = event.key.toLowerCase();
  const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && "zy".includes(letter);
  const [target] = event.composedPath();
  const isInText = target instanceof HTMLElement && target.matches(TEXTS);
  if (!isAsked || isInText || event.defaultPrevented) return;
  const name = letter === "y" || event.shiftKey ? "redo" : "undo";
  const button = document.querySelector(`.st-key-${name} button`);
  if (!(button instanceof HTMLElement)) return;
  event.preventDefault();
  button.click();
}

// Streamlit may run this again in the same document.
if (!document.documentElement.dataset.undoing) {
  document.documentElement.dataset.undoing = "led";
  document.addEventListener("keydown", undo);
}
