// What a reader of a saved picture needs, who has no page beside it: the scales of its colours,
// what its lines mean, and which step and which number are marked.

import { valueColor } from "./color.js";
import { isLit } from "./copies.js";
import { exact, inPrint } from "./format.js";
import { MATRICES, parameterOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./graph.js").GraphView} GraphView
 *
 * The number in hand, and its value.
 * @typedef {{name: string, value: number}} InHand
 *
 * Something small, as wide as it says, around a line at 0; and words behind it.
 * @typedef {{width: number, draw: (ctx: CanvasRenderingContext2D) => void, words: string}} Item
 */

const LINE = 22; // pixels from one line to the next
const SIZE = 12; // of the words
const APART = 26; // from one item to the next
const RAMP = { width: 99, height: 10, parts: 33 };
const LIT = 0.28; // how much is seen of the light around a copy
const SAMPLE = 30; // the width of a piece of a line
const KINDS = /** @type {const} */ ({ h: "hidden states", x: "inputs", y: "outputs" });

/**
 * What the drawing means, item by item.
 * @param {Model} model
 * @param {GraphView} view
 * @param {Layout} place
 * @param {Palette} colors
 * @param {InHand | null} inHand
 * @returns {Item[]}
 */
export function legendOf(model, view, place, colors, inHand) {
  const items = [...scales(model, colors), ...lines(model, place, colors)];
  if (place.mode === "unrolled")
    items.push({ ...swatch(colors.band, 1, colors.role.W_hh), words: `step ${view.step}, marked` });
  if (inHand && view.knob) {
    const words = `${inHand.name} = ${exact(inHand.value).replace("-", "−")}`;
    const color = colors.role[parameterOf(view.knob) ?? "W_xh"];
    if (isLit(place, view, colors)) items.push({ ...swatch(color, LIT), words: `${words}, lit` });
    else items.push({ width: 0, draw() {}, words });
  }
  return items;
}

/**
 * How high a legend is, in a width.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Item[]} items
 * @param {number} width
 * @param {string} font  family
 */
export function heightOf(ctx, items, width, font) {
  return flow(ctx, items, width, font).rows * LINE;
}

/**
 * @param {CanvasRenderingContext2D} ctx  its top left is the legend's
 * @param {Item[]} items
 * @param {number} width
 * @param {Palette} colors
 * @param {string} font
 */
export function drawLegend(ctx, items, width, colors, font) {
  for (const { item, x, row } of flow(ctx, items, width, font).placed) {
    ctx.save();
    ctx.translate(x, (row + 0.5) * LINE);
    item.draw(ctx);
    ctx.globalAlpha = 1;
    write(ctx, item.words, item.width, width - item.width, colors, font);
    ctx.restore();
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} words
 * @param {number} x
 * @param {number} most
 * @param {Palette} colors
 * @param {string} font
 */
function write(ctx, words, x, most, colors, font) {
  ctx.font = `${SIZE}px ${font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colors.ink;
  ctx.fillText(words, x, 0, most);
}

/**
 * Items behind each other, and on to the next line where one has no room.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Item[]} items
 * @param {number} width
 * @param {string} font
 */
function flow(ctx, items, width, font) {
  ctx.font = `${SIZE}px ${font}`;
  let [x, row] = [0, 0];
  const placed = items.map((item) => {
    const wide = item.width + ctx.measureText(item.words).width;
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const at = { item, x, row };
    x += wide + APART;
    return at;
  });
  return { placed, rows: row + 1 };
}

/**
 * A scale for each limit, and what is on it.
 * @param {Model} model
 * @param {Palette} colors
 * @returns {Item[]}
 */
function scales({ limits }, colors) {
  const kinds = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS));
  return [...new Set(kinds.map((kind) => limits[kind]))].map((limit) => {
    const names = kinds.filter((kind) => limits[kind] === limit).map((kind) => KINDS[kind]);
    return {
      width: RAMP.width + 8,
      draw(ctx) {
        const w = RAMP.width / RAMP.parts;
        for (let i = 0; i < RAMP.parts; i += 1) {
          ctx.fillStyle = valueColor((2 * i) / (RAMP.parts - 1) - 1, 1, colors.theme);
          // To the end, each over the one before it: side by side they would show seams.
          ctx.fillRect(i * w, -RAMP.height / 2, RAMP.width - i * w, RAMP.height);
        }
        ctx.strokeStyle = colors.edge;
        ctx.lineWidth = 1;
        ctx.setLineDash([]);
        ctx.beginPath();
        ctx.roundRect(0, -RAMP.height / 2, RAMP.width, RAMP.height, 0);
        ctx.stroke();
      },
      words: `−${inPrint(limit)} … +${inPrint(limit)}: ${names.join(", ")}`,
    };
  });
}

/**
 * What lines, or arrows, mean.
 * @param {Model} model
 * @param {Layout} place
 * @param {Palette} colors
 * @returns {Item[]}
 */
function lines(model, place, colors) {
  if (!place.showsLines) {
    const [, recurrent] = MATRICES;
    return [
      {
        ...piece(colors.role[recurrent], 2.2, [5, 3.5]),
        words: "a whole matrix, to the next step",
      },
    ];
  }
  const { negative, positive } = colors.line;
  return [
    { ...piece(negative, 3, []), words: "weight below 0" },
    {
      ...piece(positive, 3, []),
      words: `above 0; thicker means larger, thickest at ${inPrint(model.limits.W)}`,
    },
    { ...piece(colors.ink, 2, [6, 4.2]), words: "dashed: to the next step" },
  ];
}

/**
 * A piece of a line.
 * @param {string} color
 * @param {number} width
 * @param {number[]} dash
 */
function piece(color, width, dash) {
  return {
    width: SAMPLE + 8,
    draw(/** @type {CanvasRenderingContext2D} */ ctx) {
      ctx.strokeStyle = color;
      ctx.lineWidth = width;
      ctx.setLineDash(dash);
      ctx.beginPath();
      ctx.moveTo(0, 0);
      ctx.lineTo(SAMPLE, 0);
      ctx.stroke();
    },
  };
}

/**
 * A piece of a ground.
 * @param {string} color
 * @param {number} alpha
 * @param {string} [edge]
 */
function swatch(color, alpha, edge) {
  return {
    width: 16 + 8,
    draw(/** @type {CanvasRenderingContext2D} */ ctx) {
      ctx.globalAlpha = alpha;
      ctx.fillStyle = color;
      ctx.beginPath();
      ctx.roundRect(0, -8, 16, 16, 4);
      ctx.fill();
      if (!edge) return;
      ctx.strokeStyle = edge;
      ctx.lineWidth = 1;
      ctx.setLineDash([]);
      ctx.stroke();
    },
  };
}
