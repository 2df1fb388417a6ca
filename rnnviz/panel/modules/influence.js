// Influence: how much the cursor's step still depends on each step before it, as two rows under
// the graph, in line with its columns.

import { influenceColor, inkOnInfluence } from "./color.js";
import { context, el, setText } from "./dom.js";
import { brief } from "./format.js";
import { influenceAt } from "./preview.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 */

const ROW = 24;
const PASTS = /** @type {const} */ (["inputs", "states"]);
const STALE = 0.3; // what is drawn until Python has answered

/** @param {HTMLElement} host */
export function createInfluence(host) {
  const canvas = el("canvas", { role: "img" });
  const words = el("span", { class: "explains" });
  const ramp = el("span", { class: "ramp influence-ramp", "aria-hidden": "true" });
  const scale = el("span", { class: "scale" }, "10⁻⁴ or less", ramp, "10⁴");
  host.append(canvas, el("p", { class: "caption" }, words, scale));
  const isNew = memo();
  /** @type {(Float32Array | null)[]} */
  let last = [];

  /**
   * @param {import("./scene.js").Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update(scene, { place, colors, font }) {
    const { model, swept, step } = scene;
    const { influence } = model; // Python says on what it is
    host.hidden = !influence || place.mode !== "unrolled" || place.columns.length === 0;
    if (!influence || host.hidden) return;
    const isOf = influence.index === scene[influence.of];
    const rows = PASTS.map((past) =>
      isOf && swept !== null ? influenceAt(model, step, past, swept) : null,
    );
    const isStale = rows.includes(null);
    // Until Python has answered, what was there stays, and steps back.
    if (!isStale) last = rows;
    const seen = isStale ? last.map((row) => row?.subarray(0, step + 1) ?? null) : rows;
    // The rows themselves are new views of these at each call.
    const { arrays } = model;
    const sources = PASTS.flatMap((past) => [
      arrays[`influence.${past}`],
      arrays[`sweep.influence.${past}`],
    ]);
    const { of, index } = influence;
    const what = [of, index, step, swept, isOf, isStale];
    if (!isNew(...sources, ...what, place, colors, font, window.devicePixelRatio)) return;
    draw(seen, isStale, place, colors, font);
    const name = `${of} ${scene[of]}`;
    setText(
      words,
      `How much would a small change at each earlier step move ${name} at step ${step}? ` +
        "Dark: as much as the change itself. Pale: less. Red: more. ",
    );
    canvas.setAttribute("aria-label", spokenRows(seen, name, step));
  }

  /**
   * @param {(Float32Array | null)[]} rows
   * @param {boolean} isStale
   * @param {Layout} place
   * @param {Palette} colors
   * @param {string} font
   */
  function draw(rows, isStale, place, colors, font) {
    const ctx = context(canvas, place.width, 2 * ROW + 6);
    const w = Math.round(place.pitch) - 4;
    ctx.textBaseline = "middle";
    PASTS.forEach((past, i) => {
      const y = 3 + i * ROW;
      ctx.globalAlpha = 1;
      if (place.width >= 600) {
        ctx.font = `12px ${font}`;
        ctx.textAlign = "right";
        ctx.fillStyle = colors.soft;
        ctx.fillText(past, place.columns[0].cx - place.pitch / 2 - 8, y + ROW / 2);
      }
      ctx.font = `12px ${font}`;
      ctx.textAlign = "center";
      ctx.globalAlpha = isStale ? STALE : 1;
      for (const { t, cx } of place.columns) {
        const value = rows[i]?.[t];
        if (value === undefined) continue; // nothing looks ahead
        const left = Math.round(cx - place.pitch / 2) + 2;
        ctx.fillStyle = influenceColor(value, colors.theme);
        ctx.fillRect(left, y, w, ROW - 3);
        ctx.strokeStyle = colors.edge;
        ctx.lineWidth = 1;
        ctx.strokeRect(left + 0.5, y + 0.5, w - 1, ROW - 4);
        if (w < 34) continue;
        ctx.fillStyle = inkOnInfluence(value, colors.theme);
        ctx.fillText(brief(value), cx, y + (ROW - 3) / 2 + 0.5);
      }
    });
    ctx.globalAlpha = 1;
  }

  return { update };
}

/**
 * @param {(Float32Array | null)[]} rows
 * @param {string} name
 * @param {number} step
 */
function spokenRows(rows, name, step) {
  const parts = PASTS.map((past, i) => `of ${past} ${[...(rows[i] ?? [])].map(brief).join(", ")}`);
  return `Influence on ${name} at step ${step}, from step 0 on: ${parts.join("; ")}.`;
}
