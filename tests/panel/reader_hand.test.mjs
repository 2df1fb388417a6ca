// A number in the reader's hand: taken, moved, turned, let go; refused where it is locked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { REFUSALS } from "../../rnnviz/panel/modules/locks.js";
import { keyOf } from "../../rnnviz/panel/modules/payload.js";
import {
  GAIN,
  KNOB,
  OTHER,
  Reader,
  entry,
  grab,
  inHand,
  payload,
  preview,
  slider,
  turn,
} from "./one_reader.mjs";

test("a number that is taken in hand is listed, and asked for", () => {
  const reader = new Reader(inHand({ value: 1 }));
  reader.on(grab(OTHER));
  assert.deepEqual([reader.state.knob, reader.state.value], [OTHER, null]);
  assert.deepEqual(reader.request.knob, OTHER);
  assert.deepEqual(reader.request.pinned, [KNOB, OTHER]);
  assert.equal(reader.scene.sweep, null);
  assert.equal(reader.state.view.step, 2);
});

test("a knob that is listed always is not pinned when it is taken", () => {
  const reader = new Reader(inHand());
  reader.on(grab(GAIN));
  assert.deepEqual(reader.request.pinned, [KNOB]);
  assert.equal(reader.scene.name, keyOf(GAIN));
  assert.equal(reader.scene.value, 1); // its slider's
});

test("the number in hand, taken again, is no request; in the graph it moves the cursor", () => {
  const reader = new Reader(inHand({ value: 1 }));
  reader.on(grab(KNOB));
  assert.deepEqual([reader.sent, reader.state.value], [[], 1]);
  reader.on(grab(KNOB, 4));
  assert.deepEqual([reader.request.view.step, reader.state.value, reader.cursor[0]], [4, 1, 4]);
});

test("a full list takes no more, and what is in hand is so all the same", () => {
  const most = 64;
  const pins = Array.from({ length: most }, (_, i) => entry("W_hh", i, 0));
  const sliders = [...pins].reverse().map((knob) => slider(knob));
  const reader = new Reader(payload({ sliders }));
  assert.deepEqual(reader.state.pins, pins);
  reader.on(grab(OTHER));
  assert.deepEqual(reader.request.pinned, pins);
  assert.deepEqual(reader.request.knob, OTHER);
  // Python lists the one in hand besides.
  reader.answer(reader.reply(reader.request, { sliders: [slider(OTHER), ...sliders] }));
  assert.deepEqual(reader.state.pins, pins);
  // With one less there is room again.
  const fewer = new Reader(payload({ sliders: sliders.slice(1) }));
  fewer.on(grab(OTHER));
  assert.deepEqual(fewer.request.pinned, [...pins.slice(0, -1), OTHER]);
});

test("a slider that moves shows its sweep, and Python hears nothing", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  const { scene } = reader;
  assert.deepEqual([scene.value, scene.isHasty, scene.isMoving], [1, true, true]);
  assert.equal(scene.shown.arrays.h[0], 10 + (3 * 20) / 64);
  reader.wait(99);
  assert.equal(reader.scene.isHasty, true);
  reader.on(preview(-1));
  reader.wait(99);
  assert.equal(reader.scene.isHasty, true);
  reader.wait(1);
  assert.deepEqual([reader.scene.isHasty, reader.scene.value], [false, -1]);
  reader.wait(10_000);
  assert.deepEqual(reader.sent, []);
});

test("an answer that comes under a moving hand is drawn whole, and leaves the hand", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  reader.answer(inHand());
  assert.deepEqual([reader.scene.isHasty, reader.scene.value], [false, 1]);
});

test("a slider that moves is taken in hand first, without a second request as it goes on", () => {
  const reader = new Reader(inHand());
  reader.on(preview(0.5, GAIN));
  reader.on(preview(0.6, GAIN));
  assert.equal(reader.sent.length, 1);
  assert.deepEqual([reader.request.knob, reader.request.turns], [GAIN, []]);
  assert.equal(reader.scene.value, 0.6);
});

