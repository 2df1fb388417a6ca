// A word beside the pointer: which number it is on, and what a click does.

import { el, setText } from "./dom.js";

const MOST = 250; // pixels that most of what is said needs

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
      // On the side of the pointer that has the room; on a phone neither may have enough.
      const isRight = x > width / 2;
      tip.style.maxWidth = `${width - 8}px`;
      tip.style.left = isRight ? "auto" : `max(4px, min(${x + 14}px, 100% - ${MOST}px))`;
      tip.style.right = isRight ? `max(4px, min(${width - x + 14}px, 100% - ${MOST}px))` : "auto";
      tip.style.top = `${Math.max(0, y - 34)}px`;
    },
  };
}
