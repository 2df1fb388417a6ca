// A button that shows something for as long as it is held.

/**
 * Tell when a button is pressed, by pointer or key, and when it is let go.
 * @param {HTMLButtonElement} button
 * @param {(isHeld: boolean) => void} onChange
 */
export function showWhileHeld(button, onChange) {
  const set = (/** @type {boolean} */ isHeld) => {
    if (button.getAttribute("aria-pressed") === String(isHeld)) return;
    button.setAttribute("aria-pressed", String(isHeld));
    onChange(isHeld);
  };
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("pointerdown", (event) => {
    button.setPointerCapture(event.pointerId);
    set(true);
  });
  for (const type of ["pointerup", "pointercancel", "blur"])
    button.addEventListener(type, () => set(false));
  button.addEventListener("keydown", ({ key }) => {
    if (key === " " || key === "Enter") set(true);
  });
  button.addEventListener("keyup", () => set(false));
}
