// Where a slider stops: at its sweep's values, or at a hundred of its own until those are here.

import { nearest } from "./preview.js";

/** @typedef {import("./payload.js").Slider} Slider */

const GRAIN = 100; // steps in the range of a slider whose sweep is not here yet

/**
 * The value at which a slider stops: one of its sweep's, or of a hundred until that is here.
 * @param {number} value
 * @param {Slider} slider
 * @param {Float32Array | null} values
 */
export function stopAt(value, slider, values) {
  return values ? values[nearest(values, value)] : onGrain(value, slider);
}

/**
 * The value so many stops along from another.
 * @param {number} value
 * @param {number} steps
 * @param {Slider} slider
 * @param {Float32Array | null} values
 */
export function along(value, steps, { low, high }, values) {
  if (!values) return value + (steps * (high - low)) / GRAIN;
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
