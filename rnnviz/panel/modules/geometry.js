// Where everything in the unrolled graph stands. Pure: no DOM, no numbers of the network.
//
// A column is a step: outputs above, hidden units in the middle, inputs below. Lines arrive
// at a unit's left and leave at its right, in the gutters between columns, so that none
// crosses a number; and since the weights are shared, the lines into one column are the
// lines into every column, moved by a multiple of the pitch.

import { HEAD, rowsOf } from "./rows.js";

/** @typedef {import("./payload.js").Matrix} Matrix */
/** @typedef {"unrolled" | "folded" | "opened"} Mode */
/** @typedef {{matrix: Matrix, row: number, col: number}} Edge */
/** @typedef {[number, number, number, number, number, number, number, number]} Cubic */

/**
 * @typedef {object} Layout
 * @property {Mode} mode
 * @property {boolean} showsLines  a line a weight, or an arrow a matrix
 * @property {boolean} showsDiscs  units as discs, or as a strip of cells
 * @property {number} width
 * @property {number} height
 * @property {number} pitch  from column to column
 * @property {number} first  the first step shown
 * @property {{t: number, cx: number}[]} columns
 * @property {number | null} beforeX  centre of the state that enters the first column
 * @property {{w: number, h: number}} unit  full width and height of a hidden unit
 * @property {{w: number, h: number}} cell  of an input or output
 * @property {number[]} unitY  centres
 * @property {number[]} inputY
 * @property {number[]} outputY
 * @property {{top: number, bottom: number}} box  around the hidden units
 * @property {number} labelY  baseline of the step labels
 * @property {number} spread  1, or how far the steps have come out of the fold
 * @property {{share: number, gutter: number}} [folding]  on the way from the chain to the loop:
 *   how far, and the room that arcs have beside a column
 */

export const MOST_DISCS = 8;
const LOOP_GUTTER = 190; // the room that arcs have beside a single column

/**
 * @param {object} options
 * @param {number} options.width  CSS pixels
 * @param {number} [options.height]  that the drawing may take, if its numbers can then be read
 * @param {{I: number, H: number, O: number, T: number}} options.sizes
 * @param {number} options.numShown  steps that can be shown
 * @param {number} options.step  the cursor's
 * @param {Mode} options.mode
 * @param {number} options.first  the first step that was shown before
 * @param {boolean} [options.toRoom]  rather fewer steps than small numbers
 * @returns {Layout}
 */
export function layout({
  width,
  height = Infinity,
  sizes,
  numShown,
  step,
  mode,
  first,
  toRoom = false,
}) {
  const { I, H, O } = sizes;
  const narrow = width < 600;
  const showsDiscs = H <= MOST_DISCS;
  const showsLines = showsDiscs || mode === "opened";
  const single = mode !== "unrolled";
  const leftPad = narrow ? 14 : 64;

  const least = showsDiscs ? (narrow && !toRoom ? 46 : 60) : 40;
  const most = showsDiscs ? 172 : 104;
  const guess = showsDiscs ? 18 : 20;
  // The last column keeps half a pitch to its right, for its arcs and its heatmap cells.
  const room = width - leftPad - guess - 4;
  const count = single ? 1 : Math.min(numShown, Math.max(1, Math.floor(room / least - 0.5)));
  const pitch = single
    ? Math.min(mode === "folded" ? 320 : 440, room * 0.7)
    : Math.min(most, room / (count + 0.5));

  const radius = Math.max(12, Math.min(single ? 20 : 18, pitch * 0.26));
  const cellW = Math.min(46, pitch - 12);
  const rows = rowsOf({ sizes, mode, showsDiscs, showsLines, radius, height });
  const unit = showsDiscs
    ? { w: rows.unit, h: rows.unit }
    : { w: single ? 46 : Math.min(46, pitch * 0.52), h: rows.unit };
  const cell = { w: cellW, h: rows.cell };

  let y = HEAD;
  const outputY = stack(O, y + cell.h / 2, cell.h + rows.cellGap);
  y += O * (cell.h + rows.cellGap) - rows.cellGap + rows.gap;
  const top = y - 9;
  const unitY = stack(H, y + unit.h / 2, unit.h + rows.unitGap);
  y += H * (unit.h + rows.unitGap) - rows.unitGap;
  const bottom = y + 9;
  y += rows.gapBelow;
  const inputY = stack(I, y + cell.h / 2, cell.h + rows.cellGap);
  y += I * (cell.h + rows.cellGap) - rows.cellGap;
  const labelY = y + rows.foot - 8;

  const total = (count + 0.5) * pitch;
  const spare = Math.max(0, room - total) / 2;
  const beforeX = leftPad + guess + spare;
  // The window stays while the cursor is inside it, and is centred anew when it leaves.
  const inside = step > first && step < first + count - 1;
  const wanted = inside ? first : step - Math.floor(count / 2);
  const start = single ? 0 : Math.max(0, Math.min(numShown - count, wanted));
  const columns = single
    ? [{ t: step, cx: mode === "folded" ? width / 2 : width / 2 + pitch / 2 }].slice(0, numShown)
    : Array.from({ length: count }, (_, i) => ({ t: start + i, cx: beforeX + (i + 1) * pitch }));
  return {
    mode,
    showsLines,
    showsDiscs,
    width,
    height: labelY + 8,
    pitch,
    first: single ? first : start,
    columns,
    beforeX: mode === "folded" ? null : single ? width / 2 - pitch / 2 : beforeX,
    unit,
    cell,
    unitY,
    inputY,
    outputY,
    box: { top, bottom },
    labelY,
    spread: 1,
  };
}

