// The shared numbers: one set, used at every step.

import { el, setAttributes, setText } from "./dom.js";
import { createGrid } from "./grid.js";
import { offersNumbers } from "./locks.js";
import { parameterOf, shapeOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Parameter} Parameter
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
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createMatrices(host, dispatch) {
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
    return createGrid(scroll, parameter, dispatch);
  });

  /**
   * @param {import("./scene.js").Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update({ shown: model, knob, hovered, isHasty }, { colors, railWidth, font }) {
    const { T } = model.sizes;
    const n = model.num_parameters;
    // A lesson asks for these counts, and must not have them beside it.
    const counts = model.hide.includes("counts")
      ? ""
      : `${grouped(n)} numbers, used ${T} ${T === 1 ? "time" : "times"} each; without sharing ` +
        `there would be ${grouped(n * T)}. `;
    const does = offersNumbers(model) ? "Pull one sideways to turn it" : "Point at one";
    setText(count, `${counts}${does}: every copy lights up in the graph.`);
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
          lit: isOwn ? indexIn(knob) : "",
          marked: hovered?.knob?.parameter === name ? indexIn(hovered.knob) : "",
          limit: model.limits.W,
          room: railWidth,
          isLocked: model.lock !== "",
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

  return { update };
}

/**
 * The index of one number in its array, such as "0,1"; "" of a knob that is no single number.
 * @param {Knob | null} knob
 */
function indexIn(knob) {
  return knob?.kind === "entry" ? knob.index.join() : "";
}

/**
 * A whole number with its thousands apart: "243 600".
 * @param {number} n
 */
function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
