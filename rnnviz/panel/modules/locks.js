// Locks: which numbers a teacher lets readers turn. Python refuses what is locked as well.

import { sameKnob } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 */

/** What stands over the list of what can be turned, by lock: a heading and a sentence. */
export const LEADS = {
  "": [
    "Turn a shared number",
    "Choose one and drag the slider at the foot: every copy changes, so every later step does.",
  ],
  knob: [
    "Turn this number",
    "Drag the slider: every copy of the number changes. The other numbers are locked.",
  ],
  numbers: ["The numbers are locked", "They stay as they were set."],
};

/** What is said where a locked number is touched. */
export const REFUSALS = {
  "": "",
  knob: "This number is locked: only the one in hand can be turned.",
  numbers: "This number is locked: it stays as it was set.",
};

/**
 * Whether a number can be taken in hand while another is, or none.
 * @param {Model} model
 * @param {Knob} knob
 * @param {Knob | null} inHand
 */
export function canTake({ lock }, knob, inHand) {
  return lock === "" || sameKnob(knob, inHand);
}

/**
 * Whether a number can be turned.
 * @param {Model} model
 * @param {Knob} knob
 * @param {Knob | null} inHand
 */
export function canTurn(model, knob, inHand) {
  return model.lock !== "numbers" && canTake(model, knob, inHand);
}

/**
 * Whether a click on any number offers it to be turned.
 * @param {Model} model
 */
export function offersNumbers({ lock, hide }) {
  return lock === "" && !hide.includes("sliders");
}
