// The reader's state machine: what the reader does in the panel, what Python answers and what
// a timer says are events; each makes a new state, and effects: plain data that say what is to
// be done outside. Pure: no document, no timers, nothing kept between two calls.

import { beat, goTo, play, rest, stop } from "./cursor.js";
import { MOST_PINS, grab, letGo, paste, preview, turn } from "./hand.js";
import { keyOfHovered, tipOf } from "./hovered.js";
import { focusOn, key, settle, take } from "./keyboard.js";
import { sameKnob } from "./payload.js";
import { STILL, beatOf, ended } from "./playback.js";
import { sweepOf } from "./preview.js";
import { EMPTY, answered, forgotten, isAhead } from "./requests.js";
import { carryOn, pull, release } from "./pull.js";
import { shownOf } from "./scene.js";
import { halt, request, send, start, tell } from "./telling.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").View} View
 * @typedef {import("./hovered.js").Hovered} Hovered
 * @typedef {import("./requests.js").Place} Place
 * @typedef {import("./focus.js").Focus} Focus
 * @typedef {import("./numbers.js").NodeKind} NodeKind
 *
 * @typedef {object} State
 * @property {Model} model  Python's last answer
 * @property {import("./preview.js").Sweep | null} sweep  the one that the panel has
 * @property {boolean} hasChart  the page can show the sweep as a large chart
 * @property {Knob | null} knob  in hand
 * @property {number | null} value  that it was turned to; null: its slider's
 * @property {{knob: Knob, value: number} | null} moving  under the hand, and not committed yet
 * @property {import("./pull.js").Pull | null} pull  of a number where it stands
 * @property {Omit<import("./requests.js").Paste, "seq"> | null} pasted  the array that was pasted last
 * @property {boolean} isHasty  it moved just now, and the hand has not come to rest on it
 * @property {Knob[]} pins  the list of numbers, the newest last
 * @property {View} view
 * @property {Focus} focus  where the keyboard is in the graph
 * @property {Hovered | null} hovered  what the pointer is on
 * @property {Place | null} place  where the run shall be changed, until Python has answered
 * @property {boolean} isHolding  the state before the turn is shown
 * @property {string} refused  why the last number typed or touched was not taken, or ""
 * @property {number} fold  how far the drawing is folded, from 0 to 1
 * @property {import("./playback.js").Playback} playback
 * @property {import("./requests.js").Queue} queue
 *
 * What happened. `step` of a grab: where the number was touched in the graph; of a node: its own.
 * @typedef {{type: "answer", model: Model, hasChart: boolean}
 *   | {type: "grab", knob: Knob, step?: number}
 *   | {type: "preview", knob: Knob, value: number}
 *   | {type: "turn", knob: Knob, value: number}
 *   | {type: "pull", knob: Knob, dx: number}
 *   | {type: "release"}
 *   | {type: "paste", parameter: string, text: string}
 *   | {type: "accept", offer: number}
 *   | {type: "stay"}
 *   | {type: "refuse", sentence: string}
 *   | {type: "unpin", knob: Knob}
 *   | {type: "escape"}
 *   | {type: "cursor", step: number}
 *   | {type: "node", kind: NodeKind, step: number, index: number}
 *   | {type: "key", key: string}
 *   | {type: "point", hovered: Hovered | null, x?: number, y?: number}
 *   | {type: "back"}
 *   | {type: "fold"}
 *   | {type: "folding", share: number}
 *   | {type: "open"}
 *   | {type: "hold", isHeld: boolean}
 *   | {type: "play"}
 *   | {type: "speed", speed: number}
 *   | {type: "place", place: Place}
 *   | {type: "save", format: import("./saving.js").Format}
 *   | {type: "chart"}
 *   | {type: "timer", timer: Timer}
 *   | {type: "gone"}} Event
 * @typedef {(event: Event) => void} Dispatch
 *
 * `rest`: the cursor has stood still; `pause`: a hand rests on a number; `lost`: a request had no
 * answer; `beat`: playing goes on.
 * @typedef {"rest" | "pause" | "lost" | "beat"} Timer
 *
 * What is to be done. A timer that is started anew begins anew. To flash and to focus, the state
 * must be drawn first.
 * @typedef {{type: "send", request: import("./requests.js").Request}
 *   | {type: "start", timer: Timer, after: number}
 *   | {type: "stop", timer: Timer}
 *   | {type: "move", fold: 0 | 1, atOnce: boolean}
 *   | {type: "flash", part: "node" | "knob" | "graph"}
 *   | {type: "focus", part: "graph" | "sum"}
 *   | {type: "say", text: string, x: number, y: number}
 *   | {type: "save", format: import("./saving.js").Format}
 *   | {type: "chart"}} Effect
 *
 * A state in the making: it may be written to, and collects its effects.
 * @typedef {State & {effects: Effect[]}} Draft
 */

