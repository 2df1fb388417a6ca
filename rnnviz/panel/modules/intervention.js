// The same run with one thing changed at one step, as a second graph under the first, step under
// step. What has not moved is pale.

import { context, el, pointIn, setText } from "./dom.js";
import { exact, signed } from "./format.js";
import { arrowPath, edgeAt, edgePath, edgesOf, pointOn } from "./geometry.js";
import { entry } from "./hovered.js";
import { drawBoxes, drawEnd, drawWeave, tracePath } from "./lines.js";
import { drawLetters, drawNumbers, nodesOf } from "./numbers.js";
import { MATRICES, shapeOf } from "./payload.js";
import { layerFor } from "./layers.js";
import { createTip } from "./tip.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Intervention} Intervention
 * @typedef {import("./payload.js").Matrix} Matrix
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./graph.js").GraphView} GraphView
 * @typedef {import("./numbers.js").GraphNode} GraphNode
 * @typedef {import("./requests.js").Place} Place
 * @typedef {(quiet: CanvasRenderingContext2D, ctx: CanvasRenderingContext2D) => void} Draw
 */

const PALE = 0.3; // how much is seen of a number that has not moved
const FAR = 0.1; // of the scale: a number that has moved so far is seen in full
const QUIET = 0.55; // how much is seen of what both runs share
const GAP = 7; // half of what is cut out of an arrow, pixels
const SLANT = 5;

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createIntervention(host, dispatch) {
  const words = el("p", { class: "caption" });
  const ground = el("canvas", { "aria-hidden": "true" });
  ground.style.opacity = String(QUIET);
  const canvas = el("canvas", { role: "img" });
  const drawing = el("div", { class: "graph" }, ground, canvas);
  const tip = createTip(drawing);
  host.append(words, drawing);
  const isNew = memo();
  /** @type {Intervention | null} */
  let intervention = null;
  /** @type {Layout} */
  let place;
  /** @type {Edge[]} */
  let edges = [];
  /** @type {GraphNode[]} */
  let nodes = [];
  /** @type {Draw} */
  let draw = () => {};

  drawing.addEventListener("mousemove", (event) => {
    const there = placeAt(event);
    drawing.style.cursor = there ? "pointer" : "default";
    const [x, y] = pointIn(event, canvas, place.width);
    tip.say(there ? invitation(there) : "", x, y, place.width);
  });
  drawing.addEventListener("mouseleave", () => tip.say("", 0, 0, 0));
  drawing.addEventListener("click", (event) => {
    const there = placeAt(event);
    if (there) dispatch({ type: "place", place: there });
  });

  /**
   * Where a change would be if it were at the pointer, or null.
   * @param {MouseEvent} event
   * @returns {Place | null}
   */
  function placeAt(event) {
    const [x, y] = pointIn(event, canvas, place.width);
    if (intervention?.part === "cut") {
      // A step, or the gutter before it.
      const right = place.unit.w / 2;
      const at = place.columns.find(({ cx }) => x > cx + right - place.pitch && x <= cx + right);
      return at ? { step: at.t } : null;
    }
    if (intervention?.part === "untie") {
      const edge = place.showsLines ? edgeAt(place, edges, x, y) : null;
      return edge && { step: edge.t, knob: entry(edge.matrix, [edge.row, edge.col]) };
    }
    const node = nodes.find(
      (one) => Math.abs(one.x - x) <= one.w / 2 && Math.abs(one.y - y) <= one.h / 2,
    );
    if (node?.kind === "x") return { step: node.t, input: node.index };
    return node?.kind === "h" ? { step: node.t, unit: node.index } : null;
  }

  /**
   * @param {import("./scene.js").Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update(scene, { place: first, colors, font }) {
    const { model, isStale } = scene;
    ({ intervention } = model);
    host.hidden = !intervention || first.mode !== "unrolled" || first.columns.length === 0;
    if (!intervention || host.hidden) return;
    host.classList.toggle("stale", isStale);
    const { x, h, y, W_xh, W_hh, W_hy, initial_state: start } = model.arrays;
    const { "intervention.x": ax, "intervention.h": ah, "intervention.y": ay } = model.arrays;
    const { step, unit, output, reached } = scene;
    const arrays = [x, h, y, W_xh, W_hh, W_hy, start, ax, ah, ay];
    const what = [intervention.words, step, unit, output, reached, window.devicePixelRatio];
    if (!isNew(...arrays, ...what, first, colors, font)) return;
    const { num_shown } = intervention;
    place = { ...first, columns: first.columns.filter(({ t }) => t < num_shown) };
    edges = place.showsLines ? edgesOf(model.sizes) : [];
    const run = { ...model, num_shown, arrays: { ...model.arrays, x: ax, h: ah, y: ay } };
    nodes = nodesOf(run, place);
    drawing.style.height = `${place.height}px`;
    const change = intervention;
    draw = (...pens) =>
      drawRun(...pens, change, model, run, { ...scene, knob: null }, colors, font);
    draw(context(ground, place.width, place.height), context(canvas, place.width, place.height));
    setText(words, `The same run with ${intervention.words}. Pale parts have not changed.`);
    canvas.setAttribute("aria-label", `The run with ${intervention.words}. ${farthest(model, ah)}`);
  }

  /**
   * What both runs share steps back, so that the eye is led to the change.
   * @param {CanvasRenderingContext2D} quiet
   * @param {CanvasRenderingContext2D} ctx  over it
   * @param {Intervention} change
   * @param {Model} model  the run as it was
   * @param {Model} run  as it becomes
   * @param {GraphView} view
   * @param {Palette} colors
   * @param {string} font
   */
  function drawRun(quiet, ctx, change, model, run, view, colors, font) {
    drawBoxes(quiet, place, view, colors);
    const at = place.columns.find(({ t }) => t === change.step);
    const others = { ...place, columns: place.columns.filter((column) => column !== at) };
    drawWeave(quiet, others, edges, model, view, colors);
    if (at) {
      const there = { ...place, columns: [at] };
      const [own, shared] = [edges.filter(isChanged(change)), edges.filter(isShared(change))];
      const matrices = MATRICES.filter((matrix) => matrix !== "W_hh" || change.part !== "cut");
      drawWeave(quiet, there, shared, model, view, colors, matrices);
      if (change.part === "cut") drawCut(ctx, there, own, model, view, colors);
      else if (change.part === "nudge") drawRing(ctx, nodeOf(change), colors);
      else drawUntied(ctx, there, own, change, model, view, colors, font);
    }
    drawEnd(ctx, place, run, colors);
    drawLetters(ctx, place, run, view, colors, font);
    const { limits } = model;
    const before = nodesOf(model, place);
    const seen = new Map(
      nodes.map((node, i) => {
        const scale = FAR * (node.kind === "before" ? limits.h : limits[node.kind]);
        const moved = Math.abs(node.value - before[i].value);
        return [node, PALE + (1 - PALE) * Math.min(1, moved / scale)];
      }),
    );
    drawNumbers(ctx, place, nodes, run, view, colors, font, (node) => seen.get(node) ?? 1);
  }

  /**
   * The number that is nudged.
   * @param {Intervention} change
   */
  function nodeOf({ of, index, step }) {
    const kind = of === "input" ? "x" : "h";
    return nodes.find((node) => node.kind === kind && node.index === index && node.t === step);
  }

  return {
    update,
    /** What stands over it, how high it is, and how to draw it elsewhere; null: not shown. */
    get shown() {
      if (host.hidden) return null;
      const { width, height } = place;
      /** @param {CanvasRenderingContext2D} ctx */
      const drawOn = (ctx) => {
        const [quiet, front] = [layerFor(ctx, width, height), layerFor(ctx, width, height)];
        draw(quiet, front);
        ctx.globalAlpha = QUIET;
        ctx.drawImage(quiet.canvas, 0, 0, width, height);
        ctx.globalAlpha = 1;
        ctx.drawImage(front.canvas, 0, 0, width, height);
      };
      return { words: words.textContent, height, drawOn };
    },
  };
}

