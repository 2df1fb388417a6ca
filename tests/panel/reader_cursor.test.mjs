// The cursor, moved by hand and by keys; the pointer; folding and opening.

import assert from "node:assert/strict";
import { test } from "node:test";

import { below } from "../../rnnviz/panel/modules/focus.js";
import {
  GAIN,
  KNOB,
  OTHER,
  Reader,
  SIZES,
  cursor,
  entry,
  inHand,
  key,
  node,
  payload,
  preview,
  slider,
  turn,
} from "./one_reader.mjs";

/**
 * @param {number} t
 * @param {number} i
 */
const input = (t, i) => ({ kind: "input", parameter: null, index: [t, i] });

/** @param {number} j */
const state = (j) => ({ kind: "initial_state", parameter: null, index: [j] });

test("Python hears of the cursor when it has stood still for half a second", () => {
  const reader = new Reader();
  reader.on(cursor(3));
  reader.wait(499);
  reader.on(cursor(4));
  assert.deepEqual([reader.cursor, reader.sent], [[4, 1, 0], []]);
  reader.wait(499);
  assert.equal(reader.sent.length, 0);
  reader.wait(1);
  assert.equal(reader.request.view.step, 4);
  reader.answered();
  reader.wait(10_000);
  assert.equal(reader.sent.length, 0);
});

test("a cursor that moved is newer than an answer, and told with the next request", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.on(cursor(4));
  reader.answered();
  assert.equal(reader.cursor[0], 4);
  assert.equal(reader.request.view.step, 4);
  reader.answered();
  reader.wait(10_000);
  assert.equal(reader.sent.length, 0); // it is told already
});

test("the cursor stays within what is shown", () => {
  const reader = new Reader();
  for (const [step, at] of [
    [-1, 0],
    [5, 4],
    [99, 4],
  ]) {
    // prettier-ignore
    reader.on(cursor(step));
    assert.equal(reader.state.view.step, at);
  }
  reader.on(node("h", 1, 17));
  assert.deepEqual(reader.cursor, [1, 3, 0]);
  reader.on(node("y", 1, 17));
  assert.deepEqual(reader.cursor, [1, 3, 2]);
});

test("nothing is shown where the first step explodes, and the cursor stands at 0", () => {
  const reader = new Reader(payload({ num_shown: 0 }));
  for (const name of ["End", "ArrowRight", "Home"]) reader.on(key(name));
  assert.deepEqual([reader.cursor[0], reader.state.view.step], [0, 0]);
  reader.on({ type: "play" });
  reader.wait(900);
  assert.equal(reader.scene.isPlaying, false);
});

test("a node that is chosen is where the cursor and the keyboard go", () => {
  const reader = new Reader();
  reader.on(node("h", 3, 2));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[3, 2, 0], { kind: "h", index: 2 }]);
  reader.on(node("y", 1, 2));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[1, 2, 2], { kind: "y", index: 2 }]);
  assert.equal(reader.sent.length, 0);
  reader.on(node("x", 4, 1));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[4, 2, 2], { kind: "x", index: 1 }]);
  assert.deepEqual(reader.request.knob, input(4, 1));
  assert.equal(reader.request.view.step, 4);
});

test("a state that enters the first column is a unit of its step, or the initial state", () => {
  const reader = new Reader();
  reader.on(node("before", 2, 3));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[2, 3, 0], { kind: "h", index: 3 }]);
  assert.equal(reader.state.knob, null);
  reader.on(node("before", 0, 3));
  assert.deepEqual([reader.cursor, reader.state.knob], [[0, 3, 0], null]);
  reader.on(node("before", -1, 2));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[0, 2, 0], { kind: "before", index: 2 }]);
  assert.deepEqual(reader.request.knob, state(2));
});

test("the initial state is taken while playing, too", () => {
  const reader = new Reader();
  reader.on({ type: "play" });
  reader.on(node("before", -1, 2));
  assert.deepEqual([reader.state.knob, reader.scene.isPlaying], [state(2), false]);
});

test("keys go through the steps", () => {
  const reader = new Reader();
  const steps = ["ArrowLeft", "ArrowRight", "ArrowRight", "End", "ArrowRight", "Home"].map(
    (name) => {
      reader.on(key(name));
      return reader.cursor[0];
    },
  );
  assert.deepEqual(steps, [1, 2, 3, 4, 4, 0]);
});

