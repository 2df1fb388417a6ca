// The list of sliders: knobs on whole matrices, and every number that was clicked. While a
// slider moves, it previews; when it is let go, it commits.

import { el, setAttributes, setText } from "./dom.js";
import { exact, plain, printable } from "./format.js";
import { LEADS } from "./locks.js";
import { keyOf, parameterOf, sameKnob } from "./payload.js";
import { nearest } from "./preview.js";
import { turnedTo } from "./requests.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Slider} Slider
 *
 * @typedef {{row: HTMLElement, range: HTMLInputElement, field: HTMLInputElement,
 *   low: HTMLElement, high: HTMLElement, why: HTMLElement, unpin: HTMLButtonElement,
 *   slider: Slider, values: Float32Array | null, isNew: ReturnType<typeof memo>,
 *   isHeld: boolean, isTyped: boolean}} Row  held by the pointer; being typed in
 */

const GRAIN = 100; // steps in the range of a slider whose sweep is not here yet

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createSliders(host, dispatch) {
  const hand = el("div", { class: "hand" }); // for the ribbon of the knob in hand
  const heading = el("h3", {});
  const lead = el("p", { class: "caption" });
  const rule = el("p", { class: "caption" });
  const list = el("div", { class: "sliders", role: "group", "aria-label": "Sliders" });
  host.append(heading, lead, rule, hand, list);
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /** @param {import("./scene.js").Scene} scene */
  function update({ model, knob, value, turns, sweep }) {
    const [title, what] = LEADS[model.lock];
    setText(heading, title);
    setText(lead, what);
    setText(rule, model.stock?.rule ?? "");
    const keys = new Set(model.sliders.map((slider) => keyOf(slider.knob)));
    let left = -1; // the row that goes, if the keyboard stands in it
    for (const [key, { row }] of rows) {
      if (!keys.has(key)) {
        if (row.matches(":focus-within")) left = [...list.children].indexOf(row);
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
      const swept = sweep && sameKnob(slider.knob, sweep.knob) ? sweep.values : null;
      parts.values = swept ?? slider.values ?? null;
      const now = (inHand ? value : turnedTo(turns, slider.knob)) ?? slider.value;
      if (!parts.isNew(slider, inHand, now)) return;
      show(parts, slider, inHand, now);
      if (parts.isHeld || parts.isTyped) parts.isNew();
    });
    // The row that took its place takes the keyboard, too.
    list.children[left]?.querySelector("input")?.focus();
  }

  /** @param {Slider} slider */
  function createRow(slider) {
    const { knob, name } = slider;
    const parameter = parameterOf(knob) ?? "W_xh";
    const range = el("input", { type: "range", step: "any", "aria-label": name });
    const field = el("input", {
      // Not type="number": that would read "1,5" as 15.
      type: "text",
      role: "spinbutton",
      class: "exact",
      "aria-label": `${name}, exact value`,
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
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
      values: null,
      isNew: memo(),
      isHeld: false,
      isTyped: false,
    };
    const turn = (/** @type {number} */ value) => dispatch({ type: "turn", knob, value });
    range.addEventListener("pointerdown", () => dispatch({ type: "grab", knob }));
    range.addEventListener("input", () => {
      parts.isHeld = true;
      parts.isNew();
      const value = stopAt(Number(range.value), parts);
      say(parts, value);
      dispatch({ type: "preview", knob, value });
    });
    range.addEventListener("change", () => {
      const wasHeld = parts.isHeld;
      parts.isHeld = false;
      if (wasHeld) turn(stopAt(Number(range.value), parts));
    });
    const letGo = () => {
      if (!parts.isHeld) return;
      parts.isHeld = false;
      dispatch({ type: "stay" });
    };
    // A drag that ends where it began makes no change event.
    range.addEventListener("pointerup", () => setTimeout(letGo));
    range.addEventListener("pointercancel", letGo);
    range.addEventListener("blur", letGo);
    range.addEventListener("keydown", (event) => {
      const { low: least, high: most } = parts.slider;
      const value = parts.slider.value ?? least;
      const by = (/** @type {number} */ steps) => along(value, steps, parts);
      const targets = {
        ArrowLeft: () => by(-1),
        ArrowDown: () => by(-1),
        ArrowRight: () => by(1),
        ArrowUp: () => by(1),
        PageDown: () => by(-10),
        PageUp: () => by(10),
        Home: () => least,
        End: () => most,
      };
      const target = targets[/** @type {keyof targets} */ (event.key)];
      if (target === undefined) return;
      event.preventDefault();
      range.value = String(Math.max(least, Math.min(most, target())));
      turn(stopAt(Number(range.value), parts));
    });
    field.addEventListener("input", () => {
      parts.isTyped = true;
      parts.isNew();
    });
    field.addEventListener("blur", () => {
      parts.isTyped = false;
    });
    field.addEventListener("change", () => {
      parts.isTyped = false;
      const typed = numberIn(field.value);
      if (typed !== null) return turn(typed);
      const sentence = `${name} cannot be “${printable(field.value, 24)}”: expected a finite number, such as −0.5, with a point as the decimal sign.`;
      dispatch({ type: "refuse", sentence });
    });
    field.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (event.key === "Escape" && parts.isTyped) {
        // The number that was there comes back, and Escape means nothing more.
        event.stopPropagation();
        parts.isTyped = false;
        field.value = exact(parts.slider.value ?? 0);
      } else if (steps !== undefined && parts.slider.value !== null) {
        event.preventDefault();
        turn(along(parts.slider.value, steps, parts));
      }
    });
    unpin.addEventListener("click", () => dispatch({ type: "unpin", knob }));
    return parts;
  }

  return { hand, update };
}