/**
 * What a click does.
 * @param {Place} there
 */
function invitation({ step, knob, input, unit }) {
  if (knob) return `click to untie ${knob.parameter}[${knob.index.join(", ")}] at step ${step}`;
  if (input !== undefined) return `click to nudge input ${input} at step ${step}`;
  if (unit !== undefined) return `click to nudge unit ${unit} at step ${step}`;
  return `click to cut off the past before step ${step}`;
}

/**
 * Which unit has moved most, in words.
 * @param {Model} model
 * @param {Float32Array} states  the hidden ones of the second run
 */
function farthest({ arrays: { h }, sizes: { H } }, states) {
  let most = 0;
  for (let i = 0; i < states.length; i += 1)
    if (Math.abs(states[i] - h[i]) > Math.abs(states[most] - h[most])) most = i;
  if (states.length === 0 || states[most] === h[most]) return "No hidden unit moves.";
  const [t, j] = [Math.floor(most / H), most % H];
  const [was, is] = [signed(h[most]), signed(states[most])];
  return `Hidden unit ${j} moves most, at step ${t}: from ${was} to ${is}.`;
}

/**
 * The network whose copy at the changed step has a value of its own.
 * @param {Model} model
 * @param {Intervention} change
 * @returns {Model}
 */
function untied(model, { knob, value }) {
  const parameter = /** @type {Matrix | undefined} */ (knob?.parameter);
  if (!knob || !parameter || value === undefined) return model;
  const own = model.arrays[parameter].slice();
  const [row, col = 0] = knob.index;
  own[row * shapeOf(model.sizes, parameter)[1] + col] = value;
  return { ...model, arrays: { ...model.arrays, [parameter]: own } };
}

