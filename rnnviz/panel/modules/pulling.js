// Pulls: a press on a number and a move sideways. A short press stays a click.

/** @typedef {import("./payload.js").Knob} Knob */

const SLACK = 4; // pixels that a hand may shake during a click

/**
 * Hear the pulls on an element.
 * @param {HTMLElement | SVGElement} drawn
 * @param {(event: PointerEvent) => Knob | null} knobAt  what is pressed; null: no number to turn
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function hearPulls(drawn, knobAt, dispatch) {
  const element = /** @type {HTMLElement} */ (drawn); // an SVG's events are the same
  /** @type {{x: number, knob: Knob} | null} */
  let pressed = null;
  let isPulling = false;
  let wasPull = false; // until the click that ends it

  element.addEventListener("pointerdown", (event) => {
    wasPull = isPulling = false;
    const knob = event.button === 0 ? knobAt(event) : null;
    pressed = knob && { x: event.clientX, knob };
  });
  element.addEventListener("pointermove", (event) => {
    if (!pressed) return;
    const dx = event.clientX - pressed.x;
    if (!isPulling && Math.abs(dx) <= SLACK) return;
    if (!isPulling) element.setPointerCapture(event.pointerId);
    isPulling = true;
    dispatch({ type: "pull", knob: pressed.knob, dx: dx - SLACK * Math.sign(dx) });
  });
  element.addEventListener("pointerup", () => {
    if (isPulling) dispatch({ type: "release" });
    wasPull = isPulling;
    pressed = null;
    isPulling = false;
  });
  element.addEventListener("pointercancel", () => {
    if (isPulling) dispatch({ type: "stay" });
    pressed = null;
    isPulling = false;
  });
  element.addEventListener(
    "click",
    (event) => {
      if (wasPull) event.stopImmediatePropagation();
      wasPull = false;
    },
    { capture: true },
  );
}
