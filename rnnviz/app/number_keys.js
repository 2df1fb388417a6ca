// A field for a number brings up a phone's number keys: Streamlit's own cannot ask for them. They
// are asked for before the field has the focus, when a phone looks.

const FIELDS = ".st-key-number_keys input";

/** @param {Event} event */
function ask({ target }) {
  const place = target instanceof Element ? target : null;
  const field = place?.closest('[data-testid="stTextInput"]')?.querySelector("input");
  if (field?.matches(FIELDS)) field.inputMode = "decimal";
}

// Streamlit may run this again in the same document.
if (!document.documentElement.dataset.numberKeys) {
  document.documentElement.dataset.numberKeys = "led";
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, ask, true);
}