/**
 * @param {Row} parts
 * @param {Slider} slider
 * @param {boolean} inHand
 * @param {number | null} value
 */
function show(parts, slider, inHand, value) {
  const { range, field } = parts;
  parts.slider = { ...slider, value };
  dress(parts, slider, inHand, value === null);
  // What is in the reader's hand stays there, whatever arrives meanwhile.
  if (parts.isHeld || parts.isTyped) return;
  if (Number(range.value) !== (value ?? slider.low)) range.value = String(value ?? slider.low);
  // A knob not in hand shows what it measures, and that only to six digits.
  if (value !== null) say(parts, inHand ? value : Number(value.toPrecision(6)));
  else {
    setAttributes(range, { "aria-valuetext": "undefined" });
    setAttributes(field, { "aria-valuenow": false, title: false });
    field.value = "";
  }
}

/**
 * Show all of a slider but its value.
 * @param {Row} parts
 * @param {Slider} slider
 * @param {boolean} inHand
 * @param {boolean} isUndefined
 */
function dress({ row, range, field, low, high, why, unpin }, slider, inHand, isUndefined) {
  row.classList.toggle("in-hand", inHand);
  row.classList.toggle("undefined", isUndefined);
  setAttributes(range, {
    min: slider.low,
    max: slider.high,
    disabled: isUndefined,
  });
  setAttributes(field, { disabled: isUndefined });
  for (const [element, text] of /** @type {const} */ ([
    [low, plain(slider.low, 0)],
    [high, plain(slider.high, 0)],
    [why, slider.why_undefined ?? ""],
  ]))
    setText(element, text);
  unpin.style.visibility = slider.pinned ? "visible" : "hidden";
  why.hidden = !isUndefined;
}

/**
 * Say a slider's value: in words, in the field, and as the filled part of the track.
 * @param {Row} parts
 * @param {number} value
 */
function say({ range, field, slider }, value) {
  const text = exact(value);
  setAttributes(range, { "aria-valuetext": text });
  setAttributes(field, { "aria-valuenow": text, title: text });
  if (field.value !== text) field.value = text;
  const share = (value - slider.low) / (slider.high - slider.low);
  range.style.setProperty("--share", `${Math.max(0, Math.min(1, share)) * 100}%`);
}

/**
 * The number that was typed, or null where it is none, or not a finite one.
 * @param {string} text
 */
export function numberIn(text) {
  const plain = text.trim().replace("−", "-");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/**
 * The value at which a slider stops: one of its sweep's, or of a hundred until that is here.
 * @param {number} value
 * @param {Row} parts
 */
function stopAt(value, { values, slider }) {
  return values ? values[nearest(values, value)] : onGrain(value, slider);
}

/**
 * The value so many stops along from another.
 * @param {number} value
 * @param {number} steps
 * @param {Row} parts
 */
function along(value, steps, { values, slider }) {
  if (!values) return value + (steps * (slider.high - slider.low)) / GRAIN;
  const at = nearest(values, value) + steps;
  return values[Math.max(0, Math.min(values.length - 1, at))];
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
export function nameParts(name) {
  const match = /^(.*?)([Wb])_(xh|hh|hy|h|y)(.*)$/.exec(name);
  if (!match) return [name];
  const [, before, letter, sub, after] = match;
  return [before, el("i", {}, letter), el("sub", {}, sub), after];
}