test("keys go from the outputs through the units to the inputs, and stop at both ends", () => {
  const reader = new Reader(payload({ view: { ...payload().view, unit: 0, output: 1 } }));
  const at = (/** @type {string} */ name) => {
    reader.on(key(name));
    const { kind, index } = reader.scene.focus;
    return `${kind}${index} ${reader.cursor.slice(1)}`;
  };
  const up = ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"].map(at);
  assert.deepEqual(up, ["y2 0,2", "y1 0,1", "y0 0,0", "y0 0,0"]);
  const down = Array.from({ length: 9 }, () => at("ArrowDown"));
  assert.deepEqual(down, [
    "y1 0,1", "y2 0,2", "h0 0,2", "h1 1,2", "h2 2,2", "h3 3,2", "x0 3,2", "x1 3,2", "x1 3,2",
  ]); // prettier-ignore
  assert.equal(at("ArrowLeft"), "x1 3,2");
});

test("left of the first step is the state before it, which is left again", () => {
  const reader = new Reader(payload({ view: { ...payload().view, step: 1 } }));
  reader.on(key("ArrowLeft"));
  assert.equal(reader.scene.focus.kind, "h");
  reader.on(key("ArrowLeft"));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[0, 1, 0], { kind: "before", index: 1 }]);
  reader.on(key("ArrowDown"));
  assert.deepEqual(reader.scene.focus, { kind: "before", index: 2 });
  reader.on(key("ArrowLeft"));
  assert.deepEqual(reader.scene.focus, { kind: "before", index: 2 });
  reader.on(key("ArrowRight"));
  assert.deepEqual([reader.cursor, reader.scene.focus], [[0, 2, 0], { kind: "h", index: 2 }]);
  reader.on(key("ArrowLeft"));
  reader.on(cursor(3));
  assert.deepEqual(reader.scene.focus, { kind: "h", index: 2 });
});

test("folded, nothing is left of the step", () => {
  const reader = new Reader(payload({ view: { ...payload().view, step: 0 } }));
  reader.on(key("ArrowLeft"));
  assert.equal(reader.scene.focus.kind, "before");
  reader.on({ type: "fold" });
  assert.equal(reader.scene.focus.kind, "h");
  reader.on(key("ArrowLeft"));
  assert.equal(reader.scene.focus.kind, "h");
});

test("folded, a state before the first step is not taken in hand", () => {
  const reader = new Reader(payload({ view: { ...payload().view, folded: true } }));
  reader.on(node("before", -1, 2));
  assert.deepEqual([reader.state.knob, reader.scene.focus], [null, { kind: "h", index: 2 }]);
});

test("below the last number and above the first there is none", () => {
  assert.deepEqual(below({ kind: "x", index: 1 }, 1, SIZES), { kind: "x", index: 1 });
  assert.deepEqual(below({ kind: "y", index: 0 }, -1, SIZES), { kind: "y", index: 0 });
  assert.deepEqual(below({ kind: "before", index: 3 }, 1, SIZES), { kind: "before", index: 3 });
  assert.deepEqual(below({ kind: "before", index: 0 }, -1, SIZES), { kind: "before", index: 0 });
});

test("from an output, left of the first step is nothing", () => {
  const reader = new Reader(payload({ view: { ...payload().view, step: 0, unit: 0 } }));
  reader.on(key("ArrowUp"));
  reader.on(key("ArrowLeft"));
  assert.equal(reader.scene.focus.kind, "y");
});

test("Enter takes an input or an initial state in hand, and goes from others to their sum", () => {
  const reader = new Reader();
  assert.deepEqual(reader.on(key("Enter")), [{ type: "focus", part: "sum" }]);
  reader.on(node("h", 0, 3));
  reader.on(key("ArrowDown"));
  assert.deepEqual(reader.on(key("Enter")), []);
  assert.deepEqual(reader.request.knob, input(0, 0));
  reader.on(node("h", 0, 3));
  reader.on(key("ArrowLeft"));
  assert.deepEqual(reader.on(key("Enter")), []);
  assert.deepEqual(reader.state.knob, state(3));
  assert.deepEqual(reader.on({ type: "back" }), [{ type: "focus", part: "graph" }]);
});

test("Enter on an input that a file cannot turn goes to the sum", () => {
  const reader = new Reader(payload({ stock: { keys: new Set(), rule: "" } }));
  reader.on(node("x", 1, 0));
  assert.deepEqual([reader.state.knob, reader.sent, reader.scene.refused], [null, [], ""]);
  assert.deepEqual(reader.on(key("Enter")), [{ type: "focus", part: "sum" }]);
});

