// The cursor: a step, a unit and an output, moved by hand or by playing. Pure: it writes to a
// state in the making.

import { beatOf, begun, ended, stopped } from "./playback.js";
import { cursorOf } from "./scene.js";
import { halt, start } from "./telling.js";

/**
 * @typedef {import("./reader.js").Draft} Draft
 * @typedef {import("./payload.js").View} View
 */

export const REST = 500; // ms that the cursor must stand still before it is told

/**
 * Move the cursor or choose a unit by hand.
 * @param {Draft} draft
 * @param {Partial<View>} change
 */
export function goTo(draft, change) {
  draft.refused = "";
  draft.playback = ended(draft.playback);
  halt(draft, "beat");
  move(draft, change);
}

/**
 * Move the cursor or choose a unit, within what is shown.
 * @param {Draft} draft
 * @param {Partial<View>} change
 */
function move(draft, change) {
  const { H, O } = draft.model.sizes;
  const within = (/** @type {number} */ n, /** @type {number} */ last) =>
    Math.max(0, Math.min(last, n));
  const { step, unit, output, ...view } = { ...draft.view, ...change };
  draft.view = {
    ...view,
    step: within(step, cursorOf(draft).last),
    unit: within(unit, H - 1),
    output: within(output, O - 1),
  };
  rest(draft);
}

/**
 * Tell Python of the cursor once it has stood still; while playing it does not.
 * @param {Draft} draft
 */
export function rest(draft) {
  if (draft.playback.isPlaying) return halt(draft, "rest");
  draft.queue = { ...draft.queue, isWanted: true };
  start(draft, "rest", REST);
}

/**
 * Play from the cursor, or from the first step if it stands at the last.
 * @param {Draft} draft
 */
export function play(draft) {
  const { step, last } = cursorOf(draft);
  draft.playback = begun(draft.playback);
  if (step >= last) move(draft, { step: 0 });
  else rest(draft);
  start(draft, "beat", beatOf(draft.playback));
}

/**
 * Go on by a step, and stop at the last one.
 * @param {Draft} draft
 */
export function beat(draft) {
  if (!draft.playback.isPlaying) return;
  const { step, last } = cursorOf(draft);
  move(draft, { step: step + 1 });
  if (step + 1 >= last) stop(draft);
  else start(draft, "beat", beatOf(draft.playback));
}

/**
 * Stop playing where the cursor is.
 * @param {Draft} draft
 */
export function stop(draft) {
  const { step, last } = cursorOf(draft);
  draft.playback = stopped(draft.playback, step >= last);
  halt(draft, "beat");
  rest(draft);
}
