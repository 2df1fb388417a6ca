// The lit copies: an overlay of what the knob in hand turns, at every step.

import { pool, setAttributes, svg } from "./dom.js";
import { arrowPath, edgePath, pathData } from "./geometry.js";
import { parameterOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 */

/**
 * Mark every copy of what the knob in hand turns.
 * @param {SVGSVGElement} lit
 * @param {Layout} place
 * @param {Knob | null} knob
 * @param {Palette} colors
 */
export function lightCopies(lit, place, knob, colors) {
  /** @type {{d: string}[]} */
  const copies = [];
  const parameter = parameterOf(knob);
  const ring = (
    /** @type {number} */ cx,
    /** @type {number} */ cy,
    /** @type {{w: number, h: number}} */ size,
    round = 7,
  ) => copies.push({ d: outline(cx, cy, size.w + 7, size.h + 7, round) });
  const unitRound = place.showsDiscs ? place.unit.w / 2 + 3.5 : 5;
  for (const { t, cx } of place.columns) {
    if (!knob) break;
    if (knob.kind === "input" && knob.index[0] === t) {
      ring(cx, place.inputY[knob.index[1]], place.cell);
    } else if (parameter === "b_h" || parameter === "b_y") {
      const rows = parameter === "b_h" ? place.unitY : place.outputY;
      const size = parameter === "b_h" ? place.unit : place.cell;
      const rung = knob.kind === "entry" ? [rows[knob.index[0]]] : rows;
      for (const cy of rung) ring(cx, cy, size, parameter === "b_h" ? unitRound : 7);
    } else if (parameter !== null && !place.showsLines) {
      copies.push({ d: pathData(arrowPath(place, parameter), cx) });
    } else if (parameter !== null && knob.kind === "entry") {
      const [row, col] = knob.index;
      copies.push({ d: pathData(edgePath(place, { matrix: parameter, row, col }), cx) });
    }
  }
  if (knob?.kind === "initial_state" && place.beforeX !== null && place.columns[0]?.t === 0) {
    ring(place.beforeX, place.unitY[knob.index[0]], place.unit, unitRound);
  }
  setAttributes(lit, { width: place.width, height: place.height });
  const paths = pool(lit, copies.length, () => svg("path", { class: "copy" }));
  const color = parameter ? colors.role[parameter] : colors.role.W_xh;
  copies.forEach(({ d }, i) => setAttributes(paths[i], { d, stroke: color }));
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