/**
 * A layout on the way from the chain to the loop.
 * @param {Layout} chain
 * @param {Layout} loop
 * @param {number} fold  from 0 to 1
 * @returns {Layout}
 */
export function between(chain, loop, fold) {
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * fold;
  const each = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    a.map((value, i) => mix(value, b[i]));
  const size = (/** @type {Layout["unit"]} */ a, /** @type {Layout["unit"]} */ b) => ({
    w: mix(a.w, b.w),
    h: mix(a.h, b.h),
  });
  const centre = loop.columns[0]?.cx ?? loop.width / 2;
  return {
    ...chain,
    height: mix(chain.height, loop.height),
    pitch: chain.pitch * (1 - fold),
    columns: chain.columns.map(({ t, cx }) => ({ t, cx: mix(cx, centre) })),
    beforeX: chain.beforeX === null ? null : mix(chain.beforeX, centre),
    unit: size(chain.unit, loop.unit),
    cell: size(chain.cell, loop.cell),
    unitY: each(chain.unitY, loop.unitY),
    inputY: each(chain.inputY, loop.inputY),
    outputY: each(chain.outputY, loop.outputY),
    box: {
      top: mix(chain.box.top, loop.box.top),
      bottom: mix(chain.box.bottom, loop.box.bottom),
    },
    labelY: mix(chain.labelY, loop.labelY),
    spread: 1 - fold,
    folding: { share: fold, gutter: mix(chain.pitch - chain.unit.w, LOOP_GUTTER) },
  };
}

/**
 * @param {number} count
 * @param {number} start
 * @param {number} step
 */
function stack(count, start, step) {
  return Array.from({ length: count }, (_, i) => start + i * step);
}

/**
 * Every weight of the network as an edge of the graph.
 * @param {{I: number, H: number, O: number}} sizes
 * @returns {Edge[]}
 */
export function edgesOf({ I, H, O }) {
  /** @type {Edge[]} */
  const edges = [];
  const add = (
    /** @type {Matrix} */ matrix,
    /** @type {number} */ rows,
    /** @type {number} */ cols,
  ) => {
    for (let row = 0; row < rows; row += 1) {
      for (let col = 0; col < cols; col += 1) edges.push({ matrix, row, col });
    }
  };
  add("W_xh", H, I);
  add("W_hh", H, H);
  add("W_hy", O, H);
  return edges;
}

/**
 * The line of a weight into a column whose centre is x = 0.
 * @param {Layout} layout
 * @param {Edge} edge
 * @returns {Cubic[]}
 */
