// The whole equation of one unit and of one output at one step, with its numbers.

import { el } from "./dom.js";
import { plain, signed, subscript } from "./format.js";
import { stateBefore } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Parameter} Parameter
 */

const MOST_INLINE = 8; // terms; more go on a line for each parameter

/**
 * @param {HTMLElement} host
 */
export function createArithmetic(host) {
  const hidden = el("div", { class: "equation" });
  const output = el("div", { class: "equation" });
  host.append(
    el("h3", {}, "The arithmetic"),
    el(
      "p",
      { class: "caption" },
      "Each product is a number from the matrices times a number in the graph. Click another unit or output to see its sum.",
    ),
    hidden,
    output,
  );

  /**
   * @param {Model} model
   * @param {{step: number, unit: number, output: number}} look
   */
  function update(model, look) {
    const shown = look.step < model.num_shown;
    hidden.hidden = !shown;
    output.hidden = !shown;
    if (!shown) return;
    showUnit(model, look.step, look.unit);
    showOutput(model, look.step, look.output);
  }

  /**
   * @param {Model} model
   * @param {number} t
   * @param {number} j
   */
  function showUnit(model, t, j) {
    const { I, H } = model.sizes;
    const { x, h, a, b_h } = model.arrays;
    const f = { tanh: "tanh", relu: "ReLU", linear: "" }[model.activation];
    const groups = [
      group("W_xh", rowOf(model, "W_xh", j, I), x.subarray(t * I, (t + 1) * I)),
      group("W_hh", rowOf(model, "W_hh", j, H), stateBefore(model, t)),
      bias("b_h", b_h[j]),
    ];
    const result = f ? [` = ${f}(`, bare(a[t * H + j]), ") = "] : [" = "];
    fill(hidden, [el("i", {}, "h"), el("sub", {}, String(t)), `[${j}]`], f, groups, [
      ...result,
      strong(h[t * H + j]),
    ]);
  }

  /**
   * @param {Model} model
   * @param {number} t
   * @param {number} k
   */
  function showOutput(model, t, k) {
    const { H, O } = model.sizes;
    const { h, z, y, b_y } = model.arrays;
    const groups = [
      group("W_hy", rowOf(model, "W_hy", k, H), h.subarray(t * H, (t + 1) * H)),
      bias("b_y", b_y[k]),
    ];
    const value = y[t * O + k];
    const logit = bare(z[t * O + k]);
    const f = model.output === "sigmoid" ? "sigmoid" : "";
    const name = [el("i", {}, "y"), el("sub", {}, String(t)), `[${k}]`];
    if (model.output === "softmax") {
      const z_k = [el("i", {}, "z"), el("sub", {}, String(t)), `[${k}]`];
      const rest = `, so `;
      const share = [
        " = ",
        logit,
        rest,
        ...name,
        ` = exp(`,
        bare(z[t * O + k]),
        `) ÷ Σ exp(z${subscript(t)}) = `,
        strong(value),
      ];
      fill(output, z_k, "", groups, share);
      return;
    }
    const result = f ? [` = ${f}(`, logit, ") = "] : [" = "];
    fill(output, name, f, groups, [...result, strong(value)]);
  }

  return { update };
}

/**
 * @param {Model} model
 * @param {Parameter} parameter
 * @param {number} row
 * @param {number} cols
 */
function rowOf(model, parameter, row, cols) {
  return model.arrays[parameter].subarray(row * cols, (row + 1) * cols);
}

/**
 * @typedef {{parameter: Parameter, terms: string[], sum: number}} Group
 * @param {Parameter} parameter
 * @param {Float32Array} weights
 * @param {Float32Array} values
 * @returns {Group}
 */
function group(parameter, weights, values) {
  let sum = 0;
  const terms = [...weights].map((weight, i) => {
    sum += weight * values[i];
    return `${plain(weight)}·${values[i] < 0 ? `(${plain(values[i])})` : plain(values[i])}`;
  });
  return { parameter, terms, sum };
}

/**
 * @param {Parameter} parameter
 * @param {number} value
 * @returns {Group}
 */
function bias(parameter, value) {
  return { parameter, terms: [plain(value)], sum: value };
}

/** @param {number} value */
function bare(value) {
  return el("span", { class: "value" }, plain(value));
}

/** @param {number} value */
function strong(value) {
  return el("strong", {}, signed(value));
}

/**
 * @param {HTMLElement} host
 * @param {(Node | string)[]} name
 * @param {string} f
 * @param {Group[]} groups
 * @param {(Node | string)[]} result
 */
function fill(host, name, f, groups, result) {
  const count = groups.reduce((total, { terms }) => total + terms.length, 0);
  const inline = count <= MOST_INLINE;
  host.className = inline ? "equation" : "equation long";
  const sums = groups.map(({ parameter, terms, sum }, i) =>
    el(
      "span",
      { class: `terms ${parameter}` },
      i > 0 ? el("span", { class: "plus" }, terms[0].startsWith("−") ? " − " : " + ") : "",
      el("span", {}, joined(terms, i > 0)),
      inline || terms.length === 1 ? "" : el("span", { class: "sum" }, ` = ${plain(sum)}`),
    ),
  );
  const open = f ? `${f}(` : "";
  host.replaceChildren(
    el("span", { class: "left" }, ...name, ` = ${open}`),
    ...sums,
    el("span", { class: "right" }, f ? ")" : "", ...result),
  );
}

/**
 * Terms as a sum, "a + b − c" and not "a + −c".
 * @param {string[]} terms
 * @param {boolean} signless  the sign of the first stands before it already
 */
function joined(terms, signless) {
  const [head, ...rest] = terms;
  const first = signless ? head.replace(/^−/, "") : head;
  return (
    first +
    rest.map((term) => (term.startsWith("−") ? ` − ${term.slice(1)}` : ` + ${term}`)).join("")
  );
}