/**
 * Whether a line into the changed step is another than elsewhere.
 * @param {Intervention} change
 * @returns {(edge: Edge) => boolean}
 */
function isChanged({ part, knob }) {
  return ({ matrix, row, col }) => {
    if (part === "cut") return matrix === "W_hh";
    return knob?.parameter === matrix && knob.index[0] === row && knob.index[1] === col;
  };
}

/**
 * @param {Intervention} change
 * @returns {(edge: Edge) => boolean}
 */
function isShared(change) {
  const isOwn = isChanged(change);
  return (edge) => !isOwn(edge);
}

/**
 * Draw the dashed arrows into a step whose past is cut off: they end at a gap.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place  that step's column alone
 * @param {Edge[]} edges  of W_hh
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 */
function drawCut(ctx, place, edges, model, view, colors) {
  const [{ cx }] = place.columns;
  const [top, bottom] = [place.box.top - 4, place.box.bottom + 4];
  const middle = cx - place.pitch / 2;
  const edge = (/** @type {number} */ x) => {
    ctx.moveTo(x + SLANT, top);
    ctx.lineTo(x - SLANT, bottom);
  };
  ctx.save();
  ctx.beginPath();
  edge(middle - GAP);
  ctx.lineTo(cx - place.pitch, bottom);
  ctx.lineTo(cx - place.pitch, top);
  ctx.clip();
  drawWeave(ctx, place, edges, model, view, colors, ["W_hh"]);
  ctx.restore();
  ctx.strokeStyle = colors.role.W_hh;
  ctx.lineWidth = 2.5;
  ctx.lineCap = "round";
  ctx.setLineDash([]);
  ctx.beginPath();
  edge(middle - GAP);
  edge(middle + GAP);
  ctx.stroke();
}

/**
 * Draw the copy that is untied in its own value, with light around it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place  its column alone
 * @param {Edge[]} edges  its line, if it has one
 * @param {Intervention} change
 * @param {Model} model
 * @param {GraphView} view
 * @param {Palette} colors
 * @param {string} font
 */
