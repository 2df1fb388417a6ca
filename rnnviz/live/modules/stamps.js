// Numbers drawn once and stamped from then on: a frame of a drag writes hundreds of numbers,
// and most of them have been on the screen before.

import { el } from "./dom.js";

const SIDE = 1024; // device pixels of the sheet

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Place  on the sheet
 */

/** One sheet for all canvases of the page. */
const sheet = {
  canvas: /** @type {HTMLCanvasElement | null} */ (null),
  /** @type {Map<string, Place>} */
  places: new Map(),
  left: 0,
  top: 0,
  rowHeight: 0,
};

/**
 * Write a text with its centre at a point, as fillText would.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} size  pixels
 * @param {string} font  family
 * @param {string} ink
 */
export function stamp(ctx, text, x, y, size, font, ink) {
  const ratio = ctx.getTransform().a;
  const key = `${text} ${size} ${ink} ${ratio} ${font}`;
  const place = sheet.places.get(key) ?? write(key, text, size, font, ink, ratio);
  const { left, top, width, height } = place;
  // On whole device pixels, or the stamp would blur.
  const dx = Math.round(x * ratio - width / 2) / ratio;
  const dy = Math.round(y * ratio - height / 2) / ratio;
  const canvas = /** @type {HTMLCanvasElement} */ (sheet.canvas);
  ctx.drawImage(canvas, left, top, width, height, dx, dy, width / ratio, height / ratio);
}

/**
 * Write a text on the sheet.
 * @param {string} key
 * @param {string} text
 * @param {number} size
 * @param {string} font
 * @param {string} ink
 * @param {number} ratio
 * @returns {Place}
 */
function write(key, text, size, font, ink, ratio) {
  sheet.canvas ??= el("canvas", { width: SIDE, height: SIDE });
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.canvas.getContext("2d"));
  pen.font = `${size * ratio}px ${font}`;
  const width = Math.ceil(pen.measureText(text).width) + 2;
  const height = Math.ceil(1.4 * size * ratio);
  if (sheet.left + width > SIDE) {
    sheet.left = 0;
    sheet.top += sheet.rowHeight;
    sheet.rowHeight = 0;
  }
  if (sheet.top + height > SIDE) {
    pen.clearRect(0, 0, SIDE, SIDE);
    sheet.places.clear();
    sheet.left = sheet.top = sheet.rowHeight = 0;
  }
  const place = { left: sheet.left, top: sheet.top, width, height };
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = ink;
  pen.fillText(text, place.left + width / 2, place.top + height / 2);
  sheet.left += width;
  sheet.rowHeight = Math.max(sheet.rowHeight, height);
  sheet.places.set(key, place);
  return place;
}
