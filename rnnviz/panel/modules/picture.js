// The graph as a picture to take home: its title over it, a second run under it, and a legend.
// Drawn with the code that draws the page, on a canvas or as SVG.

import { context, el } from "./dom.js";
import { printable } from "./format.js";
import { drawLegend, heightOf } from "./legend.js";
import { asCanvas } from "./layers.js";
import { SvgContext } from "./svg_context.js";

/**
 * What a picture is made of.
 * @typedef {object} Parts
 * @property {string} title
 * @property {{width: number, height: number, drawOn: (ctx: CanvasRenderingContext2D) => void}} graph
 * @property {{words: string, height: number,
 *   drawOn: (ctx: CanvasRenderingContext2D) => void} | null} intervention
 * @property {import("./legend.js").Item[]} legend
 * @property {import("./color.js").Palette} colors
 * @property {string} font  family
 */

const MARGIN = 20;
const TITLE = { size: 20, line: 26, most: 120 }; // pixels, pixels, characters
const CAPTION = 30;
const FINENESS = 3; // pixels of a PNG for one of the page's

/**
 * The picture as an SVG file's text.
 * @param {Parts} parts
 */
export function toSvg(parts) {
  const { font } = parts;
  const written = new SvgContext(measureWith(penOf(1, 1, 1)), font);
  const { width, height } = sizeOf(parts);
  drawPicture(asCanvas(written), parts, width, height);
  return written.toText(width, height, printable(parts.title, TITLE.most));
}

/**
 * The picture as pixels.
 * @param {Parts} parts
 */
export function toCanvas(parts) {
  const { width, height } = sizeOf(parts);
  const pen = penOf(width, height, FINENESS);
  drawPicture(pen, parts, width, height);
  return pen.canvas;
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 */
function penOf(width, height, ratio) {
  return context(el("canvas"), width, height, ratio);
}

/** @param {Parts} parts */
function sizeOf({ title, graph, intervention, legend, font }) {
  const pen = penOf(1, 1, 1);
  const top = linesOf(pen, title, graph.width, font).length * TITLE.line + 8;
  const second = intervention ? CAPTION + intervention.height : 0;
  const bottom = heightOf(pen, legend, graph.width, font) + 12;
  return {
    width: graph.width + 2 * MARGIN,
    height: Math.ceil(top + graph.height + second + bottom + 2 * MARGIN),
  };
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Parts} parts
 * @param {number} width
 * @param {number} height
 */
function drawPicture(ctx, { title, graph, intervention, legend, colors, font }, width, height) {
  ctx.fillStyle = colors.page;
  ctx.fillRect(0, 0, width, height);
  ctx.translate(MARGIN, MARGIN);
  ctx.textBaseline = "middle";
  ctx.fillStyle = colors.ink;
  for (const line of linesOf(ctx, title, graph.width, font)) {
    ctx.fillText(line, 0, TITLE.line / 2, graph.width);
    ctx.translate(0, TITLE.line);
  }
  ctx.translate(0, 8);
  apart(ctx, graph.drawOn);
  ctx.translate(0, graph.height);
  if (intervention) {
    apart(ctx, () => {
      ctx.font = `13px ${font}`;
      ctx.textBaseline = "middle";
      ctx.fillStyle = colors.soft;
      ctx.fillText(intervention.words, 0, CAPTION / 2, graph.width);
    });
    ctx.translate(0, CAPTION);
    apart(ctx, intervention.drawOn);
    ctx.translate(0, intervention.height);
  }
  ctx.translate(0, 12);
  drawLegend(ctx, legend, graph.width, colors, font);
}

/**
 * Draw a part that leaves nothing behind.
 * @param {CanvasRenderingContext2D} ctx
 * @param {(ctx: CanvasRenderingContext2D) => void} draw
 */
function apart(ctx, draw) {
  ctx.save();
  draw(ctx);
  ctx.restore();
}

/**
 * A title in the lines that a width has room for; the font is then the title's.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} title
 * @param {number} width
 * @param {string} font
 */
function linesOf(ctx, title, width, font) {
  ctx.font = `600 ${TITLE.size}px ${font}`;
  /** @type {string[]} */
  const lines = [];
  for (const word of printable(title, TITLE.most).split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && ctx.measureText(longer).width <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * How texts are in their fonts, as a canvas says.
 * @param {CanvasRenderingContext2D} pen
 * @returns {import("./svg_context.js").Measure}
 */
function measureWith(pen) {
  /** @type {Map<string, number>} */
  const drops = new Map();
  const rise = (/** @type {CanvasTextBaseline} */ baseline) => {
    pen.textBaseline = baseline;
    return pen.measureText("x").actualBoundingBoxAscent;
  };
  return (text, font) => {
    pen.font = font;
    const drop = drops.get(font) ?? rise("alphabetic") - rise("middle");
    drops.set(font, drop);
    return { width: pen.measureText(text).width, drop };
  };
}
