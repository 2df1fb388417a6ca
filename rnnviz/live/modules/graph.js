// The unrolled graph: lines on one canvas, an overlay of lit copies, numbers on a second
// canvas, and above them invisible SVG nodes that carry names, focus and clicks.

import { inkOn, valueColor } from "./color.js";
import { context, el, pool, setAttributes, svg } from "./dom.js";
import { printable, signed, spoken, subscript } from "./format.js";
import { arrowPath, edgeAt, edgePath, edgesOf, layout, pathData } from "./geometry.js";
import { MATRICES, parameterOf, stateBefore } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./geometry.js").Cubic} Cubic
 * @typedef {{step: number, unit: number, output: number, knob: Knob | null,
 *   mode: import("./geometry.js").Mode}} Look
 * @typedef {"x" | "h" | "y" | "before"} NodeKind
 * @typedef {{kind: NodeKind, t: number, index: number, x: number, y: number,
 *   w: number, h: number, value: number}} GraphNode
 * @typedef {{onNode: (kind: NodeKind, t: number, index: number) => void,
 *   onEdge: (edge: Edge & {t: number}) => void, onKey: (key: string) => boolean}} Handlers
 */

const MATH = '"STIX Two Text", "Cambria Math", "Libertinus Serif", Georgia, serif';
const ROOMY = 128; // pitch from which every gutter has room for the arrows' letters
const KIND_NAMES = { x: "input", h: "hidden unit", y: "output", before: "hidden unit" };

/**
 * @param {HTMLElement} host
 * @param {Handlers} handlers
 */