test("let go where it was, a number has its value again", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  reader.on({ type: "stay" });
  assert.deepEqual([reader.scene.value, reader.scene.isMoving, reader.sent], [0.25, false, []]);
});

test("a turn is shown at once and kept until Python has answered it", () => {
  const reader = new Reader(inHand());
  reader.on(preview(1));
  reader.on(turn(KNOB, 1));
  assert.deepEqual(
    [reader.state.moving, reader.scene.value, reader.scene.isMoving],
    [null, 1, false],
  );
  assert.deepEqual(reader.scene.turns, [{ seq: 1, knob: KNOB, value: 1 }]);
  reader.answered();
  assert.deepEqual([reader.scene.value, reader.scene.turns], [1, []]);
});

test("turning another number takes it in hand", () => {
  const reader = new Reader(inHand({ value: 1 }));
  reader.on(turn(GAIN, 1));
  assert.deepEqual([reader.state.knob, reader.state.value], [GAIN, 1]);
  assert.deepEqual(reader.request.turns, [{ seq: 1, knob: GAIN, value: 1 }]);
});

test("a value that the number in hand has already is no turn, as the float32 that it is", () => {
  const reader = new Reader(inHand({ value: Math.fround(0.1) }));
  reader.on(preview(1));
  reader.on(turn(KNOB, 0.1));
  assert.deepEqual([reader.sent, reader.scene.value], [[], Math.fround(0.1)]);
  reader.on(turn(KNOB, 0.1000001));
  assert.equal(reader.sent.length, 1);
  // The state says nothing of a value: the slider's is it.
  const fresh = new Reader(inHand());
  fresh.on(grab(GAIN));
  fresh.answered();
  fresh.sent = [];
  fresh.state = { ...fresh.state, value: null };
  fresh.on(turn(GAIN, fresh.scene.value ?? NaN));
  assert.deepEqual(fresh.sent, []);
});

test("a turned value is given again even where it is drawn already", () => {
  const reader = new Reader(inHand());
  const before = reader.state;
  reader.on(turn(KNOB, 0.25));
  assert.notEqual(reader.state, before); // what was typed, such as "0.250", is written anew
  assert.deepEqual(reader.state, before);
});

test("unpinned, a number leaves the list, and the hand if it is in it", () => {
  const sliders = [slider(OTHER), slider(KNOB)];
  const reader = new Reader(inHand({ sliders }));
  reader.on({ type: "unpin", knob: OTHER });
  assert.deepEqual([reader.request.pinned, reader.request.knob], [[KNOB], KNOB]);
  reader.answered();
  reader.on({ type: "unpin", knob: KNOB });
  assert.deepEqual([reader.request.pinned, reader.request.knob], [[], null]);
  assert.deepEqual([reader.scene.knob, reader.scene.value, reader.scene.sweep], [null, null, null]);
});

test("Escape lets go of what is in hand, and is nothing where nothing is", () => {
  const reader = new Reader(inHand({ value: 1 }));
  reader.on(preview(2));
  reader.on({ type: "escape" });
  const { knob, value, moving } = reader.state;
  assert.deepEqual({ knob, value, moving }, { knob: null, value: null, moving: null });
  assert.deepEqual([reader.request.knob, reader.request.pinned], [null, [KNOB]]);
  reader.answered();
  reader.on({ type: "escape" });
  assert.equal(reader.sent.length, 0);
});

test("where all but the one in hand are locked, only that one is turned", () => {
  const reader = new Reader(inHand({ lock: "knob" }));
  for (const event of [grab(OTHER), turn(OTHER, 1), preview(1, OTHER)]) {
    reader.on({ type: "refuse", sentence: "" });
    reader.on(event);
    assert.equal(reader.scene.refused, REFUSALS.knob);
    assert.deepEqual([reader.state.knob, reader.state.moving, reader.sent], [KNOB, null, []]);
  }
  for (const type of /** @type {const} */ (["escape", "unpin"])) {
    reader.on({ type, knob: KNOB });
    assert.deepEqual([reader.state.knob, reader.state.pins, reader.sent], [KNOB, [KNOB], []]);
  }
  reader.on(preview(1));
  assert.equal(reader.scene.value, 1);
  reader.on(turn(KNOB, 1));
  assert.deepEqual([reader.request.turns[0].value, reader.scene.refused], [1, ""]);
});

