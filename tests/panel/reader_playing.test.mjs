// Playing: the cursor moves by itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { KNOB, OTHER, Reader, cursor, inHand, payload, preview, turn } from "./one_reader.mjs";

test("playing goes a step a beat from the cursor to the end, and tells Python once", () => {
  const reader = new Reader();
  reader.on({ type: "play" });
  assert.deepEqual(
    [reader.scene.beat, reader.scene.reached, reader.scene.isPlaying],
    [900, 2, true],
  );
  reader.wait(899);
  assert.equal(reader.cursor[0], 2);
  reader.wait(1);
  assert.deepEqual([reader.cursor[0], reader.scene.reached], [3, 3]);
  reader.wait(900);
  const { isPlaying, reached, beat } = reader.scene;
  assert.deepEqual([reader.cursor[0], isPlaying, reached, beat], [4, false, null, 0]);
  assert.equal(reader.sent.length, 0);
  reader.wait(500);
  assert.deepEqual([reader.sent.length, reader.request.view.step], [1, 4]);
});

test("at the end playing begins at the first step", () => {
  const reader = new Reader(payload({ view: { ...payload().view, step: 4 } }));
  reader.on({ type: "play" });
  assert.equal(reader.cursor[0], 0);
  reader.wait(900);
  assert.equal(reader.cursor[0], 1);
});

test("speed is of the beats to come, and of the next time", () => {
  const reader = new Reader(payload({ view: { ...payload().view, step: 0 } }));
  reader.on({ type: "speed", speed: 2 });
  assert.ok(!reader.timers.has("beat"));
  reader.wait(500);
  assert.equal(reader.sent.length, 1); // the view is told, as after a move
  reader.on({ type: "play" });
  reader.wait(450);
  assert.deepEqual([reader.cursor[0], reader.scene.speed, reader.scene.beat], [1, 2, 450]);
  reader.wait(449);
  reader.on({ type: "speed", speed: 0.5 });
  reader.wait(1799);
  assert.equal(reader.cursor[0], 1);
  reader.wait(1);
  assert.equal(reader.cursor[0], 2);
  reader.on({ type: "play" });
  reader.on({ type: "play" });
  assert.equal(reader.scene.beat, 1800);
});

test("paused, what is not reached stays pale, until the cursor is moved by hand", () => {
  const reader = new Reader();
  reader.on({ type: "play" });
  reader.wait(900);
  reader.on({ type: "play" });
  assert.deepEqual([reader.scene.isPlaying, reader.scene.reached], [false, 3]);
  assert.ok(!reader.timers.has("beat"));
  reader.wait(500);
  assert.equal(reader.request.view.step, 3);
  reader.on(cursor(1));
  assert.deepEqual([reader.scene.reached, reader.cursor[0]], [null, 1]);
});

test("a step chosen by hand stops playing there", () => {
  const reader = new Reader();
  reader.on({ type: "play" });
  reader.on(cursor(3));
  assert.ok(!reader.timers.has("beat"));
  reader.wait(10_000);
  assert.deepEqual([reader.cursor[0], reader.scene.isPlaying], [3, false]);
  assert.equal(reader.sent.length, 4); // and again, as nobody answers
});

test("answers that arrive while playing leave the cursor where it is, and take the rest", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "play" });
  reader.wait(900);
  const view = { step: 0, unit: 3, output: 2, folded: true, opened: false };
  reader.answer(inHand({ view, knob: OTHER, value: 1 }));
  assert.deepEqual(reader.state.view, { ...view, step: 3, unit: 1, output: 0 });
  assert.deepEqual([reader.state.knob, reader.scene.isPlaying], [OTHER, true]);
  reader.wait(900);
  assert.equal(reader.cursor[0], 4);
});

test("a number turned while playing is asked for, with the cursor as it is", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "play" });
  reader.wait(900);
  reader.on(turn(KNOB, 1));
  assert.equal(reader.request.view.step, 3);
  reader.answered();
  assert.deepEqual([reader.cursor[0], reader.scene.isPlaying, reader.sent], [3, true, []]);
});

test("a cursor that moved just before playing is told when playing stops, or with an answer", () => {
  const reader = new Reader();
  reader.on(cursor(1));
  reader.on({ type: "play" });
  reader.wait(600);
  assert.equal(reader.sent.length, 0);
  reader.answer(payload());
  assert.equal(reader.request.view.step, 1);
});

test("where a turned number explodes earlier, playing stops at the last step that is shown", () => {
  const reader = new Reader(inHand({ view: { ...payload().view, step: 0 } }));
  reader.on(preview(2));
  reader.on({ type: "play" });
  reader.wait(900);
  assert.deepEqual([reader.cursor[0], reader.scene.isPlaying], [1, false]);
  // And where it comes to explode behind the cursor's back, at once.
  const other = new Reader(inHand());
  other.on({ type: "play" });
  other.on(preview(2));
  other.wait(900);
  assert.deepEqual([other.cursor[0], other.scene.isPlaying], [1, false]);
});
