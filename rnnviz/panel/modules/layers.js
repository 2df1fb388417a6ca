// A layer beside a drawing, to be drawn on once and copied to the drawing by drawImage: of
// pixels as fine as the drawing's, or of paths where the drawing is written as SVG.

import { context, el } from "./dom.js";
import { SvgContext } from "./svg_context.js";

/**
 * The pen of a new layer. What is copied is its canvas.
 * @param {CanvasRenderingContext2D} ctx  the drawing
 * @param {number} width
 * @param {number} height
 */
export function layerFor(ctx, width, height) {
  const written = asSvg(ctx);
  return written
    ? asCanvas(written.layer())
    : context(el("canvas"), width, height, ctx.getTransform().a);
}

/**
 * A drawing that is written as SVG, or null for one of pixels.
 * @param {CanvasRenderingContext2D} ctx
 */
export function asSvg(ctx) {
  const one = /** @type {unknown} */ (ctx);
  return one instanceof SvgContext ? one : null;
}

/**
 * It takes every call that the graph makes on a canvas.
 * @param {SvgContext} written
 */
export function asCanvas(written) {
  return /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (written));
}

/**
 * Stroke a path that is data already.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} d
 */
export function strokeData(ctx, d) {
  const written = asSvg(ctx);
  if (written) written.strokeData(d);
  else ctx.stroke(new Path2D(d));
}
