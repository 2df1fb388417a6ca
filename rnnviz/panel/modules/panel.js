// The live panel: puts the parts together, hands what happens in them to the reader's state
// machine, does what that asks for, and draws its state. It knows nothing of Streamlit.

import { createIntervention } from "./intervention.js";
import { createArithmetic } from "./arithmetic.js";
import { el } from "./dom.js";
import { flash } from "./flash.js";
import { createFrame } from "./frame.js";
import { createGraph } from "./graph.js";
import { createHeader, createStatus } from "./header.js";
import { createHeatmap } from "./heatmap.js";
import { createInfluence } from "./influence.js";
import { createMovement } from "./movement.js";
import { legendOf } from "./legend.js";
import { createKnobs } from "./knobs.js";
import { createLoop } from "./loop.js";
import { createMatrices } from "./matrices.js";
import { createMotion } from "./motion.js";
import { transition } from "./reader.js";
import { createRibbon } from "./ribbon.js";
import { savePicture } from "./saving.js";
import { sceneOf } from "./scene.js";
import { createTable } from "./table.js";
import { createTimers } from "./timers.js";
import { createTransport } from "./transport.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./reader.js").State} State
 * @typedef {import("./reader.js").Effect} Effect
 * @typedef {import("./reader.js").Timer} Timer
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./frame.js").Frame} Frame
 *
 * @typedef {object} Handlers
 * @property {(request: import("./requests.js").Request) => void} onRequest
 * @property {() => void} [onChart]  the sweep of the number in hand, as a large chart; left out
 *   where there is none
 */

const FLASHING = { node: ".nodes [aria-current]", knob: ".hand", graph: ".graph" };
/** Effects that need the state drawn. */
const LATE = new Set(["flash", "focus", "save", "chart"]);

/** @type {WeakMap<HTMLElement, ReturnType<typeof createPanel>>} */
const panels = new WeakMap();

/**
 * Draw a model in `root`, making the panel the first time. Idempotent.
 * @param {HTMLElement} root
 * @param {Model} model
 * @param {Handlers} handlers
 */
export function render(root, model, handlers) {
  let panel = panels.get(root);
  if (!panel) {
    panel = createPanel(root);
    panels.set(root, panel);
  }
  panel.show(model, handlers);
  return panel;
}

/** @param {HTMLElement} root */
function createPanel(root) {
  /** @type {Handlers} */
  let handlers;
  /** @type {Scene} */
  let scene; // what is drawn
  /** @type {Frame} */
  let frame;
  const timers = createTimers((/** @type {Timer} */ timer) => dispatch({ type: "timer", timer }));
  const motion = createMotion((share) => dispatch({ type: "folding", share }));
  const loop = createLoop({
    state: /** @type {State | null} */ (null),
    transition,
    waits: (/** @type {Effect} */ { type }) => LATE.has(type),
    run,
    draw,
  });
  const { dispatch } = loop;

  const hosts = {
    header: el("header"),
    status: el("p", { class: "status", role: "status" }),
    graph: el("div", { class: "graph" }),
    intervention: el("div", { class: "intervention" }),
    influence: el("div", { class: "influence" }),
    movement: el("div", { class: "movement" }),
    heatmap: el("div", { class: "heatmap" }),
    transport: el("div", { class: "transport", role: "group", "aria-label": "Time" }),
    hand: el("section", { class: "hand" }),
    matrices: el("section", { class: "matrices" }),
    knobs: el("section", { class: "knobs" }),
    arithmetic: el("section", { class: "arithmetic" }),
    table: el("section", { class: "table" }),
  };
  const { transport, hand, matrices, knobs, arithmetic, table, ...above } = hosts;
  const main = el("div", { class: "main" }, ...Object.values(above));
  // Before the rail, so that the keyboard goes from the graph to what turns it.
  const dock = el("div", { class: "dock" }, transport, hand);
  const rail = el("div", { class: "rail" }, matrices, knobs);
  root.replaceChildren(main, dock, rail, arithmetic, table);
  const frames = createFrame({ root, main, dock, graph: hosts.graph });
  const graph = createGraph(hosts.graph, dispatch);
  const intervention = createIntervention(hosts.intervention, dispatch);
  const sums = createArithmetic(arithmetic, dispatch);
  const parts = [
    graph,
    intervention,
    createInfluence(hosts.influence),
    createMovement(hosts.movement),
    createHeatmap(hosts.heatmap, dispatch),
    createTransport(transport, dispatch),
    createRibbon(hand, dispatch),
    createMatrices(matrices, dispatch),
    createKnobs(knobs, dispatch),
    sums,
    createTable(table),
    createHeader(hosts.header, dispatch),
    createStatus(hosts.status, dispatch),
  ];

  root.addEventListener("keydown", ({ key }) => {
    // To a room, Escape leaves the view, and what is in hand stays there.
    if (key === "Escape" && !scene?.model.projector) dispatch({ type: "escape" });
  });
  root.addEventListener("pointerup", () => {
    // A presenter's keys, such as PageDown, are the page's again once the hand lets go.
    const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
    if (scene?.model.projector && activeElement instanceof HTMLElement)
      setTimeout(() => activeElement.blur());
  });
  const again = () => {
    if (loop.state) frames.dress(loop.state.model);
    draw(loop.state);
  };
  const sizes = new ResizeObserver(again);
  for (const element of [root, hosts.header, dock]) sizes.observe(element);
  window.addEventListener("resize", function resized() {
    if (!root.isConnected) window.removeEventListener("resize", resized);
    else again();
  });

  /** @param {State | null} state */
  function draw(state) {
    if (!state) return;
    if (state.model !== scene?.model) frames.dress(state.model);
    scene = sceneOf(state);
    const framed = frames.of(scene);
    if (!framed) return;
    frame = framed;
    for (const part of parts) part.update(scene, frame);
  }

  /** @param {Effect} effect */
  function run(effect) {
    if (effect.type === "send") {
      if (root.isConnected) handlers.onRequest(effect.request);
      else dispatch({ type: "gone" });
    } else if (effect.type === "start") timers.start(effect.timer, effect.after);
    else if (effect.type === "stop") timers.stop(effect.timer);
    else if (effect.type === "move") motion.set(effect.fold, effect.atOnce);
    else if (effect.type === "say") graph.say(effect.text, effect.x, effect.y);
    else if (effect.type === "flash") flash(root.querySelector(FLASHING[effect.part]));
    else if (effect.type === "focus") (effect.part === "graph" ? graph : sums).focus();
    else if (effect.type === "save") save(effect.format);
    else handlers.onChart?.();
  }

  /**
   * Save the graph as it is drawn.
   * @param {import("./saving.js").Format} format
   */
  function save(format) {
    const { shown, name, value } = scene;
    const { place, colors, font } = frame;
    const inHand = name && value !== null ? { name, value } : null;
    savePicture(format, {
      title: shown.title,
      graph: { ...place, drawOn: graph.drawOn },
      intervention: intervention.shown,
      legend: legendOf(shown, scene, place, colors, inHand),
      colors,
      font,
    });
  }

  return {
    /**
     * @param {Model} model
     * @param {Handlers} latest
     */
    show(model, latest) {
      handlers = latest;
      dispatch({ type: "answer", model, hasChart: latest.onChart !== undefined });
    },
  };
}
