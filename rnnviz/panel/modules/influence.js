// Who mattered: how much the cursor's step still feels of each step before it, as a row of ink
// under the graph, in line with its columns.

import { influenceColor, inkOnInfluence } from "./color.js";
import { context, el, setText } from "./dom.js";
import { brief } from "./format.js";
import { influenceAt } from "./preview.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./payload.js").Model} Model
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
  const ramp = el("span", { class: "ramp ink", "aria-hidden": "true" });
  const scale = el("span", { class: "scale" }, "10⁻⁴ or less", ramp, "10⁴");
  host.append(canvas, el("p", { class: "caption" }, words, scale));
  const isNew = watch();
  /** @type {(Float32Array | null)[]} */
  let last = [];

  /**
   * @param {Model} model  what Python said last, for it says on what the influence is
   * @param {{step: number, unit: number, output: number}} look
   * @param {number | null} v  where the value under the hand stands in the sweep; −1: it is
   *   as Python said; null: only Python can say
   * @param {Layout} place
   * @param {Palette} colors
   * @param {string} font
   */
  function update(model, look, v, place, colors, font) {
    const { influence } = model;
    host.hidden = !influence || place.mode !== "unrolled" || place.columns.length === 0;
    if (!influence || host.hidden) return;
    const isOf = influence.index === look[influence.of];
    const rows = PASTS.map((past) =>
      isOf && v !== null ? influenceAt(model, look.step, past, v) : null,
    );
    const isStale = rows.includes(null);
    // Until Python has answered, what was there stays, and steps back.
    if (!isStale) last = rows;
    const seen = isStale ? last.map((row) => row?.subarray(0, look.step + 1) ?? null) : rows;
    // The rows themselves are new views of these at each call.
    const { arrays } = model;
    const sources = PASTS.flatMap((past) => [
      arrays[`influence.${past}`],
      arrays[`sweep.influence.${past}`],
    ]);
    const { of, index } = influence;
    const what = [of, index, look.step, v, isOf, isStale];
    if (!isNew(...sources, ...what, place, colors, font, window.devicePixelRatio)) return;
    draw(seen, isStale, place, colors, font);
    const name = `${influence.of} ${look[influence.of]}`;
    setText(
      words,
      `How much would a small change at each earlier step move ${name} at step ${look.step}? ` +
        "Dark: as much as the change itself. Pale: less. Red: more. ",
    );
    canvas.setAttribute("aria-label", spokenRows(seen, name, look.step));
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
  const said = PASTS.map((past, i) => `of ${past} ${[...(rows[i] ?? [])].map(brief).join(", ")}`);
  return `Influence on ${name} at step ${step}, from step 0 on: ${said.join("; ")}.`;
}
