// Timers by name.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { createTimers } from "../../rnnviz/panel/modules/timers.js";

test("a timer ends once, begins anew where it is started anew, and not where it is stopped", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const ended = [];
  const timers = createTimers((/** @type {string} */ name) => ended.push(name));
  timers.stop("never begun");
  timers.start("anew", 10);
  timers.start("stopped", 10);
  timers.start("other", 15);
  mock.timers.tick(9);
  timers.start("anew", 10);
  timers.stop("stopped");
  mock.timers.tick(9);
  assert.deepEqual(ended, ["other"]);
  mock.timers.tick(1);
  assert.deepEqual(ended, ["other", "anew"]);
  mock.timers.tick(1000);
  assert.deepEqual(ended, ["other", "anew"]);
  mock.timers.reset();
});