/**
 * All but what the first answer brings.
 * @type {Omit<State, "model" | "view" | "hasChart" | "isHasty">}
 */
const BLANK = {
  sweep: null,
  knob: null,
  value: null,
  moving: null,
  pull: null,
  pasted: null,
  pins: [],
  focus: { kind: "h", index: 0 },
  hovered: null,
  place: null,
  isHolding: false,
  refused: "",
  fold: 0,
  playback: STILL,
  queue: EMPTY,
};

/**
 * What follows from an event. Nothing is to be drawn where the state stays the same object.
 * @param {State | null} before  null until Python's first answer
 * @param {Event} event
 * @returns {{state: State | null, effects: Effect[]}}
 */
export function transition(before, event) {
  if (event.type === "answer") return made(answer(before, event));
  if (!before) return { state: null, effects: [] };
  /** @type {Draft} */
  const draft = { ...before, isHasty: false, effects: [] };
  const isNew = HANDLERS[event.type](draft, /** @type {never} */ (event)) !== SAME;
  return isNew ? made(draft) : { state: before, effects: draft.effects };
}

const SAME = "same"; // a handler's word for: the state is what it was

/** @type {{[K in Exclude<Event["type"], "answer">]:
 *   (draft: Draft, event: Extract<Event, {type: K}>) => typeof SAME | void}} */
const HANDLERS = {
  grab: (draft, { knob, step }) => grab(draft, knob, step),
  preview,
  turn,
  pull,
  release,
  stay(draft) {
    draft.moving = draft.pull = null;
  },
  paste(draft, { parameter, text }) {
    paste(draft, { parameter, text, offer: null });
  },
  accept(draft, { offer }) {
    if (draft.pasted) paste(draft, { ...draft.pasted, offer });
  },
  refuse(draft, { sentence }) {
    draft.refused = sentence;
  },
  unpin(draft, { knob }) {
    if (draft.model.lock) return;
    draft.pins = draft.pins.filter((pin) => !sameKnob(pin, knob));
    if (sameKnob(draft.knob, knob)) letGo(draft);
    else request(draft);
  },
  escape(draft) {
    if (draft.knob) letGo(draft);
  },
  cursor: (draft, { step }) => goTo(draft, { step }),
  node(draft, { kind, step, index }) {
    if (kind === "before" && step >= 0) return goTo(draft, { step, unit: index });
    focusOn(draft, { kind, index }, Math.max(0, step));
    take(draft);
  },
  key,
  point,
  back(draft) {
    draft.effects.push({ type: "focus", part: "graph" });
    return SAME;
  },
  fold(draft) {
    const folded = !draft.view.folded;
    draft.view = { ...draft.view, folded, opened: false };
    draft.effects.push({ type: "move", fold: folded ? 1 : 0, atOnce: false });
    request(draft);
  },
  folding(draft, { share }) {
    draft.fold = share;
  },
  open(draft) {
    draft.view = { ...draft.view, opened: !draft.view.opened };
    request(draft);
  },
  hold(draft, { isHeld }) {
    draft.isHolding = isHeld;
  },
  play(draft) {
    if (draft.playback.isPlaying) stop(draft);
    else play(draft);
  },
  speed(draft, { speed }) {
    draft.playback = { ...draft.playback, speed };
    if (draft.playback.isPlaying) start(draft, "beat", beatOf(draft.playback));
    rest(draft);
  },
  place(draft, { place }) {
    draft.place = place;
    request(draft);
  },
  save(draft, { format }) {
    draft.effects.push({ type: "save", format });
    return SAME;
  },
  chart(draft) {
    draft.effects.push({ type: "chart" });
    return SAME;
  },
  timer(draft, { timer }) {
    if (timer === "rest") tell(draft);
    else if (timer === "lost" && draft.queue.sent !== 0) send(draft);
    else if (timer === "beat") beat(draft);
  },
  /** A panel that has left the page must not speak for the one that took its place. */
  gone(draft) {
    draft.queue = forgotten(draft.queue, 0);
    halt(draft, "lost");
  },
};

