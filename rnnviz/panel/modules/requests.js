// Requests: what the reader asked for, on its way to Python. One is under way at a time, the
// newest follows it, and nothing that was turned is lost on the way.

import { keyOf, sameKnob } from "./payload.js";

/**
 * @typedef {import("./payload.js").Knob} Knob
 *
 * A knob turned to a value; `seq` counts turns and requests together.
 * @typedef {{seq: number, knob: Knob, value: number}} Turn
 *
 * Where the run is changed: at a step, a copy of a number, an input, or a unit's state.
 * @typedef {{step: number, knob?: Knob, input?: number, unit?: number}} Place
 *
 * What was turned and not answered yet, and all else as it should become.
 * @typedef {object} Request
 * @property {number} seq
 * @property {number} generation
 * @property {Turn[]} turns
 * @property {Knob | null} knob  in hand
 * @property {Knob[]} pinned
 * @property {import("./payload.js").View} view
 * @property {string[]} cached  the ids of what the panel has: a sweep, and its influence
 * @property {Place | null} altered  where else the run is changed; null: where it was
 */

const LOST = 3000; // ms without an answer after which a request is sent again

/**
 * @param {(seq: number, turns: Turn[]) => void} post  sends a request of all that is wanted now
 */
export function createRequests(post) {
  let seq = 0; // of the newest turn or request
  let sent = 0; // the request under way; 0 when none is
  let wanted = false; // something was requested since
  /** @type {Turn[]} */
  let turns = []; // without an answer, oldest first
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  function send() {
    seq += 1;
    sent = seq;
    wanted = false;
    clearTimeout(waiting);
    waiting = setTimeout(send, LOST);
    post(seq, turns);
  }

  return {
    /**
     * Keep a turn until it is answered. A second turn of the same knob replaces the first.
     * @param {Knob} knob
     * @param {number} value
     */
    turn(knob, value) {
      seq += 1;
      const others = sameKnob(turns.at(-1)?.knob ?? null, knob) ? turns.slice(0, -1) : turns;
      turns = [...others, { seq, knob, value }];
    },
    /** Something else changed, to be told with the next request. */
    want() {
      wanted = true;
    },
    /** Tell Python now, or as soon as it has answered the request under way. */
    tell() {
      wanted = true;
      if (sent === 0) send();
    },
    /**
     * Python has answered the request of this number.
     * @param {number} ack
     */
    answered(ack) {
      turns = turns.filter((turn) => turn.seq > ack);
      if (sent !== 0 && ack >= sent) {
        sent = 0;
        clearTimeout(waiting);
      }
    },
    /**
     * Forget everything: another set-up was opened, whose last answer was `ack`.
     * @param {number} ack
     */
    forget(ack) {
      seq = Math.max(seq, ack);
      sent = 0;
      wanted = false;
      turns = [];
      clearTimeout(waiting);
    },
    /** Send what was wanted meanwhile. */
    next() {
      if (wanted && sent === 0) send();
    },
    /** Whether the reader is ahead of Python's last answer. */
    get ahead() {
      return wanted || sent !== 0;
    },
    /**
     * The value that a knob was turned to and that is not answered yet, or null.
     * @param {Knob} knob
     */
    valueOf(knob) {
      return turns.findLast((turn) => keyOf(turn.knob) === keyOf(knob))?.value ?? null;
    },
  };
}
