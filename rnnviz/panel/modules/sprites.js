// Numbers in their cells, drawn once and copied from then on: a frame of a drag shows
// hundreds, and most of them have been on the screen before.

import { inkOn, valueColor, palette } from "./color.js";
import { signed } from "./format.js";
import { asSvg } from "./layers.js";

/**
 * What the numbers of one kind have in common.
 * @typedef {object} Style
 * @property {"disc" | "cell" | "block"} shape  a block has no border, and no gap to the next
 * @property {number} w  CSS pixels, the border's outer half not counted
 * @property {number} h
 * @property {number} size  of the text
 * @property {string} font  family
 * @property {number} decimals
 * @property {number} limit  of the colour scale
 * @property {import("./color.js").Theme} theme
 *
 * @typedef {(value: number, x: number, y: number) => void} DrawSprite
 */

const MOST = 6000; // sprites that are kept

// Bitmaps, because a canvas that is drawn to again would be copied whole for each sprite of it.
/** @type {Map<string, Map<string | number, ImageBitmap>>} */
const books = new Map();
let count = 0;

/**
 * A function that draws a number of a style, its centre at a point.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Style} style
 * @returns {DrawSprite}
 */
export function spriteOf(ctx, style) {
  if (asSvg(ctx)) {
    return (value, x, y) => {
      ctx.save();
      ctx.translate(x, y);
      drawCell(ctx, value, style);
      ctx.restore();
    };
  }
  const ratio = ctx.getTransform().a;
  const name = `${Object.values(style).join(" ")} ${ratio}`;
  const book = books.get(name) ?? new Map();
  books.set(name, book);
  return (value, x, y) => {
    const key = keyOf(value, style);
    let sprite = book.get(key);
    if (!sprite) {
      if (count >= MOST) {
        for (const other of books.values()) other.clear();
        count = 0;
      }
      count += 1;
      sprite = cut(value, style, ratio);
      book.set(key, sprite);
    }
    const { width, height } = sprite;
    // On whole device pixels, or the sprite would blur.
    const dx = Math.round(x * ratio - width / 2) / ratio;
    const dy = Math.round(y * ratio - height / 2) / ratio;
    ctx.drawImage(sprite, dx, dy, width / ratio, height / ratio);
  };
}

/**
 * What tells apart the numbers that look different: of those below 10 their hundredths. Numbers
 * with two decimals are rounded to them; with one decimal they are cut off there, because a
 * number that was rounded already would be rounded to another tenth.
 * @param {number} value
 * @param {Pick<Style, "decimals" | "limit" | "theme">} style
 */
export function keyOf(value, { decimals, limit, theme }) {
  const size = Math.abs(value);
  if (!(size < 10)) return signed(value, decimals) + valueColor(value, limit, theme);
  const hundredths = decimals === 1 ? Math.floor(size * 100) : Math.round(size * 100);
  return value < 0 ? -1 - hundredths : hundredths;
}

/**
 * A value in the middle of those with a key, whose colour all of them have.
 * @param {string | number} key
 * @param {number} value  one of them
 * @param {number} decimals
 */
function middleOf(key, value, decimals) {
  if (typeof key === "string") return value;
  const hundredths = (key < 0 ? -1 - key : key) + (decimals === 1 ? 0.5 : 0);
  return (key < 0 ? -hundredths : hundredths) / 100;
}

/**
 * @param {number} value
 * @param {Style} style
 * @param {number} ratio  device pixels a CSS pixel
 */
function cut(value, style, ratio) {
  const { shape, w, h } = style;
  const rim = shape === "block" ? 0 : 1;
  const canvas = new OffscreenCanvas(Math.ceil((w + rim) * ratio), Math.ceil((h + rim) * ratio));
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(ratio, ratio);
  drawCell(pen, value, style);
  return canvas.transferToImageBitmap();
}

/**
 * Draw a number in its cell, the centre at 0.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} pen
 * @param {number} value
 * @param {Style} style
 */
function drawCell(pen, value, style) {
  const { shape, w, h, size, font, decimals, limit, theme } = style;
  const middle = middleOf(keyOf(value, style), value, decimals);
  pen.fillStyle = valueColor(middle, limit, theme);
  if (shape === "block")
    pen.fillRect(-w, -h, 2 * w, 2 * h); // a sprite ends where it should
  else {
    pen.beginPath();
    if (shape === "disc") pen.arc(0, 0, w / 2, 0, 2 * Math.PI);
    else pen.roundRect(-w / 2, -h / 2, w, h, Math.min(5, h / 4));
    pen.strokeStyle = palette(theme).rim;
    pen.lineWidth = 1;
    pen.setLineDash([]);
    pen.fill();
    pen.stroke();
  }
  pen.font = `${size}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = inkOn(middle, limit, theme);
  // A long number is squeezed.
  pen.fillText(signed(value, decimals), 0, 0.5, w - 3);
}
