// The numbers of the graph, and its letters and names.

import { inkOn, valueColor } from "./color.js";
import { printable, signed, subscript } from "./format.js";
import { roundRect } from "./lines.js";
import { stateBefore } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./graph.js").Look} Look
 *
 * @typedef {"x" | "h" | "y" | "before"} NodeKind
 * @typedef {{kind: NodeKind, t: number, index: number, x: number, y: number,
 *   w: number, h: number, value: number}} GraphNode
 */

const MATH = '"STIX Two Text", "Cambria Math", "Libertinus Serif", Georgia, serif';
const ROOMY = 128; // pitch from which every gutter has room for the arrows' letters

/**
 * Every number of the graph, with its place.
 * @param {Model} model
 * @param {Layout} place
 * @returns {GraphNode[]}
 */
export function nodesOf(model, place) {
  const { H, I, O } = model.sizes;
  const { x, h, y } = model.arrays;
  /** @type {GraphNode[]} */
  const nodes = [];
  const row = (
    /** @type {NodeKind} */ kind,
    /** @type {number} */ t,
    /** @type {number} */ cx,
    /** @type {number[]} */ centres,
    /** @type {{w: number, h: number}} */ size,
    /** @type {Float32Array} */ values,
  ) =>
    centres.forEach((cy, index) =>
      nodes.push({ kind, t, index, x: cx, y: cy, ...size, value: values[index] }),
    );
  for (const { t, cx } of place.columns) {
    row("y", t, cx, place.outputY, place.cell, y.subarray(t * O, (t + 1) * O));
    row("h", t, cx, place.unitY, place.unit, h.subarray(t * H, (t + 1) * H));
    row("x", t, cx, place.inputY, place.cell, x.subarray(t * I, (t + 1) * I));
  }
  if (place.beforeX !== null && place.columns.length > 0) {
    const { t } = place.columns[0];
    row("before", t - 1, place.beforeX, place.unitY, place.unit, stateBefore(model, t));
  }
  return nodes;
}

/**
 * Draw every number, letter and name of the graph.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {GraphNode[]} nodes
 * @param {Model} model
 * @param {Look} look
 * @param {Palette} colors
 * @param {string} font
 */
export function drawNumbers(ctx, place, nodes, model, look, colors, font) {
  const { cell, showsDiscs, columns, beforeX, outputY, inputY, box } = place;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const node of nodes) {
    const limit = model.limits[node.kind === "before" ? "h" : node.kind];
    const disc = showsDiscs && (node.kind === "h" || node.kind === "before");
    ctx.fillStyle = valueColor(node.value, limit, colors.theme);
    ctx.strokeStyle = colors.theme === "light" ? "#7d8590" : "#838c99";
    ctx.lineWidth = 1;
    const here = node.t === look.step && node.kind !== "before";
    const chosen =
      here &&
      ((node.kind === "h" && node.index === look.unit) ||
        (node.kind === "y" && node.index === look.output));
    if (chosen) {
      ctx.strokeStyle = colors.ink;
      ctx.lineWidth = 2.5;
    }
    ctx.beginPath();
    if (disc) ctx.arc(node.x, node.y, node.w / 2, 0, 2 * Math.PI);
    else if (node.h < 12) ctx.rect(node.x - node.w / 2, node.y - node.h / 2, node.w, node.h);
    else
      roundRect(
        ctx,
        node.x - node.w / 2,
        node.y - node.h / 2,
        node.w,
        node.h,
        Math.min(5, node.h / 4),
      );
    ctx.fill();
    if (node.h >= 12 || chosen) ctx.stroke();
    if (node.h < 12) continue;
    ctx.fillStyle = inkOn(node.value, limit, colors.theme);
    const roomy = node.w >= 32;
    ctx.font = `${fontSize(node, disc)}px ${font}`;
    ctx.fillText(signed(node.value, roomy ? 2 : 1), node.x, node.y + 0.5, node.w - 3);
  }

  const letter = (
    /** @type {string} */ text,
    /** @type {number} */ x,
    /** @type {number} */ y,
    size = 15,
  ) => {
    ctx.font = `italic ${size}px ${MATH}`;
    ctx.fillText(text, x, y);
  };
  const every = Math.ceil(30 / place.pitch);
  for (const { t, cx } of columns) {
    const here = t === look.step;
    ctx.fillStyle = here ? colors.role.W_hh : colors.ink;
    if (place.pitch >= 44 || here) {
      letter(`y${subscript(t)}`, cx, outputY[0] - cell.h / 2 - 12);
      // Beside the arrow, where there is one.
      letter(`h${subscript(t)}`, place.showsLines ? cx : cx - 15, box.top - 11);
      letter(`x${subscript(t)}`, cx, inputY[inputY.length - 1] + cell.h / 2 + 12);
    }
    const label = model.labels?.[t];
    ctx.font = `${here ? "600 " : ""}12px ${font}`;
    ctx.fillStyle = here ? colors.role.W_hh : colors.soft;
    const words = place.pitch >= 60 ? `step ${t}` : `${t}`;
    const below = label === undefined ? words : `${printable(label, place.pitch > 90 ? 10 : 4)}`;
    if (here || t % every === 0 || label !== undefined)
      ctx.fillText(below, cx, place.labelY - 6, place.pitch - 2);
  }
  ctx.fillStyle = colors.ink;
  if (beforeX !== null) {
    const entering = place.mode === "opened" ? look.step - 1 : place.first - 1;
    letter(`h${subscript(entering)}`, beforeX, box.top - 11);
    if (entering < 0 && place.pitch >= ROOMY) {
      ctx.fillStyle = colors.soft;
      ctx.font = `12px ${font}`;
      ctx.fillText("start", beforeX, box.bottom + 14);
    }
  }
  nameRows(ctx, place, model, colors, font);
  nameMatrices(ctx, place, look, colors);
}

