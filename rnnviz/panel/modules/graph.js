// The unrolled graph, in layers: what stays while a number turns on one canvas, an overlay of
// lit copies, what moves (the numbers, and the copies of the turned weight) on a second canvas,
// and above them invisible SVG nodes that carry names, focus and clicks.

import { createOverlay, drawLit } from "./copies.js";
import { context, el, pointIn, pool, setAttributes, svg } from "./dom.js";
import { spoken } from "./format.js";
import { between, edgeAt, edgesOf, layout } from "./geometry.js";
import { drawCopies, drawGround } from "./lines.js";
import { drawLetters, drawNumbers, nodesOf, renumber } from "./numbers.js";
import { keyOf } from "./payload.js";
import { KEYS } from "./stand.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {import("./numbers.js").NodeKind} NodeKind
 * @typedef {import("./numbers.js").GraphNode} GraphNode
 *
 * What is looked at, and how.
 * @typedef {object} Look
 * @property {number} step
 * @property {number} unit
 * @property {number} output
 * @property {import("./stand.js").Stand} stand  where the keyboard is
 * @property {Knob | null} knob  in hand
 * @property {boolean} opened  one step, every weight a line
 * @property {number} fold  from 0, the chain, to 1, the loop
 * @property {number | null} reached  the last step that is no ghost; null: none is
 * @property {number} beat  ms that a step is shown while playing; 0 when it does not play
 * @property {object} still  another one when anything but the knob in hand has changed
 *
 * @typedef {Edge & {t: number}} EdgeAt
 * @typedef {{node: GraphNode | null, edge: EdgeAt | null, x: number, y: number}} Spot
 * @typedef {object} Handlers
 * @property {(kind: NodeKind, t: number, index: number) => void} onNode
 * @property {(edge: EdgeAt) => void} onEdge
 * @property {(key: string) => void} onKey
 * @property {(spot: Spot | null) => void} onHover
 */

const KIND_NAMES = { x: "input", h: "hidden unit", y: "output", before: "hidden unit" };

/**
 * @param {HTMLElement} host
 * @param {Handlers} handlers
 */
