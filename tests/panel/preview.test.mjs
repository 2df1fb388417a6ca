// The sweep of the knob in hand, and what is looked up in it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SWEPT } from "../../rnnviz/panel/modules/payload.js";
import {
  cachedIds,
  indexOf,
  influenceAt,
  moved,
  nearest,
  sweepOf,
  turned,
} from "../../rnnviz/panel/modules/preview.js";

const VALUES = Float32Array.of(-1, -0.5, 0.1, 2);
const KNOB = { kind: "entry", parameter: "W_hh", index: [1, 0] };

/** T=3 steps of H=2 units and O=1 output at four values; step 2 of the last one exploded. */
function payload() {
  return {
    sizes: { I: 1, H: 2, O: 1, T: 3 },
    num_shown: 3,
    sweep: { id: "s", knob: KNOB, target: "W_hh", neutral: 0.1, num_shown: [3, 3, 3, 2] },
    arrays: {
      W_hh: Float32Array.of(5, 6, 0.1, 8),
      "sweep.values": VALUES,
      "sweep.base": Float32Array.of(5, 6, 0.1, 8),
      "sweep.h": Float32Array.from({ length: 24 }, (_, i) => i),
      "sweep.y": Float32Array.from({ length: 12 }, (_, i) => 100 + i),
    },
  };
}

test("a payload's sweep is taken, and kept when only its name comes along", () => {
  const sweep = sweepOf(payload(), null);
  assert.equal(sweep.id, "s");
  const named = { ...payload(), sweep: { id: "s" } };
  assert.equal(sweepOf(named, sweep), sweep);
  assert.equal(sweepOf(named, null), null);
  assert.equal(sweepOf({ ...named, sweep: { id: "other" } }, sweep), null);
  assert.equal(sweepOf({ ...named, sweep: null }, sweep), null);
});

test("a value is found as the float32 that it is, and only if it is there", () => {
  const sweep = sweepOf(payload(), null);
  assert.equal(indexOf(sweep, 0.1), 2);
  assert.equal(indexOf(sweep, 0.11), -1);
});

test("the nearest value is found by brute force, too", () => {
  for (let value = -2; value < 3; value += 0.037) {
    const distances = [...VALUES].map((one) => Math.abs(one - value));
    assert.equal(nearest(VALUES, value), distances.indexOf(Math.min(...distances)), String(value));
  }
  assert.equal(nearest(Float32Array.of(7), -3), 0);
});

test("a turned model has its value's rows, its weight, and its steps", () => {
  const model = payload();
  const shown = turned(model, sweepOf(model, null), 3);
  assert.deepEqual([...shown.arrays.h], [18, 19, 20, 21, 22, 23]);
  assert.deepEqual([...shown.arrays.y], [109, 110, 111]);
  assert.deepEqual([...shown.arrays.W_hh], [5, 6, 2, 8]);
  assert.equal(shown.num_shown, 2);
  assert.deepEqual([...model.arrays.W_hh], [5, 6, Math.fround(0.1), 8]);
});

test("a value has the same arrays each time, and another value others", () => {
  const model = payload();
  const sweep = sweepOf(model, null);
  const [first, again, other] = [1, 1, 2].map((v) => turned(model, sweep, v).arrays);
  for (const name of ["h", "y", "W_hh"]) {
    assert.equal(first[name], again[name]);
    assert.notEqual(first[name], other[name]);
  }
});

test("how far the state moved is the length of its change, step by step", () => {
  const state = (...h) => ({ sizes: { H: 2 }, num_shown: h.length / 2, arrays: { h } });
  assert.deepEqual(moved(state(0, 0, 1, 1, 9, 9), state(3, 4, 1, 1)), [5, 0]);
});

test("what the panel holds is a sweep, and its influence where its arrays are there", () => {
  const model = payload();
  const sweep = sweepOf(model, null);
  assert.deepEqual(cachedIds(model, null), []);
  assert.deepEqual(cachedIds(model, sweep), ["s"]);
  const influence = { of: "unit", index: 0, step: 2, swept: "s unit 0 2" };
  assert.deepEqual(cachedIds({ ...model, influence }, sweep), ["s"]);
  const swept = Object.fromEntries(SWEPT.map((name) => [name, Float32Array.of(1, 2)]));
  const arrays = { ...model.arrays, ...swept };
  assert.deepEqual(cachedIds({ ...model, influence, arrays }, sweep), ["s", "s unit 0 2"]);
});

test("the influence at a step is a row of the triangle, or of the sweep at the cursor's step", () => {
  const model = {
    influence: { of: "unit", index: 0, step: 2 },
    arrays: {
      "influence.inputs": Float32Array.of(1, 20, 21, 300, 301, 302),
      "influence.states": Float32Array.of(5, 60, 61, 700, 701, 702),
      "sweep.influence.states": Float32Array.of(0, 1, 2, 10, 11, 12),
    },
  };
  assert.deepEqual([...influenceAt(model, 0, "inputs", -1)], [1]);
  assert.deepEqual([...influenceAt(model, 1, "inputs", -1)], [20, 21]);
  assert.deepEqual([...influenceAt(model, 2, "states", -1)], [700, 701, 702]);
  assert.equal(influenceAt(model, 3, "states", -1), null); // that step exploded
  assert.deepEqual([...influenceAt(model, 2, "states", 1)], [10, 11, 12]);
  assert.equal(influenceAt(model, 1, "states", 1), null); // Python swept another step
  assert.equal(influenceAt(model, 2, "inputs", 1), null); // nothing can be swept
  assert.equal(influenceAt({ ...model, influence: null }, 2, "states", -1), null);
});
