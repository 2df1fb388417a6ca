// What the panel shows: the network, its trace, and the view; and how Python's bytes become it.

/**
 * @typedef {{kind: string, parameter: string | null, index: number[]}} Knob
 * @typedef {{knob: Knob, name: string, value: number | null, low: number, high: number,
 *   why_undefined: string | null, pinned: boolean, values?: Float32Array}} Slider  `values`:
 *   where it stops, if that is known before it is taken in hand
 * @typedef {{step: number, unit: number, output: number, folded: boolean, opened: boolean}} View
 * @typedef {"W_xh" | "W_hh" | "W_hy"} Matrix
 * @typedef {Matrix | "b_h" | "b_y"} Parameter
 *
 * Which sweep belongs to the knob in hand. Its arrays come along if the panel does not hold it.
 * @typedef {object} SweepInfo
 * @property {string} id
 * @property {Knob} [knob]
 * @property {Parameter | "x" | "initial_state"} [target]  the array that the knob turns
 * @property {number} [neutral]  the value at which the base is as it is
 * @property {number[]} [num_shown]  a value's steps before its state exploded
 *
 * The run with one thing changed at a step: its past cut off, a copy of a number untied, or an
 * input or a unit's state nudged.
 * @typedef {object} Intervention
 * @property {"cut" | "untie" | "nudge"} part
 * @property {number} step
 * @property {number} num_shown  steps before it explodes
 * @property {string} words
 * @property {Knob} [knob]  untied: which number
 * @property {number} [value]  of the untied copy
 * @property {"input" | "unit"} [of]  nudged: what
 * @property {number} [index]
 *
 * On which unit or output the influence is, and at which step the sweep's is. `swept` is the
 * sweep's influence's id, null where there is none; its arrays come along if the panel does not
 * hold them.
 * @typedef {{of: "unit" | "output", index: number, step: number, swept: string | null}}
 *   InfluenceInfo
 *
 * @typedef {object} Payload
 * @property {number} generation  grows when another set-up was loaded
 * @property {number} ack  the number of the request that this answers
 * @property {string} notice  a sentence about something that could not be done, or ""
 * @property {string[]} ways  ways on from it, as they stand on buttons
 * @property {"" | "node" | "knob" | "graph"} flash  what a word beside the panel has just changed
 * @property {boolean} projector  shown to a room: larger, black on white, without controls
 * @property {string[]} hide  names of parts that are not shown
 * @property {"" | "knob" | "numbers"} lock  which numbers cannot be turned: none, all but the one
 *   in hand, or all
 * @property {string} title
 * @property {string} description
 * @property {"tanh" | "relu" | "linear"} activation
 * @property {"identity" | "sigmoid" | "softmax"} output
 * @property {{I: number, H: number, O: number, T: number}} sizes
 * @property {number} num_parameters
 * @property {number} num_shown  steps before the state exploded; T if it did not
 * @property {string[] | null} labels
 * @property {string[] | null} input_names
 * @property {string[] | null} output_names
 * @property {Record<string, [number, number]>} arrays  how many float32s come before each, and
 *   how many it has, row by row: the parameters, x, initial_state, h, y; and of the sweep its
 *   values (V), the base's array that is turned, and h (V, T, H) and y (V, T, O); of the
 *   influence of inputs and of states the rows t = 0, 1, … of t + 1 numbers each, and at the
 *   sweep's values (V, step + 1); of the second run its own x, h and y
 * @property {{x: number, h: number, y: number, W: number}} limits  of the colour scales
 * @property {Slider[]} sliders
 * @property {Knob | null} knob  the knob in hand
 * @property {number | null} value
 * @property {SweepInfo | null} sweep  null where no number can be swept
 * @property {InfluenceInfo | null} influence  null where none is shown
 * @property {Intervention | null} intervention  the second run; null where none is shown
 * @property {View} view
 *
 * What a page without Python can do: the keys of the numbers that can be turned, and a sentence
 * about them.
 * @typedef {{keys: Set<string>, rule: string}} Stock
 *
 * @typedef {Omit<Payload, "arrays"> &
 *   {arrays: Record<string, Float32Array>, stock?: Stock}} Model  without a stock: all numbers
 */

/** The influence at each of a sweep's values. */
export const SWEPT = ["sweep.influence.inputs", "sweep.influence.states"];

export const MATRICES = /** @type {Matrix[]} */ (["W_xh", "W_hh", "W_hy"]);

/**
 * Read what `pack` in packing.py wrote. An array that has not changed stays the same object,
 * so that it shows whether it is drawn already; the influence that the panel said it holds stays.
 * @param {Uint8Array} bytes
 * @param {Model} [before]
 * @returns {Model}
 */
export function decode(bytes, before) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const payload = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  // A copy, because float32s can only be seen where they begin at a multiple of four.
  const numbers = new Float32Array(bytes.slice(4 + length).buffer);
  /** @type {Record<string, Float32Array>} */
  const arrays = {};
  for (const [name, [start, size]] of Object.entries(payload.arrays)) {
    const array = numbers.subarray(start, start + size);
    const old = before?.arrays[name];
    arrays[name] = old && isEqual(array, old) ? old : array;
  }
  if (before && payload.influence?.swept && payload.influence.swept === before.influence?.swept) {
    for (const name of SWEPT) arrays[name] ??= before.arrays[name];
  }
  return { ...payload, arrays };
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
function isEqual(a, b) {
  return a.length === b.length && a.every((number, i) => number === b[i]);
}

/**
 * The shape of a parameter: [rows, columns]; a bias is one column.
 * @param {Model["sizes"]} sizes
 * @param {Parameter} parameter
 * @returns {[number, number]}
 */
export function shapeOf({ I, H, O }, parameter) {
  const shapes = { W_xh: [H, I], W_hh: [H, H], W_hy: [O, H], b_h: [H, 1], b_y: [O, 1] };
  return /** @type {[number, number]} */ (shapes[parameter]);
}

/**
 * The state that enters a step: h of the step before, or the initial state.
 * @param {Model} model
 * @param {number} t
 */
export function stateBefore(model, t) {
  const { H } = model.sizes;
  return t === 0 ? model.arrays.initial_state : model.arrays.h.subarray((t - 1) * H, t * H);
}

/**
 * @param {Knob | null} a
 * @param {Knob | null} b
 */
export function sameKnob(a, b) {
  return keyOf(a) === keyOf(b);
}

/**
 * A text that identifies a knob.
 * @param {Knob | null} knob
 */
export function keyOf(knob) {
  return knob ? `${knob.kind} ${knob.parameter ?? ""} ${knob.index.join(",")}` : "";
}

/**
 * Whether a knob can be taken in hand: in a file, one whose sweep is in it.
 * @param {Model} model
 * @param {Knob} knob
 */
export function isOffered({ stock }, knob) {
  return stock === undefined || stock.keys.has(keyOf(knob));
}

/**
 * The parameter whose copies a knob moves, or null (an input, the initial state).
 * @param {Knob | null} knob
 * @returns {Parameter | null}
 */
export function parameterOf(knob) {
  if (!knob) return null;
  if (knob.kind === "spectral_radius") return "W_hh";
  return /** @type {Parameter | null} */ (knob.parameter);
}