/**
 * @param {Draft} draft
 * @returns {{state: State, effects: Effect[]}}
 */
function made(draft) {
  settle(draft);
  const { effects, ...state } = draft;
  return { state, effects };
}

/**
 * Python has answered. What was requested since then is newer than its answer.
 * @param {State | null} before
 * @param {{model: Model, hasChart: boolean}} event
 * @returns {Draft}
 */
function answer(before, { model, hasChart }) {
  const isOther = model.generation !== before?.model.generation;
  const sweep = sweepOf(model, before?.sweep ?? null);
  /** @type {Draft} */
  const draft = {
    ...(before ?? { ...BLANK, view: model.view }),
    model,
    hasChart,
    sweep,
    isHasty: false,
    effects: [],
  };
  if (isOther) {
    for (const timer of /** @type {Timer[]} */ (["rest", "lost", "beat"])) halt(draft, timer);
    draft.focus = BLANK.focus;
    draft.hovered = draft.moving = draft.pasted = draft.pull = draft.place = null;
    draft.refused = "";
    draft.playback = ended(draft.playback);
    draft.queue = forgotten(draft.queue, model.ack);
  }
  draft.queue = answered(draft.queue, model.ack);
  if (draft.queue.sent === 0) halt(draft, "lost");
  if (!isAhead(draft.queue)) follow(draft);
  carryOn(draft);
  draft.effects.push({ type: "move", fold: draft.view.folded ? 1 : 0, atOnce: isOther });
  if (model.flash) draft.effects.push({ type: "flash", part: model.flash });
  // What the panel should have but does not, after it was made anew, it asks for.
  if (draft.queue.isWanted || (model.sweep && !sweep)) tell(draft);
  return draft;
}

/**
 * Take over all that Python has answered.
 * @param {Draft} draft
 */
function follow(draft) {
  const { step, unit, output } = draft.view;
  const { knob, value, view, sliders } = draft.model;
  draft.knob = knob;
  draft.value = value;
  draft.place = null;
  // Playing is no request: the cursor is further than Python knows.
  draft.view = draft.playback.isMidway ? { ...view, step, unit, output } : view;
  const pins = sliders.filter(({ pinned }) => pinned).map((slider) => slider.knob);
  // The sliders stand newest first; a full list has the one in hand besides.
  draft.pins = pins.reverse().slice(0, MOST_PINS);
}

/**
 * The pointer is on something else, or elsewhere on the same.
 * @param {Draft} draft
 * @param {{hovered: Hovered | null, x?: number, y?: number}} event  where in the graph it is
 */
function point(draft, { hovered: on, x, y }) {
  const hovered = draft.pull ? draft.hovered : on; // the hand is elsewhere
  const text = hovered && x !== undefined ? tipOf(hovered, shownOf(draft)) : "";
  draft.effects.push({ type: "say", text, x: x ?? 0, y: y ?? 0 });
  if (keyOfHovered(hovered) === keyOfHovered(draft.hovered)) return SAME;
  draft.hovered = hovered;
  return undefined;
}
