// The lines of the graph, and the boxes and the band under them.

import { signed } from "./format.js";
import { arrowPath, edgePath, pointOn } from "./geometry.js";
import { MATRICES, parameterOf } from "./payload.js";
import { asSvg, layerFor } from "./layers.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./geometry.js").Cubic} Cubic
 * @typedef {import("./graph.js").GraphView} GraphView
 */

export const GHOST = 0.22; // how much is seen of a step that playing has not reached

/**
 * Draw the ground of the graph: the cursor's band, the boxes, the lines, the end of what is shown.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 */
export function drawGround(ctx, place, edges, model, view, colors) {
  drawBoxes(ctx, place, view, colors);
  drawWeave(ctx, place, edges, model, view, colors);
  drawEnd(ctx, place, model, colors);
}

/**
 * Draw the cursor's band, and a box around the units of each step.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {GraphView} view
 * @param {Palette} colors
 */
export function drawBoxes(ctx, place, view, colors) {
  const { box, pitch, unit, columns, beforeX, height } = place;
  const half = Math.min(pitch / 2, unit.w / 2 + 34);
  const here = columns.find(({ t }) => t === view.step);
  if (here && place.mode === "unrolled") {
    ctx.globalAlpha = place.spread;
    ctx.fillStyle = colors.band;
    roundRect(ctx, here.cx - half + 2, 1, 2 * half - 4, height - 2, 10);
    ctx.fill();
  }
  const pad = place.showsDiscs ? Math.min(11, (pitch - unit.w) / 4) : 3;
  const boxes = columns.map(({ t, cx }) => ({ cx, t }));
  if (beforeX !== null) boxes.push({ cx: beforeX, t: (columns[0]?.t ?? 0) - 1 });
  for (const { cx, t } of boxes) {
    ctx.globalAlpha = alphaOf(place, t, view);
    ctx.fillStyle = colors.card;
    ctx.strokeStyle = t === view.step ? colors.role.W_hh : colors.rule;
    ctx.lineWidth = t === view.step ? 2 : 1;
    ctx.setLineDash(cx === beforeX ? [3, 3] : []);
    const w = unit.w + 2 * pad;
    roundRect(ctx, cx - w / 2, box.top - (pad - 9), w, box.bottom - box.top + 2 * (pad - 9), 11);
    ctx.fill();
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

/**
 * Mark where what can be shown ends, if it ends early.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Model} model
 * @param {Palette} colors
 */
export function drawEnd(ctx, place, model, colors) {
  const { pitch, columns, height } = place;
  const isEnd = place.mode === "unrolled" && model.num_shown < model.sizes.T;
  if (isEnd && columns.at(-1)?.t === model.num_shown - 1) {
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
 * How much of a step is seen: a ghost is not reached yet, and a folded one is about to come out.
 * @param {Layout} place
 * @param {number} t
 * @param {GraphView} view
 */
export function alphaOf(place, t, view) {
  const ghostly = view.reached !== null && t > view.reached ? GHOST : 1;
  return t === view.step ? 1 : ghostly * place.spread;
}

/**
 * Draw the lines, or the arrows, that stay while the knob in hand turns.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {readonly Matrix[]} [matrices]  whose arrows are drawn, where there are no lines
 */
export function drawWeave(ctx, place, edges, model, view, colors, matrices = MATRICES) {
  const still = edges.filter((edge) => !isInHand(edge, view));
  if (place.showsLines) return drawLines(ctx, place, still, model, view, colors);
  const emphasized = parameterOf(view.knob);
  const dims = emphasized !== null && emphasized.startsWith("W");
  for (const matrix of matrices) {
    const path = arrowPath(place, matrix);
    repeat(ctx, place, view, boundsOf([path]), (pen) => {
      pen.globalAlpha = dims && matrix !== emphasized ? 0.55 : 1;
      drawArrow(pen, path, matrix, colors);
    });
  }
}

/**
 * Draw every copy of the weights in hand: the only lines that change while they turn.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {string} font
 */
export function drawCopies(ctx, place, edges, model, view, colors, font) {
  if (!place.showsLines) return;
  const own = edges.filter((edge) => isInHand(edge, view));
  drawLines(ctx, place, own, model, view, colors, (pen, paths) => {
    // A single number in hand stands on each of its copies: the same at every step.
    const [edge] = own;
    if (view.knob?.kind !== "entry" || !edge || place.pitch < ROOM_FOR_VALUE) return;
    drawValue(pen, paths[0], edge.matrix, weightOf(model, edge), colors, font);
  });
}

const ROOM_FOR_VALUE = 92; // the pitch from which a gutter has room for a number

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} path
 * @param {Matrix} matrix
 * @param {number} weight
 * @param {Palette} colors
 * @param {string} font
 */
function drawValue(pen, path, matrix, weight, colors, font) {
  const at = path[Math.floor((path.length - 1) / 2)];
  const [x, y] = pointOn(at, path.length > 1 ? 1 : 0.5);
  const text = signed(weight);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  pen.font = `600 11px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const width = pen.measureText(text).width + 6;
  pen.fillStyle = colors.page;
  roundRect(pen, x - width / 2, y - 7, width, 14, 4);
  pen.fill();
  pen.fillStyle = colors.role[matrix];
  pen.fillText(text, x, y + 0.5);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {Edge[]} edges  all or some of the graph's
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {(pen: CanvasRenderingContext2D, paths: Cubic[][]) => void} [drawAbove]
 */
function drawLines(ctx, place, edges, model, view, colors, drawAbove) {
  if (edges.length === 0) return;
  const emphasized = parameterOf(view.knob);
  const dims = emphasized !== null && emphasized.startsWith("W");
  // A thousand lines are a fog: a large opened step shows what feeds the selected unit
  // and output, and the rest as a breath.
  const { I, H, O } = model.sizes;
  const foggy = H * (I + H + O) > 320;
  const alpha = (/** @type {Edge} */ edge) => {
    const { matrix, row } = edge;
    if (view.knob?.kind === "entry" && isInHand(edge, view)) return 1;
    if (foggy) return row === (matrix === "W_hy" ? view.output : view.unit) ? 0.95 : 0.07;
    return dims && matrix !== emphasized ? 0.5 : 0.9;
  };
  const paths = edges.map((edge) => edgePath(place, edge));
  repeat(ctx, place, view, boundsOf(paths), (pen) => {
    edges.forEach((edge, i) => {
      const weight = weightOf(model, edge);
      pen.globalAlpha = weight === 0 ? 0.5 * alpha(edge) : alpha(edge);
      drawCurve(pen, paths[i], edge.matrix, weight, model.limits.W, colors);
    });
    drawAbove?.(pen, paths);
  });
}

/**
 * The weights are shared, so what leads into a column is drawn once and copied to all.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {GraphView} view
 * @param {[number, number, number, number]} bounds  left, top, right and bottom of the drawing
 * @param {(pen: CanvasRenderingContext2D) => void} draw  with the column's centre at 0
 */
function repeat(ctx, place, view, [left, top, right, bottom], draw) {
  const ratio = ctx.getTransform().a;
  const [w, h] = [right - left, bottom - top];
  const pen = layerFor(ctx, w, h);
  pen.translate(-left, -top);
  pen.lineCap = "butt";
  draw(pen);
  for (const { t, cx } of place.columns) {
    // On whole device pixels, or the copy would blur.
    const x = asSvg(ctx) ? cx + left : Math.round((cx + left) * ratio) / ratio;
    ctx.globalAlpha = alphaOf(place, t, view);
    ctx.drawImage(pen.canvas, x, top, w, h);
  }
  ctx.globalAlpha = 1;
}

const ROOM = 8; // pixels around a path, for its width and its arrow's head

/**
 * What paths lie within, in whole pixels: a curve stays among its points.
 * @param {Cubic[][]} paths
 * @returns {[number, number, number, number]}
 */
function boundsOf(paths) {
  const points = paths.flat(2);
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  return [
    Math.floor(Math.min(...xs)) - ROOM,
    Math.floor(Math.min(...ys)) - ROOM,
    Math.ceil(Math.max(...xs)) + ROOM,
    Math.ceil(Math.max(...ys)) + ROOM,
  ];
}

/**
 * Whether the knob in hand turns a line's weight.
 * @param {Edge} edge
 * @param {GraphView} view
 */
function isInHand({ matrix, row, col }, { knob }) {
  if (parameterOf(knob) !== matrix) return false;
  return knob?.kind !== "entry" || (knob.index[0] === row && knob.index[1] === col);
}

/**
 * @param {Model} model
 * @param {Edge} edge
 */
function weightOf(model, { matrix, row, col }) {
  return model.arrays[matrix][row * colsOf(model, matrix) + col];
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
  tracePath(pen, cubics);
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
  tracePath(pen, cubics);
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
export function tracePath(pen, cubics) {
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
 * @param {Model} model
 * @param {Matrix} matrix
 */
function colsOf(model, matrix) {
  return matrix === "W_xh" ? model.sizes.I : model.sizes.H;
}
