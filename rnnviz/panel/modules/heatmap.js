// Hidden states over time as cells: under the graph, in line with its columns; and, where
// the graph shows only a part, all steps at once below.

import { valueColor, valuePixel } from "./color.js";
import { context, el } from "./dom.js";
import { plain } from "./format.js";
import { GHOST } from "./lines.js";
import { spriteOf } from "./sprites.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 */

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createHeatmap(host, dispatch) {
  const aligned = el("canvas", { role: "img" });
  const whole = el("canvas", { role: "img", class: "whole" });
  const caption = el("p", { class: "caption" });
  host.append(aligned, whole, caption);
  let captioned = "";
  const isNew = memo();
  /** @type {(x: number) => number} */
  let stepOfAligned = () => 0;
  /** @type {(x: number) => number} */
  let stepOfWhole = () => 0;
  aligned.addEventListener("click", (event) =>
    dispatch({ type: "cursor", step: stepOfAligned(xIn(event)) }),
  );
  whole.addEventListener("click", (event) =>
    dispatch({ type: "cursor", step: stepOfWhole(xIn(event)) }),
  );

  /**
   * @param {import("./scene.js").Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update({ shown: model, step, unit, reached }, { place, colors, font }) {
    const { H } = model.sizes;
    const { h } = model.arrays;
    const rest = [step, unit, reached, colors, font, window.devicePixelRatio];
    if (!isNew(model.generation, h, model.num_shown, model.limits.h, place, ...rest)) return;
    const rowH = Math.max(3, Math.min(20, Math.floor(128 / H)));
    // A room sees the graph itself; the same numbers again would push the slider off the wall.
    const shown = place.mode === "unrolled" && place.columns.length > 0 && !colors.isProjected;
    aligned.hidden = !shown;
    if (shown) {
      drawAligned(model, step, unit, place, colors, font, rowH, reached);
      const [{ t: first, cx }] = place.columns;
      const last = first + place.columns.length - 1;
      stepOfAligned = (x) =>
        Math.max(first, Math.min(last, first + Math.round((x - cx) / place.pitch)));
    }
    const partial = model.num_shown > place.columns.length;
    whole.hidden = !partial;
    if (partial) {
      drawWhole(model, step, place, colors);
      const left = wholeLeft(place);
      const room = place.width - left - 8;
      stepOfWhole = (x) =>
        Math.max(
          0,
          Math.min(model.num_shown - 1, Math.floor(((x - left) / room) * model.num_shown)),
        );
    }
    const text = words(model, place, partial && shown).join("");
    const now = `${text}${Object.values(model.limits).join(" ")}`;
    if (now === captioned) return;
    captioned = now;
    caption.replaceChildren(el("span", { class: "explains" }, text), ...scale(model));
  }

  /**
   * What the drawing means, for this network.
   * @param {Model} model
   * @param {Layout} place
   * @param {boolean} framed
   */
  function words(model, place, framed) {
    const lines = place.showsLines
      ? "Each line is a weight; thicker means larger. Dashed lines (W_hh) lead to the next step. "
      : "Each arrow is a whole matrix; dashed arrows (W_hh) lead to the next step. Open a step to see every weight. ";
    const rows = framed
      ? `Under the graph, each row is a hidden unit over time: steps ${place.columns[0].t} to ${place.columns.at(-1)?.t} in line with the graph, then all ${model.num_shown}. Click to go there. `
      : "Under the graph, each row is a hidden unit over time. Click a column to go there. ";
    return [lines, rows];
  }

  /** @param {Model} model */
  function scale({ limits }) {
    const ramp = (/** @type {string} */ what, /** @type {number} */ end) => {
      const limit = plain(end, end < 10 && end % 1 ? 1 : 0);
      return el(
        "span",
        { class: "scale" },
        `${what} −${limit}`,
        el("span", { class: "ramp", "aria-hidden": "true" }),
        `+${limit}`,
      );
    };
    const { h, y, x } = limits;
    const ramps = [ramp("hidden state", h)];
    if (y !== h) ramps.push(ramp("output", y));
    if (x !== h) ramps.push(ramp("input", x));
    return ramps;
  }

  /**
   * @param {Model} model
   * @param {number} step
   * @param {number} unit
   * @param {Layout} place
   * @param {Palette} colors
   * @param {string} font
   * @param {number} rowH
   * @param {number | null} reached
   */
  function drawAligned(model, step, unit, place, colors, font, rowH, reached) {
    const { H } = model.sizes;
    const height = H * rowH + 4;
    const ctx = context(aligned, place.width, height);
    const numbered = rowH >= 15 && place.pitch >= 40;
    const tall = rowH - (rowH > 6 ? 1 : 0);
    const cellOf = (/** @type {number} */ w) =>
      spriteOf(ctx, {
        shape: "block",
        w,
        h: tall,
        size: 11,
        font,
        decimals: 2,
        limit: model.limits.h,
        theme: colors.theme,
      });
    /** @type {Record<number, import("./sprites.js").DrawSprite>} */
    const cells = {};
    for (const { t, cx } of place.columns) {
      ctx.globalAlpha = reached !== null && t > reached ? GHOST : 1;
      // Neighbouring cells meet on whole pixels, or a seam shows.
      const left = Math.round(cx - place.pitch / 2);
      const w = Math.round(cx + place.pitch / 2) - left - (place.pitch > 12 ? 1 : 0);
      const sprite = numbered ? (cells[w] ??= cellOf(w)) : null;
      for (let j = 0; j < H; j += 1) {
        const value = model.arrays.h[t * H + j];
        if (sprite) sprite(value, left + w / 2, 2 + j * rowH + tall / 2);
        else {
          ctx.fillStyle = valueColor(value, model.limits.h, colors.theme);
          ctx.fillRect(left, 2 + j * rowH, w, tall);
        }
      }
      if (t === step) {
        ctx.strokeStyle = colors.role.W_hh;
        ctx.lineWidth = 2;
        ctx.strokeRect(
          Math.round(cx - place.pitch / 2) - 0.5,
          1,
          Math.round(place.pitch),
          height - 2,
        );
        ctx.strokeStyle = colors.ink;
        ctx.lineWidth = 1.5;
        if (rowH >= 6)
          ctx.strokeRect(
            Math.round(cx - place.pitch / 2) + 1,
            2 + unit * rowH,
            Math.round(place.pitch) - 3,
            rowH - 1,
          );
      }
    }
    ctx.globalAlpha = 1;
    if (place.width >= 600 && rowH >= 11) {
      ctx.font = `11px ${font}`;
      ctx.textBaseline = "middle";
      ctx.textAlign = "right";
      ctx.fillStyle = colors.soft;
      const x = place.columns[0].cx - place.pitch / 2 - 8;
      for (let j = 0; j < H; j += 1) ctx.fillText(`unit ${j}`, x, 2 + j * rowH + rowH / 2);
    }
    aligned.setAttribute(
      "aria-label",
      `Hidden states over time, ${H} units; the numbers are in the graph.`,
    );
  }

  /**
   * @param {Model} model
   * @param {number} step
   * @param {Layout} place
   * @param {Palette} colors
   */
  function drawWhole(model, step, place, colors) {
    const { H } = model.sizes;
    const T = model.num_shown;
    const rowH = Math.max(4, Math.min(14, Math.floor(110 / H)));
    const height = H * rowH + 6;
    const ctx = context(whole, place.width, height);
    const left = wholeLeft(place);
    const room = place.width - left - 8;
    const image = new ImageData(T, H);
    const cells = new Uint32Array(image.data.buffer);
    for (let t = 0; t < T; t += 1) {
      for (let j = 0; j < H; j += 1)
        cells[j * T + t] = valuePixel(model.arrays.h[t * H + j], model.limits.h, colors.theme);
    }
    const pixels = el("canvas", { width: T, height: H });
    /** @type {CanvasRenderingContext2D} */ (pixels.getContext("2d")).putImageData(image, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(pixels, left, 3, room, H * rowH);
    const at = (/** @type {number} */ t) => left + (t / T) * room;
    if (place.columns.length > 0 && place.mode === "unrolled") {
      ctx.strokeStyle = colors.ink;
      ctx.lineWidth = 1.5;
      ctx.strokeRect(
        at(place.columns[0].t),
        2,
        at((place.columns.at(-1)?.t ?? 0) + 1) - at(place.columns[0].t),
        height - 4,
      );
    }
    ctx.strokeStyle = colors.role.W_hh;
    ctx.lineWidth = 2;
    ctx.strokeRect(at(step), 1, Math.max(2, room / T), height - 2);
    whole.setAttribute("aria-label", `All ${T} steps of the hidden states.`);
  }

  return { update };
}

/**
 * Where in a canvas a click was, in the drawing's own units, which a zoomed view enlarges.
 * @param {MouseEvent} event
 */
function xIn(event) {
  const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
  const box = canvas.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width) * parseFloat(canvas.style.width);
}

/** @param {Layout} place */
function wholeLeft(place) {
  return place.width < 600 ? 8 : 40;
}
