// What the reader asks Python for: one request at a time, nothing lost, and nothing done twice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SWEPT, keyOf } from "../../rnnviz/panel/modules/payload.js";
import { transition } from "../../rnnviz/panel/modules/reader.js";
import { answered, turnedTo } from "../../rnnviz/panel/modules/requests.js";
import {
  GAIN,
  KNOB,
  OTHER,
  Reader,
  counted,
  cursor,
  entry,
  grab,
  inHand,
  key,
  payload,
  preview,
  slider,
  turn,
} from "./one_reader.mjs";

test("before Python's first answer nothing happens", () => {
  assert.deepEqual(transition(null, { type: "fold" }), { state: null, effects: [] });
});

test("a request says all as it should become", () => {
  const reader = new Reader(inHand({ generation: 7, ack: 40 }));
  assert.equal(reader.sent.length, 0);
  reader.on(turn(KNOB, 1));
  assert.deepEqual(reader.sent, [
    {
      seq: 42,
      generation: 7,
      turns: [{ seq: 41, knob: KNOB, value: 1 }],
      pastes: [],
      knob: KNOB,
      pinned: [KNOB],
      view: { step: 2, unit: 1, output: 0, folded: false, opened: false },
      cached: [keyOf(KNOB)],
      intervention: null,
    },
  ]);
});

test("one request is under way at a time; what comes meanwhile follows its answer, once", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.on({ type: "open" });
  reader.on(turn(KNOB, -1));
  reader.on(turn(GAIN, 2));
  assert.equal(reader.sent.length, 1);
  reader.answered();
  assert.equal(reader.sent.length, 1);
  const { seq, turns, knob, view } = reader.request;
  assert.deepEqual([seq, knob, view.opened], [5, GAIN, true]);
  assert.deepEqual(turns, [
    { seq: 3, knob: KNOB, value: -1 },
    { seq: 4, knob: GAIN, value: 2 },
  ]);
  reader.answered();
  assert.deepEqual([reader.sent, reader.timers.size], [[], 0]);
});

test("a second turn of the same number replaces the first, unless another was turned between", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "open" }); // under way, so that nothing of the turns is sent yet
  const turns = [turn(KNOB, 1), turn(KNOB, 2), turn(GAIN, 0.5), turn(KNOB, -1)];
  for (const event of turns) reader.on(event);
  assert.deepEqual(
    reader.state.queue.turns.map(({ seq, knob, value }) => [seq, keyOf(knob), value]),
    [
      [3, keyOf(KNOB), 2],
      [4, keyOf(GAIN), 0.5],
      [5, keyOf(KNOB), -1],
    ],
  );
});

test("a request without an answer is sent again, every three seconds, with what is new", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.wait(2999);
  assert.equal(reader.sent.length, 1);
  reader.on({ type: "open" });
  reader.wait(1);
  assert.equal(reader.sent.length, 2);
  const [first, second] = reader.sent;
  assert.deepEqual([first.seq, second.seq], [2, 3]);
  assert.deepEqual(second.turns, first.turns);
  assert.equal(second.view.opened, true);
  reader.wait(3000);
  assert.equal(reader.sent.length, 3);
  reader.answered();
  reader.wait(60_000);
  assert.equal(reader.sent.length, 0);
});

test("a late answer to a request that was sent again takes its turns and no more", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.on(turn(GAIN, 2));
  reader.wait(3000);
  const [first, second] = reader.sent;
  assert.deepEqual(
    second.turns.map(({ seq }) => seq),
    [1, 3],
  );
  reader.answer(reader.reply(first));
  // The answer is older than the request under way: the reader is still ahead of it.
  assert.deepEqual(reader.state.knob, GAIN);
  assert.deepEqual(reader.state.queue, {
    seq: 4,
    sent: 4,
    isWanted: false,
    turns: [{ seq: 3, knob: GAIN, value: 2 }],
    pastes: [],
  });
  assert.ok(reader.timers.has("lost"));
  reader.answer(reader.reply(second));
  assert.deepEqual(reader.state.queue, { seq: 4, sent: 0, isWanted: false, turns: [], pastes: [] });
  assert.ok(!reader.timers.has("lost"));
});

test("an answer takes all turns up to its number, and a request that it is not about stays", () => {
  const pasted = { seq: 2, parameter: "b_h", text: "1", offer: null };
  const queue = { seq: 5, sent: 5, isWanted: true, turns: [1, 3, 4].map(turnOf), pastes: [pasted] };
  assert.deepEqual(answered(queue, 1), { ...queue, turns: [turnOf(3), turnOf(4)] });
  assert.deepEqual(answered(queue, 3), { ...queue, turns: [turnOf(4)], pastes: [] });
  assert.deepEqual(answered(queue, 5), { ...queue, sent: 0, turns: [], pastes: [] });
});

