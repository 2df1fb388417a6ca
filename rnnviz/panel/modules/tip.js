// A word beside the pointer: which number it is on, and what a click does.

import { el, setText } from "./dom.js";

/** @param {HTMLElement} host */
export function createTip(host) {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  host.append(tip);
  return {
    /**
     * @param {string} text  "" hides it
     * @param {number} x
     * @param {number} y
     * @param {number} width  of the host
     */
    say(text, x, y, width) {
      tip.hidden = text === "";
      setText(tip, text);
      // On the side of the pointer that has the room.
      const isRight = x > width / 2;
      tip.style.left = isRight ? "auto" : `${x + 14}px`;
      tip.style.right = isRight ? `${width - x + 14}px` : "auto";
      tip.style.top = `${Math.max(0, y - 34)}px`;
    },
  };
}
