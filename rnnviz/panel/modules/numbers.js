// The numbers of the graph, and its letters and names.

import { valueColor } from "./color.js";
import { printable, subscript } from "./format.js";
import { alphaOf } from "./lines.js";
import { spriteOf } from "./sprites.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./graph.js").GraphView} GraphView
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
  const rows = /** @type {const} */ ([
    ["y", place.outputY, place.cell],
    ["h", place.unitY, place.unit],
    ["x", place.inputY, place.cell],
  ]);
  /** @type {GraphNode[]} */
  const nodes = [];
  for (const { t, cx } of place.columns)
    for (const [kind, centres, size] of rows)
      centres.forEach((y, index) => nodes.push({ kind, t, index, x: cx, y, ...size, value: 0 }));
  if (place.beforeX !== null && place.columns.length > 0) {
    const entering = { kind: /** @type {const} */ ("before"), t: place.columns[0].t - 1 };
    const [x, size] = [place.beforeX, place.unit];
    place.unitY.forEach((y, index) => nodes.push({ ...entering, index, x, y, ...size, value: 0 }));
  }
  renumber(nodes, model);
  return nodes;
}

/**
 * Give nodes that stay where they are the numbers of a model.
 * @param {GraphNode[]} nodes
 * @param {Model} model
 */
export function renumber(nodes, model) {
  const { x, h, y, initial_state: start } = model.arrays;
  const { I, H, O } = model.sizes;
  for (const node of nodes) {
    const { kind, t, index } = node;
    if (kind === "x") node.value = x[t * I + index];
    else if (kind === "y") node.value = y[t * O + index];
    else node.value = t < 0 ? start[index] : h[t * H + index];
  }
}

/**
 * Draw numbers in their cells and discs.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {GraphNode[]} nodes
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {string} font
 * @param {(node: GraphNode) => number} [seen]  how much of a number is seen
 */
export function drawNumbers(ctx, place, nodes, model, view, colors, font, seen = () => 1) {
  const { unit, cell, showsDiscs } = place;
  const { theme } = colors;
  const of = (
    /** @type {"disc" | "cell"} */ shape,
    /** @type {{w: number, h: number}} */ { w, h },
    /** @type {number} */ size,
    /** @type {number} */ limit,
  ) => spriteOf(ctx, { shape, w, h, size, font, decimals: w >= 32 ? 2 : 1, limit, theme });
  const { limits } = model;
  const sprites = {
    h: showsDiscs
      ? of("disc", unit, sizeInDisc(unit.w), limits.h)
      : of("cell", unit, sizeInCell(unit.h), limits.h),
    x: of("cell", cell, sizeInCell(cell.h), limits.x),
    y: of("cell", cell, sizeInCell(cell.h), limits.y),
  };
  for (const node of nodes) {
    const { kind, t, index, x, y, w, h, value } = node;
    const row = kind === "before" ? "h" : kind;
    const alpha = seen(node) * alphaOf(place, t, view);
    if (alpha < 0.02) continue;
    ctx.globalAlpha = alpha;
    if (h >= 12) sprites[row](value, x, y);
    else {
      ctx.fillStyle = valueColor(value, limits[row], theme);
      ctx.fillRect(x - w / 2, y - h / 2, w, h);
    }
    const isChosen =
      t === view.step &&
      ((kind === "h" && index === view.unit) || (kind === "y" && index === view.output));
    if (!isChosen) continue;
    ctx.strokeStyle = colors.ink;
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    if (row === "h" && showsDiscs) ctx.arc(x, y, w / 2, 0, 2 * Math.PI);
    else ctx.roundRect(x - w / 2, y - h / 2, w, h, h < 12 ? 0 : Math.min(5, h / 4));
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
}

/**
 * Draw every letter and name of the graph.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {string} font
 */
export function drawLetters(ctx, place, model, view, colors, font) {
  const { cell, columns, beforeX, outputY, inputY, box } = place;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
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
    const here = t === view.step;
    ctx.globalAlpha = alphaOf(place, t, view);
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
    const words = place.pitch >= 60 || place.folding ? `step ${t}` : `${t}`;
    const below = label === undefined ? words : `${printable(label, place.pitch > 90 ? 10 : 4)}`;
    if (here || t % every === 0 || label !== undefined)
      ctx.fillText(below, cx, place.labelY - 6, Math.max(30, place.pitch - 2));
  }
  ctx.globalAlpha = place.spread;
  ctx.fillStyle = colors.ink;
  if (beforeX !== null) {
    const entering = place.mode === "opened" ? view.step - 1 : place.first - 1;
    letter(`h${subscript(entering)}`, beforeX, box.top - 11);
    if (entering < 0 && place.pitch >= ROOMY) {
      ctx.fillStyle = colors.soft;
      ctx.font = `12px ${font}`;
      ctx.fillText("start", beforeX, box.bottom + 14);
    }
  }
  nameRows(ctx, place, model, colors, font);
  nameMatrices(ctx, place, view, colors);
  ctx.globalAlpha = 1;
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
    const label = model.input_names?.[i];
    if (wide || label) name(printable(label ?? `input ${i}`, wide ? 16 : 6), edge, y, cell.h);
  });
  outputY.forEach((y, i) => {
    const label = model.output_names?.[i];
    if (wide || label) name(printable(label ?? `output ${i}`, wide ? 16 : 6), edge, y, cell.h);
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
 * @param {GraphView} view
 * @param {Palette} colors
 */
function nameMatrices(ctx, place, view, colors) {
  const { pitch, box, inputY, outputY, cell, mode, beforeX, showsLines } = place;
  const lastOutput = outputY[outputY.length - 1];
  const above = (lastOutput + cell.h / 2 + box.top) / 2;
  const below = (inputY[0] - cell.h / 2 + box.bottom) / 2;
  if (mode === "unrolled" && pitch < ROOMY && showsLines && beforeX !== null) {
    // No room in the gutters: once, at the first step's own lines.
    const { cx } = place.columns[0] ?? { cx: beforeX };
    const wide = place.width >= 600;
    const gutter = (beforeX + cx) / 2;
    drawMatrixName(ctx, "W_hy", cx + pitch / 2, lastOutput + cell.h / 2 + 8, colors);
    if (wide) {
      drawMatrixName(ctx, "W_hh", gutter, box.top - 12, colors);
      drawMatrixName(ctx, "W_xh", gutter - 6, below, colors);
    } else {
      // Side by side under the state that enters, where no line is.
      drawMatrixName(ctx, "W_hh", beforeX - 12, box.bottom + 11, colors);
      drawMatrixName(ctx, "W_xh", beforeX + 19, inputY[0] - cell.h / 2 - 6, colors);
    }
    return;
  }
  const aside = showsLines ? cell.w / 2 + 50 : 18;
  for (const { t, cx } of place.columns) {
    if (pitch < ROOMY && t !== view.step) continue;
    ctx.globalAlpha = alphaOf(place, t, view);
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
 * The size of a number's text in a cell.
 * @param {number} height
 */
function sizeInCell(height) {
  return Math.max(9, Math.min(12, height * 0.62));
}

/**
 * The same in a disc.
 * @param {number} width
 */
function sizeInDisc(width) {
  return Math.max(9.5, Math.min(12.5, width * 0.34));
}
