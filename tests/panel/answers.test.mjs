// Answers without Python: what a handout shows after each request.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAnswers } from "../../rnnviz/panel/modules/answers.js";
import { keyOf } from "../../rnnviz/panel/modules/payload.js";

const entry = (...index) => ({ kind: "entry", parameter: "W_hh", index });
const GAIN = { kind: "gain", parameter: "W_hh", index: [] };
const READOUT = { kind: "entry", parameter: "b_y", index: [0] };
const VIEW = { step: 1, unit: 0, output: 0, folded: false, opened: false };

const offer = (knob, target, neutral, more = {}) => ({
  knob, target, neutral, name: keyOf(knob), low: 0, high: 2, num_shown: null, is_listed: false,
  ...more,
}); // prettier-ignore

/** I=1, H=2, O=1, T=3; the states at value v of offer i are 100·i + 10·v + 0, 1, … */
function stored(changes = {}) {
  const states = (i, v, size) => Array.from({ length: size }, (_, n) => 100 * i + 10 * v + n);
  const all = (i, size) => Float32Array.from([0, 1, 2].flatMap((v) => states(i, v, size)));
  return {
    generation: 0,
    ack: 0,
    notice: "",
    ways: [],
    sizes: { I: 1, H: 2, O: 1, T: 3 },
    num_shown: 3,
    knob: null,
    value: null,
    sweep: null,
    view: VIEW,
    offers: [
      offer(GAIN, "W_hh", 1, { is_listed: true }),
      offer(entry(0, 1), "W_hh", 0.1, { num_shown: [3, 3, 1] }),
      offer(READOUT, "b_y", 0.5),
    ],
    pinned: [],
    rule: "One.",
    first: null,
    arrays: {
      W_hh: Float32Array.of(0.5, 0.1, 2, 4),
      b_y: Float32Array.of(0.5),
      h: Float32Array.of(-1, -2, -3, -4, -5, -6),
      y: Float32Array.of(-7, -8, -9),
      "0.values": Float32Array.of(0, 1, 2),
      "0.h": all(0, 6),
      "0.y": all(0, 3),
      "1.values": Float32Array.of(0, 0.1, 2),
      "1.h": all(1, 6),
      "1.y": all(1, 3),
      "2.values": Float32Array.of(0, 0.5, 1),
      "2.y": all(2, 3),
    },
    ...changes,
  };
}

const request = (seq, knob, turns = [], more = {}) => ({
  seq,
  generation: 0,
  turns: turns.map(([turned, value]) => ({ seq, knob: turned, value })),
  knob,
  pinned: [],
  view: VIEW,
  cached: [],
  intervention: null,
  ...more,
});

const values = (model) => model.sliders.map(({ knob, value }) => [keyOf(knob), value]);

test("at first the base is shown, with the sliders that are always there", () => {
  const model = createAnswers(stored()).model();
  assert.deepEqual(values(model), [["gain W_hh ", 1]]);
  assert.equal(model.knob, null);
  assert.deepEqual([...model.arrays.h], [-1, -2, -3, -4, -5, -6]);
  assert.equal(model.stock.rule, "One.");
  assert.deepEqual([...model.stock.keys], [GAIN, entry(0, 1), READOUT].map(keyOf));
});

test("a turn shows its value's states, its array and its steps", () => {
  const answers = createAnswers(stored());
  answers.apply(request(3, entry(0, 1), [[entry(0, 1), 2]], { pinned: [entry(0, 1)] }));
  const model = answers.model();
  assert.equal(model.ack, 3);
  assert.equal(model.value, 2);
  assert.equal(model.num_shown, 1);
  assert.deepEqual([...model.arrays.h], [120, 121, 122, 123, 124, 125]);
  assert.deepEqual([...model.arrays.y], [120, 121, 122]);
  assert.deepEqual([...model.arrays.W_hh], [0.5, 2, 2, 4]);
  assert.deepEqual(model.sweep.num_shown, [3, 3, 1]);
  assert.equal(model.arrays["sweep.h"].length, 18);
  assert.deepEqual(values(model), [
    ["entry W_hh 0,1", 2],
    ["gain W_hh ", 1],
  ]);
  assert.equal(model.notice, "");
});

test("taking another returns the first to its own value, and so does letting go", () => {
  const answers = createAnswers(stored());
  answers.apply(request(1, GAIN, [[GAIN, 2]]));
  assert.deepEqual([...answers.model().arrays.W_hh], [1, Math.fround(0.1) * 2, 4, 8]);
  answers.apply(request(2, entry(0, 1)));
  const model = answers.model();
  assert.deepEqual([...model.arrays.W_hh], [...stored().arrays.W_hh]);
  assert.equal(model.value, Math.fround(0.1));
  assert.deepEqual(values(model), [
    ["entry W_hh 0,1", Math.fround(0.1)],
    ["gain W_hh ", 1],
  ]);
  answers.apply(request(3, null));
  assert.equal(answers.model().knob, null);
  assert.deepEqual([...answers.model().arrays.h], [-1, -2, -3, -4, -5, -6]);
});

test("a value between two becomes the nearest, and a sentence says so", () => {
  const answers = createAnswers(stored());
  answers.apply(request(1, GAIN, [[GAIN, 1.2]]));
  assert.equal(answers.model().value, 1);
  assert.match(answers.model().notice, /^1\.2 became 1: .*3 values/);
  answers.apply(request(2, GAIN, []));
  assert.notEqual(answers.model().notice, ""); // a look around leaves it
  answers.apply(request(3, GAIN, [[GAIN, 2]]));
  assert.equal(answers.model().notice, "");
});

test("a number that is not on offer is not taken", () => {
  const answers = createAnswers(stored());
  answers.apply(request(1, GAIN, [[GAIN, 2]]));
  answers.apply(request(2, entry(1, 1), [[entry(1, 1), 1]], { pinned: [entry(1, 1)] }));
  const model = answers.model();
  assert.equal(model.knob, null);
  assert.deepEqual(values(model), [["gain W_hh ", 1]]);
});

test("a readout number has the base's hidden states at every value", () => {
  const answers = createAnswers(stored());
  answers.apply(request(1, READOUT, [[READOUT, 1]]));
  const { arrays } = answers.model();
  assert.deepEqual([...arrays.h], [-1, -2, -3, -4, -5, -6]);
  assert.deepEqual([...arrays.y], [220, 221, 222]);
  assert.deepEqual([...arrays.b_y], [1]);
  assert.equal(arrays["sweep.h"].length, 18);
});

test("what was in hand when the file was made is in hand when it is opened", () => {
  const model = createAnswers(stored({ first: { knob: GAIN, value: 2 } })).model();
  assert.deepEqual([model.value, model.notice], [2, ""]);
  assert.deepEqual(values(model), [["gain W_hh ", 2]]);
});

test("pins stand newest first above what is always listed, and the view is the reader's", () => {
  const answers = createAnswers(stored({ pinned: [READOUT] }));
  assert.deepEqual(values(answers.model())[0], ["entry b_y 0", 0.5]);
  const view = { ...VIEW, step: 2, folded: true };
  answers.apply(request(1, null, [], { pinned: [READOUT, entry(0, 1)], view }));
  const model = answers.model();
  const keys = model.sliders.map(({ knob, pinned }) => [keyOf(knob), pinned]);
  assert.deepEqual(keys, [
    ["entry W_hh 0,1", true],
    ["entry b_y 0", true],
    ["gain W_hh ", false],
  ]);
  assert.equal(model.view, view);
});
