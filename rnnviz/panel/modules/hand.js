// The reader's hand: which number is in it, and turning that. Pure: it writes to a state in the
// making.

import { goTo } from "./cursor.js";
import { REFUSALS, canTake, canTurn } from "./locks.js";
import { isOffered, sameKnob } from "./payload.js";
import { withPaste, withTurn } from "./requests.js";
import { sliderOf } from "./scene.js";
import { request, start } from "./telling.js";

/**
 * @typedef {import("./reader.js").Draft} Draft
 * @typedef {import("./payload.js").Knob} Knob
 */

export const MOST_PINS = 64; // as in document.py
export const PAUSE = 100; // ms without a move after which a hand rests on a number

/**
 * Take a knob in hand.
 * @param {Draft} draft
 * @param {Knob} knob
 * @param {number} [step]
 */
export function grab(draft, knob, step) {
  const { model, pins } = draft;
  const isOther = !sameKnob(knob, draft.knob);
  if (!canTake(model, knob, draft.knob)) {
    if (step !== undefined) goTo(draft, { step });
    draft.refused = REFUSALS[model.lock];
    return;
  }
  if (step !== undefined) draft.view = { ...draft.view, step };
  if (!isOffered(model, knob)) return leave(draft, knob);
  if (!isOther && step === undefined) return;
  if (isOther) putInHand(draft, knob, null);
  const isListed = model.sliders.some((slider) => sameKnob(slider.knob, knob));
  // A full list takes no more; the one in hand is in it all the same.
  if (!isListed && pins.length < MOST_PINS) draft.pins = [...pins, knob];
  request(draft);
}

/**
 * Take no knob in hand: nothing is lit.
 * @param {Draft} draft
 */
export function letGo(draft) {
  if (draft.model.lock) return; // else it could not be taken again
  putInHand(draft, null, null);
  request(draft);
}

/**
 * A knob moves under the reader's hand: show what its sweep says; Python hears nothing.
 * @param {Draft} draft
 * @param {{knob: Knob, value: number}} moving
 */
export function preview(draft, { knob, value }) {
  if (!canTurn(draft.model, knob, draft.knob)) return refuse(draft);
  if (!sameKnob(knob, draft.knob)) grab(draft, knob);
  draft.moving = { knob, value };
  draft.isHasty = true;
  start(draft, "pause", PAUSE);
}

/**
 * A knob was turned: commit its value.
 * @param {Draft} draft
 * @param {{knob: Knob, value: number}} turned
 */
export function turn(draft, { knob, value }) {
  draft.moving = null;
  if (!canTurn(draft.model, knob, draft.knob)) return refuse(draft);
  if (!isOffered(draft.model, knob)) return leave(draft, knob);
  const now = sameKnob(knob, draft.knob) ? (draft.value ?? sliderOf(draft)?.value) : undefined;
  if (typeof now === "number" && Math.fround(now) === Math.fround(value)) return;
  putInHand(draft, knob, value);
  draft.queue = withTurn(draft.queue, knob, value);
  request(draft);
}

/**
 * A whole array was pasted: Python reads it.
 * @param {Draft} draft
 * @param {Omit<import("./requests.js").Paste, "seq">} pasted
 */
export function paste(draft, pasted) {
  const { lock, stock } = draft.model;
  if (lock) return refuse(draft);
  if (stock) {
    draft.refused = "Nothing can be pasted into this file: it has only the values it came with.";
    return;
  }
  draft.pasted = pasted;
  draft.queue = withPaste(draft.queue, pasted);
  request(draft);
}

/**
 * @param {Draft} draft
 * @param {Knob | null} knob
 * @param {number | null} value
 */
function putInHand(draft, knob, value) {
  draft.knob = knob;
  draft.value = value;
  draft.moving = null;
}

/**
 * Say that a number is not among those that a file has.
 * @param {Draft} draft
 * @param {Knob} knob
 */
function leave(draft, { parameter, index }) {
  draft.refused = `${parameter}[${index.join(", ")}] cannot be turned in this file.`;
}

/**
 * Say that a number is locked.
 * @param {Draft} draft
 */
function refuse(draft) {
  draft.refused = REFUSALS[draft.model.lock];
}
