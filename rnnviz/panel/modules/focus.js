// Where the keyboard stands in the graph: on one number in the cursor's column, or, left of the
// first one, on a number before it.

/**
 * @typedef {import("./numbers.js").NodeKind} NodeKind
 * @typedef {{kind: NodeKind, index: number}} Focus
 */

/** The keys that mean something there. */
export const KEYS = new Set([
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "Enter",
]);

/**
 * The number above or below, as they are drawn: outputs over the units, inputs under them.
 * @param {Focus} focus
 * @param {number} by  -1 is up, 1 down
 * @param {{I: number, H: number, O: number}} sizes
 * @returns {Focus}
 */
export function below({ kind, index }, by, { I, H, O }) {
  const clamp = (/** @type {number} */ n, /** @type {number} */ size) =>
    Math.max(0, Math.min(size - 1, n));
  if (kind === "before") return { kind, index: clamp(index + by, H) };
  const tops = { y: 0, h: O, x: O + H };
  const at = clamp(tops[kind] + index + by, O + H + I);
  if (at < O) return { kind: "y", index: at };
  return at < O + H ? { kind: "h", index: at - O } : { kind: "x", index: at - O - H };
}

/**
 * Where the keyboard stands, now that the cursor is here: before it only at the first step.
 * @param {Focus} focus
 * @param {{step: number, unit: number, output: number, folded: boolean}} view
 * @param {{I: number}} sizes
 * @returns {Focus}
 */
export function focusAt({ kind, index }, { step, unit, output, folded }, { I }) {
  if (kind === "y") return { kind, index: output };
  if (kind === "x") return { kind, index: Math.min(index, I - 1) };
  return { kind: step === 0 && !folded ? kind : "h", index: unit };
}
