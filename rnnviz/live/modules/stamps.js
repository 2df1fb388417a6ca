// Numbers in their cells, drawn once and stamped from then on: a frame of a drag shows
// hundreds, and most of them have been on the screen before.

/**
 * What the numbers of one kind have in common.
 * @typedef {object} Style
 * @property {"disc" | "cell" | "block"} shape  a block has no border, and no gap to the next
 * @property {number} w  CSS pixels, the border's outer half not counted
 * @property {number} h
 * @property {string} border  a colour
 * @property {number} size  of the text
 * @property {string} font  family
 *
 * @typedef {(text: string, fill: string, ink: string, x: number, y: number) => void} Stamp
 */

const MOST = 6000; // stamps that are kept

// Bitmaps, because a canvas that is drawn to again would be copied whole for each stamp of it.
/** @type {Map<string, Map<string, ImageBitmap>>} */
const books = new Map();
let count = 0;

/**
 * A function that draws a number of a style, its centre at a point.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Style} style
 * @returns {Stamp}
 */
export function stamper(ctx, style) {
  const ratio = ctx.getTransform().a;
  const name = `${Object.values(style).join(" ")} ${ratio}`;
  let book = books.get(name);
  if (!book) books.set(name, (book = new Map()));
  const stamps = book;
  return (text, fill, ink, x, y) => {
    const key = `${text}${fill}${ink}`;
    let stamp = stamps.get(key);
    if (!stamp) {
      if (count >= MOST) {
        for (const other of books.values()) other.clear();
        count = 0;
      }
      count += 1;
      stamps.set(key, (stamp = cut(style, ratio, text, fill, ink)));
    }
    const { width, height } = stamp;
    // On whole device pixels, or the stamp would blur.
    const dx = Math.round(x * ratio - width / 2) / ratio;
    const dy = Math.round(y * ratio - height / 2) / ratio;
    ctx.drawImage(stamp, dx, dy, width / ratio, height / ratio);
  };
}

/**
 * @param {Style} style
 * @param {number} ratio  device pixels a CSS pixel
 * @param {string} text
 * @param {string} fill
 * @param {string} ink
 */
function cut({ shape, w, h, border, size, font }, ratio, text, fill, ink) {
  const rim = shape === "block" ? 0 : 1;
  const canvas = new OffscreenCanvas(Math.ceil((w + rim) * ratio), Math.ceil((h + rim) * ratio));
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(ratio, ratio);
  pen.fillStyle = fill;
  if (shape === "block") pen.fillRect(-w, -h, 2 * w, 2 * h);
  else {
    pen.beginPath();
    if (shape === "disc") pen.arc(0, 0, w / 2, 0, 2 * Math.PI);
    else pen.roundRect(-w / 2, -h / 2, w, h, Math.min(5, h / 4));
    pen.strokeStyle = border;
    pen.fill();
    pen.stroke();
  }
  pen.font = `${size}px ${font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = ink;
  // A long number is squeezed.
  pen.fillText(text, 0, 0.5, w - 3);
  return canvas.transferToImageBitmap();
}
