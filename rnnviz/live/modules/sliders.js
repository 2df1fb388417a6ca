// The list of sliders: knobs on whole matrices, and every number that was clicked.

import { el, setAttributes } from "./dom.js";
import { exact, plain, spoken } from "./format.js";
import { keyOf, parameterOf, sameKnob } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Slider} Slider
 * @typedef {{onRefuse: (sentence: string) => void, onTurn: (knob: Knob, value: number) => void,
 *   onUnpin: (knob: Knob) => void}} Handlers
 * @typedef {{row: HTMLElement, range: HTMLInputElement, field: HTMLInputElement,
 *   low: HTMLElement, high: HTMLElement, why: HTMLElement, unpin: HTMLButtonElement,
 *   slider: Slider,
 *   isHeld: boolean, isTyped: boolean}} Row  held by the pointer; being typed in
 */

const DOES = {
  entry: "one number, the same at every step",
  gain: "multiplies the whole matrix; 1 is as it is",
  spectral_radius: "scales W_hh: below 1 the past fades, above 1 it can grow",
  shift: "adds to every bias; 0 is as it is",
  input: "one input at one step",
  initial_state: "one unit before the first step",
};

const GRAIN = 100; // steps in a slider's range

/**
 * @param {HTMLElement} host
 * @param {Handlers} handlers
 */
