// What there is to draw.

import assert from "node:assert/strict";
import { test } from "node:test";

import { keyOf } from "../../rnnviz/panel/modules/payload.js";
import {
  GAIN,
  KNOB,
  OTHER,
  Reader,
  counted,
  grab,
  inHand,
  payload,
  preview,
  slider,
  turn,
} from "./one_reader.mjs";

test("with nothing in hand the network is as Python said it", () => {
  const model = payload();
  const { shown, before, knob, name, value, sweep, swept, still, differs, isStale } = new Reader(
    model,
  ).scene;
  assert.equal(shown, model);
  assert.deepEqual(
    { before, knob, name, value, sweep, swept, differs, isStale },
    {
      before: null, knob: null, name: "", value: null, sweep: null, swept: -1,
      differs: false, isStale: false,
    },
  ); // prettier-ignore
  assert.equal(still, model.arrays.W_hh);
});

test("a number under the hand shows its sweep's run, and what was before it", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  const { shown, before, still, value, swept, differs, isStale, name } = reader.scene;
  assert.deepEqual([value, swept, differs, isStale, name], [1, 3, true, true, keyOf(KNOB)]);
  assert.deepEqual([...shown.arrays.h], [...counted(100, 10).subarray(60, 80)]);
  assert.deepEqual([...shown.arrays.y], [...counted(75, 20).subarray(45, 60)]);
  assert.equal(shown.arrays.W_hh[1 * 4 + 2], 1);
  assert.equal(before?.arrays.h[0], 10 + 40 / 64);
  assert.equal(still, reader.state.model.arrays["sweep.base"]);
});

test("the same value has the same arrays each time, so that it shows what is drawn already", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  const { h, W_hh } = reader.scene.shown.arrays;
  reader.on(preview(-1));
  assert.notEqual(reader.scene.shown.arrays.h, h);
  reader.on(preview(1));
  assert.equal(reader.scene.shown.arrays.h, h);
  assert.equal(reader.scene.shown.arrays.W_hh, W_hh);
});

test("at the value of Python's last answer nothing is stale", () => {
  const reader = new Reader(inHand({ value: 1 }));
  const { shown, model, isStale, swept, differs } = reader.scene;
  assert.notEqual(shown, model); // it is looked up in the sweep all the same
  assert.deepEqual([isStale, swept, differs], [false, -1, true]);
  reader.on(preview(0.25));
  assert.deepEqual(
    [reader.scene.isStale, reader.scene.differs, reader.scene.swept],
    [true, false, 2],
  );
});

test("the first value of a sweep is one as any other", () => {
  const swept = inHand();
  const sweep = { ...swept.sweep, id: "first", neutral: -1, num_shown: [3, 5, 5, 5, 5] };
  const reader = new Reader({ ...swept, sweep, view: { ...swept.view, step: 4 } });
  reader.on(preview(-1));
  assert.equal(reader.scene.shown.arrays.h[0], 10);
  assert.equal(reader.scene.before?.arrays.h[0], 10);
  assert.equal(reader.cursor[0], 2);
  reader.on({ type: "cursor", step: 3 });
  assert.equal(reader.state.view.step, 2);
  reader.on(preview(1));
  reader.on({ type: "hold", isHeld: true });
  assert.equal(reader.scene.shown.arrays.h[0], 10);
});

test("where the sweep has not the value before the turn, there is no state before it", () => {
  const swept = inHand();
  const sweep = { ...swept.sweep, id: "between", neutral: 0.3 };
  const reader = new Reader({ ...swept, sweep });
  reader.on(preview(1));
  reader.on({ type: "hold", isHeld: true });
  assert.deepEqual([reader.scene.before, reader.scene.differs], [null, false]);
  assert.equal(reader.scene.shown.arrays.h[0], 10 + 60 / 64);
});

test("a value that the sweep has not shows what Python said last", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 0.7));
  reader.on({ type: "cursor", step: 9 });
  assert.equal(reader.state.view.step, 4);
  const { shown, model, isStale, value, differs } = reader.scene;
  assert.equal(shown, model);
  assert.deepEqual([isStale, value, differs], [false, 0.7, true]);
});

