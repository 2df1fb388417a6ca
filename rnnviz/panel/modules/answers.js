// Answers to requests without Python: the network at every value of every number that can be
// turned is here already, and nothing steps it. One number at a time is away from its own value.

import { exact } from "./format.js";
import { keyOf } from "./payload.js";
import { indexOf, nearest, turned } from "./preview.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./preview.js").Sweep} Sweep
 *
 * A number that can be turned, as handout.py wrote it; `is_listed`: its slider is always there.
 * @typedef {{knob: Knob, name: string, target: string, neutral: number, low: number,
 *   high: number, num_shown: number[] | null, is_listed: boolean}} Offer
 *
 * What handout.py wrote: a model of the base, without sliders and with nothing in hand; what is
 * on offer; and what is in hand at first. An offer's arrays are "0.values", "0.y" and "0.h" by
 * its place; without an h, the hidden states are the base's.
 * @typedef {Model & {offers: Offer[], pinned: Knob[], rule: string,
 *   first: {knob: Knob, value: number} | null}} Stored
 */

/** @param {Stored} stored */
export function createAnswers(stored) {
  const { offers, pinned: pinnedFirst, rule, first, ...base } = stored;
  const swept = offers.map((offer, i) => sweepAt(stored, offer, i));
  const placeOf = new Map(offers.map(({ knob }, i) => [keyOf(knob), i]));
  const stock = { keys: new Set(placeOf.keys()), rule };
  let { view } = base;
  let ack = 0;
  let notice = "";
  let hand = -1; // the place of the offer in hand
  let at = -1; // the place of its value
  let pinned = pinnedFirst;
  if (first) turn(first.knob, first.value);

  /**
   * Take a number in hand: whatever was in hand before is at its own value again.
   * @param {Knob | null} knob
   */
  function take(knob) {
    const next = knob ? (placeOf.get(keyOf(knob)) ?? -1) : -1;
    if (next === hand) return;
    notice = "";
    hand = next;
    at = hand < 0 ? -1 : indexOf(swept[hand], swept[hand].neutral);
  }

  /**
   * @param {Knob} knob
   * @param {number} value
   */
  function turn(knob, value) {
    take(knob);
    if (hand < 0) return;
    const { values } = swept[hand];
    at = nearest(values, value);
    notice =
      values[at] === Math.fround(value)
        ? ""
        : `${exact(value)} became ${exact(values[at])}: in this file, ${offers[hand].name} ` +
          `has the ${values.length} values that its slider stops at.`;
  }

  function sliders() {
    // The newest pin stands first; what is always listed keeps its place below.
    const pins = [...pinned].reverse().map((knob) => placeOf.get(keyOf(knob)) ?? -1);
    const always = offers.flatMap(({ is_listed }, i) => (is_listed ? [i] : []));
    const listed = [...pins, ...always];
    const places = new Set(listed.includes(hand) ? listed : [hand, ...listed]);
    places.delete(-1);
    return [...places].map((i) => {
      const { knob, name, neutral, low, high, is_listed } = offers[i];
      const { values } = swept[i];
      const value = i === hand ? values[at] : neutral;
      return { knob, name, value, low, high, why_undefined: null, pinned: !is_listed, values };
    });
  }

  return {
    /**
     * The answer to everything requested so far.
     * @returns {Model}
     */
    model() {
      const model = { ...base, ack, notice, view, stock, sliders: sliders() };
      if (hand < 0) return model;
      const sweep = swept[hand];
      const { id, knob, target, neutral, numShown, values, h, y } = sweep;
      const { arrays, num_shown } = turned(base, sweep, at);
      return {
        ...model,
        // The run with one thing changed is of the network as it was handed out.
        intervention: values[at] === Math.fround(neutral) ? model.intervention : null,
        num_shown,
        knob,
        value: values[at],
        sweep: { id, knob, target: /** @type {never} */ (target), neutral, num_shown: numShown },
        arrays: {
          ...arrays,
          "sweep.values": values,
          "sweep.base": sweep.base,
          "sweep.h": h,
          "sweep.y": y,
        },
      };
    },
    /** @param {import("./requests.js").Request} request */
    apply(request) {
      for (const { knob, value } of request.turns) turn(knob, value);
      take(request.knob);
      ({ view, pinned, seq: ack } = request);
    },
  };
}

/**
 * The sweep of the offer at a place.
 * @param {Stored} stored
 * @param {Offer} offer
 * @param {number} i
 * @returns {Sweep}
 */
function sweepAt({ arrays, sizes: { H, T } }, { knob, target, neutral, num_shown }, i) {
  const { [`${i}.values`]: values, [`${i}.y`]: y, [`${i}.h`]: own } = arrays;
  const { length } = values;
  const h = own ?? new Float32Array(length * T * H);
  if (!own) for (let v = 0; v < length; v += 1) h.set(arrays.h, v * T * H);
  const numShown = num_shown ?? Array(length).fill(T);
  return { id: keyOf(knob), knob, target, neutral, numShown, values, base: arrays[target], h, y };
}
