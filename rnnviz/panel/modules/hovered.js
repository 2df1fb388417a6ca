// What the pointer is on, and what that means for the rest of the panel.

import { signed } from "./format.js";
import { offersNumbers } from "./locks.js";
import { isOffered, keyOf, shapeOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 *
 * A number in the matrices or a node, and at which step.
 * @typedef {{knob: Knob | null, node: import("./numbers.js").GraphNode | null, t: number | null,
 *   isTerm?: boolean}} Hovered
 */

/**
 * The knob of a number in the matrices.
 * @param {string} parameter
 * @param {number[]} index
 * @returns {Knob}
 */
export function entry(parameter, index) {
  return { kind: "entry", parameter, index };
}

/**
 * The knob of an input at a step.
 * @param {number} t
 * @param {number} i
 * @returns {Knob}
 */
export function inputKnob(t, i) {
  return { kind: "input", parameter: null, index: [t, i] };
}

/**
 * The knob of a unit before the first step.
 * @param {number} j
 * @returns {Knob}
 */
export function stateKnob(j) {
  return { kind: "initial_state", parameter: null, index: [j] };
}

/**
 * What the pointer is on, where it is on a node or a line of the graph.
 * @param {import("./numbers.js").GraphNode | null} node
 * @param {import("./graph.js").EdgeAt | null} edge
 * @returns {Hovered}
 */
export function hoveredOn(node, edge) {
  if (edge) return { knob: entry(edge.matrix, [edge.row, edge.col]), node: null, t: edge.t };
  const knob = node?.kind === "x" ? inputKnob(node.t, node.index) : null;
  return { knob, node, t: node?.t ?? null };
}

/**
 * Which sum shows what the pointer is on.
 * @param {Hovered} hovered
 */
export function sumAt({ knob, node, t, isTerm }) {
  /** @type {{step?: number, unit?: number, output?: number}} */
  const view = {};
  if (isTerm) return view; // it stands in the sums that are shown
  if (t !== null && t >= 0) view.step = t;
  if (node?.kind === "h") view.unit = node.index;
  if (node?.kind === "y") view.output = node.index;
  const isReadout = knob?.parameter === "W_hy" || knob?.parameter === "b_y";
  if (knob?.kind === "entry") view[isReadout ? "output" : "unit"] = knob.index[0];
  return view;
}

/** @param {Hovered | null} hovered */
export function keyOfHovered(hovered) {
  if (!hovered) return "";
  const { knob, node, t } = hovered;
  return `${keyOf(knob)} ${node ? `${node.kind} ${node.index}` : ""} ${t}`;
}

/**
 * What to say beside the pointer.
 * @param {Hovered} hovered
 * @param {Model} model
 */
export function tipOf({ knob, node }, model) {
  const pull = (/** @type {Knob} */ one) =>
    offersNumbers(model) && isOffered(model, one) ? " · pull sideways to turn it" : "";
  if (knob?.kind === "entry" && knob.parameter) {
    const name = `${knob.parameter}[${knob.index.join(", ")}]`;
    const [, columns] = shapeOf(model.sizes, /** @type {never} */ (knob.parameter));
    const [row, col = 0] = knob.index;
    const value = model.arrays[knob.parameter][row * columns + col];
    return `${name} = ${signed(value)} at every step${pull(knob)}`;
  }
  if (node?.kind === "x")
    return pull(inputKnob(node.t, node.index)) && "pull sideways to turn this input";
  if (node?.kind === "before" && node.t < 0)
    return `the state before the first step${pull(stateKnob(node.index))}`;
  return "";
}
