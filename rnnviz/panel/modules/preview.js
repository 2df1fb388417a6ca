// The sweep of the knob in hand: every trace over its range, computed by NumPy before the
// hand moves. A drag only looks up the one at the slider's value.

import { SWEPT } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 *
 * @typedef {object} Sweep
 * @property {string} id
 * @property {Knob} knob
 * @property {string} target  the array that the knob turns
 * @property {number} neutral
 * @property {number[]} numShown
 * @property {Float32Array} values  in rising order
 * @property {Float32Array} base  the array as it is before the knob turns it
 * @property {Float32Array} h
 * @property {Float32Array} y
 */

/**
 * The sweep that a payload brought, or the one that is cached already, or null.
 * @param {Model} model
 * @param {Sweep | null} cached
 * @returns {Sweep | null}
 */
export function sweepOf({ sweep, arrays }, cached) {
  if (!sweep) return null;
  if (cached?.id === sweep.id) return cached;
  const { id, knob, target, neutral, num_shown: numShown } = sweep;
  if (!knob || !target || neutral === undefined || !numShown) return null;
  const [values, base, h, y] = ["values", "base", "h", "y"].map((name) => arrays[`sweep.${name}`]);
  return { id, knob, target, neutral, numShown, values, base, h, y };
}

/**
 * The ids of what need not be sent again: the sweep, and its influence.
 * @param {Model} model
 * @param {Sweep | null} sweep
 * @returns {string[]}
 */
export function cachedIds({ influence, arrays }, sweep) {
  const swept = SWEPT.every((name) => arrays[name]) ? influence?.swept : null;
  return [sweep?.id, swept].filter((id) => typeof id === "string");
}

/**
 * Where a value stands in a sweep, or −1.
 * @param {Sweep} sweep
 * @param {number} value
 */
export function indexOf({ values }, value) {
  return values.indexOf(Math.fround(value));
}

/**
 * Where the nearest of a sweep's values stands.
 * @param {Float32Array} values  in rising order
 * @param {number} value
 */
export function nearest(values, value) {
  let low = 0;
  let high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle;
    else high = middle;
  }
  return value - values[low] < values[high] - value ? low : high;
}

/** @typedef {Record<string, Float32Array>} Arrays */

/** @type {WeakMap<Sweep, Map<number, Arrays>>} */
const known = new WeakMap();

/**
 * The network and its trace with the knob at one of its sweep's values: for the same value
 * the same arrays, so that it shows whether they are drawn already.
 * @param {Model} model
 * @param {Sweep} sweep
 * @param {number} v  the value's place in the sweep
 * @returns {Model}
 */
export function turned(model, sweep, v) {
  const those = known.get(sweep) ?? new Map();
  known.set(sweep, those);
  const own = those.get(v) ?? arraysAt(model, sweep, v);
  those.set(v, own);
  return { ...model, arrays: { ...model.arrays, ...own }, num_shown: sweep.numShown[v] };
}

/**
 * The arrays that are others at a value.
 * @param {Model} model
 * @param {Sweep} sweep
 * @param {number} v
 * @returns {Arrays}
 */
function arraysAt(model, sweep, v) {
  const { T, H, O } = model.sizes;
  const row = (/** @type {Float32Array} */ all, /** @type {number} */ size) =>
    all.subarray(v * T * size, (v + 1) * T * size);
  return {
    [sweep.target]: turnedArray(model, sweep, sweep.values[v]),
    h: row(sweep.h, H),
    y: row(sweep.y, O),
  };
}

/**
 * What bears on the influence's number at a step: a number for each step up to it, of inputs
 * or of states; null where only Python could say.
 * @param {Model} model
 * @param {number} step
 * @param {"inputs" | "states"} past
 * @param {number} v  the value's place in the sweep, or −1: as it is without a drag
 * @returns {Float32Array | null}
 */
export function influenceAt({ influence, arrays }, step, past, v) {
  if (!influence) return null;
  if (v < 0) {
    const rows = arrays[`influence.${past}`];
    const start = (step * (step + 1)) / 2;
    return start + step < rows.length ? rows.subarray(start, start + step + 1) : null;
  }
  const swept = arrays[`sweep.influence.${past}`];
  if (!swept || influence.step !== step) return null;
  return swept.subarray(v * (step + 1), (v + 1) * (step + 1));
}

/**
 * What the knob makes of its array; the same numbers, to the last bit, as Knob.versions.
 * @param {Model} model
 * @param {Sweep} sweep
 * @param {number} value
 * @returns {Float32Array}
 */
function turnedArray(model, { knob, target, base, neutral }, value) {
  if (value === Math.fround(neutral)) return base;
  if (knob.kind === "gain") return base.map((number) => number * value);
  if (knob.kind === "spectral_radius") return base.map((number) => number * (value / neutral));
  if (knob.kind === "shift") return base.map((number) => number + value);
  const array = base.slice();
  const { I, H } = model.sizes;
  const columns = { W_xh: I, W_hh: H, W_hy: H, x: I }[target];
  const [i, j] = knob.index;
  array[columns === undefined ? i : i * columns + j] = value;
  return array;
}

/**
 * How far the hidden states moved between two traces: |Δh_t|, the Euclidean length, step by
 * step, over the steps that both have.
 * @param {Model} before
 * @param {Model} after
 * @returns {number[]}
 */
export function moved(before, after) {
  const { H } = after.sizes;
  const T = Math.min(before.num_shown, after.num_shown);
  return Array.from({ length: T }, (_, t) => {
    let sum = 0;
    for (let j = t * H; j < (t + 1) * H; j += 1)
      sum += (after.arrays.h[j] - before.arrays.h[j]) ** 2;
    return Math.sqrt(sum);
  });
}
