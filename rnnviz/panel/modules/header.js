// What stands over the graph: what is shown and how it is drawn; and what went wrong.

import { el, setAttributes, setText } from "./dom.js";
import { showWhileHeld } from "./hold.js";
import { createSaving } from "./saving.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./scene.js").Scene} Scene
 */

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createHeader(host, dispatch) {
  const title = el("h2", {});
  const description = el("p", { class: "description" });
  const more = el("button", { type: "button", class: "link", "aria-expanded": "false" }, "more");
  const words = el("div", { class: "words" }, title, description, more);
  const fold = el("button", { type: "button", class: "switch" });
  const open = el("button", { type: "button", class: "switch" });
  const hold = el("button", { type: "button", class: "switch" }, "Hold: before");
  const saving = createSaving((format) => dispatch({ type: "save", format }));
  fold.addEventListener("click", () => dispatch({ type: "fold" }));
  open.addEventListener("click", () => dispatch({ type: "open" }));
  more.addEventListener("click", () => unfold(!words.classList.contains("open")));
  // A phone has no line for the description, which then has no width at all.
  const isCut = () =>
    title.scrollWidth > title.clientWidth ||
    description.scrollHeight > description.clientHeight ||
    (description.clientWidth === 0 && description.textContent !== "");
  new ResizeObserver(() => {
    if (!words.classList.contains("open")) more.hidden = !isCut();
  }).observe(words);
  showWhileHeld(hold, (isHeld) => dispatch({ type: "hold", isHeld }));
  host.append(words, el("div", { class: "switches" }, hold, saving, open, fold));

  /** @param {boolean} isOpen  the whole title and description are shown */
  function unfold(isOpen) {
    words.classList.toggle("open", isOpen);
    setText(more, isOpen ? "less" : "more");
    setAttributes(more, { "aria-expanded": String(isOpen) });
  }

  /** @param {Scene} scene */
  function update({ shown, folded, opened, canOpen, differs }) {
    setText(title, shown.title);
    setText(description, shown.description);
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
  }

  return { update };
}

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createStatus(host, dispatch) {
  const words = el("span", {});
  const buttons = el("span", { class: "ways" });
  host.append(words, buttons);
  let offered = "";
  return {
    /** @param {Scene} scene */
    update({ shown, refused, ways: offers }) {
      setText(words, [refused, shown.notice, explosion(shown)].filter(Boolean).join(" "));
      host.hidden = words.textContent === "";
      const named = JSON.stringify(offers);
      if (named === offered) return;
      offered = named;
      const made = offers.map((text, offer) => {
        const button = el("button", { type: "button", class: "link" }, text);
        button.addEventListener("click", () => dispatch({ type: "accept", offer }));
        return button;
      });
      buttons.replaceChildren(...made);
    },
  };
}

/** @param {Model} model */
function explosion({ num_shown, sizes }) {
  if (num_shown === sizes.T) return "";
  const then = num_shown ? "The steps before it are shown." : "Turn a weight down, or reset.";
  return `Exploded at step ${num_shown}: a number grew beyond 10¹². ${then}`;
}
