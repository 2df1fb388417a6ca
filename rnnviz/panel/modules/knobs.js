// The list of what can be taken in hand besides a single number of a matrix: knobs on whole
// matrices, and every number that was taken before. What is chosen goes to the dock.

import { el, setAttributes, setText } from "./dom.js";
import { plain } from "./format.js";
import { LEADS } from "./locks.js";
import { keyOf, parameterOf, sameKnob } from "./payload.js";
import { turnedTo } from "./requests.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Slider} Slider
 * @typedef {{row: HTMLElement, take: HTMLButtonElement, number: HTMLElement,
 *   unpin: HTMLButtonElement, isNew: ReturnType<typeof memo>}} Row
 */

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createKnobs(host, dispatch) {
  const heading = el("h3", {});
  const lead = el("p", { class: "caption" });
  const rule = el("p", { class: "caption" });
  const list = el("div", { class: "list", role: "group", "aria-label": "Numbers to turn" });
  host.append(heading, lead, rule, list);
  /** @type {Map<string, Row>} */
  const rows = new Map();

  /** @param {import("./scene.js").Scene} scene */
  function update({ model, knob, value, turns }) {
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
      const now = (inHand ? value : turnedTo(turns, slider.knob)) ?? slider.value;
      if (parts.isNew(slider, inHand, now)) show(parts, slider, inHand, now);
    });
    // The row that took its place takes the keyboard, too.
    list.children[left]?.querySelector("button")?.focus();
  }

  /** @param {Slider} slider */
  function createRow({ knob, name }) {
    const label = el("span", { class: `name ${parameterOf(knob) ?? "W_xh"}` }, ...nameParts(name));
    const number = el("span", { class: "number" });
    const take = el("button", { type: "button", class: "take" }, label, number);
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
    take.addEventListener("click", () => dispatch({ type: "grab", knob }));
    unpin.addEventListener("click", () => dispatch({ type: "unpin", knob }));
    return { row: el("div", { class: "knob" }, take, unpin), take, number, unpin, isNew: memo() };
  }

  return { update };
}

/**
 * @param {Row} parts
 * @param {Slider} slider
 * @param {boolean} inHand
 * @param {number | null} value
 */
function show({ take, number, unpin }, slider, inHand, value) {
  const text = value === null ? "undefined" : plain(value);
  setText(number, text);
  setAttributes(take, {
    "aria-label": `${slider.name}, ${text}`,
    "aria-pressed": String(inHand),
    title: slider.why_undefined ?? `Take ${slider.name} in hand`,
  });
  unpin.style.visibility = slider.pinned ? "visible" : "hidden";
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