test("what a number was turned to is its last turn that is not answered, or nothing", () => {
  const turns = [turnOf(1), { ...turnOf(2), knob: GAIN }, turnOf(3), { ...turnOf(4), knob: OTHER }];
  assert.deepEqual([turnedTo(turns, KNOB), turnedTo(turns, GAIN)], [3 / 8, 2 / 8]);
  assert.equal(turnedTo(turns, entry("b_h", 0)), null);
});

/** @param {number} seq */
const turnOf = (seq) => ({ seq, knob: KNOB, value: seq / 8 });

test("the same answer twice changes nothing", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  const reply = reader.reply(reader.request);
  reader.sent = [];
  reader.answer(reply);
  const state = reader.state;
  reader.answer(reply);
  assert.deepEqual(reader.state, state);
  assert.equal(reader.sent.length, 0);
});

test("an answer does not take back what was requested since, and the next one may", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.on(grab(OTHER));
  reader.answered();
  assert.deepEqual([reader.state.knob, reader.state.value], [OTHER, null]);
  assert.deepEqual(reader.state.pins, [KNOB, OTHER]);
  const request = reader.request;
  reader.answer(reader.reply(request, { knob: GAIN, value: 0.5, sliders: [slider(GAIN)] }));
  assert.deepEqual([reader.state.knob, reader.state.value], [GAIN, 0.5]);
  assert.deepEqual(reader.state.pins, [GAIN]);
});

test("another generation forgets all, whatever is under way", () => {
  const reader = new Reader(inHand());
  for (const name of ["ArrowUp", "ArrowUp"]) reader.on(key(name));
  assert.equal(reader.state.focus.kind, "y");
  reader.on(turn(KNOB, 1));
  reader.on({ type: "place", place: { step: 1 } });
  reader.on(preview(2));
  const place = { x: 0, y: 0, w: 1, h: 1 };
  const node = /** @type {const} */ ({ kind: "h", t: 1, index: 3, ...place, value: 0 });
  reader.on({ type: "point", hovered: { knob: null, node, t: 1 }, x: 1, y: 2 });
  reader.on(cursor(3));
  reader.on({ type: "refuse", sentence: "No." });
  const { ack } = reader.state.model;
  reader.answer(payload({ generation: 2, ack: 90, view: { ...reader.state.view, step: 4 } }));
  const { knob, value, moving, refused, hovered, focus, view, pins, queue } = reader.state;
  assert.deepEqual(
    { knob, value, moving, place: reader.state.place, refused, hovered, focus, step: view.step, pins },
    {
      knob: null, value: null, moving: null, place: null, refused: "", hovered: null,
      focus: { kind: "h", index: 0 }, step: 4, pins: [],
    },
  ); // prettier-ignore
  assert.deepEqual(queue, { seq: 90, sent: 0, isWanted: false, turns: [], pastes: [] });
  reader.sent = [];
  reader.timers.delete("pause");
  assert.equal(reader.timers.size, 0);
  // The answer of the generation before, if it comes now, is another one again.
  reader.answer(inHand({ generation: 1, ack }));
  assert.deepEqual(reader.state.queue.seq, 90);
  assert.equal(reader.sent.length, 0);
});

test("a set-up that is opened while another one plays is shown as it is, and stands still", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "play" });
  reader.wait(900);
  const view = { step: 0, unit: 3, output: 2, folded: false, opened: false };
  reader.answer(payload({ generation: 2, view }));
  assert.deepEqual([reader.state.view, reader.state.knob], [view, null]);
  assert.deepEqual([reader.scene.isPlaying, reader.scene.reached], [false, null]);
  reader.wait(10_000);
  assert.deepEqual([reader.cursor, reader.sent], [[0, 3, 2], []]);
});

test("numbers of requests grow across generations", () => {
  const reader = new Reader(inHand({ ack: 10 }));
  reader.on({ type: "open" });
  reader.answer(payload({ generation: 2, ack: 3 }));
  reader.sent = [];
  reader.on({ type: "open" });
  assert.equal(reader.request.seq, 12);
});

test("a panel made anew asks for the sweep that it does not have, and only then", () => {
  const { arrays } = payload();
  const reader = new Reader({ ...inHand(), sweep: { id: keyOf(KNOB) }, arrays });
  assert.equal(reader.sent.length, 1);
  assert.deepEqual(reader.request.cached, []);
  reader.answer(inHand({ ack: reader.request.seq }));
  reader.sent = [];
  assert.equal(reader.scene.sweep?.id, keyOf(KNOB));
  reader.on({ type: "open" });
  assert.deepEqual(reader.request.cached, [keyOf(KNOB)]);
  reader.sent = [];
  // Its arrays do not come again, and the panel has them.
  reader.answer({ ...inHand({ ack: 2 }), sweep: { id: keyOf(KNOB) }, arrays });
  assert.equal(reader.scene.sweep?.id, keyOf(KNOB));
  assert.equal(reader.sent.length, 0);
});

