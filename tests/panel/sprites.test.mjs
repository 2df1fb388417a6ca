// What is drawn once and copied from then on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { signed } from "../../rnnviz/panel/modules/format.js";
import { keyOf } from "../../rnnviz/panel/modules/sprites.js";

for (const decimals of [1, 2]) {
  test(`numbers with one sprite have one text, with ${decimals} decimals`, () => {
    const style = { decimals, limit: 1, theme: "light" };
    /** @type {Map<string | number, {text: string, value: number}>} */
    const seen = new Map();
    const values = [0, -0, 9.994, 9.995, 9.996, 10.04, 10.06, -123.4, 1e5, -1e5, 1e5 + 1];
    for (let i = -4000; i <= 4000; i += 1) values.push(i / 1000, i / 1024, i * 0.00037);
    for (const value of values.map(Math.fround)) {
      const key = keyOf(value, style);
      const text = signed(value, decimals);
      const other = seen.get(key) ?? { text, value };
      seen.set(key, other);
      assert.equal(text, other.text, `${value} and ${other.value}`);
      // And one colour: nearer to each other than two colours of the scale are.
      if (Math.abs(value) < 10) assert.ok(Math.abs(value - other.value) <= 0.0101);
    }
    // A drag over ±1 makes some two hundred sprites, and no more from then on.
    assert.ok([...seen.values()].filter(({ value }) => Math.abs(value) < 1).length < 210);
  });
}
