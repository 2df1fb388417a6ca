// What lies over the lines: the lit copies of the knob in hand, a preview of what the pointer
// is on, and the pulse that runs along the arrows while playing.

import { pool, setAttributes, svg } from "./dom.js";
import { arrowPath, edgePath, pathData } from "./geometry.js";
import { alphaOf } from "./lines.js";
import { MATRICES, parameterOf } from "./payload.js";
import { strokeData } from "./layers.js";

/**
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./numbers.js").GraphNode} GraphNode
 * @typedef {import("./graph.js").GraphView} GraphView
 * @typedef {{d: string, stroke: string, opacity?: number, delay?: number}} Stroke
 */

const LIT = { width: 11, opacity: 0.28 }; // as in graph.css

/** @param {SVGSVGElement} lit */
export function createOverlay(lit) {
  const layers = ["copies", "preview", "pulse"].map((name) => svg("g", { class: name }));
  lit.append(...layers);
  const [copies, previewed, pulses] = layers;
  let pulsed = "";

  return {
    /**
     * Mark every copy of what the knob in hand turns.
     * @param {Layout} place
     * @param {GraphView} view
     * @param {Palette} colors
     */
    light(place, view, colors) {
      const seen = (/** @type {number} */ t) => alphaOf(place, t, view);
      stroke(copies, "copy", view.knob ? copiesOf(place, view.knob, colors, seen) : []);
    },
    /**
     * Mark what the pointer is on: a number's copies, or what a node hangs on and feeds.
     * @param {Layout} place
     * @param {Edge[]} edges
     * @param {Knob | null} knob
     * @param {GraphNode | null} node
     * @param {Palette} colors
     */
    preview(place, edges, knob, node, colors) {
      if (knob) stroke(previewed, "previewed", copiesOf(place, knob, colors));
      else stroke(previewed, "path", node ? pathsOf(place, edges, node, colors) : []);
    },
    /**
     * Let a pulse run along the arrows into the cursor's step, once a step while playing.
     * @param {Layout} place
     * @param {Edge[]} edges
     * @param {GraphView} view
     * @param {Palette} colors
     */
    pulse(place, edges, view, colors) {
      const now = view.beat > 0 && place.mode === "unrolled" ? `${view.step} ${place.first}` : "";
      if (now === pulsed) return;
      pulsed = now;
      pulses.replaceChildren(); // made anew, so that the motion begins again
      if (!now) return;
      const at = place.columns.find(({ t }) => t === view.step);
      if (!at) return;
      pulses.style.setProperty("--beat", `${view.beat}ms`);
      const strokes = linesInto(place, edges).map(({ matrix, d }) => ({
        d: d(at.cx),
        stroke: colors.role[matrix],
        delay: matrix === "W_hy" ? 0.45 : 0,
      }));
      stroke(pulses, "run", strokes);
    },
  };
}

/**
 * Whether the drawing has a copy of what the knob in hand turns.
 * @param {Layout} place
 * @param {GraphView} view
 * @param {Palette} colors
 */
export function isLit(place, { knob }, colors) {
  return knob !== null && copiesOf(place, knob, colors).length > 0;
}

/**
 * Draw every lit copy of what the knob in hand turns, as the overlay shows it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place
 * @param {GraphView} view
 * @param {Palette} colors
 */
export function drawLit(ctx, place, view, colors) {
  if (!view.knob) return;
  ctx.save();
  ctx.lineWidth = LIT.width;
  ctx.lineCap = "round";
  ctx.setLineDash([]);
  const seen = (/** @type {number} */ t) => alphaOf(place, t, view);
  for (const { d, stroke: color, opacity = 1 } of copiesOf(place, view.knob, colors, seen)) {
    ctx.strokeStyle = color;
    ctx.globalAlpha = LIT.opacity * opacity;
    strokeData(ctx, d);
  }
  ctx.restore();
}

/**
 * @param {SVGElement} layer
 * @param {string} name  the class of its paths
 * @param {Stroke[]} strokes
 */
function stroke(layer, name, strokes) {
  const paths = pool(layer, strokes.length, () => svg("path"));
  strokes.forEach(({ d, stroke: color, opacity = 1, delay }, i) => {
    setAttributes(paths[i], { class: name, d, stroke: color, opacity: opacity < 1 && opacity });
    if (delay !== undefined) {
      setAttributes(paths[i], { pathLength: 1 });
      paths[i].style.setProperty("--delay", String(delay));
    }
  });
}

