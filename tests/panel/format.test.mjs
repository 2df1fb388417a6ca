// Numbers and names as people read them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  brief,
  exact,
  inPrint,
  plain,
  printable,
  signed,
  spoken,
  subscript,
} from "../../rnnviz/panel/modules/format.js";

/** [expected, of] pairs of one function. */
function holds(pairs, f) {
  for (const [expected, ...given] of pairs) assert.equal(f(...given), expected, `of ${given}`);
}

// The cases that tests/test_number_words.py holds Python to.
const CASES = JSON.parse(readFileSync(new URL("numbers.json", import.meta.url), "utf8"));

test("numbers are written as Python writes them", () => {
  const twins = { in_print: inPrint, in_cell: signed, brief };
  assert.deepEqual(Object.keys(twins), Object.keys(CASES));
  for (const [name, f] of Object.entries(twins)) {
    assert.ok(CASES[name].length > 20);
    holds(CASES[name], f);
  }
});

test("what is no number is refused", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const f of [inPrint, signed, plain]) assert.throws(() => f(value), RangeError);
  }
  assert.throws(() => brief(NaN), RangeError);
  assert.equal(brief(Infinity), "∞");
});

test("a signed number has its sign, a true minus, and fewer decimals the larger it is", () => {
  holds(
    [
      ["+0.00", 0], ["+0.25", 0.25], ["−0.25", -0.25], ["+0.958", 0.9575, 3], ["−9.87", -9.87],
      ["+12.3", 12.34], ["−12", -12.34, 0], ["+345", 345.4], ["−9999", -9999],
      ["+1.2e4", 12345], ["−3.4e38", -3.4e38], ["+1.0e12", 1e12],
    ],
    signed,
  ); // prettier-ignore
});

test("what rounds to zero is +0, however small and whatever its sign", () => {
  holds(
    [
      ["+0.00", -0],
      ["+0.00", -0.001],
      ["+0.00", 0.001],
      ["+0.0", -0.04, 1],
    ],
    signed,
  );
});

test("with three decimals or more, a small number is not shown as zero", () => {
  holds(
    [
      ["+1.0e−4", 0.0001, 3],
      ["−2.5e−7", -2.5e-7, 3],
      ["+0.001", 0.0005, 3],
    ],
    signed,
  );
});

test("a plain number has no plus", () => {
  holds(
    [
      ["0.50", 0.5],
      ["−0.50", -0.5],
      ["0.00", -0.001],
      ["2", 2, 0],
      ["−1.5e5", -1.5e5],
    ],
    plain,
  );
});

test("what is spoken has three decimals, its sign, and the hyphen that programs read", () => {
  holds(
    [
      ["+0.250", 0.25],
      ["-12.500", -12.5],
      ["+0.000", -0.0004],
      ["+0.000", 0],
      ["-0.001", -0.0006],
    ],
    spoken,
  );
});

test("what is spoken is read back as the number, to three decimals", () => {
  for (const value of [0.958, -0.5, 123.456, -99999.125, 3.4e11]) {
    assert.ok(Math.abs(Number(spoken(value)) - value) <= 0.0005);
  }
});

test("a number in a field is the shortest of those that mean the same float32", () => {
  holds(
    [
      ["0.1", Math.fround(0.1)],
      ["-0.6", Math.fround(-0.6)],
      ["3", 3],
      ["0", 0],
      ["16777216", 2 ** 24],
    ],
    exact,
  );
  for (let bits = 1; bits < 0x7f800000; bits += 7_777_777) {
    const value = new Float32Array(new Uint32Array([bits]).buffer)[0];
    assert.equal(Math.fround(Number(exact(value))), value);
    assert.equal(Math.fround(Number(exact(-value))), -value);
  }
});

test("subscripts are digits below the line, and −1 is ₋₁", () => {
  holds(
    [
      ["₀", 0],
      ["₇", 7],
      ["₁₉₉", 199],
      ["₋₁", -1],
    ],
    subscript,
  );
});

test("spaces and breaks can be seen", () => {
  holds(
    [
      ["␣", " "],
      ["a↵b", "a\nb"],
      ["⇥", "\t"],
      ["a b", "a b"],
      ["", ""],
    ],
    printable,
  );
});

test("no character of a text can reorder, hide or break what stands beside it", () => {
  // Overrides and isolates, zero-width and control characters, a private and an unused one.
  for (const code of [
    0x202e, 0x2066, 0x200f, 0x200b, 0xfeff, 0x0, 0x1b, 0x9b, 0xd, 0xe000, 0x378, 0x2028,
  ]) {
    const shown = printable(`a${String.fromCodePoint(code)}b`);
    assert.equal(shown, "a\ufffdb", `U+${code.toString(16)}`);
  }
  assert.equal(printable("<b>$x$"), "<b>$x$");
});

test("letters of every script and whole emoji stay", () => {
  for (const text of ["é", "שלום", "日本", "🙂", "ß⁄∑"]) assert.equal(printable(text), text);
});

test("a long text is cut between characters, at the most that were asked for", () => {
  assert.equal(printable("abcdefghijkl"), "abcdefghijkl");
  assert.equal(printable("abcdefghijklm"), "abcdefghijk…");
  assert.equal(printable("🙂🙂🙂🙂🙂", 4), "🙂🙂🙂…");
  assert.equal([...printable("x".repeat(100000), 10)].length, 10);
});

test("a brief size has two digits, whatever its size", () => {
  const said = [
    0, 1, 0.457, 0.031, 0.0096, 0.0004, 12.3, 370.4, 9940, 1e5, 3e-12, 2.6e38, 3.4028235e38,
  ];
  assert.deepEqual(said.map(brief), [
    "0",
    "1",
    "0.46",
    "0.031",
    "0.01",
    "4e−4",
    "12",
    "370",
    "9940",
    "1e5",
    "3e−12",
    "3e38",
    "∞",
  ]);
});