export function createGraph(host, handlers) {
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

  /** @type {Layout} */
  let place;
  const isPlacedAnew = watch();
  const isGroundNew = watch();
  const isFrontNew = watch();
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
  let first = 0;
  let current = -1; // the node at the cursor
  /** @type {[Model, Look, Palette, string]} */
  let drawn;

  /** @param {MouseEvent} event */
  function spotOf(event) {
    const target = /** @type {Element} */ (event.target).closest("[data-node]");
    const [x, y] = pointIn(event, nodesLayer, place.width);
    const node = target ? nodes[Number(target.getAttribute("data-node"))] : null;
    const edge = !node && place.showsLines ? edgeAt(place, edges, x, y) : null;
    return { node, edge, x, y };
  }

  nodesLayer.addEventListener("click", (event) => {
    const { node, edge } = spotOf(event);
    if (node) handlers.onNode(node.kind, node.t, node.index);
    else if (edge) handlers.onEdge(edge);
  });
  nodesLayer.addEventListener("mousemove", (event) => {
    const spot = spotOf(event);
    nodesLayer.style.cursor = spot.node || spot.edge ? "pointer" : "default";
    handlers.onHover(spot.node || spot.edge ? spot : null);
  });
  nodesLayer.addEventListener("mouseleave", () => handlers.onHover(null));
  nodesLayer.addEventListener("keydown", (event) => {
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    handlers.onKey(event.key);
  });

  /**
   * Draw what has changed; idempotent.
   * @param {Model} model
   * @param {Look} look
   * @param {Palette} colors
   * @param {number} width
   * @param {string} font  family of the page
   * @returns {Layout}
   */
  function update(model, look, colors, width, font) {
    const wasAt = place;
    drawn = [model, look, colors, font];
    lay(model, look, width);
    if (place === wasAt) renumber(nodes, model);
    else {
      nodes = nodesOf(model, place);
      inputs = nodes.filter(({ kind }) => kind === "x");
      others = nodes.filter(({ kind }) => kind !== "x");
    }
    const turnsInput = look.knob?.kind === "input";
    const { W_xh, W_hh, W_hy, x, h, y, initial_state: start } = model.arrays;
    const weights = [W_xh, W_hh, W_hy];
    const { step, unit, output, reached, still, stand } = look;
    const shared = [place, model.generation, keyOf(look.knob), step, reached, colors, font];
    shared.push(unit, output, window.devicePixelRatio, ...Object.values(model.limits));
    if (isGroundNew(...shared, still)) {
      const ctx = context(ground, width, place.height);
      drawGround(ctx, place, edges, model, look, colors);
      drawLetters(ctx, place, model, look, colors, font);
      if (!turnsInput) drawNumbers(ctx, place, inputs, model, look, colors, font);
      overlay.light(place, look, colors);
    }
    overlay.pulse(place, edges, look, colors);
    const numbers = [...weights, x, h, y, start];
    if (!isFrontNew(...shared, stand.kind, stand.index, ...numbers)) return place;
    const moving = turnsInput ? nodes : others;
    // Every pixel of a canvas that changes costs time, so this one ends where what moves ends.
    const isLow = turnsInput || look.knob?.parameter === "W_xh" || look.fold > 0;
    const height = isLow ? place.height : Math.min(place.height, place.box.bottom + 14);
    const ctx = context(front, width, Math.ceil(height));
    drawCopies(ctx, place, edges, model, look, colors);
    drawNumbers(ctx, place, moving, model, look, colors, font);
    nameNodes(look, place !== wasAt);
    return place;
  }

  /**
   * Find where everything stands, if that is not known.
   * @param {Model} model
   * @param {Look} look
   * @param {number} width
   */
  function lay(model, look, width) {
    const { I, H, O, T } = model.sizes;
    const { step, fold, opened } = look;
    const { num_shown: numShown, projector: toRoom } = model;
    if (!isPlacedAnew(width, I, H, O, T, numShown, step, fold, opened, toRoom)) return;
    const at = (/** @type {import("./geometry.js").Mode} */ mode) =>
      layout({ width, sizes: model.sizes, numShown, step, mode, first, toRoom });
    if (fold === 0) place = at(opened ? "opened" : "unrolled");
    else if (fold === 1) place = at("folded");
    else place = between(at("unrolled"), at("folded"), fold);
    first = place.first;
    edges = place.showsLines ? edgesOf(model.sizes) : [];
    const size = { width: place.width, height: place.height };
    setAttributes(nodesLayer, {
      ...size,
      "aria-label":
        `Unrolled graph, ${T} steps, ${H} hidden units. ` +
        "Left and right arrows change the step; up and down go from the outputs through the " +
        "units to the inputs. Enter goes to a number's sum" +
        (model.lock ? "." : ", or takes an input in hand."),
    });
    setAttributes(lit, size);
    host.style.height = `${place.height}px`;
  }

  /**
   * @param {Look} look
   * @param {boolean} isElsewhere  the nodes have moved
   */
  function nameNodes(look, isElsewhere) {
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
    const { kind, index } = look.stand;
    const at = kind === "before" ? -1 : look.step;
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

  return {
    update,
    /**
     * Say more of the unit at the cursor: how its number comes about.
     * @param {string} sum
     */
    explain(sum) {
      const rect = nodesLayer.children[current];
      if (!rect || nodes[current]?.kind !== "h") return;
      setAttributes(rect, { "aria-label": `${nameOf(nodes[current])} = ${sum}` });
      named[current] = NaN;
    },
    /**
     * Show what a number in the matrices would light, or what a node hangs on.
     * @param {{knob: Knob | null, node: GraphNode | null}} what
     * @param {Palette} colors
     */
    glance({ knob, node }, colors) {
      if (place) overlay.glance(place, edges, knob, node, colors);
    },
    /** What is drawn, and how to draw it on another context. */
    get shown() {
      const [model, look, colors, font] = drawn;
      /** @param {CanvasRenderingContext2D} ctx */
      const drawOn = (ctx) => {
        drawGround(ctx, place, edges, model, look, colors);
        drawLetters(ctx, place, model, look, colors, font);
        drawLit(ctx, place, look, colors);
        drawCopies(ctx, place, edges, model, look, colors);
        drawNumbers(ctx, place, nodes, model, look, colors, font);
      };
      return { look, place, drawOn };
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