export function edgePath(layout, { matrix, row, col }) {
  const { unit, cell, unitY, inputY, outputY, pitch } = layout;
  const side = unit.w / 2;
  if (matrix === "W_xh") {
    const b = bow(layout, inputY[col] - unitY[row]);
    const [x0, x1] = [-cell.w / 2, -side];
    return [[x0, inputY[col], x0 - b, inputY[col], x1 - b, unitY[row], x1, unitY[row]]];
  }
  if (matrix === "W_hy") {
    const b = bow(layout, unitY[col] - outputY[row]);
    const [x0, x1] = [side, cell.w / 2];
    return [[x0, unitY[col], x0 + b, unitY[col], x1 + b, outputY[row], x1, outputY[row]]];
  }
  const folded = () => loop(layout, unitY[col], unitY[row], row, col);
  if (layout.mode === "folded") return folded();
  const [x0, x1] = [side - pitch, -side];
  const bend = (x1 - x0) * 0.45;
  /** @type {Cubic} */
  const link = [x0, unitY[col], x0 + bend, unitY[col], x1 - bend, unitY[row], x1, unitY[row]];
  return layout.folding ? mixed(halves(link), folded(), layout.folding.share) : [link];
}

/**
 * Curves on the way from some to as many others.
 * @param {Cubic[]} some
 * @param {Cubic[]} others
 * @param {number} share
 */
function mixed(some, others, share) {
  return some.map(
    (cubic, i) =>
      /** @type {Cubic} */ (cubic.map((value, k) => value + (others[i][k] - value) * share)),
  );
}

/**
 * A cubic as two that draw the same line (de Casteljau's construction at one half).
 * @param {Cubic} cubic
 * @returns {Cubic[]}
 */
function halves([x0, y0, x1, y1, x2, y2, x3, y3]) {
  const half = (/** @type {number} */ a, /** @type {number} */ b) => (a + b) / 2;
  const split = (
    /** @type {number} */ a,
    /** @type {number} */ b,
    /** @type {number} */ c,
    /** @type {number} */ d,
  ) => {
    const [ab, bc, cd] = [half(a, b), half(b, c), half(c, d)];
    const [abc, bcd] = [half(ab, bc), half(bc, cd)];
    return [ab, abc, half(abc, bcd), bcd, cd];
  };
  const [xa, xb, x, xc, xd] = split(x0, x1, x2, x3);
  const [ya, yb, y, yc, yd] = split(y0, y1, y2, y3);
  return [
    [x0, y0, xa, ya, xb, yb, x, y],
    [x, y, xc, yc, xd, yd, x3, y3],
  ];
}

/**
 * How far an arc swings out into the gutter: further the further it leads, so arcs nest.
 * @param {Layout} layout
 * @param {number} dy
 */
function bow({ pitch, unit, cell, mode, width, folding }, dy) {
  let gutter = folding?.gutter ?? (mode === "unrolled" ? pitch - unit.w : LOOP_GUTTER);
  // An opened step stands right of the middle: on a phone its arcs must not leave the page.
  if (mode === "opened") gutter = Math.min(gutter, 1.25 * (width - pitch - cell.w));
  return Math.min(0.5 * gutter, 12 + 0.17 * dy);
}

/**
 * A dashed self-loop: out at the right, under the hidden units, in again at the left.
 * @param {Layout} layout
 * @param {number} from
 * @param {number} to
 * @param {number} row
 * @param {number} col
 * @returns {Cubic[]}
 */
function loop({ unit, box, unitY }, from, to, row, col) {
  const side = unit.w / 2;
  const spread = Math.min(34, 8 * (unitY.length - 1)) / Math.max(1, 2 * (unitY.length - 1));
  const low = box.bottom + 14 + spread * (row + col);
  const out = 92 + 4 * (row + col);
  return [
    [side, from, side + out, from, side + out, low, 0, low],
    [0, low, -side - out, low, -side - out, to, -side, to],
  ];
}