test("a timer that fires late, after what it waited for, does nothing", () => {
  const reader = new Reader();
  const before = reader.state;
  for (const timer of /** @type {const} */ (["beat", "lost", "pause"]))
    reader.on({ type: "timer", timer });
  assert.deepEqual([reader.state, reader.sent, reader.timers.size], [before, [], 0]);
});

test("folding moves the drawing and is told; an opened step is closed by it", () => {
  const reader = new Reader();
  reader.on({ type: "open" });
  assert.equal(reader.request.view.opened, true);
  reader.answered();
  assert.deepEqual(reader.on({ type: "fold" }), [{ type: "move", fold: 1, atOnce: false }]);
  const { folded, opened } = reader.request.view;
  assert.deepEqual(
    [folded, opened, reader.scene.folded, reader.scene.fold],
    [true, false, true, 0],
  );
  reader.on({ type: "folding", share: 0.25 });
  assert.equal(reader.scene.fold, 0.25);
  assert.deepEqual(reader.on({ type: "fold" }), [{ type: "move", fold: 0, atOnce: false }]);
});

test("the first answer is drawn as folded as it is, at once; later ones move", () => {
  const view = { ...payload().view, folded: true };
  const reader = new Reader(payload({ view }));
  assert.deepEqual(reader.effects, [{ type: "move", fold: 1, atOnce: true }]);
  assert.deepEqual(reader.answer(payload()), [{ type: "move", fold: 0, atOnce: false }]);
  assert.deepEqual(reader.answer(payload({ view, generation: 2 })), [
    { type: "move", fold: 1, atOnce: true },
  ]);
});

test("what a word beside the panel has changed flashes", () => {
  const reader = new Reader();
  const flash = { type: "flash", part: "knob" };
  assert.deepEqual(reader.answer(payload({ flash: "knob" })).at(-1), flash);
});

test("the pointer is told what it is on, and what it is on is shown until it leaves", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  const hovered = { knob: KNOB, node: null, t: 3 };
  const said = reader.on({ type: "point", hovered, x: 12, y: 34 });
  const text = "W_hh[1, 2] = +1.00 at every step · pull sideways to turn it";
  assert.deepEqual(said, [{ type: "say", text, x: 12, y: 34 }]);
  assert.deepEqual([reader.scene.hovered, reader.scene.lit], [hovered, KNOB]);
  assert.deepEqual(reader.scene.sum, { step: 3, unit: 1, output: 0 });
  const before = reader.state;
  const moved = reader.on({ type: "point", hovered: { ...hovered }, x: 13, y: 34 });
  assert.deepEqual(moved, [{ type: "say", text, x: 13, y: 34 }]);
  assert.equal(reader.state, before); // nothing is to be drawn
  assert.deepEqual(reader.on({ type: "point", hovered: null }), [
    { type: "say", text: "", x: 0, y: 0 },
  ]);
  assert.equal(reader.scene.hovered, null);
});

test("the pointer is told the number that is shown, at each value of the sweep and beyond", () => {
  const reader = new Reader(inHand());
  const hovered = { knob: KNOB, node: null, t: 3 };
  for (const [value, text] of /** @type {const} */ ([
    [-1, "−1.00"],
    [2, "+2.00"],
    [0.7, "+2.09"], // which the sweep has not: as Python said it last
  ])) {
    reader.on(preview(value));
    const [said] = reader.on({ type: "point", hovered, x: 1, y: 2 });
    assert.equal(said.type === "say" && said.text.split(" ")[3], text);
  }
});

test("elsewhere than in the graph the pointer is told nothing", () => {
  const reader = new Reader();
  const said = reader.on({ type: "point", hovered: { knob: OTHER, node: null, t: null } });
  assert.deepEqual(said, [{ type: "say", text: "", x: 0, y: 0 }]);
  assert.deepEqual(reader.scene.lit, OTHER);
});

test("saving and the large chart change nothing", () => {
  const reader = new Reader();
  const before = reader.state;
  const save = /** @type {const} */ ({ type: "save", format: "svg" });
  const chart = /** @type {const} */ ({ type: "chart" });
  for (const event of [save, chart]) assert.deepEqual(reader.on(event), [event]);
  assert.equal(reader.state, before);
});

test("a step of another network's size leaves the keyboard on an input that is there", () => {
  const reader = new Reader();
  reader.on(node("x", 1, 1));
  const sizes = { I: 1, H: 4, O: 3, T: 5 };
  reader.answer(payload({ sizes, ack: 2, sliders: [slider(GAIN)], knob: entry("W_hh", 0, 0) }));
  assert.deepEqual(reader.scene.focus, { kind: "x", index: 0 });
});
