// The lines of the graph, and the boxes and the band under them.

import { context, el } from "./dom.js";
import { arrowPath, edgePath } from "./geometry.js";
import { MATRICES, parameterOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./geometry.js").Cubic} Cubic
 * @typedef {import("./graph.js").Look} Look
 */

/**
 * Draw the ground of the graph: the cursor's band, the boxes, the lines, the end of what is shown.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {Model} model
 * @param {Look} look
 * @param {Palette} colors
 */
export function drawLines(ctx, place, edges, model, look, colors) {
  const { box, pitch, unit, columns, beforeX, height } = place;
  const half = Math.min(pitch / 2, unit.w / 2 + 34);
  for (const { t, cx } of columns) {
    if (t === look.step && place.mode === "unrolled") {
      ctx.fillStyle = colors.band;
      roundRect(ctx, cx - half + 2, 1, 2 * half - 4, height - 2, 10);
      ctx.fill();
    }
  }
  const pad = place.showsDiscs ? Math.min(11, (pitch - unit.w) / 4) : 3;
  const boxes = columns.map(({ t, cx }) => ({ cx, here: t === look.step }));
  if (beforeX !== null) boxes.push({ cx: beforeX, here: false });
  for (const { cx, here } of boxes) {
    ctx.fillStyle = colors.card;
    ctx.strokeStyle = here ? colors.role.W_hh : colors.rule;
    ctx.lineWidth = here ? 2 : 1;
    ctx.setLineDash(cx === beforeX ? [3, 3] : []);
    const w = unit.w + 2 * pad;
    roundRect(ctx, cx - w / 2, box.top - (pad - 9), w, box.bottom - box.top + 2 * (pad - 9), 11);
    ctx.fill();
    ctx.stroke();
  }
  ctx.setLineDash([]);
  stampWeave(ctx, place, edges, model, look, colors);
  if (model.num_shown < model.sizes.T && columns.at(-1)?.t === model.num_shown - 1) {
    const x = Math.min(place.width - 3, (columns.at(-1)?.cx ?? 0) + pitch / 2 + 14);
    ctx.strokeStyle = colors.role.W_hy;
    ctx.lineWidth = 2;
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    ctx.moveTo(x, 6);
    ctx.lineTo(x, height - 6);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/**
 * The weights are shared, so the lines into a column are drawn once and stamped on all.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {Model} model
 * @param {Look} look
 * @param {Palette} colors
 */
function stampWeave(ctx, place, edges, model, look, colors) {
  const ratio = window.devicePixelRatio || 1;
  const [left, right] = reachOf(place);
  const tile = el("canvas");
  const pen = context(tile, left + right, place.height);
  pen.translate(left, 0);
  pen.lineCap = "butt";
  const emphasized = look.knob ? parameterOf(look.knob) : null;
  const dims = emphasized !== null && emphasized.startsWith("W");
  // A thousand lines are a fog: a large opened step shows what feeds the selected unit
  // and output, and the rest as a breath.
  const foggy = edges.length > 320;
  const alpha = (/** @type {Edge} */ { matrix, row }) => {
    if (foggy) return row === (matrix === "W_hy" ? look.output : look.unit) ? 0.95 : 0.07;
    return dims && matrix !== emphasized ? 0.5 : 0.9;
  };
  if (place.showsLines) {
    for (const edge of edges) {
      const weight = model.arrays[edge.matrix][edge.row * colsOf(model, edge.matrix) + edge.col];
      pen.globalAlpha = weight === 0 ? 0.5 * alpha(edge) : alpha(edge);
      drawCurve(pen, edgePath(place, edge), edge.matrix, weight, model.limits.W, colors);
    }
  } else {
    for (const matrix of MATRICES) {
      pen.globalAlpha = dims && matrix !== emphasized ? 0.55 : 1;
      drawArrow(pen, arrowPath(place, matrix), matrix, colors);
    }
  }
  for (const { cx } of place.columns) {
    // On whole device pixels, or the stamp would blur.
    const x = Math.round((cx - left) * ratio) / ratio;
    ctx.drawImage(tile, x, 0, left + right, place.height);
  }
}

/**
 * A weight as a line: its width is its size, its colour its sign, W_hh dashed.
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 * @param {Matrix} matrix
 * @param {number} weight
 * @param {number} limit
 * @param {Palette} colors
 */
function drawCurve(pen, cubics, matrix, weight, limit, colors) {
  const width = weight === 0 ? 0.8 : 0.9 + 4.2 * Math.min(1, Math.abs(weight) / limit);
  pen.lineWidth = width;
  pen.strokeStyle =
    weight === 0 ? colors.line.zero : weight < 0 ? colors.line.negative : colors.line.positive;
  pen.setLineDash(matrix === "W_hh" ? [4 + width, 3 + width * 0.6] : []);
  trace(pen, cubics);
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 * @param {Matrix} matrix
 * @param {Palette} colors
 */
function drawArrow(pen, cubics, matrix, colors) {
  pen.strokeStyle = colors.role[matrix];
  pen.fillStyle = colors.role[matrix];
  pen.lineWidth = 2.2;
  pen.setLineDash(matrix === "W_hh" ? [5, 3.5] : []);
  trace(pen, cubics);
  pen.stroke();
  pen.setLineDash([]);
  const last = /** @type {Cubic} */ (cubics.at(-1));
  const angle = Math.atan2(last[7] - last[5], last[6] - last[4]);
  pen.save();
  pen.translate(last[6], last[7]);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(3, 0);
  pen.lineTo(-5, -4);
  pen.lineTo(-5, 4);
  pen.fill();
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 */
function trace(pen, cubics) {
  pen.beginPath();
  pen.moveTo(cubics[0][0], cubics[0][1]);
  for (const [, , ...rest] of cubics) pen.bezierCurveTo(...rest);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {number} r
 */
export function roundRect(ctx, x, y, w, h, r) {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, r);
}

/**
 * How far the lines into a column reach to its left and right, in whole pixels.
 * @param {Layout} place
 * @returns {[number, number]}
 */
function reachOf(place) {
  if (place.mode === "folded") return [240, 240];
  return [Math.ceil(place.pitch - place.unit.w / 2) + 2, Math.ceil(place.unit.w / 2 + 110)];
}

/**
 * @param {Model} model
 * @param {Matrix} matrix
 */
function colsOf(model, matrix) {
  return matrix === "W_xh" ? model.sizes.I : model.sizes.H;
}
