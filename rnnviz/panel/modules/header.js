// What stands over the graph: what is shown, how it is drawn, and what went wrong.

import { el, setAttributes, setText } from "./dom.js";
import { showWhileHeld } from "./hold.js";
import { createSaving } from "./saving.js";

/**
 * @typedef {import("./payload.js").Model} Model
 *
 * @typedef {object} Shown
 * @property {boolean} folded
 * @property {boolean} opened
 * @property {boolean} canOpen  a step is small in the graph, and can be drawn large
 * @property {boolean} differs  the knob in hand has been turned, so there is a "before"
 * @property {string} refused  why the last number that was typed was not taken, or ""
 */

/**
 * @typedef {object} Handlers
 * @property {() => void} onFold
 * @property {() => void} onOpen
 * @property {(isHeld: boolean) => void} onHold
 * @property {(format: import("./saving.js").Format) => void} onSave
 */

/** @param {Handlers} handlers */
export function createHeader({ onFold, onOpen, onHold, onSave }) {
  const title = el("h2", {});
  const description = el("p", { class: "description" });
  const fold = el("button", { type: "button", class: "switch" });
  const open = el("button", { type: "button", class: "switch" });
  const hold = el("button", { type: "button", class: "switch" }, "Hold: before");
  const status = el("p", { class: "status", role: "status" });
  fold.addEventListener("click", onFold);
  open.addEventListener("click", onOpen);
  showWhileHeld(hold, onHold);

  /**
   * @param {Model} model  as it is drawn
   * @param {Shown} shown
   */
  function update(model, { folded, opened, canOpen, differs, refused }) {
    setText(title, model.title);
    setText(description, model.description);
    setText(fold, folded ? "Unroll" : "Fold");
    setAttributes(fold, { title: folded ? "Draw every step" : "Draw one cell with a loop" });
    setText(open, opened ? "All steps" : "Open step");
    setAttributes(open, {
      title: opened ? "Draw every step" : "Draw this step large, every weight a line",
    });
    open.hidden = folded || !canOpen;
    const holds = differs && !folded;
    // What is about to go must not take the keyboard's place in the page with it.
    if (hold.matches(":focus") && !holds) fold.focus();
    // Its place stays: the words beside it must not wrap anew, and move the graph, under a drag.
    hold.classList.toggle("idle", !holds);
    setText(status, [refused, model.notice, explosion(model)].filter(Boolean).join(" "));
    status.hidden = status.textContent === "";
  }

  const words = el("div", { class: "words" }, title, description);
  const switches = el("div", { class: "switches" }, hold, createSaving(onSave), open, fold);
  return { parts: [el("header", {}, words, switches), status], update };
}

/** @param {Model} model */
function explosion({ num_shown, sizes }) {
  if (num_shown === sizes.T) return "";
  const then = num_shown ? "The steps before it are shown." : "Turn a weight down, or reset.";
  return `Exploded at step ${num_shown}: a number grew beyond 10¹². ${then}`;
}
