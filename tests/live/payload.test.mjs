// What Python sends, decoded.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode, float32, keyOf, parameterOf, sameKnob, shapeOf, stateBefore,
} from "../../rnnviz/live/modules/payload.js"; // prettier-ignore

// np.array([1, -0.5, 0.1, 3e38, 1e-45], "<f4") and np.array([2, 4, 8], "<f4"), in base64.
const FIVE = "AACAPwAAAL/NzMw95rFhfwEAAAA=";
const THREE = "AAAAQAAAgEAAAABB";

const knob = (kind, parameter, ...index) => ({ kind, parameter, index });

test("base64 of little-endian float32 is read to the last bit", () => {
  assert.deepEqual([...float32(FIVE)], [1, -0.5, 0.1, 3e38, 1e-45].map(Math.fround));
  assert.deepEqual([...float32(THREE)], [2, 4, 8]);
  assert.equal(float32("").length, 0);
});

test("decoding reads every array, leaves the rest, and leaves the payload as it was", () => {
  const payload = { title: "t", arrays: { a: FIVE, b: THREE } };
  const model = decode(payload);
  assert.equal(model.title, "t");
  assert.deepEqual([model.arrays.a.length, model.arrays.b.length], [5, 3]);
  assert.equal(payload.arrays.a, FIVE);
});

test("a parameter has as many rows as it has results, and columns as it reads", () => {
  const sizes = { I: 2, H: 3, O: 4, T: 5 };
  const shapes = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"].map((name) => shapeOf(sizes, name));
  assert.deepEqual(shapes, [
    [3, 2],
    [3, 3],
    [4, 3],
    [3, 1],
    [4, 1],
  ]);
});

test("the state before a step is h of the step before, and the initial state before step 0", () => {
  const arrays = { initial_state: Float32Array.of(9, 8), h: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const model = { sizes: { H: 2 }, arrays };
  assert.deepEqual(
    [0, 1, 2].map((t) => [...stateBefore(model, t)]),
    [
      [9, 8],
      [1, 2],
      [3, 4],
    ],
  );
});

test("knobs are the same where kind, parameter and index are", () => {
  const one = knob("entry", "W_hh", 0, 1);
  assert.ok(sameKnob(one, knob("entry", "W_hh", 0, 1)));
  assert.ok(sameKnob(null, null));
  const others = [
    knob("entry", "W_hh", 1, 0), knob("entry", "W_xh", 0, 1), knob("input", null, 0, 1),
    knob("gain", "W_hh"), knob("entry", "b_h", 0), null,
  ]; // prettier-ignore
  for (const other of others) assert.ok(!sameKnob(one, other), keyOf(other));
  assert.notEqual(keyOf(knob("entry", "W_hh", 1, 11)), keyOf(knob("entry", "W_hh", 11, 1)));
});

test("a knob moves the copies of its parameter; an input or the initial state has none", () => {
  assert.equal(parameterOf(knob("entry", "W_hy", 0, 1)), "W_hy");
  assert.equal(parameterOf(knob("shift", "b_h")), "b_h");
  assert.equal(parameterOf(knob("spectral_radius", null)), "W_hh");
  assert.equal(parameterOf(knob("input", null, 2, 0)), null);
  assert.equal(parameterOf(knob("initial_state", null, 1)), null);
  assert.equal(parameterOf(null), null);
});
