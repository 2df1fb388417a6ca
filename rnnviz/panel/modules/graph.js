// The unrolled graph, in layers: what stays while a number turns on one canvas, an overlay of
// lit copies, what moves (the numbers, and the copies of the turned weight) on a second canvas,
// and above them invisible SVG nodes that carry names, focus and clicks.

import { sumInWords } from "./arithmetic.js";
import { createOverlay, drawLit } from "./copies.js";
import { context, el, pointIn, pool, setAttributes, svg } from "./dom.js";
import { spoken } from "./format.js";
import { edgeAt, edgesOf } from "./geometry.js";
import { entry, hoveredOn, inputKnob, stateKnob } from "./hovered.js";
import { drawCopies, drawGround } from "./lines.js";
import { drawLetters, drawNumbers, nodesOf, renumber } from "./numbers.js";
import { keyOf } from "./payload.js";
import { KEYS } from "./focus.js";
import { hearPulls } from "./pulling.js";
import { createTip } from "./tip.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./numbers.js").NodeKind} NodeKind
 * @typedef {import("./numbers.js").GraphNode} GraphNode
 *
 * What is looked at, and how.
 * @typedef {Pick<Scene, "step" | "unit" | "output" | "focus" | "knob" | "opened" | "fold" |
 *   "reached" | "beat" | "still">} GraphView
 *
 * @typedef {Edge & {t: number}} EdgeAt
 * @typedef {{node: GraphNode | null, edge: EdgeAt | null, x: number, y: number}} Hit
 */