function drawUntied(ctx, place, edges, change, model, view, colors, font) {
  drawHalo(ctx, place, change, colors);
  drawWeave(ctx, place, edges, untied(model, change), view, colors, []);
  // An arrow stands for a whole matrix, and not for this number of it.
  if (edges.length > 0 || !pathOf(place, change)) drawOwnValue(ctx, place, change, colors, font);
}

/**
 * Draw light around the copy that is untied: its line, its arrow, or its unit's ring.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place  that step's column alone
 * @param {Intervention} change
 * @param {Palette} colors
 */
function drawHalo(ctx, place, change, colors) {
  const path = pathOf(place, change);
  const parameter = /** @type {Matrix | "b_h" | "b_y"} */ (change.knob?.parameter);
  const [{ cx }] = place.columns;
  ctx.save();
  ctx.strokeStyle = colors.role[parameter];
  ctx.globalAlpha = 0.32;
  ctx.lineWidth = 12;
  ctx.lineCap = "round";
  ctx.setLineDash([]);
  if (path) {
    ctx.translate(cx, 0);
    tracePath(ctx, path);
  } else {
    const [x, y] = centreOf(place, change);
    const size = parameter === "b_h" ? place.unit : place.cell;
    ctx.beginPath();
    ctx.roundRect(x - size.w / 2, y - size.h / 2, size.w, size.h, size.h / 2);
  }
  ctx.stroke();
  ctx.restore();
}

/**
 * Draw the value of the untied copy beside it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layout} place  that step's column alone
 * @param {Intervention} change
 * @param {Palette} colors
 * @param {string} font
 */
function drawOwnValue(ctx, place, change, colors, font) {
  if (change.value === undefined) return;
  const [x, y] = centreOf(place, change);
  const parameter = /** @type {Matrix | "b_h" | "b_y"} */ (change.knob?.parameter);
  const text = exact(change.value).replace("-", "−");
  ctx.font = `600 13px ${font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 5;
  ctx.strokeStyle = colors.page;
  ctx.fillStyle = colors.role[parameter];
  ctx.strokeText(text, x, y - 12);
  ctx.fillText(text, x, y - 12);
}

/**
 * The path of the untied copy into a column at 0; null for a bias, which has none.
 * @param {Layout} place
 * @param {Intervention} change
 */
function pathOf(place, { knob }) {
  const matrix = MATRICES.find((one) => one === knob?.parameter);
  if (!knob || !matrix) return null;
  const [row, col] = knob.index;
  return place.showsLines ? edgePath(place, { matrix, row, col }) : arrowPath(place, matrix);
}

/**
 * Where the untied copy is.
 * @param {Layout} place  its column alone
 * @param {Intervention} change
 * @returns {[number, number]}
 */
function centreOf(place, change) {
  const [{ cx }] = place.columns;
  const path = pathOf(place, change);
  const { knob } = change;
  if (!path) {
    const rows = knob?.parameter === "b_h" ? place.unitY : place.outputY;
    return [cx, rows[knob?.index[0] ?? 0]];
  }
  const [x, y] = pointOn(path[0], 0.5);
  return [cx + x, y];
}

/**
 * Draw light around a number that is nudged.
 * @param {CanvasRenderingContext2D} ctx
 * @param {GraphNode | undefined} node
 * @param {Palette} colors
 */
function drawRing(ctx, node, colors) {
  if (!node) return;
  ctx.save();
  ctx.strokeStyle = colors.role.W_hh;
  ctx.globalAlpha = 0.4;
  ctx.lineWidth = 12;
  ctx.setLineDash([]);
  ctx.beginPath();
  const { x, y, w, h } = node;
  ctx.roundRect(x - w / 2, y - h / 2, w, h, node.kind === "h" ? h / 2 : 6);
  ctx.stroke();
  ctx.restore();
}