test("a panel that is ahead asks for a missing sweep after the answer", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "open" });
  const { arrays } = payload();
  reader.answer({ ...inHand({ ack: 0 }), sweep: { id: "another" }, arrays });
  assert.equal(reader.sent.length, 1);
  reader.answer({ ...inHand({ ack: 1 }), sweep: { id: "another" }, arrays });
  assert.equal(reader.sent.length, 2);
});

test("a request says that the sweep's influence is here, too", () => {
  const [inputs, states] = SWEPT;
  const influence = /** @type {const} */ ({ of: "unit", index: 1, step: 2, swept: "of the sweep" });
  const arrays = { [inputs]: counted(15, 0), [states]: counted(15, 1) };
  const reader = new Reader(inHand({ influence, arrays }));
  reader.on({ type: "open" });
  assert.deepEqual(reader.request.cached, [keyOf(KNOB), "of the sweep"]);
});

test("where the run shall be changed is asked for until it is answered", () => {
  const reader = new Reader(inHand());
  reader.on({ type: "open" });
  reader.on({ type: "place", place: { step: 3, input: 1 } });
  assert.equal(reader.request.intervention, null);
  reader.answered();
  assert.deepEqual(reader.request.intervention, { step: 3, input: 1 });
  reader.wait(3000);
  assert.deepEqual(reader.request.intervention, { step: 3, input: 1 });
  reader.answered();
  reader.on({ type: "open" });
  assert.equal(reader.request.intervention, null);
});

test("a panel that has left the page forgets what it asked for, and waits for nothing", () => {
  const reader = new Reader(inHand());
  reader.on(turn(KNOB, 1));
  reader.on({ type: "gone" });
  assert.deepEqual(reader.state.queue, { seq: 2, sent: 0, isWanted: false, turns: [], pastes: [] });
  assert.ok(!reader.timers.has("lost"));
});

test("whatever is lost, late or said twice: Python ends with all turns, in order, and once", () => {
  const knobs = [KNOB, OTHER, GAIN, entry("b_h", 3)];
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = randomFrom(seed);
    const reader = new Reader(inHand());
    reader.isWatched = false;
    /** @type {[string, number][]} */
    const done = []; // by Python, in order: a number's key, and the value that it was turned to
    let ack = 0;
    /** @type {[string, number][]} */
    const mine = [];
    /** @type {import("../../rnnviz/panel/modules/payload.js").Model[]} */
    const replies = [];
    /** @param {import("../../rnnviz/panel/modules/requests.js").Request} request */
    const python = (request) => {
      for (const turn of request.turns)
        if (turn.seq > ack) done.push([keyOf(turn.knob), turn.value]);
      ack = Math.max(ack, request.seq);
      return reader.reply(request, { ack });
    };
    for (let i = 0; i < 40; i += 1) {
      const chance = random();
      if (chance < 0.45) {
        const [knob, value] = [knobs[Math.floor(random() * 4)], Math.fround(random() * 2 - 1)];
        reader.on(turn(knob, value));
        mine.push([keyOf(knob), value]);
      } else if (chance < 0.6) reader.on(cursor(Math.floor(random() * 5)));
      else if (chance < 0.7) reader.wait(3000);
      else if (reader.sent.length > 0) {
        const [request] = reader.sent.splice(0, 1);
        if (random() < 0.2) continue; // lost on its way
        replies.push(python(request));
        if (random() < 0.2) continue; // its answer is late, or lost
        const [reply] = replies.splice(Math.floor(random() * replies.length), 1);
        reader.answer(reply);
      }
    }
    for (let i = 0; i < 50 && (reader.sent.length > 0 || reader.timers.size > 0); i += 1) {
      const request = reader.sent.at(-1);
      reader.sent = [];
      if (request) reader.answer(python(request));
      else reader.wait(3000);
    }
    assert.equal(reader.state.queue.turns.length, 0, `seed ${seed}`);
    // Values that were replaced before they were sent may be missing, and nothing else.
    const last = (/** @type {[string, number][]} */ list) => Object.fromEntries(list);
    assert.deepEqual(last(done), last(mine), `seed ${seed}`);
    let at = 0;
    for (const one of done) {
      at = mine.findIndex(([key, value], i) => i >= at && key === one[0] && value === one[1]) + 1;
      assert.ok(at > 0, `seed ${seed}: ${one} came twice, or out of order`);
    }
    assert.deepEqual(keyOf(reader.state.knob), mine.at(-1)?.[0] ?? keyOf(KNOB), `seed ${seed}`);
  }
});

/**
 * Numbers from 0 to 1 that look random (mulberry32).
 * @param {number} seed
 */
function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
