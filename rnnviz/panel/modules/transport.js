// Moving the cursor through time.

import { el, setAttributes, setText } from "./dom.js";
import { printable } from "./format.js";

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M17 5v14L6 12z",
  play: "M7 4l13 8-13 8z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  forward: "M7 5l11 7-11 7z",
  last: "M16 5h2v14h-2zM4 5l11 7-11 7z",
};
const SPEEDS = [0.25, 0.5, 1, 2, 4];

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createTransport(host, dispatch) {
  let step = 0;
  let last = 0;
  const button = (
    /** @type {keyof ICONS} */ icon,
    /** @type {string} */ name,
    /** @type {() => void} */ onClick,
  ) => {
    const made = el("button", { type: "button", class: icon, "aria-label": name, title: name });
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
    made.addEventListener("click", onClick);
    return made;
  };
  const go = (/** @type {number} */ t) =>
    dispatch({ type: "cursor", step: Math.max(0, Math.min(last, t)) });
  const scrub = el("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": "Step",
    class: "scrub",
  });
  const where = el("span", { class: "where" });
  scrub.addEventListener("input", () => dispatch({ type: "cursor", step: Number(scrub.value) }));
  const play = button("play", "Play", () => dispatch({ type: "play" }));
  const speed = el("button", { type: "button", class: "speed" });
  speed.addEventListener("click", () => {
    const at = SPEEDS.indexOf(Number(speed.dataset.speed));
    dispatch({ type: "speed", speed: SPEEDS[(at + 1) % SPEEDS.length] });
  });
  host.append(
    button("first", "First step", () => go(0)),
    button("back", "One step back", () => go(step - 1)),
    play,
    button("forward", "One step forward", () => go(step + 1)),
    button("last", "Last step", () => go(last)),
    scrub,
    where,
    speed,
  );

  /** @param {import("./scene.js").Scene} scene */
  function update({ shown: model, step: at, isPlaying, speed: factor }) {
    step = at;
    last = Math.max(0, model.num_shown - 1);
    setAttributes(scrub, { max: last });
    if (Number(scrub.value) !== at) scrub.value = String(at);
    scrub.style.setProperty("--share", `${last ? (at / last) * 100 : 0}%`);
    const label = model.labels?.[at];
    const text = `step ${at} of 0…${last}${label === undefined ? "" : ` · ${printable(label, 16)}`}`;
    setText(where, text);
    const name = isPlaying ? "Pause" : "Play";
    setAttributes(scrub, { "aria-valuetext": `step ${at}` });
    setAttributes(play, { "aria-label": name, title: name });
    setAttributes(/** @type {Element} */ (play.querySelector("path")), {
      d: ICONS[isPlaying ? "pause" : "play"],
    });
    speed.dataset.speed = String(factor);
    const times = `${factor}×`;
    setText(speed, times);
    setAttributes(speed, { "aria-label": `Speed ${times}`, title: "Speed: from 0.25× to 4×" });
  }

  return { update };
}