test("where all numbers are locked, none is turned, and the one in hand stays", () => {
  const reader = new Reader(inHand({ lock: "numbers" }));
  for (const event of [grab(OTHER), turn(KNOB, 1), preview(1)]) {
    reader.on({ type: "refuse", sentence: "" });
    reader.on(event);
    assert.equal(reader.scene.refused, REFUSALS.numbers);
    assert.deepEqual([reader.state.knob, reader.scene.value, reader.sent], [KNOB, 0.25, []]);
  }
});

test("a locked number in the graph still moves the cursor, and the sentence about it stays", () => {
  const reader = new Reader(inHand({ lock: "numbers" }));
  reader.on(grab(OTHER, 4));
  assert.deepEqual([reader.cursor[0], reader.state.knob], [4, KNOB]);
  assert.equal(reader.scene.refused, REFUSALS.numbers);
  reader.wait(500);
  assert.equal(reader.request.view.step, 4);
  reader.answered();
  assert.equal(reader.scene.refused, REFUSALS.numbers);
  reader.on({ type: "cursor", step: 1 });
  assert.equal(reader.scene.refused, "");
});

test("a number that a file cannot turn is not taken, and is said by name", () => {
  const reader = new Reader(inHand({ stock: { keys: new Set([keyOf(KNOB)]), rule: "" } }));
  reader.on(grab(OTHER, 4));
  assert.equal(reader.scene.refused, "W_xh[3, 1] cannot be turned in this file.");
  assert.deepEqual([reader.state.knob, reader.cursor[0], reader.sent], [KNOB, 4, []]);
  reader.on(grab(KNOB, 1));
  assert.equal(reader.scene.refused, "");
});

test("what was typed and is no number is said until the reader asks for something", () => {
  const reader = new Reader(inHand());
  /** @type {import("../../rnnviz/panel/modules/reader.js").Event[]} */
  const events = [
    turn(KNOB, 1), grab(OTHER), { type: "open" }, { type: "fold" }, { type: "escape" },
    { type: "unpin", knob: GAIN }, { type: "place", place: { step: 1 } },
    { type: "key", key: "ArrowLeft" },
  ]; // prettier-ignore
  for (const event of events) {
    reader.on({ type: "refuse", sentence: "No." });
    assert.equal(reader.scene.refused, "No.");
    reader.on(event);
    assert.equal(reader.scene.refused, "", event.type);
  }
});

test("an array that is pasted goes to Python, and so does the way to read it that was agreed to", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "paste", parameter: "W_xh", text: "1 2" });
  const [pasted] = reader.request.pastes;
  assert.deepEqual(pasted, { seq: 1, parameter: "W_xh", text: "1 2", offer: null });
  const notice = "It is the wrong way round.";
  reader.answer(reader.reply(reader.request, { notice, ways: ["Transpose it"] }));
  assert.deepEqual(reader.scene.ways, ["Transpose it"]);
  reader.on({ type: "accept", offer: 0 });
  const [again] = reader.request.pastes;
  assert.deepEqual(again, { seq: 3, parameter: "W_xh", text: "1 2", offer: 0 });
  reader.answer(reader.reply(reader.request, { notice: "", ways: [] }));
  assert.deepEqual(reader.scene.ways, []);
});

test("nothing is pasted where numbers are locked, or where only some can be turned", () => {
  const locked = new Reader(payload({ ...inHand(), lock: "numbers" }));
  locked.on({ type: "paste", parameter: "W_xh", text: "1 2" });
  assert.deepEqual([locked.state.refused, locked.sent], [REFUSALS.numbers, []]);
  const stock = { keys: new Set([keyOf(KNOB)]), rule: "" };
  const stored = new Reader(payload({ ...inHand(), stock }));
  stored.on({ type: "paste", parameter: "W_xh", text: "1 2" });
  stored.on(turn(OTHER, 2));
  assert.ok(stored.state.refused.includes("cannot be turned in this file"));
  assert.deepEqual(stored.sent, []);
});
