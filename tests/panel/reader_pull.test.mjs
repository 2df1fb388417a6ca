// A number that is pulled where it stands: its value follows the hand, and what it came to is
// turned, even where Python had not yet said its range.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SPAN } from "../../rnnviz/panel/modules/pull.js";
import { KNOB, OTHER, Reader, SWEEP, inHand, payload, slider } from "./one_reader.mjs";

/**
 * @param {number} dx
 * @param {import("../../rnnviz/panel/modules/payload.js").Knob} [knob]
 * @returns {import("../../rnnviz/panel/modules/reader.js").Event}
 */
const pull = (dx, knob = KNOB) => ({ type: "pull", knob, dx });

/** @type {import("../../rnnviz/panel/modules/reader.js").Event} */
const release = { type: "release" };

test("the number in hand goes from stop to stop, and Python hears only where it ends", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(SPAN / 4)); // a quarter of the range −1 … 2: 1 is the nearest stop
  assert.equal(reader.scene.value, 1);
  assert.equal(reader.scene.shown.arrays.h[0], 10 + (3 * 5 * 4) / 64); // of the fourth stop
  reader.on(pull(-SPAN / 4));
  assert.equal(reader.scene.value, -0.5);
  assert.deepEqual(reader.sent, []);
  reader.on(release);
  assert.deepEqual(
    reader.request.turns.map(({ knob, value }) => [knob, value]),
    [[KNOB, -0.5]],
  );
  assert.equal(reader.state.pull, null);
});

test("a pull ends at the ends of the range, and starts anew from where the last one ended", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(9 * SPAN));
  assert.equal(reader.scene.value, SWEEP.values[4]);
  reader.on(release);
  reader.answer(reader.reply(reader.request));
  reader.on(pull(-9 * SPAN));
  assert.equal(reader.scene.value, SWEEP.values[0]);
});

test("another number is taken in hand first, and follows once its range is known", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(SPAN / 8, OTHER));
  assert.deepEqual([reader.state.knob, reader.request.turns], [OTHER, []]);
  reader.on(pull(0.225 * SPAN, OTHER));
  assert.equal(reader.sent.length, 1);
  const sliders = [slider(OTHER, { value: 0.5, low: -1, high: 3 })];
  reader.answer(reader.reply(reader.request, { sliders, value: 0.5 }));
  assert.equal(reader.scene.value, 1.4);
  reader.on(pull(-SPAN / 8, OTHER));
  assert.equal(reader.scene.value, 0);
});

test("a number that is let go before its range is known is turned all the same", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(0.225 * SPAN, OTHER));
  reader.on(release);
  const sliders = [slider(OTHER, { value: 0.5, low: -1, high: 3 })];
  reader.answer(reader.reply(reader.request, { sliders, value: 0.5 }));
  assert.deepEqual(
    reader.request.turns.map(({ knob, value }) => [knob, value]),
    [[OTHER, 1.4]],
  );
  assert.equal(reader.state.pull, null);
});

test("a pull that the page takes for a scroll leaves the number as it was", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(SPAN / 4));
  reader.on({ type: "stay" });
  assert.deepEqual([reader.scene.value, reader.state.pull, reader.sent], [0.25, null, []]);
});

for (const lock of /** @type {const} */ (["knob", "numbers"]))
  test(`a locked number does not follow: ${lock}`, () => {
    const reader = new Reader(payload({ ...inHand({ value: 0.25 }), lock }));
    const other = lock === "knob" ? OTHER : KNOB;
    reader.on(pull(SPAN / 4, other));
    reader.on(release);
    assert.ok(reader.state.refused.includes("locked"));
    assert.deepEqual([reader.scene.value, reader.sent], [0.25, []]);
  });

test("what the pointer passes over while a number is pulled does not light up", () => {
  const reader = new Reader(inHand({ value: 0.25 }));
  reader.on(pull(SPAN / 4));
  const hovered = { knob: OTHER, node: null, t: 1 };
  reader.on({ type: "point", hovered, x: 1, y: 1 });
  assert.equal(reader.state.hovered, null);
  reader.on(release);
  reader.on({ type: "point", hovered, x: 1, y: 1 });
  assert.deepEqual(reader.state.hovered, hovered);
});