export function createGraph(host, handlers) {
  const lines = el("canvas", { "aria-hidden": "true" });
  const lit = svg("svg", { class: "lit", "aria-hidden": "true" });
  const numbers = el("canvas", { "aria-hidden": "true" });
  const nodesLayer = svg("svg", {
    class: "nodes",
    role: "graphics-document document",
    "aria-roledescription": "unrolled recurrent network",
    tabindex: 0,
  });
  host.append(lines, lit, numbers, nodesLayer);

  /** @type {Layout} */
  let place;
  /** @type {Edge[]} */
  let edges = [];
  /** @type {GraphNode[]} */
  let nodes = [];
  let first = 0;

  nodesLayer.addEventListener("click", (event) => {
    const node = /** @type {Element} */ (event.target).closest("[data-node]");
    if (node) {
      const { kind, t, index } = nodes[Number(node.getAttribute("data-node"))];
      handlers.onNode(kind, t, index);
      return;
    }
    const box = nodesLayer.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const edge = place.showsLines ? edgeAt(place, edges, x, y) : null;
    if (edge) handlers.onEdge(edge);
  });
  nodesLayer.addEventListener("mousemove", (event) => {
    const overNode = /** @type {Element} */ (event.target).closest("[data-node]");
    const box = nodesLayer.getBoundingClientRect();
    const edge =
      !overNode && place.showsLines
        ? edgeAt(place, edges, event.clientX - box.left, event.clientY - box.top)
        : null;
    nodesLayer.style.cursor = overNode || edge ? "pointer" : "default";
  });
  nodesLayer.addEventListener("keydown", (event) => {
    if (handlers.onKey(event.key)) event.preventDefault();
  });

  /**
   * Draw everything again; idempotent.
   * @param {Model} model
   * @param {Look} look
   * @param {Palette} colors
   * @param {number} width
   * @param {string} font  family of the page
   * @returns {Layout}
   */
  function update(model, look, colors, width, font) {
    place = layout({
      width, sizes: model.sizes, numShown: model.num_shown, step: look.step, mode: look.mode, first,
    }); // prettier-ignore
    first = place.first;
    edges = place.showsLines ? edgesOf(model.sizes) : [];
    nodes = nodesOf(model, place);
    host.style.height = `${place.height}px`;
    drawLines(context(lines, width, place.height), model, look, colors);
    lightCopies(look.knob, colors);
    drawNumbers(context(numbers, width, place.height), model, look, colors, font);
    nameNodes(model, look);
    return place;
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Model} model
   * @param {Look} look
   * @param {Palette} colors
   */
  function drawLines(ctx, model, look, colors) {
    const { box, pitch, unit, columns, beforeX, height } = place;
    const half = Math.min(pitch / 2, unit.w / 2 + 34);
    for (const { t, cx } of columns) {
      if (t === look.step && place.mode === "unrolled") {
        ctx.fillStyle = colors.band;
        roundRect(ctx, cx - half + 2, 1, 2 * half - 4, height - 2, 10);
        ctx.fill();
      }
    }
    const pad = place.showsDiscs ? Math.min(11, (pitch - unit.w) / 4) : 3;
    const boxes = columns.map(({ t, cx }) => ({ cx, here: t === look.step }));
    if (beforeX !== null) boxes.push({ cx: beforeX, here: false });
    for (const { cx, here } of boxes) {
      ctx.fillStyle = colors.card;
      ctx.strokeStyle = here ? colors.role.W_hh : colors.rule;
      ctx.lineWidth = here ? 2 : 1;
      ctx.setLineDash(cx === beforeX ? [3, 3] : []);
      const w = unit.w + 2 * pad;
      roundRect(ctx, cx - w / 2, box.top - (pad - 9), w, box.bottom - box.top + 2 * (pad - 9), 11);
      ctx.fill();
      ctx.stroke();
    }
    ctx.setLineDash([]);
    stampWeave(ctx, model, look, colors);
    if (model.num_shown < model.sizes.T && columns.at(-1)?.t === model.num_shown - 1) {
      const x = Math.min(place.width - 3, (columns.at(-1)?.cx ?? 0) + pitch / 2 + 14);
      ctx.strokeStyle = colors.role.W_hy;
      ctx.lineWidth = 2;
      ctx.setLineDash([2, 4]);
      ctx.beginPath();
      ctx.moveTo(x, 6);
      ctx.lineTo(x, height - 6);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  /**
   * The weights are shared, so the lines into a column are drawn once and stamped on all.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Model} model
   * @param {Look} look
   * @param {Palette} colors
   */
  function stampWeave(ctx, model, look, colors) {
    const ratio = window.devicePixelRatio || 1;
    const [left, right] = reachOf(place);
    const tile = el("canvas");
    const pen = context(tile, left + right, place.height);
    pen.translate(left, 0);
    pen.lineCap = "butt";
    const emphasized = look.knob ? parameterOf(look.knob) : null;
    const dims = emphasized !== null && emphasized.startsWith("W");
    // A thousand lines are a fog: a large opened step shows what feeds the selected unit
    // and output, and the rest as a breath.
    const foggy = edges.length > 320;
    const alpha = (/** @type {Edge} */ { matrix, row }) => {
      if (foggy) return row === (matrix === "W_hy" ? look.output : look.unit) ? 0.95 : 0.07;
      return dims && matrix !== emphasized ? 0.5 : 0.9;
    };
    if (place.showsLines) {
      for (const edge of edges) {
        const weight = model.arrays[edge.matrix][edge.row * colsOf(model, edge.matrix) + edge.col];
        pen.globalAlpha = weight === 0 ? 0.5 * alpha(edge) : alpha(edge);
        drawCurve(pen, edgePath(place, edge), edge.matrix, weight, model.limits.W, colors);
      }
    } else {
      for (const matrix of MATRICES) {
        pen.globalAlpha = dims && matrix !== emphasized ? 0.55 : 1;
        drawArrow(pen, arrowPath(place, matrix), matrix, colors);
      }
    }
    for (const { cx } of place.columns) {
      // On whole device pixels, or the stamp would blur.
      const x = Math.round((cx - left) * ratio) / ratio;
      ctx.drawImage(tile, x, 0, left + right, place.height);
    }
  }

  /**
   * @param {Knob | null} knob
   * @param {Palette} colors
   */
  function lightCopies(knob, colors) {
    /** @type {{d: string}[]} */
    const copies = [];
    const parameter = parameterOf(knob);
    const ring = (/** @type {number} */ cx, /** @type {number} */ cy, /** @type {{w: number, h: number}} */ size, round = 7) =>
      copies.push({ d: outline(cx, cy, size.w + 7, size.h + 7, round) });
    const unitRound = place.showsDiscs ? place.unit.w / 2 + 3.5 : 5;
    for (const { t, cx } of place.columns) {
      if (!knob) break;
      if (knob.kind === "input" && knob.index[0] === t) {
        ring(cx, place.inputY[knob.index[1]], place.cell);
      } else if (parameter === "b_h" || parameter === "b_y") {
        const rows = parameter === "b_h" ? place.unitY : place.outputY;
        const size = parameter === "b_h" ? place.unit : place.cell;
        const lit = knob.kind === "entry" ? [rows[knob.index[0]]] : rows;
        for (const cy of lit) ring(cx, cy, size, parameter === "b_h" ? unitRound : 7);
      } else if (parameter !== null && !place.showsLines) {
        copies.push({ d: pathData(arrowPath(place, parameter), cx) });
      } else if (parameter !== null && knob.kind === "entry") {
        const [row, col] = knob.index;
        copies.push({ d: pathData(edgePath(place, { matrix: parameter, row, col }), cx) });
      }
    }
    if (knob?.kind === "initial_state" && place.beforeX !== null && place.first === 0) {
      ring(place.beforeX, place.unitY[knob.index[0]], place.unit, unitRound);
    }
    setAttributes(lit, { width: place.width, height: place.height });
    const paths = pool(lit, copies.length, () => svg("path", { class: "copy" }));
    const color = parameter ? colors.role[parameter] : colors.role.W_xh;
    copies.forEach(({ d }, i) => setAttributes(paths[i], { d, stroke: color }));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Model} model
   * @param {Look} look
   * @param {Palette} colors
   * @param {string} font
   */
  function drawNumbers(ctx, model, look, colors, font) {
    const { cell, showsDiscs, columns, beforeX, outputY, inputY, box } = place;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const node of nodes) {
      const limit = model.limits[node.kind === "before" ? "h" : node.kind];
      const disc = showsDiscs && (node.kind === "h" || node.kind === "before");
      ctx.fillStyle = valueColor(node.value, limit, colors.theme);
      ctx.strokeStyle = colors.theme === "light" ? "#7d8590" : "#838c99";
      ctx.lineWidth = 1;
      const here = node.t === look.step && node.kind !== "before";
      const chosen =
        here && ((node.kind === "h" && node.index === look.unit) ||
          (node.kind === "y" && node.index === look.output)); // prettier-ignore
      if (chosen) {
        ctx.strokeStyle = colors.ink;
        ctx.lineWidth = 2.5;
      }
      ctx.beginPath();
      if (disc) ctx.arc(node.x, node.y, node.w / 2, 0, 2 * Math.PI);
      else if (node.h < 12) ctx.rect(node.x - node.w / 2, node.y - node.h / 2, node.w, node.h);
      else roundRect(ctx, node.x - node.w / 2, node.y - node.h / 2, node.w, node.h, Math.min(5, node.h / 4));
      ctx.fill();
      if (node.h >= 12 || chosen) ctx.stroke();
      if (node.h < 12) continue;
      ctx.fillStyle = inkOn(node.value, limit, colors.theme);
      const roomy = node.w >= 32;
      ctx.font = `${fontSize(node, disc)}px ${font}`;
      ctx.fillText(signed(node.value, roomy ? 2 : 1), node.x, node.y + 0.5, node.w - 3);
    }

    const letter = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, size = 15) => {
      ctx.font = `italic ${size}px ${MATH}`;
      ctx.fillText(text, x, y);
    };
    const every = Math.ceil(30 / place.pitch);
    for (const { t, cx } of columns) {
      const here = t === look.step;
      ctx.fillStyle = here ? colors.role.W_hh : colors.ink;
      if (place.pitch >= 44 || here) {
        letter(`y${subscript(t)}`, cx, outputY[0] - cell.h / 2 - 12);
        // Beside the arrow, where there is one.
        letter(`h${subscript(t)}`, place.showsLines ? cx : cx - 15, box.top - 11);
        letter(`x${subscript(t)}`, cx, inputY[inputY.length - 1] + cell.h / 2 + 12);
      }
      const label = model.labels?.[t];
      ctx.font = `${here ? "600 " : ""}12px ${font}`;
      ctx.fillStyle = here ? colors.role.W_hh : colors.soft;
      const words = place.pitch >= 60 ? `step ${t}` : `${t}`;
      const below = label === undefined ? words : `${printable(label, place.pitch > 90 ? 10 : 4)}`;
      if (here || t % every === 0 || label !== undefined) ctx.fillText(below, cx, place.labelY - 6, place.pitch - 2);
    }
    ctx.fillStyle = colors.ink;
    if (beforeX !== null) {
      const entering = place.mode === "opened" ? look.step - 1 : place.first - 1;
      letter(`h${subscript(entering)}`, beforeX, box.top - 11);
      if (entering < 0 && place.pitch >= ROOMY) {
        ctx.fillStyle = colors.soft;
        ctx.font = `12px ${font}`;
        ctx.fillText("start", beforeX, box.bottom + 14);
      }
    }
    nameRows(ctx, model, colors, font);
    nameMatrices(ctx, look, colors);
  }

  /**
   * What each input, unit and output is, at the left of the first column.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Model} model
   * @param {Palette} colors
   * @param {string} font
   */
  function nameRows(ctx, model, colors, font) {
    const { columns, unit, cell, unitY, inputY, outputY, beforeX, pitch } = place;
    if (columns.length === 0) return;
    ctx.textAlign = "right";
    ctx.fillStyle = colors.soft;
    const name = (/** @type {string} */ text, /** @type {number} */ right, /** @type {number} */ y, /** @type {number} */ h) => {
      if (h < 9) return;
      ctx.font = `${Math.min(12, h)}px ${font}`;
      ctx.fillText(text, right, y + 0.5, Math.max(10, right - 2));
    };
    const clear = place.mode === "unrolled" && pitch < ROOMY ? Math.min(30, pitch * 0.3) : 84;
    const edge = columns[0].cx - cell.w / 2 - clear;
    const wide = place.width >= 600;
    inputY.forEach((y, i) => {
      const given = model.input_names?.[i];
      if (wide || given) name(printable(given ?? `input ${i}`, wide ? 16 : 6), edge, y, cell.h);
    });
    outputY.forEach((y, i) => {
      const given = model.output_names?.[i];
      if (wide || given) name(printable(given ?? `output ${i}`, wide ? 16 : 6), edge, y, cell.h);
    });
    if (wide && beforeX !== null) {
      const every = unit.h >= 12 ? 1 : 4;
      unitY.forEach((y, i) => {
        if (i % every === 0) name(`unit ${i}`, beforeX - unit.w / 2 - 14, y, 12);
      });
    }
    ctx.textAlign = "center";
  }

  /**
   * Every arrow has its letter, in its role's colour: in each gutter that has the room,
   * else beside the cursor's column.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Look} look
   * @param {Palette} colors
   */
  function nameMatrices(ctx, look, colors) {
    const { pitch, box, inputY, outputY, cell, mode, beforeX, showsLines } = place;
    const lastOutput = outputY[outputY.length - 1];
    const above = (lastOutput + cell.h / 2 + box.top) / 2;
    const below = (inputY[0] - cell.h / 2 + box.bottom) / 2;
    if (mode === "unrolled" && pitch < ROOMY && showsLines && beforeX !== null) {
      // No room in the gutters: once, around the state that enters.
      const wide = place.width >= 600;
      const gutter = beforeX + pitch / 2;
      drawMatrixName(ctx, "W_hy", wide ? beforeX - 38 : gutter, box.top - 12, colors);
      drawMatrixName(ctx, "W_hh", gutter, wide ? box.top - 12 : box.bottom + 10, colors);
      drawMatrixName(ctx, "W_xh", beforeX, below, colors);
      return;
    }
    const aside = showsLines ? cell.w / 2 + 50 : 18;
    for (const { t, cx } of place.columns) {
      if (pitch < ROOMY && t !== look.step) continue;
      const right = Math.min(cx + aside, place.width - 15);
      drawMatrixName(ctx, "W_xh", cx - aside, showsLines ? inputY[0] - 6 : below, colors);
      drawMatrixName(ctx, "W_hy", right, showsLines ? lastOutput + 6 : above, colors);
      if (mode === "folded") drawMatrixName(ctx, "W_hh", cx, box.bottom + 26, colors);
      else if (showsLines) drawMatrixName(ctx, "W_hh", cx - pitch / 2, box.top - 6, colors);
      else drawMatrixName(ctx, "W_hh", cx - pitch / 2, (box.top + box.bottom) / 2 - 14, colors);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {Matrix} matrix
   * @param {number} x
   * @param {number} y
   * @param {Palette} colors
   */
  function drawMatrixName(ctx, matrix, x, y, colors) {
    ctx.textAlign = "left";
    ctx.font = `italic 600 14px ${MATH}`;
    const w = ctx.measureText("W").width;
    ctx.font = `italic 600 10px ${MATH}`;
    const sub = ctx.measureText(matrix.slice(2)).width;
    const left = x - (w + sub) / 2;
    // A halo of the ground keeps the letters clear of the lines behind them.
    ctx.strokeStyle = colors.page;
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.fillStyle = colors.role[matrix];
    for (const paint of /** @type {const} */ (["strokeText", "fillText"])) {
      ctx.font = `italic 600 14px ${MATH}`;
      ctx[paint]("W", left, y);
      ctx.font = `italic 600 10px ${MATH}`;
      ctx[paint](matrix.slice(2), left + w, y + 4);
    }
    ctx.textAlign = "center";
  }

  /**
   * @param {Model} model
   * @param {Look} look
   */
  function nameNodes(model, look) {
    setAttributes(nodesLayer, {
      width: place.width,
      height: place.height,
      "aria-label":
        `Unrolled graph, ${model.sizes.T} steps, ${model.sizes.H} hidden units. ` +
        "Left and right arrows change the step, up and down the unit.",
    });
    const rects = pool(nodesLayer, nodes.length, () => svg("rect", { role: "graphics-symbol", fill: "transparent" }));
    nodes.forEach((node, i) => {
      const when = node.kind === "before" ? `Before step ${node.t + 1}` : `Step ${node.t}`;
      const current = node.t === look.step && node.kind === "h" && node.index === look.unit;
      setAttributes(rects[i], {
        "data-node": i,
        "aria-label": `${when}, ${KIND_NAMES[node.kind]} ${node.index}: ${spoken(node.value)}`,
        "aria-current": current ? "true" : false,
        x: node.x - node.w / 2, y: node.y - node.h / 2, width: node.w, height: node.h,
      }); // prettier-ignore
    });
  }

  return { update };
}

/**
 * @param {Model} model
 * @param {Layout} place
 * @returns {GraphNode[]}
 */
function nodesOf(model, place) {
  const { H, I, O } = model.sizes;
  const { x, h, y } = model.arrays;
  /** @type {GraphNode[]} */
  const nodes = [];
  const row = (
    /** @type {NodeKind} */ kind, /** @type {number} */ t, /** @type {number} */ cx,
    /** @type {number[]} */ centres, /** @type {{w: number, h: number}} */ size, /** @type {Float32Array} */ values,
  ) => centres.forEach((cy, index) => nodes.push({ kind, t, index, x: cx, y: cy, ...size, value: values[index] })); // prettier-ignore
  for (const { t, cx } of place.columns) {
    row("y", t, cx, place.outputY, place.cell, y.subarray(t * O, (t + 1) * O));
    row("h", t, cx, place.unitY, place.unit, h.subarray(t * H, (t + 1) * H));
    row("x", t, cx, place.inputY, place.cell, x.subarray(t * I, (t + 1) * I));
  }
  if (place.beforeX !== null && place.columns.length > 0) {
    const { t } = place.columns[0];
    row("before", t - 1, place.beforeX, place.unitY, place.unit, stateBefore(model, t));
  }
  return nodes;
}

/**
 * How far the lines into a column reach to its left and right, in whole pixels.
 * @param {Layout} place
 * @returns {[number, number]}
 */
function reachOf(place) {
  if (place.mode === "folded") return [240, 240];
  return [Math.ceil(place.pitch - place.unit.w / 2) + 2, Math.ceil(place.unit.w / 2 + 110)];
}

/**
 * @param {Model} model
 * @param {Matrix} matrix
 */
function colsOf(model, matrix) {
  return matrix === "W_xh" ? model.sizes.I : model.sizes.H;
}

/**
 * @param {GraphNode} node
 * @param {boolean} disc
 */
function fontSize(node, disc) {
  return disc ? Math.max(9.5, Math.min(12.5, node.w * 0.34)) : Math.max(9, Math.min(12, node.h * 0.62));
}

/**
 * A weight as a line: its width is its size, its colour its sign, W_hh dashed.
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 * @param {Matrix} matrix
 * @param {number} weight
 * @param {number} limit
 * @param {Palette} colors
 */
function drawCurve(pen, cubics, matrix, weight, limit, colors) {
  const width = weight === 0 ? 0.8 : 0.9 + 4.2 * Math.min(1, Math.abs(weight) / limit);
  pen.lineWidth = width;
  pen.strokeStyle =
    weight === 0 ? colors.line.zero : weight < 0 ? colors.line.negative : colors.line.positive;
  pen.setLineDash(matrix === "W_hh" ? [4 + width, 3 + width * 0.6] : []);
  trace(pen, cubics);
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 * @param {Matrix} matrix
 * @param {Palette} colors
 */
function drawArrow(pen, cubics, matrix, colors) {
  pen.strokeStyle = colors.role[matrix];
  pen.fillStyle = colors.role[matrix];
  pen.lineWidth = 2.2;
  pen.setLineDash(matrix === "W_hh" ? [5, 3.5] : []);
  trace(pen, cubics);
  pen.stroke();
  pen.setLineDash([]);
  const last = /** @type {Cubic} */ (cubics.at(-1));
  const angle = Math.atan2(last[7] - last[5], last[6] - last[4]);
  pen.save();
  pen.translate(last[6], last[7]);
  pen.rotate(angle);
  pen.beginPath();
  pen.moveTo(3, 0);
  pen.lineTo(-5, -4);
  pen.lineTo(-5, 4);
  pen.fill();
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Cubic[]} cubics
 */
function trace(pen, cubics) {
  pen.beginPath();
  pen.moveTo(cubics[0][0], cubics[0][1]);
  for (const [, , ...rest] of cubics) pen.bezierCurveTo(...rest);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {number} r
 */
function roundRect(ctx, x, y, w, h, r) {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, r);
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
  const corner = (/** @type {number} */ dx, /** @type {number} */ dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}z`;
}
