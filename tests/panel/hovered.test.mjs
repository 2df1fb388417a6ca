// What the pointer is on, and what that shows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hoveredOn, keyOfHovered, sumAt } from "../../rnnviz/panel/modules/hovered.js";
import { entry } from "./one_reader.mjs";

const place = { x: 1, y: 2, w: 3, h: 4, value: 0.5 };
const edge = { matrix: /** @type {const} */ ("W_hy"), row: 2, col: 1, t: 4 };

/**
 * @param {import("../../rnnviz/panel/modules/numbers.js").NodeKind} kind
 * @param {number} t
 * @param {number} index
 */
const nodeOf = (kind, t, index) => ({ kind, t, index, ...place });

test("a line is its number at its step, an input its own number, and another node is itself", () => {
  assert.deepEqual(hoveredOn(null, edge), { knob: entry("W_hy", 2, 1), node: null, t: 4 });
  const input = nodeOf("x", 3, 1);
  const knob = { kind: "input", parameter: null, index: [3, 1] };
  assert.deepEqual(hoveredOn(input, null), { knob, node: input, t: 3 });
  const unit = nodeOf("h", 0, 2);
  assert.deepEqual(hoveredOn(unit, null), { knob: null, node: unit, t: 0 });
});

test("the sum that is written is of what the pointer is on", () => {
  assert.deepEqual(sumAt(hoveredOn(null, edge)), { step: 4, output: 2 });
  assert.deepEqual(sumAt(hoveredOn(nodeOf("h", 3, 1), null)), { step: 3, unit: 1 });
  assert.deepEqual(sumAt(hoveredOn(nodeOf("y", 2, 0), null)), { step: 2, output: 0 });
  assert.deepEqual(sumAt(hoveredOn(nodeOf("before", -1, 3), null)), {});
  const hidden = { knob: entry("b_h", 3), node: null, t: null };
  assert.deepEqual(sumAt(hidden), { unit: 3 });
  assert.deepEqual(sumAt({ ...hidden, t: 1, isTerm: true }), {});
});

test("two places are the same where number, node and step are", () => {
  const all = [
    null,
    hoveredOn(null, edge),
    hoveredOn(null, { ...edge, t: 3 }),
    hoveredOn(null, { ...edge, col: 0 }),
    ...[nodeOf("h", 1, 2), nodeOf("h", 1, 3), nodeOf("y", 1, 2)].map((one) => hoveredOn(one, null)),
  ];
  assert.equal(new Set(all.map(keyOfHovered)).size, all.length);
  assert.equal(keyOfHovered(hoveredOn(null, { ...edge })), keyOfHovered(hoveredOn(null, edge)));
});
