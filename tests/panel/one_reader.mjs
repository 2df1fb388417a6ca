// One reader for tests of the state machine: a network that Python could have sent, a clock that
// the test drives, and a Python that answers what was asked.

import assert from "node:assert/strict";

import { keyOf, sameKnob } from "../../rnnviz/panel/modules/payload.js";
import { transition } from "../../rnnviz/panel/modules/reader.js";
import { sceneOf } from "../../rnnviz/panel/modules/scene.js";

/**
 * @typedef {import("../../rnnviz/panel/modules/payload.js").Model} Model
 * @typedef {import("../../rnnviz/panel/modules/payload.js").Knob} Knob
 * @typedef {import("../../rnnviz/panel/modules/payload.js").Slider} Slider
 * @typedef {import("../../rnnviz/panel/modules/reader.js").State} State
 * @typedef {import("../../rnnviz/panel/modules/reader.js").Event} Event
 * @typedef {import("../../rnnviz/panel/modules/reader.js").Effect} Effect
 * @typedef {import("../../rnnviz/panel/modules/reader.js").Timer} Timer
 * @typedef {import("../../rnnviz/panel/modules/requests.js").Request} Request
 */

export const SIZES = { I: 2, H: 4, O: 3, T: 5 };

/**
 * @param {string} parameter
 * @param {number[]} index
 * @returns {Knob}
 */
export const entry = (parameter, ...index) => ({ kind: "entry", parameter, index });

/** @type {Knob} */
export const GAIN = { kind: "gain", parameter: "W_hh", index: [] };
export const KNOB = entry("W_hh", 1, 2);
export const OTHER = entry("W_xh", 3, 1);

// Events.

/**
 * @param {Knob} knob
 * @param {number} [step]
 * @returns {Event}
 */
export const grab = (knob, step) => ({ type: "grab", knob, step });

/**
 * @param {Knob} knob
 * @param {number} value
 * @returns {Event}
 */
export const turn = (knob, value) => ({ type: "turn", knob, value });

/**
 * @param {number} value
 * @param {Knob} [knob]
 * @returns {Event}
 */
export const preview = (value, knob = KNOB) => ({ type: "preview", knob, value });

/**
 * @param {string} name
 * @returns {Event}
 */
export const key = (name) => ({ type: "key", key: name });

/**
 * @param {number} step
 * @returns {Event}
 */
export const cursor = (step) => ({ type: "cursor", step });

/**
 * @param {import("../../rnnviz/panel/modules/numbers.js").NodeKind} kind
 * @param {number} step
 * @param {number} index
 * @returns {Event}
 */
export const node = (kind, step, index) => ({ type: "node", kind, step, index });

/** At the last value the state explodes before step 2. */
export const SWEEP = {
  values: Float32Array.of(-1, -0.5, 0.25, 1, 2),
  numShown: [5, 5, 5, 5, 2],
  neutral: 0.25,
};

/**
 * Numbers that tell from which array, and from where in it, they are.
 * @param {number} length
 * @param {number} first
 */
export const counted = (length, first) => Float32Array.from({ length }, (_, i) => first + i / 64);

/**
 * @param {Knob} knob
 * @param {Partial<Slider>} [more]
 * @returns {Slider}
 */
export const slider = (knob, more = {}) => ({
  knob,
  name: keyOf(knob),
  value: 0.25,
  low: -1,
  high: 2,
  why_undefined: null,
  pinned: true,
  ...more,
});

/**
 * What Python sends, with nothing in hand.
 * @param {Partial<Model>} [changes]
 * @returns {Model}
 */
export function payload(changes = {}) {
  const { I, H, O, T } = SIZES;
  /** @type {Model} */
  const blank = {
    generation: 1,
    ack: 0,
    notice: "",
    ways: [],
    flash: "",
    projector: false,
    hide: [],
    lock: "",
    title: "",
    description: "",
    activation: "tanh",
    output: "identity",
    sizes: SIZES,
    num_parameters: 47,
    num_shown: T,
    labels: null,
    input_names: null,
    output_names: null,
    limits: { x: 1, h: 1, y: 1, W: 2 },
    sliders: [slider(GAIN, { pinned: false, value: 1, low: 0 })],
    knob: null,
    value: null,
    sweep: null,
    influence: null,
    intervention: null,
    view: { step: 2, unit: 1, output: 0, folded: false, opened: false },
    arrays: {
      W_xh: counted(H * I, 1),
      W_hh: counted(H * H, 2),
      W_hy: counted(O * H, 3),
      b_h: counted(H, 4),
      b_y: counted(O, 5),
      x: counted(T * I, 6),
      initial_state: counted(H, 7),
      h: counted(T * H, 8),
      y: counted(T * O, 9),
    },
  };
  return { ...blank, ...changes, arrays: { ...blank.arrays, ...changes.arrays } };
}