export function createSliders(host, handlers) {
  const list = el("div", { class: "sliders", role: "group", "aria-label": "Sliders" });
  host.append(
    el("h3", {}, "Turn a shared number"),
    el(
      "p",
      { class: "caption" },
      "Move a slider: every copy of the number changes, so every later step does.",
    ),
    list,
  );
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /**
   * @param {Model} model
   * @param {Knob | null} knob  the one in hand
   * @param {number | null} value
   * @param {(knob: Knob) => number | null} turned  what a knob was turned to, unanswered yet
   */
  function update(model, knob, value, turned) {
    const keys = new Set(model.sliders.map((slider) => keyOf(slider.knob)));
    for (const [key, { row }] of rows) {
      if (!keys.has(key)) {
        row.remove();
        rows.delete(key);
      }
    }
    model.sliders.forEach((slider, i) => {
      const key = keyOf(slider.knob);
      const parts = rows.get(key) ?? createRow(slider);
      rows.set(key, parts);
      if (list.children[i] !== parts.row) list.insertBefore(parts.row, list.children[i] ?? null);
      const inHand = sameKnob(slider.knob, knob);
      show(parts, slider, inHand, (inHand ? value : turned(slider.knob)) ?? slider.value);
    });
  }

  /** @param {Slider} slider */
  function createRow(slider) {
    const { knob, name } = slider;
    const parameter = parameterOf(knob) ?? "W_xh";
    const range = el("input", { type: "range", step: "any", "aria-label": name });
    const field = el("input", {
      type: "number",
      step: "any",
      "aria-label": `${name}, exact value`,
      inputmode: "decimal",
    });
    const low = el("span", { class: "end" });
    const high = el("span", { class: "end" });
    const why = el("span", { class: "why" });
    const unpin = el(
      "button",
      {
        type: "button",
        class: "unpin",
        "aria-label": `Remove ${name} from the list`,
        title: "Remove from the list",
      },
      "×",
    );
    const label = el("span", { class: `name ${parameter}` }, ...nameParts(name));
    const row = el(
      "div",
      { class: "slider" },
      label,
      el("div", { class: "track" }, low, range, high),
      field,
      unpin,
      why,
    );
    /** @type {Row} */
    const parts = {
      row,
      range,
      field,
      low,
      high,
      why,
      unpin,
      slider,
      isHeld: false,
      isTyped: false,
    };
    range.addEventListener("input", () => {
      parts.isHeld = true;
      const value = onGrain(Number(range.value), parts.slider);
      setAttributes(range, { "aria-valuetext": spoken(value) });
      field.value = exact(value);
    });
    range.addEventListener("change", () => {
      const wasHeld = parts.isHeld;
      parts.isHeld = false;
      if (wasHeld) handlers.onTurn(knob, onGrain(Number(range.value), parts.slider));
    });
    // A drag that ends where it began makes no change event.
    range.addEventListener("pointerup", () => setTimeout(() => (parts.isHeld = false)));
    range.addEventListener("blur", () => (parts.isHeld = false));
    range.addEventListener("keydown", (event) => {
      const { low: least, high: most } = parts.slider;
      const grain = (most - least) / GRAIN;
      const value = Number(field.value);
      const targets = {
        ArrowLeft: value - grain,
        ArrowDown: value - grain,
        ArrowRight: value + grain,
        ArrowUp: value + grain,
        PageDown: value - 10 * grain,
        PageUp: value + 10 * grain,
        Home: least,
        End: most,
      };
      const target = targets[/** @type {keyof targets} */ (event.key)];
      if (target === undefined) return;
      event.preventDefault();
      range.value = String(Math.max(least, Math.min(most, target)));
      range.dispatchEvent(new Event("input", { bubbles: true }));
      range.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.addEventListener("input", () => (parts.isTyped = true));
    field.addEventListener("blur", () => (parts.isTyped = false));
    field.addEventListener("change", () => {
      parts.isTyped = false;
      if (Number.isFinite(field.valueAsNumber)) handlers.onTurn(knob, field.valueAsNumber);
      else handlers.onRefuse(`What was typed for ${name} is no number: expected a finite one.`);
    });
    unpin.addEventListener("click", () => handlers.onUnpin(knob));
    return parts;
  }

  return { update };
}

/**
 * @param {Row} parts
 * @param {Slider} slider
 * @param {boolean} inHand
 * @param {number | null} value
 */
function show(parts, slider, inHand, value) {
  const { row, range, field, low, high, why, unpin } = parts;
  parts.slider = { ...slider, value };
  row.classList.toggle("in-hand", inHand);
  row.classList.toggle("undefined", value === null);
  setAttributes(range, {
    min: slider.low,
    max: slider.high,
    disabled: value === null,
  });
  setAttributes(field, { disabled: value === null });
  low.textContent = plain(slider.low, 0);
  high.textContent = plain(slider.high, 0);
  why.textContent = slider.why_undefined ?? DOES[/** @type {keyof DOES} */ (slider.knob.kind)];
  unpin.style.visibility = slider.pinned ? "visible" : "hidden";
  why.hidden = !inHand && value !== null;
  // What is in the reader's hand stays there, whatever arrives meanwhile.
  if (parts.isHeld || parts.isTyped) return;
  range.value = String(value ?? slider.low);
  setAttributes(range, { "aria-valuetext": value === null ? "undefined" : spoken(value) });
  const share = ((value ?? slider.low) - slider.low) / (slider.high - slider.low);
  range.style.setProperty("--share", `${Math.max(0, Math.min(1, share)) * 100}%`);
  // A knob not in hand shows what it measures, and that only to six digits.
  field.value = value === null ? "" : exact(inHand ? value : Number(value.toPrecision(6)));
}

/**
 * The value on the slider's grain that is nearest; the present value is one of them.
 * @param {number} value
 * @param {Slider} slider
 */
export function onGrain(value, { low, high, value: present }) {
  const grain = (high - low) / GRAIN;
  const nearest = Number((low + Math.round((value - low) / grain) * grain).toPrecision(7));
  return present !== null && Math.abs(value - present) < Math.abs(value - nearest)
    ? present
    : nearest;
}

/**
 * "gain of W_hh" with the letter set as a letter.
 * @param {string} name
 */
function nameParts(name) {
  const match = /^(.*?)([Wb])_(xh|hh|hy|h|y)(.*)$/.exec(name);
  if (!match) return [name];
  const [, before, letter, sub, after] = match;
  return [before, el("i", {}, letter), el("sub", {}, sub), after];
}
