// The grain of a slider.

import assert from "node:assert/strict";
import { test } from "node:test";

import { onGrain } from "../../rnnviz/panel/modules/stops.js";

const slider = (low, high, value) => ({ low, high, value });

test("a value goes to the nearest of a hundred steps of its range", () => {
  assert.equal(onGrain(0.4949, slider(0, 2, 1)), 0.5);
  assert.equal(onGrain(-2.9, slider(-3, 3, null)), -2.88);
  assert.equal(onGrain(0.017, slider(-2, 2, 0)), 0);
  assert.equal(onGrain(0.023, slider(-2, 2, 0)), 0.04);
});

test("both ends of a range and its middle can be reached exactly", () => {
  for (const [low, high] of [
    [0, 2],
    [-3, 3],
    [-2, 2],
    [0, 64],
    [-96, 96],
  ]) {
    for (const end of [low, high, (low + high) / 2])
      assert.equal(onGrain(end, slider(low, high, 1.2345)), end);
  }
});

test("the present value is one of the steps, between the others", () => {
  const present = slider(0, 2, 0.8137);
  assert.equal(onGrain(0.8137, present), 0.8137);
  assert.equal(onGrain(0.815, present), 0.8137);
  assert.equal(onGrain(0.8, present), 0.8);
  assert.equal(onGrain(0.8195, present), 0.82);
});

test("a step is written without the dust of binary fractions", () => {
  for (let i = 0; i <= 100; i += 1) {
    const value = onGrain(-3 + 0.06 * i, slider(-3, 3, null));
    assert.ok(String(value).length <= 5, String(value));
  }
});
