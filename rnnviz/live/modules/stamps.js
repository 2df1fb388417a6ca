// Cells and numbers drawn once and stamped from then on: a frame of a drag shows hundreds, and
// most of them have been on the screen before.

const MOST = 4000; // stamps that are kept

// Bitmaps, because a canvas that is drawn to again would be copied whole for each stamp of it.
/** @type {Map<string, ImageBitmap>} */
const stamps = new Map();

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
export function stampText(ctx, text, x, y, size, font, ink) {
  const ratio = ctx.getTransform().a;
  const key = `${text} ${size} ${ink} ${ratio} ${font}`;
  const stamp =
    stamps.get(key) ??
    // Digits are about as wide as half their size.
    cut(key, 0.72 * size * (text.length + 1), 1.4 * size, ratio, (pen) => {
      pen.font = `${size}px ${font}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillStyle = ink;
      pen.fillText(text, 0, 0);
    });
  press(ctx, stamp, x, y, ratio);
}

/**
 * Draw a filled shape with a border, its centre at a point.
 * @param {CanvasRenderingContext2D} ctx
 * @param {"disc" | "cell"} shape
 * @param {number} x
 * @param {number} y
 * @param {{w: number, h: number}} size  of the shape, the border's outer half not counted
 * @param {string} fill
 * @param {string} border
 */
export function stampShape(ctx, shape, x, y, { w, h }, fill, border) {
  const ratio = ctx.getTransform().a;
  const key = `${shape} ${w} ${h} ${fill} ${border} ${ratio}`;
  const stamp =
    stamps.get(key) ??
    cut(key, w + 2, h + 2, ratio, (pen) => {
      pen.beginPath();
      if (shape === "disc") pen.arc(0, 0, w / 2, 0, 2 * Math.PI);
      else pen.roundRect(-w / 2, -h / 2, w, h, Math.min(5, h / 4));
      pen.fillStyle = fill;
      pen.strokeStyle = border;
      pen.fill();
      pen.stroke();
    });
  press(ctx, stamp, x, y, ratio);
}

/**
 * Make a stamp; what is drawn has its centre at 0, 0.
 * @param {string} key
 * @param {number} width  CSS pixels
 * @param {number} height
 * @param {number} ratio
 * @param {(pen: OffscreenCanvasRenderingContext2D) => void} draw
 */
function cut(key, width, height, ratio, draw) {
  const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(ratio, ratio);
  draw(pen);
  const stamp = canvas.transferToImageBitmap();
  if (stamps.size >= MOST) stamps.clear();
  stamps.set(key, stamp);
  return stamp;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {ImageBitmap} stamp
 * @param {number} x
 * @param {number} y
 * @param {number} ratio
 */
function press(ctx, stamp, x, y, ratio) {
  const { width, height } = stamp;
  // On whole device pixels, or the stamp would blur.
  const dx = Math.round(x * ratio - width / 2) / ratio;
  const dy = Math.round(y * ratio - height / 2) / ratio;
  ctx.drawImage(stamp, dx, dy, width / ratio, height / ratio);
}