/**
 * The arrow of a whole matrix into a column whose centre is x = 0, where units are strips.
 * @param {Layout} layout
 * @param {Matrix} matrix
 * @returns {Cubic[]}
 */
export function arrowPath(layout, matrix) {
  const { unit, cell, inputY, outputY, box, pitch } = layout;
  const middle = (box.top + box.bottom) / 2;
  /** @type {[number, number, number, number]} */
  let ends;
  if (matrix === "W_xh") ends = [0, inputY[0] - cell.h / 2 - 3, 0, box.bottom + 3];
  else if (matrix === "W_hy")
    ends = [0, box.top - 3, 0, outputY[outputY.length - 1] + cell.h / 2 + 3];
  else if (layout.mode === "folded") return loop(layout, middle, middle, 0, 0);
  else ends = [unit.w / 2 + 5 - pitch, middle, -unit.w / 2 - 6, middle];
  const [x0, y0, x1, y1] = ends;
  const [dx, dy] = [(x1 - x0) / 3, (y1 - y0) / 3];
  /** @type {Cubic} */
  const line = [x0, y0, x0 + dx, y0 + dy, x1 - dx, y1 - dy, x1, y1];
  if (!layout.folding || matrix !== "W_hh") return [line];
  return mixed(halves(line), loop(layout, middle, middle, 0, 0), layout.folding.share);
}

/**
 * A point of a cubic, at u from 0 to 1.
 * @param {Cubic} cubic
 * @param {number} u
 * @returns {[number, number]}
 */
export function pointOn([x0, y0, x1, y1, x2, y2, x3, y3], u) {
  const v = 1 - u;
  const [a, b, c, d] = [v * v * v, 3 * v * v * u, 3 * v * u * u, u * u * u];
  return [a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3];
}

/**
 * Cubics as the `d` of an SVG path, moved right by `dx`.
 * @param {Cubic[]} cubics
 * @param {number} dx
 */
export function pathData(cubics, dx) {
  return cubics
    .map(([x0, y0, ...rest], i) => {
      const curve = rest.map((value, k) => round(k % 2 === 0 ? value + dx : value)).join(" ");
      return `${i === 0 ? `M${round(x0 + dx)} ${round(y0)}` : ""}C${curve}`;
    })
    .join("");
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}

/**
 * The edge nearest to a point, at most `reach` pixels away, with its step; or null.
 * @param {Layout} layout
 * @param {Edge[]} edges
 * @param {number} x
 * @param {number} y
 * @param {number} [reach]
 * @returns {(Edge & {t: number}) | null}
 */
export function edgeAt(layout, edges, x, y, reach = 7) {
  let best = null;
  let least = reach;
  for (const { t, cx } of layout.columns) {
    if (layout.mode === "unrolled" && (x < cx - layout.pitch || x > cx + layout.pitch)) continue;
    for (const edge of edges) {
      for (const cubic of edgePath(layout, edge)) {
        const distance = distanceTo(cubic, x - cx, y, least);
        if (distance < least) {
          least = distance;
          best = { ...edge, t };
        }
      }
    }
  }
  return best;
}

/**
 * @param {Cubic} cubic
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function distanceTo(cubic, x, y, reach) {
  const [xs, ys] = [
    [cubic[0], cubic[2], cubic[4], cubic[6]],
    [cubic[1], cubic[3], cubic[5], cubic[7]],
  ];
  const outside = (/** @type {number[]} */ values, /** @type {number} */ at) =>
    at < Math.min(...values) - reach || at > Math.max(...values) + reach;
  if (outside(xs, x) || outside(ys, y)) return Infinity;
  let least = Infinity;
  let [px, py] = pointOn(cubic, 0);
  for (let i = 1; i <= 16; i += 1) {
    const [qx, qy] = pointOn(cubic, i / 16);
    const [dx, dy] = [qx - px, qy - py];
    const along = ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1);
    const u = Math.max(0, Math.min(1, along));
    least = Math.min(least, Math.hypot(px + u * dx - x, py + u * dy - y));
    [px, py] = [qx, qy];
  }
  return least;
}
