// Whether something is drawn already.

import assert from "node:assert/strict";
import { test } from "node:test";

import { watch } from "../../rnnviz/panel/modules/watch.js";

test("the same again is not new; anything else is", () => {
  const isNew = watch();
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