/**
 * What each input, unit and output is, at the left of the first column.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Model} model
 * @param {Palette} colors
 * @param {string} font
 */
function nameRows(ctx, place, model, colors, font) {
  const { columns, unit, cell, unitY, inputY, outputY, beforeX, pitch } = place;
  if (columns.length === 0) return;
  ctx.textAlign = "right";
  ctx.fillStyle = colors.soft;
  const name = (
    /** @type {string} */ text,
    /** @type {number} */ right,
    /** @type {number} */ y,
    /** @type {number} */ h,
  ) => {
    if (h < 9) return;
    ctx.font = `${Math.min(12, h)}px ${font}`;
    ctx.fillText(text, right, y + 0.5, Math.max(10, right - 2));
  };
  const clear = place.mode === "unrolled" && pitch < ROOMY ? Math.min(30, pitch * 0.3) : 84;
  const edge = columns[0].cx - cell.w / 2 - clear;
  const wide = place.width >= 600;
  inputY.forEach((y, i) => {
    const given = model.input_names?.[i];
    if (wide || given) name(printable(given ?? `input ${i}`, wide ? 16 : 6), edge, y, cell.h);
  });
  outputY.forEach((y, i) => {
    const given = model.output_names?.[i];
    if (wide || given) name(printable(given ?? `output ${i}`, wide ? 16 : 6), edge, y, cell.h);
  });
  if (wide && beforeX !== null) {
    const every = unit.h >= 12 ? 1 : 4;
    unitY.forEach((y, i) => {
      if (i % every === 0) name(`unit ${i}`, beforeX - unit.w / 2 - 14, y, 12);
    });
  }
  ctx.textAlign = "center";
}

/**
 * Every arrow has its letter, in its role's colour: in each gutter that has the room,
 * else beside the cursor's column.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Look} look
 * @param {Palette} colors
 */
function nameMatrices(ctx, place, look, colors) {
  const { pitch, box, inputY, outputY, cell, mode, beforeX, showsLines } = place;
  const lastOutput = outputY[outputY.length - 1];
  const above = (lastOutput + cell.h / 2 + box.top) / 2;
  const below = (inputY[0] - cell.h / 2 + box.bottom) / 2;
  if (mode === "unrolled" && pitch < ROOMY && showsLines && beforeX !== null) {
    // No room in the gutters: once, around the state that enters.
    const wide = place.width >= 600;
    const gutter = beforeX + pitch / 2;
    drawMatrixName(ctx, "W_hy", wide ? beforeX - 38 : gutter, box.top - 12, colors);
    drawMatrixName(ctx, "W_hh", gutter, wide ? box.top - 12 : box.bottom + 10, colors);
    drawMatrixName(ctx, "W_xh", wide ? beforeX : beforeX - 12, wide ? below : below + 11, colors);
    return;
  }
  const aside = showsLines ? cell.w / 2 + 50 : 18;
  for (const { t, cx } of place.columns) {
    if (pitch < ROOMY && t !== look.step) continue;
    const right = Math.min(cx + aside, place.width - 15);
    drawMatrixName(ctx, "W_xh", cx - aside, showsLines ? inputY[0] - 6 : below, colors);
    drawMatrixName(ctx, "W_hy", right, showsLines ? lastOutput + 6 : above, colors);
    if (mode === "folded") drawMatrixName(ctx, "W_hh", cx, box.bottom + 26, colors);
    else if (showsLines) drawMatrixName(ctx, "W_hh", cx - pitch / 2, box.top - 6, colors);
    else drawMatrixName(ctx, "W_hh", cx - pitch / 2, (box.top + box.bottom) / 2 - 14, colors);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Matrix} matrix
 * @param {number} x
 * @param {number} y
 * @param {Palette} colors
 */
function drawMatrixName(ctx, matrix, x, y, colors) {
  ctx.textAlign = "left";
  ctx.font = `italic 600 14px ${MATH}`;
  const w = ctx.measureText("W").width;
  ctx.font = `italic 600 10px ${MATH}`;
  const sub = ctx.measureText(matrix.slice(2)).width;
  const left = x - (w + sub) / 2;
  // A halo of the ground keeps the letters clear of the lines behind them.
  ctx.strokeStyle = colors.page;
  ctx.lineWidth = 4;
  ctx.lineJoin = "round";
  ctx.fillStyle = colors.role[matrix];
  for (const paint of /** @type {const} */ (["strokeText", "fillText"])) {
    ctx.font = `italic 600 14px ${MATH}`;
    ctx[paint]("W", left, y);
    ctx.font = `italic 600 10px ${MATH}`;
    ctx[paint](matrix.slice(2), left + w, y + 4);
  }
  ctx.textAlign = "center";
}

/**
 * @param {GraphNode} node
 * @param {boolean} disc
 */
function fontSize(node, disc) {
  return disc
    ? Math.max(9.5, Math.min(12.5, node.w * 0.34))
    : Math.max(9, Math.min(12, node.h * 0.62));
}
