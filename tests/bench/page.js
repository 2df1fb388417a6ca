// The bench: the renderer on one side, the test's process in the place of the server on the other.

import { render } from "../../rnnviz/panel/modules/panel.js";
import { decode } from "../../rnnviz/panel/modules/payload.js";

/**
 * @typedef {ReturnType<typeof decode>} Model
 * @typedef {Parameters<Parameters<typeof render>[2]["onRequest"]>[0]} Request
 * @typedef {(request: Request) => Promise<string | null>} Answer
 */

const host = /** @type {ShadowRoot} */ (document.getElementById("host")?.shadowRoot);
const { answer } = /** @type {Window & {answer: Answer}} */ (/** @type {unknown} */ (window));

let root = /** @type {HTMLElement} */ (host.querySelector(".rnnviz"));
/** @type {Model | undefined} */
let model; // as it was sent last
/** @type {Set<Promise<void>>} */
const asked = new Set(); // without an answer

/** Put a new panel in the place of the one that is there. */
function renew() {
  const fresh = document.createElement("div");
  fresh.className = "rnnviz";
  root.replaceWith(fresh);
  root = fresh;
  model = undefined;
  // The keyboard begins above it.
  const start = /** @type {HTMLElement} */ (document.getElementById("start"));
  start.focus();
  start.blur();
  window.scrollTo(0, 0);
}

/**
 * Draw a payload.
 * @param {string} payload  as base64
 */
function show(payload) {
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  model = decode(bytes, model);
  render(root, model, { onRequest: ask, onChart() {} });
}

/**
 * Ask the test's process, and draw its answer; null: there is none, or none yet.
 * @param {Request} request
 */
function ask(request) {
  const from = root;
  const done = answer(request)
    .then((payload) => {
      if (payload !== null && root === from) show(payload);
    })
    .finally(() => asked.delete(done));
  asked.add(done);
}

/** Wait until everything is answered that was asked so far, and by the answers themselves. */
async function settled() {
  while (asked.size > 0) await Promise.allSettled(asked);
}

Object.assign(window, { bench: { renew, show, settled } });