test("what only Python can say is not read from a sweep that is another one's", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "open" });
  const sweep = { id: "another" };
  reader.state = { ...reader.state, model: { ...reader.state.model, sweep } };
  reader.on(preview(1));
  assert.deepEqual([reader.scene.isStale, reader.scene.swept], [true, null]);
});

test("a number without a sweep stays as Python said it while it moves", () => {
  const reader = new Reader(inHand({ sweep: null, sliders: [slider(KNOB), slider(GAIN)] }));
  reader.on(preview(1));
  const { shown, model, sweep, before, value, differs, swept } = reader.scene;
  assert.equal(shown, model);
  assert.deepEqual([sweep, before, value, differs, swept], [null, null, 1, false, -1]);
});

test("another number's sweep is not shown", () => {
  const reader = new Reader(inHand());
  reader.on(grab(OTHER));
  const { sweep, before, shown, model } = reader.scene;
  assert.deepEqual([sweep, before], [null, null]);
  assert.equal(shown, model);
});

test("holding shows the state before the turn, and letting go the one after it", () => {
  const reader = new Reader(inHand({ value: 1 }));
  reader.on({ type: "hold", isHeld: true });
  let { shown, value, isMoving, isStale, swept } = reader.scene;
  assert.equal(shown.arrays.h[0], 10 + 40 / 64);
  assert.deepEqual([value, isMoving, isStale, swept], [1, true, true, 2]);
  reader.on({ type: "hold", isHeld: false });
  ({ shown, isMoving } = reader.scene);
  assert.equal(shown.arrays.h[0], 10 + 60 / 64);
  assert.equal(isMoving, false);
  assert.equal(reader.sent.length, 0);
});

test("holding where there is no sweep leaves what is shown", () => {
  const reader = new Reader(inHand({ sweep: null, value: 1 }));
  reader.on({ type: "hold", isHeld: true });
  assert.equal(reader.scene.shown, reader.scene.model);
  assert.equal(reader.scene.value, 1);
});

test("where the sweep explodes the cursor stands at the last step that is there", () => {
  const reader = new Reader(inHand({ view: { ...payload().view, step: 4 } }));
  reader.on(preview(2));
  assert.deepEqual([reader.scene.shown.num_shown, reader.cursor], [2, [1, 1, 0]]);
  reader.on(preview(1));
  assert.equal(reader.cursor[0], 4);
  reader.on(preview(2));
  reader.on({ type: "cursor", step: 3 });
  assert.equal(reader.state.view.step, 1);
});

test("a step is opened only where it is small", () => {
  const few = new Reader();
  few.on({ type: "open" });
  assert.deepEqual([few.scene.canOpen, few.scene.opened], [false, false]);
  const sizes = { I: 2, H: 9, O: 3, T: 5 };
  const many = new Reader(payload({ sizes }));
  assert.deepEqual([many.scene.canOpen, many.scene.opened], [true, false]);
  many.on({ type: "open" });
  assert.equal(many.scene.opened, true);
  assert.equal(new Reader(payload({ sizes: { ...sizes, H: 8 } })).scene.canOpen, false);
});

test("the sum is of what the pointer is on, and of the cursor's unit otherwise", () => {
  const reader = new Reader(inHand());
  assert.deepEqual([reader.scene.sum, reader.scene.lit], [{ step: 2, unit: 1, output: 0 }, KNOB]);
  const node = /** @type {const} */ ({
    kind: "y",
    t: 4,
    index: 2,
    x: 0,
    y: 0,
    w: 1,
    h: 1,
    value: 0,
  });
  reader.on({ type: "point", hovered: { knob: null, node, t: 4 }, x: 0, y: 0 });
  assert.deepEqual(reader.scene.sum, { step: 4, unit: 1, output: 2 });
  assert.deepEqual([reader.scene.lit, reader.cursor], [KNOB, [2, 1, 0]]);
});

test("whether there is a large chart is the page's word", () => {
  assert.equal(new Reader(inHand(), true).scene.hasChart, true);
  assert.equal(new Reader(inHand(), false).scene.hasChart, false);
});
