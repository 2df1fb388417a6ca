// Whether something is drawn already.

import assert from "node:assert/strict";
import { test } from "node:test";

import { memo } from "../../rnnviz/panel/modules/memo.js";

test("the same again is not new; anything else is", () => {
  const isNew = memo();
  const array = Float32Array.of(1, 2);
  assert.equal(isNew(), true);
  assert.equal(isNew(array, 1, NaN), true);
  assert.equal(isNew(array, 1, NaN), false);
  assert.equal(isNew(Float32Array.of(1, 2), 1, NaN), true);
  assert.equal(isNew(array, 2, NaN), true);
  assert.equal(isNew(array, 2), true);
  assert.equal(isNew(), true);
  assert.equal(isNew(), false);
});
