// Requests: what the reader asked for, on its way to Python. One is under way at a time, the
// newest follows it, and nothing that was turned is lost on the way. Pure: who sends a request,
// and who waits for its answer, is elsewhere.

import { sameKnob } from "./payload.js";

/**
 * @typedef {import("./payload.js").Knob} Knob
 *
 * A knob turned to a value, or a whole array pasted as text; `seq` counts them and requests
 * together. `offer`: which of the ways to read the text the reader has agreed to.
 * @typedef {{seq: number, knob: Knob, value: number}} Turn
 * @typedef {{seq: number, parameter: string, text: string, offer: number | null}} Paste
 *
 * Where the run is changed: at a step, a copy of a number, an input, or a unit's state.
 * @typedef {{step: number, knob?: Knob, input?: number, unit?: number}} Place
 *
 * What was turned and not answered yet, and all else as it should become.
 * @typedef {object} Request
 * @property {number} seq
 * @property {number} generation
 * @property {Turn[]} turns
 * @property {Paste[]} pastes
 * @property {Knob | null} knob  in hand
 * @property {Knob[]} pinned
 * @property {import("./payload.js").View} view
 * @property {string[]} cached  the ids of what the panel has: a sweep, and its influence
 * @property {Place | null} intervention  where else the run is changed; null: where it was
 *
 * @typedef {object} Queue
 * @property {number} seq  of the newest turn or request
 * @property {number} sent  the request under way; 0 when none is
 * @property {boolean} isWanted  something was requested since
 * @property {Turn[]} turns  without an answer, oldest first
 * @property {Paste[]} pastes  likewise
 */

export const LOST = 3000; // ms without an answer after which a request is sent again

/** @type {Queue} */
export const EMPTY = { seq: 0, sent: 0, isWanted: false, turns: [], pastes: [] };

/**
 * The queue with a turn, which stays until it is answered. A second turn of the same knob
 * replaces the first.
 * @param {Queue} queue
 * @param {Knob} knob
 * @param {number} value
 * @returns {Queue}
 */
export function withTurn({ turns, ...queue }, knob, value) {
  const seq = queue.seq + 1;
  const last = turns.at(-1);
  // What was pasted since stands between the two.
  const isAgain =
    last !== undefined &&
    sameKnob(last.knob, knob) &&
    queue.pastes.every(({ seq: pasted }) => pasted < last.seq);
  const others = isAgain ? turns.slice(0, -1) : turns;
  return { ...queue, seq, turns: [...others, { seq, knob, value }] };
}

/**
 * The queue with an array that was pasted.
 * @param {Queue} queue
 * @param {Omit<Paste, "seq">} paste
 * @returns {Queue}
 */
export function withPaste({ pastes, ...queue }, paste) {
  const seq = queue.seq + 1;
  return { ...queue, seq, pastes: [...pastes, { seq, ...paste }] };
}

/**
 * The queue as the next request goes out, whose number is then `sent`.
 * @param {Queue} queue
 * @returns {Queue}
 */
export function sending({ seq, turns, pastes }) {
  return { seq: seq + 1, sent: seq + 1, isWanted: false, turns, pastes };
}

/**
 * The queue once Python has answered the request of a number.
 * @param {Queue} queue
 * @param {number} ack
 * @returns {Queue}
 */
export function answered(queue, ack) {
  const isLeft = (/** @type {{seq: number}} */ one) => one.seq > ack;
  const [turns, pastes] = [queue.turns.filter(isLeft), queue.pastes.filter(isLeft)];
  return { ...queue, turns, pastes, sent: ack >= queue.sent ? 0 : queue.sent };
}

/**
 * The queue with everything forgotten: another set-up was opened, whose last answer was `ack`.
 * @param {Queue} queue
 * @param {number} ack
 * @returns {Queue}
 */
export function forgotten({ seq }, ack) {
  return { ...EMPTY, seq: Math.max(seq, ack) };
}

/**
 * Whether the reader is ahead of Python's last answer.
 * @param {Queue} queue
 */
export function isAhead({ isWanted, sent }) {
  return isWanted || sent !== 0;
}

/**
 * The value that a knob was turned to and that is not answered yet, or null.
 * @param {Turn[]} turns
 * @param {Knob} knob
 */
export function turnedTo(turns, knob) {
  return turns.findLast((turn) => sameKnob(turn.knob, knob))?.value ?? null;
}
