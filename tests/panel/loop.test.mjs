// The loop around a state machine.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createLoop } from "../../rnnviz/panel/modules/loop.js";

/**
 * Adds numbers, and writes down what is run and drawn; an effect "… again" makes an event.
 * @param {(effect: string) => void} [run]
 */
function adding(run = () => {}) {
  /** @type {(string | number)[]} */
  const log = [];
  const loop = createLoop({
    state: 0,
    transition: (
      state,
      /** @type {{add: number, effects?: string[]}} */ { add, effects = [] },
    ) => ({
      state: state + add,
      effects,
    }),
    waits: (/** @type {string} */ effect) => effect.startsWith("late"),
    run(effect) {
      log.push(effect);
      if (effect.endsWith("again")) loop.dispatch({ add: 10, effects: ["more"] });
      run(effect);
    },
    draw: (state) => log.push(state),
  });
  return { loop, log };
}

test("effects are run before the state is drawn, but for those that need it drawn", () => {
  const { loop, log } = adding();
  loop.dispatch({ add: 1, effects: ["late", "early"] });
  assert.deepEqual(log, ["early", 1, "late"]);
  assert.equal(loop.state, 1);
});

test("an event that an effect makes comes after all effects, and only the last state is drawn", () => {
  const { loop, log } = adding();
  loop.dispatch({ add: 1, effects: ["again", "early"] });
  assert.deepEqual(log, ["again", "early", "more", 11]);
});

test("an event that is made once all is drawn is drawn anew", () => {
  const { loop, log } = adding();
  loop.dispatch({ add: 1, effects: ["late again"] });
  assert.deepEqual(log, [1, "late again", "more", 11]);
});

test("where the state is what it was, nothing is drawn", () => {
  const { loop, log } = adding();
  loop.dispatch({ add: 0, effects: ["early"] });
  assert.deepEqual(log, ["early"]);
});

test("an effect that fails does not stop what comes later", () => {
  const { loop, log } = adding((effect) => {
    if (effect === "bad again") throw new Error("no");
  });
  assert.throws(() => loop.dispatch({ add: 1, effects: ["bad again"] }), /no/);
  loop.dispatch({ add: 1 });
  assert.deepEqual(log, ["bad again", 2]);
});
