// Movement: how far each step's hidden state has moved since the shared number was taken in hand,
// as a bar under the step's column.

import { context, el } from "./dom.js";
import { plain } from "./format.js";
import { moved, turned } from "./preview.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./preview.js").Sweep} Sweep
 */

const HEIGHT = 48;

/** @param {HTMLElement} host */
export function createMovement(host) {
  const canvas = el("canvas", { role: "img" });
  host.append(canvas);
  /** @type {WeakMap<Sweep, number>} */
  const limits = new WeakMap();
  const isNew = memo();

  /**
   * The most that any step moves at any value of the sweep, so that the scale stays fixed
   * while the number turns.
   * @param {Model} before
   * @param {Sweep} sweep
   */
  function limitOf(before, sweep) {
    let limit = limits.get(sweep);
    if (limit === undefined) {
      let most = 0;
      for (let v = 0; v < sweep.values.length; v += 1)
        for (const length of moved(before, turned(before, sweep, v)))
          if (length > most) most = length;
      limit = most;
      limits.set(sweep, limit);
    }
    return limit;
  }

  /**
   * @param {import("./scene.js").Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update({ shown: model, before, sweep }, { place, colors, font }) {
    host.hidden = place.mode !== "unrolled" || place.columns.length === 0;
    if (host.hidden) return;
    const states = [model.arrays.h, before?.arrays.h];
    const isStill = model.lock === "numbers" || model.hide.includes("sliders");
    if (!isNew(...states, isStill, sweep, place, colors, font, window.devicePixelRatio)) return;
    const ctx = context(canvas, place.width, HEIGHT);
    const base = HEIGHT - 4.5;
    const right = (place.columns.at(-1)?.cx ?? 0) + place.pitch / 2;
    const left = place.columns[0].cx - place.pitch / 2;
    ctx.strokeStyle = colors.rule;
    ctx.beginPath();
    ctx.moveTo(left, base + 0.5);
    ctx.lineTo(right, base + 0.5);
    ctx.stroke();
    const lengths = before ? moved(before, model) : [];
    const limit = before && sweep ? limitOf(before, sweep) : 0;
    ctx.font = `11px ${font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    const bar = Math.min(26, place.pitch * 0.6);
    for (const { t, cx } of place.columns) {
      const length = lengths[t] ?? 0;
      if (limit === 0 || length === 0) continue;
      const height = Math.max(1, (base - 13) * Math.min(1, length / limit));
      ctx.fillStyle = colors.ink;
      ctx.globalAlpha = 0.75;
      ctx.fillRect(cx - bar / 2, base - height, bar, height);
      ctx.globalAlpha = 1;
      ctx.fillStyle = colors.ink;
      if (place.pitch >= 40) ctx.fillText(plain(length), cx, base - height - 3);
    }
    ctx.textAlign = "right";
    ctx.fillStyle = colors.soft;
    ctx.font = `12px ${font}`;
    if (place.width >= 600) ctx.fillText("moved by", left - 8, base);
    if (limit === 0 || lengths.every((length) => length === 0)) {
      ctx.textAlign = "left";
      const words = isStill
        ? "No number has been turned."
        : sweep
          ? "Turn the number: a bar under each step shows how far its hidden state moves."
          : "Select a number: a bar under each step then shows how far turning it moves the state.";
      const room = right - left - 8;
      // Squeezed a little it can be read; a single step has no room for it.
      if (ctx.measureText(words).width <= 1.3 * room) ctx.fillText(words, left + 4, base - 8, room);
    }
    canvas.setAttribute(
      "aria-label",
      `How far each step's hidden state has moved: ${lengths.length ? lengths.map((length) => plain(length)).join(", ") : "not at all"}.`,
    );
  }

  return { update };
}
