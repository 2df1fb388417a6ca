// The shared numbers: one set, used at every step.

import { el, setAttributes, setText } from "./dom.js";
import { createGrid } from "./grid.js";
import { offersNumbers } from "./locks.js";
import { parameterOf, shapeOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Parameter} Parameter
 * @typedef {import("./color.js").Palette} Palette
 */

// [W_xh | W_hh | b_h] stand side by side: their rows are the rows of one sum.
const ORDER = /** @type {Parameter[]} */ (["W_xh", "W_hh", "b_h", "W_hy", "b_y"]);
const LEADS = {
  W_xh: "inputs → hidden",
  W_hh: "hidden → hidden, one step later",
  W_hy: "hidden → outputs",
  b_h: "hidden bias",
  b_y: "output bias",
};

/**
 * @param {HTMLElement} host
 * @param {{onSelect: (parameter: Parameter, index: number[]) => void,
 *   onHover: (parameter: Parameter | null, index: number[] | null) => void}} handlers
 */
export function createMatrices(host, { onSelect, onHover }) {
  const count = el("p", { class: "caption" });
  const figures = el("div", { class: "grids" });
  host.append(el("h3", {}, "Shared weights"), count, figures);
  const grids = ORDER.map((parameter) => {
    const name = el(
      "span",
      { class: `letter ${parameter}` },
      parameter[0],
      el("sub", {}, parameter.slice(2)),
    );
    const scroll = el("div", { class: "scroll" });
    figures.append(
      el(
        "figure",
        { class: "matrix" },
        el("figcaption", {}, name, el("small", {}, LEADS[parameter])),
        scroll,
      ),
    );
    return createGrid(scroll, {
      onSelect: (index) => onSelect(parameter, index),
      onHover: (index) => onHover(index && parameter, index),
    });
  });

  /**
   * @param {Model} model
   * @param {Knob | null} knob
   * @param {Palette} colors
   * @param {number} width
   * @param {string} font
   * @param {boolean} isHasty  a number is on the move: many names wait until it rests
   */
  function update(model, knob, colors, width, font, isHasty) {
    const { T, H } = model.sizes;
    const n = model.num_parameters;
    setText(
      count,
      `${grouped(n)} numbers, used ${T} ${T === 1 ? "time" : "times"} each; without sharing there ` +
        `would be ${grouped(n * T)}. ${offersNumbers(model) ? "Click" : "Point at"} one: every copy ` +
        "lights up in the graph.",
    );
    ORDER.forEach((name, p) => {
      const [rows, cols] = shapeOf(model.sizes, name);
      const { table, update: show } = grids[p];
      const isOwn = parameterOf(knob) === name;
      show(
        {
          name,
          values: model.arrays[name],
          rows,
          cols,
          isVector: name.startsWith("b"),
          lit: isOwn && knob?.kind === "entry" ? knob.index.join() : "",
          limit: model.limits.W,
          tiny: Math.max(7, Math.min(12, Math.floor((width - 110) / H))),
          isHasty,
        },
        colors,
        font,
      );
      table.classList.toggle("whole", isOwn && knob?.kind !== "entry");
      const label = `${name}: ${LEADS[name]}, ${rows} rows, ${cols} columns`;
      setAttributes(table, { "aria-label": label });
    });
  }

  /**
   * Mark the number that the pointer is on elsewhere: a line of the graph, a term of a sum.
   * @param {Knob | null} knob
   */
  function mark(knob) {
    const index = knob?.kind === "entry" ? knob.index.join() : "";
    ORDER.forEach((name, p) => grids[p].mark(knob?.parameter === name ? index : ""));
  }

  return { update, mark };
}

/**
 * A whole number with its thousands apart: "243 600".
 * @param {number} n
 */
function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
