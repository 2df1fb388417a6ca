// The slider of the number in hand: a native range over the ribbon, which is its track, and a
// field for the exact number. While it moves, it previews; when it is let go, it commits.

import { el, setAttributes } from "./dom.js";
import { exact } from "./format.js";
import { sameKnob } from "./payload.js";
import { memo } from "./memo.js";
import { along, stopAt } from "./stops.js";
import { numberIn, refusalOf } from "./typed.js";

/** @typedef {import("./payload.js").Slider} Slider */

/** @param {import("./reader.js").Dispatch} dispatch */
export function createSlider(dispatch) {
  const range = el("input", { type: "range", step: "any" });
  const field = el("input", {
    // Not type="number": that would read "1,5" as 15.
    type: "text",
    role: "spinbutton",
    class: "exact",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
  });
  /** @type {Slider | null} */
  let slider = null; // with the value that it shows
  /** @type {Float32Array | null} */
  let values = null; // the stops, once the sweep is here
  let isHeld = false; // by the pointer
  let isTyped = false; // being typed in
  const isNew = memo();

  /** @param {number} value */
  function turn(value) {
    if (slider) dispatch({ type: "turn", knob: slider.knob, value });
  }
  range.addEventListener("input", () => {
    if (!slider) return;
    isHeld = true;
    isNew();
    const value = stopAt(Number(range.value), slider, values);
    say(value);
    dispatch({ type: "preview", knob: slider.knob, value });
  });
  range.addEventListener("change", () => {
    const wasHeld = isHeld;
    isHeld = false;
    if (wasHeld && slider) turn(stopAt(Number(range.value), slider, values));
  });
  const letGo = () => {
    if (!isHeld) return;
    isHeld = false;
    dispatch({ type: "stay" });
  };
  // A drag that ends where it began makes no change event.
  range.addEventListener("pointerup", () => setTimeout(letGo));
  range.addEventListener("pointercancel", letGo);
  range.addEventListener("blur", letGo);
  range.addEventListener("keydown", (event) => {
    if (!slider) return;
    const present = slider;
    const { low, high } = present;
    const by = (/** @type {number} */ steps) => along(present.value ?? low, steps, present, values);
    const targets = {
      ArrowLeft: () => by(-1),
      ArrowDown: () => by(-1),
      ArrowRight: () => by(1),
      ArrowUp: () => by(1),
      PageDown: () => by(-10),
      PageUp: () => by(10),
      Home: () => low,
      End: () => high,
    };
    const target = targets[/** @type {keyof targets} */ (event.key)];
    if (target === undefined) return;
    event.preventDefault();
    range.value = String(Math.max(low, Math.min(high, target())));
    turn(stopAt(Number(range.value), present, values));
  });
  field.addEventListener("input", () => {
    isTyped = true;
    isNew();
  });
  field.addEventListener("blur", () => {
    isTyped = false;
  });
  field.addEventListener("change", () => {
    isTyped = false;
    const typed = numberIn(field.value);
    if (typed !== null) {
      turn(typed);
      return;
    }
    dispatch({ type: "refuse", sentence: refusalOf(slider?.name ?? "", field.value) });
  });
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === "Escape" && isTyped) {
      // The number that was there comes back, and Escape means nothing more.
      event.stopPropagation();
      isTyped = false;
      field.value = exact(slider?.value ?? 0);
    } else if (steps !== undefined && typeof slider?.value === "number") {
      event.preventDefault();
      turn(along(slider.value, steps, slider, values));
    }
  });

  /** @param {import("./scene.js").Scene} scene */
  function update({ model, slider: found, value, sweep }) {
    const isOther = found !== null && !sameKnob(found.knob, slider?.knob ?? null);
    if (isOther) isHeld = isTyped = false;
    values = sweep?.values ?? found?.values ?? null;
    const now = value ?? found?.value ?? null;
    if (!isNew(found, now, model.lock)) return;
    slider = found ? { ...found, value: now } : null;
    range.hidden = field.hidden = !slider;
    if (!found) return;
    const isDead = now === null || model.lock === "numbers";
    setAttributes(range, {
      "aria-label": found.name,
      min: found.low,
      max: found.high,
      disabled: isDead,
    });
    setAttributes(field, { "aria-label": `${found.name}, exact value`, disabled: isDead });
    // What is in the reader's hand stays there, whatever arrives meanwhile.
    if (isHeld || isTyped) {
      isNew();
      return;
    }
    if (Number(range.value) !== (now ?? found.low)) range.value = String(now ?? found.low);
    if (now !== null) {
      say(now);
      return;
    }
    setAttributes(range, { "aria-valuetext": "undefined" });
    setAttributes(field, { "aria-valuenow": false, title: false });
    field.value = "";
  }

  /**
   * Say the value: in words, and in the field.
   * @param {number} value
   */
  function say(value) {
    const text = exact(value);
    setAttributes(range, { "aria-valuetext": text });
    setAttributes(field, { "aria-valuenow": text, title: text });
    if (field.value !== text) field.value = text;
  }

  return { range, field, update };
}