const KIND_NAMES = { x: "input", h: "hidden unit", y: "output", before: "hidden unit" };

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createGraph(host, dispatch) {
  const ground = el("canvas", { "aria-hidden": "true" });
  const lit = svg("svg", { class: "lit", "aria-hidden": "true" });
  const overlay = createOverlay(lit);
  const front = el("canvas", { "aria-hidden": "true" });
  const nodesLayer = svg("svg", {
    class: "nodes",
    role: "graphics-document document",
    "aria-roledescription": "unrolled recurrent network",
  });
  host.append(ground, lit, front, nodesLayer);
  const tip = createTip(host);

  /** @type {Layout} */
  let place;
  const isGroundNew = memo();
  const isFrontNew = memo();
  /** @type {Edge[]} */
  let edges = [];
  /** @type {GraphNode[]} */
  let nodes = [];
  /** @type {GraphNode[]} */
  let inputs = [];
  /** @type {GraphNode[]} */
  let others = [];
  /** @type {SVGElement[]} */
  let rects = [];
  /** @type {number[]} */
  const named = []; // the number that each node's name says
  let current = -1; // the node at the cursor
  /** @type {[Scene, Frame]} */
  let drawn;

  /**
   * @param {MouseEvent} event
   * @returns {Hit}
   */
  function hitOf(event) {
    const target = /** @type {Element} */ (event.target).closest("[data-node]");
    const [x, y] = pointIn(event, nodesLayer, place.width);
    const node = target ? nodes[Number(target.getAttribute("data-node"))] : null;
    const edge = !node && place.showsLines ? edgeAt(place, edges, x, y) : null;
    return { node, edge, x, y };
  }

  /** @param {MouseEvent} event */
  function knobAt(event) {
    const { node, edge } = hitOf(event);
    if (edge) return entry(edge.matrix, [edge.row, edge.col]);
    if (node?.kind === "x") return inputKnob(node.t, node.index);
    return node?.kind === "before" && node.t < 0 ? stateKnob(node.index) : null;
  }

  hearPulls(nodesLayer, knobAt, dispatch);
  nodesLayer.addEventListener("click", (event) => {
    const { node, edge } = hitOf(event);
    if (node) dispatch({ type: "node", kind: node.kind, step: node.t, index: node.index });
    else if (edge)
      dispatch({ type: "grab", knob: entry(edge.matrix, [edge.row, edge.col]), step: edge.t });
  });
  nodesLayer.addEventListener("mousemove", (event) => {
    const { node, edge, x, y } = hitOf(event);
    const isOn = node !== null || edge !== null;
    const canPull = drawn[0].model.lock === "" && knobAt(event) !== null;
    nodesLayer.style.cursor = canPull ? "ew-resize" : isOn ? "pointer" : "default";
    dispatch(
      isOn
        ? { type: "point", hovered: hoveredOn(node, edge), x, y }
        : { type: "point", hovered: null },
    );
  });
  nodesLayer.addEventListener("mouseleave", () => dispatch({ type: "point", hovered: null }));
  nodesLayer.addEventListener("keydown", (event) => {
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    dispatch({ type: "key", key: event.key });
  });

  /**
   * Draw what has changed; idempotent.
   * @param {Scene} scene
   * @param {Frame} frame
   */
  function update(scene, frame) {
    const isElsewhere = place !== frame.place;
    const { shown, hovered } = scene;
    const { colors } = frame;
    drawn = [scene, frame];
    if (isElsewhere) lay(shown, frame.place);
    else renumber(nodes, shown);
    paint(scene, frame, isElsewhere);
    overlay.pulse(place, edges, scene, colors);
    const { knob = null, node = null } = hovered ?? {};
    overlay.preview(place, edges, knob, knob ? null : node, colors);
    explain(sumInWords(shown, scene.step, scene.unit));
  }

  /**
   * Draw on the two canvases what is not there already.
   * @param {Scene} scene
   * @param {Frame} frame
   * @param {boolean} isElsewhere  the nodes have moved
   */
  function paint(scene, { width, font, colors }, isElsewhere) {
    const { shown: model, knob, step, unit, output, reached, still, focus } = scene;
    const turnsInput = knob?.kind === "input";
    const { W_xh, W_hh, W_hy, x, h, y, initial_state: start } = model.arrays;
    const shared = [place, model.generation, keyOf(knob), step, reached, colors, font];
    shared.push(unit, output, window.devicePixelRatio, ...Object.values(model.limits));
    if (isGroundNew(...shared, still)) {
      const ctx = context(ground, width, place.height);
      drawGround(ctx, place, edges, model, scene, colors);
      drawLetters(ctx, place, model, scene, colors, font);
      if (!turnsInput) drawNumbers(ctx, place, inputs, model, scene, colors, font);
      overlay.light(place, scene, colors);
    }
    const numbers = [W_xh, W_hh, W_hy, x, h, y, start];
    if (!isFrontNew(...shared, focus.kind, focus.index, ...numbers)) return;
    const moving = turnsInput ? nodes : others;
    // Every pixel of a canvas that changes costs time, so this one ends where what moves ends.
    const isLow = turnsInput || knob?.parameter === "W_xh" || scene.fold > 0;
    const height = isLow ? place.height : Math.min(place.height, place.box.bottom + 14);
    const ctx = context(front, width, Math.ceil(height));
    drawCopies(ctx, place, edges, model, scene, colors, font);
    drawNumbers(ctx, place, moving, model, scene, colors, font);
    nameNodes(scene, isElsewhere);
  }

  /**
   * Put everything where it stands from now on.
   * @param {Model} model
   * @param {Layout} to
   */
  function lay(model, to) {
    place = to;
    nodes = nodesOf(model, place);
    inputs = nodes.filter(({ kind }) => kind === "x");
    others = nodes.filter(({ kind }) => kind !== "x");
    edges = place.showsLines ? edgesOf(model.sizes) : [];
    const size = { width: place.width, height: place.height };
    setAttributes(nodesLayer, {
      ...size,
      "aria-label":
        `Unrolled graph, ${model.sizes.T} steps, ${model.sizes.H} hidden units. ` +
        "Left and right arrows change the step; up and down go from the outputs through the " +
        "units to the inputs. Enter goes to a number's sum" +
        (model.lock ? "." : ", or takes an input in hand."),
    });
    setAttributes(lit, size);
    host.style.height = `${place.height}px`;
  }

  /**
   * @param {GraphView} view
   * @param {boolean} isElsewhere  the nodes have moved
   */
  function nameNodes(view, isElsewhere) {
    if (rects.length !== nodes.length)
      rects = pool(nodesLayer, nodes.length, (i) =>
        svg("rect", {
          role: "graphics-symbol",
          fill: "transparent",
          tabindex: -1,
          "data-node": i,
        }),
      );
    const hadFocus = rects[current]?.matches(":focus") ?? false;
    named.length = nodes.length;
    const { kind, index } = view.focus;
    const at = kind === "before" ? -1 : view.step;
    nodes.forEach((node, i) => {
      const isCurrent = node.t === at && node.kind === kind && node.index === index;
      if (isCurrent && current !== i) {
        if (rects[current]) setAttributes(rects[current], { "aria-current": false, tabindex: -1 });
        setAttributes(rects[i], { "aria-current": "true", tabindex: 0 });
        if (hadFocus) rects[i].focus({ preventScroll: true });
        current = i;
      }
      // A page's tree that is told the same again in each frame costs time all the same.
      if (isElsewhere || node.value !== named[i]) {
        named[i] = node.value;
        rects[i].setAttribute("aria-label", nameOf(node));
      }
      if (!isElsewhere) return;
      setAttributes(rects[i], {
        x: node.x - node.w / 2,
        y: node.y - node.h / 2,
        width: node.w,
        height: node.h,
      });
    });
  }

  /**
   * Say more of the unit at the cursor: how its number comes about.
   * @param {string} sum
   */
  function explain(sum) {
    const rect = nodesLayer.children[current];
    if (!rect || nodes[current]?.kind !== "h") return;
    setAttributes(rect, { "aria-label": `${nameOf(nodes[current])} = ${sum}` });
    named[current] = NaN;
  }

  return {
    update,
    /**
     * Say something beside the pointer.
     * @param {string} text  "" for nothing
     * @param {number} x
     * @param {number} y
     */
    say: (text, x, y) => tip.say(text, x, y, place.width),
    /**
     * Draw what is shown on another context.
     * @param {CanvasRenderingContext2D} ctx
     */
    drawOn(ctx) {
      const [scene, { colors, font }] = drawn;
      const { shown } = scene;
      drawGround(ctx, place, edges, shown, scene, colors);
      drawLetters(ctx, place, shown, scene, colors, font);
      drawLit(ctx, place, scene, colors);
      drawCopies(ctx, place, edges, shown, scene, colors, font);
      drawNumbers(ctx, place, nodes, shown, scene, colors, font);
    },
    /** Put the keyboard's focus on the node at the cursor. */
    focus() {
      const rect = /** @type {SVGElement | undefined} */ (nodesLayer.children[current]);
      rect?.focus({ preventScroll: true });
    },
  };
}

/** @param {GraphNode} node */
function nameOf({ kind, t, index, value }) {
  const when = kind === "before" ? `Before step ${t + 1}` : `Step ${t}`;
  return `${when}, ${KIND_NAMES[kind]} ${index}: ${spoken(value)}`;
}
