// Moving the cursor through time.

import { el } from "./dom.js";
import { printable } from "./format.js";

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M17 5v14L6 12z",
  forward: "M7 5l11 7-11 7z",
  last: "M16 5h2v14h-2zM4 5l11 7-11 7z",
};

/**
 * @param {HTMLElement} host
 * @param {(t: number) => void} onStep
 */
export function createTransport(host, onStep) {
  let step = 0;
  let last = 0;
  const button = (
    /** @type {keyof ICONS} */ icon,
    /** @type {string} */ name,
    /** @type {() => number} */ target,
  ) => {
    const made = el("button", { type: "button", "aria-label": name, title: name });
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
    made.addEventListener("click", () => onStep(Math.max(0, Math.min(last, target()))));
    return made;
  };
  const scrub = el("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "Step",
    class: "scrub",
  });
  const where = el("span", { class: "where" });
  scrub.addEventListener("input", () => onStep(Number(scrub.value)));
  const buttons = [
    button("first", "First step", () => 0),
    button("back", "One step back", () => step - 1),
    button("forward", "One step forward", () => step + 1),
    button("last", "Last step", () => last),
  ];
  host.append(...buttons, scrub, where);

  /**
   * @param {import("./payload.js").Model} model
   * @param {number} at
   */
  function update(model, at) {
    step = at;
    last = Math.max(0, model.num_shown - 1);
    scrub.max = String(last);
    scrub.value = String(at);
    scrub.style.setProperty("--share", `${last ? (at / last) * 100 : 0}%`);
    const label = model.labels?.[at];
    where.textContent = `step ${at} of 0…${last}${label === undefined ? "" : ` · ${printable(label, 16)}`}`;
    scrub.setAttribute("aria-valuetext", `step ${at}`);
  }

  return { update };
}