/**
 * The same with a number in hand, its slider, and its sweep.
 * @param {Partial<Model>} [changes]
 * @param {Knob} [knob]
 */
export function inHand(changes = {}, knob = KNOB) {
  const { H, O, T } = SIZES;
  const { values, numShown, neutral } = SWEEP;
  return payload({
    knob,
    value: neutral,
    sliders: [slider(knob), slider(GAIN, { pinned: false, value: 1, low: 0 })],
    sweep: { id: keyOf(knob), knob, target: "W_hh", neutral, num_shown: numShown },
    ...changes,
    arrays: {
      "sweep.values": values,
      "sweep.base": counted(H * H, 2),
      "sweep.h": counted(values.length * T * H, 10),
      "sweep.y": counted(values.length * T * O, 20),
      ...changes.arrays,
    },
  });
}

export class Reader {
  /** @type {State} */
  state = /** @type {never} */ (null); // until the first answer, which is at once
  /** What was sent and not answered. @type {Request[]} */
  sent = [];
  /** All that the last event led to, but timers and requests. @type {Effect[]} */
  effects = [];
  /** When each timer ends. @type {Map<Timer, number>} */
  timers = new Map();
  now = 0;
  /** Whether each event is checked to leave the state before it as it was. */
  isWatched = true;

  /**
   * @param {Model} [model]
   * @param {boolean} [hasChart]
   */
  constructor(model = payload(), hasChart = true) {
    this.#take(transition(null, { type: "answer", model, hasChart }));
    assert.ok(this.state);
  }

  /**
   * @param {Event} event
   * @returns {Effect[]}
   */
  on(event) {
    const was = this.state;
    const copy = this.isWatched && structuredClone(was);
    this.#take(transition(was, event));
    if (copy) assert.deepEqual(was, copy, "the state before is left as it was");
    return this.effects;
  }

  /** @param {Model} model */
  answer(model) {
    return this.on({ type: "answer", model, hasChart: this.state.hasChart });
  }

  /** Python answers all that was sent: it does as asked. */
  answered() {
    const request = this.sent.at(-1);
    assert.ok(request, "expected a request");
    this.sent = [];
    return this.answer(this.reply(request));
  }

  /**
   * What Python says to a request: as it was asked, and otherwise as before.
   * @param {Request} request
   * @param {Partial<Model>} [changes]
   * @returns {Model}
   */
  reply({ seq, knob, turns, pinned, view }, changes = {}) {
    const { model } = this.state;
    const turned = knob && turns.findLast((turn) => sameKnob(turn.knob, knob));
    const isSame = sameKnob(knob, model.knob);
    const value = knob && (turned?.value ?? (isSame ? model.value : SWEEP.neutral));
    const sliders = [...pinned].reverse().map((one) => slider(one));
    if (knob && !pinned.some((pin) => sameKnob(pin, knob))) sliders.unshift(slider(knob));
    const listed = sliders.map((one) =>
      value !== null && sameKnob(one.knob, knob) ? { ...one, value } : one,
    );
    const sweep = isSame ? model.sweep : null;
    return { ...model, ack: seq, knob, value, view, sweep, sliders: listed, flash: "", ...changes };
  }

  /**
   * Time goes by; what is due by then happens, in order.
   * @param {number} ms
   */
  wait(ms) {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.timers].sort(([, a], [, b]) => a - b);
      if (!next || next[1] > end) break;
      const [timer, at] = next;
      this.timers.delete(timer);
      this.now = at;
      this.on({ type: "timer", timer });
    }
    this.now = end;
  }

  get scene() {
    return sceneOf(this.state);
  }

  get cursor() {
    const { step, unit, output } = this.scene;
    return [step, unit, output];
  }

  get request() {
    const request = this.sent.at(-1);
    assert.ok(request, "expected a request");
    return request;
  }

  /** @param {ReturnType<typeof transition>} next */
  #take({ state, effects }) {
    assert.ok(state);
    this.state = state;
    this.effects = [];
    for (const effect of effects) {
      if (effect.type === "send") this.sent.push(effect.request);
      else if (effect.type === "start") this.timers.set(effect.timer, this.now + effect.after);
      else if (effect.type === "stop") this.timers.delete(effect.timer);
      else this.effects.push(effect);
    }
  }
}
