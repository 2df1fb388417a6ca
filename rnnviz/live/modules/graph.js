// The unrolled graph: lines on one canvas, an overlay of lit copies, numbers on a second
// canvas, and above them invisible SVG nodes that carry names, focus and clicks.

import { lightCopies } from "./copies.js";
import { context, el, pool, setAttributes, svg } from "./dom.js";
import { spoken } from "./format.js";
import { edgeAt, edgesOf, layout } from "./geometry.js";
import { drawLines } from "./lines.js";
import { drawNumbers, nodesOf } from "./numbers.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./geometry.js").Layout} Layout
 * @typedef {import("./geometry.js").Edge} Edge
 * @typedef {{step: number, unit: number, output: number, knob: Knob | null,
 *   mode: import("./geometry.js").Mode}} Look
 * @typedef {import("./numbers.js").NodeKind} NodeKind
 * @typedef {import("./numbers.js").GraphNode} GraphNode
 * @typedef {{onNode: (kind: NodeKind, t: number, index: number) => void,
 *   onEdge: (edge: Edge & {t: number}) => void, onKey: (key: string) => boolean}} Handlers
 */

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
      width,
      sizes: model.sizes,
      numShown: model.num_shown,
      step: look.step,
      mode: look.mode,
      first,
    });
    first = place.first;
    edges = place.showsLines ? edgesOf(model.sizes) : [];
    nodes = nodesOf(model, place);
    host.style.height = `${place.height}px`;
    drawLines(context(lines, width, place.height), place, edges, model, look, colors);
    lightCopies(lit, place, look.knob, colors);
    drawNumbers(context(numbers, width, place.height), place, nodes, model, look, colors, font);
    nameNodes(model, look);
    return place;
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
    const rects = pool(nodesLayer, nodes.length, () =>
      svg("rect", { role: "graphics-symbol", fill: "transparent" }),
    );
    nodes.forEach((node, i) => {
      const when = node.kind === "before" ? `Before step ${node.t + 1}` : `Step ${node.t}`;
      const current = node.t === look.step && node.kind === "h" && node.index === look.unit;
      setAttributes(rects[i], {
        "data-node": i,
        "aria-label": `${when}, ${KIND_NAMES[node.kind]} ${node.index}: ${spoken(node.value)}`,
        "aria-current": current ? "true" : false,
        x: node.x - node.w / 2,
        y: node.y - node.h / 2,
        width: node.w,
        height: node.h,
      });
    });
  }

  return { update };
}
