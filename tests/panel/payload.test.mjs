// What Python sends, decoded.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode,
  keyOf,
  parameterOf,
  sameKnob,
  shapeOf,
  stateBefore,
  SWEPT,
} from "../../rnnviz/panel/modules/payload.js";

const knob = (kind, parameter, ...index) => ({ kind, parameter, index });

/** What packing.py makes of JSON and numbers, written apart from it. */
function packed(json, numbers) {
  const text = new TextEncoder().encode(json + " ".repeat((4 - (json.length % 4)) % 4));
  const bytes = new Uint8Array(4 + text.length + 4 * numbers.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.length, true);
  bytes.set(text, 4);
  numbers.forEach((number, i) => view.setFloat32(4 + text.length + 4 * i, number, true));
  return bytes;
}

const NUMBERS = [1, -0.5, 0.1, 3e38, 1e-45, 2, 4, 8];
const JSON_TEXT = '{"title":"t","arrays":{"a":[0,5],"b":[5,3],"none":[8,0]}}';

test("decoding reads every array to the last bit, and leaves the rest", () => {
  const model = decode(packed(JSON_TEXT, NUMBERS));
  assert.equal(model.title, "t");
  assert.deepEqual([...model.arrays.a], NUMBERS.slice(0, 5).map(Math.fround));
  assert.deepEqual([...model.arrays.b], [2, 4, 8]);
  assert.equal(model.arrays.none.length, 0);
});

test("bytes that begin askew in their buffer are read the same", () => {
  const bytes = packed(JSON_TEXT, NUMBERS);
  for (const shift of [1, 2, 3]) {
    const buffer = new Uint8Array(bytes.length + shift);
    buffer.set(bytes, shift);
    assert.deepEqual(decode(buffer.subarray(shift)), decode(bytes));
  }
});

test("an array that has not changed stays the same object, and one that has does not", () => {
  const before = decode(packed(JSON_TEXT, NUMBERS));
  const after = decode(packed(JSON_TEXT, NUMBERS.with(6, -4)), before);
  assert.equal(after.arrays.a, before.arrays.a);
  assert.notEqual(after.arrays.b, before.arrays.b);
  assert.deepEqual([...after.arrays.b], [2, -4, 8]);
  const longer = decode(packed(JSON_TEXT.replace("[0,5]", "[0,6]"), NUMBERS), before);
  assert.equal(longer.arrays.a.length, 6);
});

test("a sweep's influence that is cached stays, and another one's does not", () => {
  const json = (swept, arrays) => JSON.stringify({ influence: { swept }, arrays });
  const [inputs, states] = SWEPT;
  const before = decode(
    packed(json("s unit 0 2", { [inputs]: [0, 5], [states]: [5, 3] }), NUMBERS),
  );
  const after = decode(packed(json("s unit 0 2", { a: [0, 8] }), NUMBERS), before);
  assert.equal(after.arrays[inputs], before.arrays[inputs]);
  assert.equal(after.arrays[states], before.arrays[states]);
  for (const swept of ["s unit 0 1", null]) {
    const other = decode(packed(json(swept, { a: [0, 8] }), NUMBERS), before);
    assert.deepEqual(Object.keys(other.arrays), ["a"]);
  }
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
