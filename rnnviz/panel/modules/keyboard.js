// The keyboard in the graph: where it stands, and what its keys do. Pure: it writes to a state in
// the making.

import { goTo } from "./cursor.js";
import { grab } from "./hand.js";
import { inputKnob, stateKnob } from "./hovered.js";
import { isOffered } from "./payload.js";
import { cursorOf } from "./scene.js";
import { below, focusAt } from "./focus.js";

/**
 * @typedef {import("./reader.js").Draft} Draft
 * @typedef {import("./focus.js").Focus} Focus
 */

/**
 * Focus on a number of the graph; a unit or an output is thereby chosen.
 * @param {Draft} draft
 * @param {Focus} focus
 * @param {number} [step]
 */
export function focusOn(draft, focus, step = cursorOf(draft).step) {
  draft.focus = focus;
  const { kind, index } = focus;
  goTo(draft, {
    step,
    ...(kind === "y" ? { output: index } : kind === "x" ? {} : { unit: index }),
  });
  settle(draft);
}

/**
 * The keyboard stands where the cursor is.
 * @param {Draft} draft
 */
export function settle(draft) {
  const { step } = cursorOf(draft);
  draft.focus = focusAt(draft.focus, { ...draft.view, step }, draft.model.sizes);
}

/**
 * Take in hand what the keyboard stands on, if it is a number to turn: tell whether it is.
 * @param {Draft} draft
 */
export function take(draft) {
  const { kind, index } = draft.focus;
  const { step } = cursorOf(draft);
  const number =
    kind === "x" ? inputKnob(step, index) : kind === "before" ? stateKnob(index) : null;
  if (!number || !isOffered(draft.model, number)) return false;
  grab(draft, number);
  return true;
}

/**
 * A key was pressed in the graph.
 * @param {Draft} draft
 * @param {{key: string}} event
 */
export function key(draft, { key: name }) {
  const { step, last } = cursorOf(draft);
  const { focus, view } = draft;
  const { kind, index } = focus;
  const { sizes } = draft.model;
  if (name === "ArrowLeft" && step === 0 && kind === "h" && !view.folded)
    focusOn(draft, { kind: "before", index });
  else if (name === "ArrowRight" && kind === "before") focusOn(draft, { kind: "h", index });
  else if (name === "ArrowLeft") goTo(draft, { step: step - 1 });
  else if (name === "ArrowRight") goTo(draft, { step: step + 1 });
  else if (name === "ArrowUp") focusOn(draft, below(focus, -1, sizes));
  else if (name === "ArrowDown") focusOn(draft, below(focus, 1, sizes));
  else if (name === "Home") goTo(draft, { step: 0 });
  else if (name === "End") goTo(draft, { step: last });
  else if (name === "Enter" && !take(draft)) draft.effects.push({ type: "focus", part: "sum" });
}