/**
 * Every line or arrow into a column, as path data for the column's centre.
 * @param {Layout} place
 * @param {Edge[]} edges
 */
function linesInto(place, edges) {
  if (place.showsLines)
    return edges.map((edge) => ({
      matrix: edge.matrix,
      d: (/** @type {number} */ cx) => pathData(edgePath(place, edge), cx),
    }));
  return MATRICES.map((matrix) => ({
    matrix,
    d: (/** @type {number} */ cx) => pathData(arrowPath(place, matrix), cx),
  }));
}

/**
 * What feeds a node, and what it feeds.
 * @param {Layout} place
 * @param {Edge[]} edges
 * @param {GraphNode} node
 * @param {Palette} colors
 * @returns {Stroke[]}
 */
function pathsOf(place, edges, { kind, t, index }, colors) {
  /** @type {Stroke[]} */
  const strokes = [];
  for (const column of place.columns) {
    for (const edge of edges) {
      const { matrix, row, col } = edge;
      const isInto =
        (kind === "h" && column.t === t && matrix !== "W_hy" && row === index) ||
        (kind === "y" && column.t === t && matrix === "W_hy" && row === index);
      const isOutOf =
        (kind === "x" && column.t === t && matrix === "W_xh" && col === index) ||
        (kind === "h" && column.t === t && matrix === "W_hy" && col === index) ||
        ((kind === "h" || kind === "before") &&
          column.t === t + 1 &&
          matrix === "W_hh" &&
          col === index);
      if (isInto || isOutOf)
        strokes.push({
          d: pathData(edgePath(place, edge), column.cx),
          stroke: colors.role[matrix],
        });
    }
  }
  return strokes;
}

/**
 * Every copy of what a knob turns.
 * @param {Layout} place
 * @param {Knob} knob
 * @param {Palette} colors
 * @param {(t: number) => number} [seen]  how much of a step is seen
 * @returns {Stroke[]}
 */
function copiesOf(place, knob, colors, seen = () => 1) {
  const parameter = parameterOf(knob);
  const color = parameter ? colors.role[parameter] : colors.role.W_xh;
  /** @type {Stroke[]} */
  const copies = [];
  let opacity = 1;
  const add = (/** @type {string} */ d) => copies.push({ d, stroke: color, opacity });
  const ring = (
    /** @type {number} */ cx,
    /** @type {number} */ cy,
    /** @type {{w: number, h: number}} */ size,
    round = 7,
  ) => add(outline(cx, cy, size.w + 7, size.h + 7, round));
  const unitRound = place.showsDiscs ? place.unit.w / 2 + 3.5 : 5;
  for (const { t, cx } of place.columns) {
    opacity = seen(t);
    if (knob.kind === "input" && knob.index[0] === t) {
      ring(cx, place.inputY[knob.index[1]], place.cell);
    } else if (parameter === "b_h" || parameter === "b_y") {
      const rows = parameter === "b_h" ? place.unitY : place.outputY;
      const size = parameter === "b_h" ? place.unit : place.cell;
      const rung = knob.kind === "entry" ? [rows[knob.index[0]]] : rows;
      for (const cy of rung) ring(cx, cy, size, parameter === "b_h" ? unitRound : 7);
    } else if (parameter !== null && !place.showsLines) {
      add(pathData(arrowPath(place, parameter), cx));
    } else if (parameter !== null && knob.kind === "entry") {
      const [row, col] = knob.index;
      add(pathData(edgePath(place, { matrix: parameter, row, col }), cx));
    }
  }
  if (knob.kind === "initial_state" && place.beforeX !== null && place.columns[0]?.t === 0) {
    ring(place.beforeX, place.unitY[knob.index[0]], place.unit, unitRound);
  }
  return copies;
}

/**
 * A rounded outline as path data.
 * @param {number} cx
 * @param {number} cy
 * @param {number} w
 * @param {number} h
 * @param {number} round
 */
function outline(cx, cy, w, h, round) {
  const r = Math.min(round, w / 2, h / 2);
  const [x, y] = [cx - w / 2, cy - h / 2];
  const corner = (/** @type {number} */ dx, /** @type {number} */ dy) =>
    `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}z`;
}
