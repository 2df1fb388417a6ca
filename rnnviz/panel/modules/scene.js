// The scene: what there is to draw, worked out of the reader's state. Every part of the panel
// gets the same one.

import { MOST_DISCS } from "./geometry.js";
import { sumAt } from "./hovered.js";
import { sameKnob } from "./payload.js";
import { beatOf } from "./playback.js";
import { indexOf, turned } from "./preview.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./preview.js").Sweep} Sweep
 * @typedef {import("./reader.js").State} State
 *
 * @typedef {object} Scene
 * @property {Model} model  as Python said it last
 * @property {Model} shown  the same, turned as the number in hand is now
 * @property {Model | null} before  the same before the number was turned; null: nobody knows
 * @property {Knob | null} knob  in hand
 * @property {import("./payload.js").Slider | null} slider  of the number in hand
 * @property {string[]} ways  ways to read what was pasted last and refused
 * @property {string} name  of the slider in hand, or ""
 * @property {number | null} value  of the number in hand
 * @property {Sweep | null} sweep  of the number in hand
 * @property {number | null} swept  where the shown value stands in the sweep of Python's last
 *   answer; −1: it is as Python said; null: only Python can say
 * @property {object} still  another one when anything but the number in hand has changed
 * @property {import("./requests.js").Turn[]} turns  without an answer
 * @property {number} step
 * @property {number} unit
 * @property {number} output
 * @property {boolean} folded
 * @property {boolean} opened  one step, every weight a line
 * @property {boolean} canOpen  a step is small in the graph, and can be drawn large
 * @property {number} fold  from 0, the chain, to 1, the loop
 * @property {import("./focus.js").Focus} focus  where the keyboard is
 * @property {import("./hovered.js").Hovered | null} hovered  what the pointer is on
 * @property {{step: number, unit: number, output: number}} sum  whose terms are written
 * @property {Knob | null} lit  the number whose term is marked
 * @property {boolean} isPlaying
 * @property {number} speed
 * @property {number} beat  ms that a step is shown while playing; 0 when it does not play
 * @property {number | null} reached  the last step that is no ghost; null: none is
 * @property {boolean} differs  the number in hand has been turned, so there is a "before"
 * @property {boolean} isStale  the shown network is another than the one Python said last
 * @property {boolean} isMoving  it is so only for as long as the reader's hand stays
 * @property {boolean} isHasty  a number is on the move: many names wait until it rests
 * @property {string} refused  why the last number that was typed or touched was not taken, or ""
 * @property {boolean} hasChart  the sweep of the number in hand can be seen as a large chart
 */

/**
 * @param {State} state
 * @returns {Scene}
 */
export function sceneOf(state) {
  const { model, knob, view, playback, hovered, moving } = state;
  const { sweep, value, shownValue, neutralAt, shownAt } = soughtIn(state);
  const slider = sliderOf(state) ?? null;
  const before = sweep && neutralAt >= 0 ? turned(model, sweep, neutralAt) : null;
  const shown = sweep && shownAt >= 0 ? turned(model, sweep, shownAt) : model;
  const isAsSaid = shown === model || isSaid(state, shownValue);
  const canOpen = model.sizes.H > MOST_DISCS;
  const { unit, output, folded } = view;
  const step = reachable(view.step, shown.num_shown);
  const cursor = { step, unit, output };
  return {
    model,
    shown,
    before,
    knob,
    slider,
    ways: state.pasted ? model.ways : [],
    name: slider?.name ?? "",
    value,
    sweep,
    swept: isAsSaid ? -1 : sweep && sweep.id === model.sweep?.id ? shownAt : null,
    still: sweep?.base ?? model.arrays.W_hh,
    turns: state.queue.turns,
    ...cursor,
    folded,
    opened: view.opened && canOpen,
    canOpen,
    fold: state.fold,
    focus: state.focus,
    hovered,
    sum: hovered ? { ...cursor, ...sumAt(hovered) } : cursor,
    lit: hovered?.knob ?? knob,
    isPlaying: playback.isPlaying,
    speed: playback.speed,
    beat: playback.isPlaying ? beatOf(playback) : 0,
    reached: playback.isMidway ? step : null,
    differs: before !== null && value !== null && !isEqual(value, sweep?.neutral),
    isStale: !isAsSaid,
    isMoving: moving !== null || state.isHolding,
    isHasty: state.isHasty,
    refused: state.refused,
    hasChart: state.hasChart,
  };
}

/**
 * The network and its trace as they are on the screen.
 * @param {State} state
 */
export function shownOf(state) {
  const { sweep, shownAt } = soughtIn(state);
  return sweep && shownAt >= 0 ? turned(state.model, sweep, shownAt) : state.model;
}

/**
 * The cursor's step, and the last one that it can reach.
 * @param {State} state
 */
export function cursorOf(state) {
  const { sweep, shownAt } = soughtIn(state);
  const numShown = sweep && shownAt >= 0 ? sweep.numShown[shownAt] : state.model.num_shown;
  return { step: reachable(state.view.step, numShown), last: Math.max(0, numShown - 1) };
}

/**
 * The step that is nearest to a cursor's, of those that can be shown.
 * @param {number} step
 * @param {number} numShown
 */
function reachable(step, numShown) {
  return Math.max(0, Math.min(step, numShown - 1));
}

/**
 * The slider of the number in hand.
 * @param {State} state
 */
export function sliderOf({ model, knob }) {
  return model.sliders.find((one) => sameKnob(one.knob, knob));
}

/**
 * The sweep of the number in hand, and where what is shown stands in it, and what was before
 * the turn; −1 where the sweep has no such value.
 * @param {State} state
 */
function soughtIn(state) {
  const sweep = state.sweep && sameKnob(state.sweep.knob, state.knob) ? state.sweep : null;
  const value = state.moving?.value ?? state.value ?? sliderOf(state)?.value ?? null;
  const neutralAt = sweep ? indexOf(sweep, sweep.neutral) : -1;
  const isBefore = state.isHolding && neutralAt >= 0;
  const shownValue = isBefore && sweep ? sweep.neutral : value;
  const shownAt = sweep && shownValue !== null ? indexOf(sweep, shownValue) : -1;
  return { sweep, value, shownValue, neutralAt, shownAt };
}

/**
 * Whether a value of the number in hand is the one that Python's last answer was about.
 * @param {State} state
 * @param {number | null} value
 */
function isSaid({ model, knob }, value) {
  return value !== null && sameKnob(knob, model.knob) && isEqual(value, model.value);
}

/**
 * Whether two numbers are the same float32.
 * @param {number} value
 * @param {number | null | undefined} other
 */
function isEqual(value, other) {
  return typeof other === "number" && Math.fround(value) === Math.fround(other);
}
