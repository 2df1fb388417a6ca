// Telling Python: when a request goes out, and what is in it. Pure, as all of the reader's state
// machine: it writes to a state in the making, and to the list of what is to be done.

import { cachedIds } from "./preview.js";
import { LOST, sending } from "./requests.js";

/**
 * @typedef {import("./reader.js").Draft} Draft
 * @typedef {import("./reader.js").Timer} Timer
 */

/**
 * Ask Python for what the reader has just done.
 * @param {Draft} draft
 */
export function request(draft) {
  draft.refused = "";
  tell(draft);
}

/**
 * Tell Python now, or as soon as it has answered the request under way.
 * @param {Draft} draft
 */
export function tell(draft) {
  halt(draft, "rest");
  draft.queue = { ...draft.queue, isWanted: true };
  if (draft.queue.sent === 0) send(draft);
}

/**
 * Send all that was turned and is not answered, and all else as it should become.
 * @param {Draft} draft
 */
export function send(draft) {
  draft.queue = sending(draft.queue);
  start(draft, "lost", LOST);
  const { model, sweep, knob, pins, view, place } = draft;
  const { seq, turns, pastes } = draft.queue;
  const cached = cachedIds(model, sweep);
  const { generation } = model;
  const told = { seq, generation, turns, pastes, knob, pinned: pins, view, cached };
  draft.effects.push({ type: "send", request: { ...told, intervention: place } });
}

/**
 * @param {Draft} draft
 * @param {Timer} timer
 * @param {number} after  ms
 */
export function start(draft, timer, after) {
  draft.effects.push({ type: "start", timer, after });
}

/**
 * @param {Draft} draft
 * @param {Timer} timer
 */
export function halt(draft, timer) {
  draft.effects.push({ type: "stop", timer });
}
