// The numbers of the graph as a table, for whoever cannot see the graph or wants to copy them.

import { el } from "./dom.js";
import { printable, spoken } from "./format.js";

/**
 * @typedef {import("./payload.js").Model} Model
 */

/** @param {HTMLElement} host */
export function createTable(host) {
  const body = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Numbers" });
  const details = el(
    "details",
    {},
    el("summary", {}, "The same numbers as a table"),
    el("p", { class: "caption" }, "Each row is a step: its inputs, its state and its outputs."),
    body,
  );
  host.append(details);
  /** @type {Model | null} */
  let latest = null;
  /** @type {Float32Array | null} */
  let written = null;

  details.addEventListener("toggle", write);

  function write() {
    if (!details.open || !latest || written === latest.arrays.h) return;
    written = latest.arrays.h;
    body.replaceChildren(tableOf(latest));
  }

  /** @param {import("./scene.js").Scene} scene */
  function update({ shown, isMoving }) {
    latest = shown;
    if (!isMoving) write(); // while a number is being turned the table waits
  }

  return { update };
}

/** @param {Model} model */
function tableOf(model) {
  const { I, H, O } = model.sizes;
  const columns = [
    ...named(model.input_names, I, (i) => `input ${i}`),
    ...named(null, H, (j) => `unit ${j}`),
    ...named(model.output_names, O, (k) => `output ${k}`),
  ];
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, "step"),
    ...columns.map((name) => el("th", { scope: "col" }, name)),
  );
  const rows = Array.from({ length: model.num_shown }, (_, t) => {
    const label = model.labels?.[t];
    const step = label === undefined ? `${t}` : `${t} ${printable(label)}`;
    const cells = [
      ...model.arrays.x.subarray(t * I, (t + 1) * I),
      ...model.arrays.h.subarray(t * H, (t + 1) * H),
      ...model.arrays.y.subarray(t * O, (t + 1) * O),
    ];
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, step),
      ...cells.map((value) => el("td", {}, spoken(value))),
    );
  });
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows));
}

/**
 * @param {string[] | null} names
 * @param {number} count
 * @param {(i: number) => string} otherwise
 */
function named(names, count, otherwise) {
  return Array.from({ length: count }, (_, i) => (names ? printable(names[i], 16) : otherwise(i)));
}
