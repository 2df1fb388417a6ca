// Turning a number where it stands: press it and pull sideways. Pure: it writes to a state in
// the making.

import { PAUSE, grab, turn } from "./hand.js";
import { REFUSALS, canTurn } from "./locks.js";
import { sameKnob } from "./payload.js";
import { sliderOf } from "./scene.js";
import { stopAt } from "./stops.js";
import { start } from "./telling.js";

/**
 * @typedef {import("./reader.js").Draft} Draft
 * @typedef {import("./payload.js").Knob} Knob
 *
 * A pull: how far to the right, and from which value; null until Python has said its range.
 * @typedef {{knob: Knob, dx: number, from: number | null, isOver: boolean}} Pull
 */

export const SPAN = 240; // pixels of a pull through a number's whole range

/**
 * A number is pulled to the right by so many pixels, or to the left.
 * @param {Draft} draft
 * @param {{knob: Knob, dx: number}} event
 */
export function pull(draft, { knob, dx }) {
  const isOther = !sameKnob(knob, draft.pull?.knob ?? null);
  if (isOther && !sameKnob(knob, draft.knob)) grab(draft, knob);
  if (!sameKnob(knob, draft.knob) || !canTurn(draft.model, knob, draft.knob)) {
    draft.refused ||= REFUSALS[draft.model.lock];
    return;
  }
  const from = isOther || !draft.pull ? null : draft.pull.from;
  draft.pull = { knob, dx, from, isOver: false };
  carryOn(draft);
}

/**
 * The hand lets go: what the pull came to is turned, as soon as it is known.
 * @param {Draft} draft
 */
export function release(draft) {
  if (!draft.pull) return;
  draft.pull = { ...draft.pull, isOver: true };
  carryOn(draft);
}

/**
 * Show what the pull comes to, once the number's range is known.
 * @param {Draft} draft
 */
export function carryOn(draft) {
  const slider = sliderOf(draft);
  if (!draft.pull || !slider || !sameKnob(slider.knob, draft.pull.knob)) return;
  const from = draft.pull.from ?? draft.value ?? slider.value;
  if (from === null) return;
  const { knob, dx, isOver } = draft.pull;
  draft.pull = { ...draft.pull, from };
  const { low, high } = slider;
  const value = Math.max(low, Math.min(high, from + (dx / SPAN) * (high - low)));
  const values = sameKnob(draft.sweep?.knob ?? null, knob) ? (draft.sweep?.values ?? null) : null;
  const stop = stopAt(value, slider, values);
  if (isOver) {
    draft.pull = null;
    turn(draft, { knob, value: stop });
    return;
  }
  draft.moving = { knob, value: stop };
  draft.isHasty = true;
  start(draft, "pause", PAUSE);
}
