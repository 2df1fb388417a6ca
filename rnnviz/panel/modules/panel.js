// The live panel: puts the parts together, hands what happens in them to the reader's state
// machine, does what that asks for, and draws its state. It knows nothing of Streamlit.

import { createAltered } from "./altered.js";
import { createArithmetic, sumInWords } from "./arithmetic.js";
import { luminance, palette } from "./color.js";
import { el } from "./dom.js";
import { flash } from "./flash.js";
import { createGraph } from "./graph.js";
import { createHeader } from "./header.js";
import { createHeatmap } from "./heatmap.js";
import { createInfluence } from "./influence.js";
import { entry, inputOf } from "./hovered.js";
import { createLedger } from "./ledger.js";
import { legendOf } from "./legend.js";
import { createLoop } from "./loop.js";
import { createMatrices } from "./matrices.js";
import { createMotion } from "./motion.js";
import { parameterOf } from "./payload.js";
import { transition } from "./reader.js";
import { turnedTo } from "./requests.js";
import { createRibbon } from "./ribbon.js";
import { savePicture } from "./saving.js";
import { sceneOf } from "./scene.js";
import { createSliders } from "./sliders.js";
import { createTable } from "./table.js";
import { createTip } from "./tip.js";
import { createTransport } from "./transport.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./reader.js").State} State
 * @typedef {import("./reader.js").Event} Event
 * @typedef {import("./reader.js").Effect} Effect
 * @typedef {import("./reader.js").Timer} Timer
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
  /** @type {import("./scene.js").Scene} */
  let scene; // as it is drawn
  /** @type {Map<Timer, ReturnType<typeof setTimeout>>} */
  const timers = new Map();
  let width = 0;
  let font = "";
  /** @type {import("./color.js").Palette} */
  let colors;
  const loop = createLoop({
    state: /** @type {State | null} */ (null),
    transition,
    waits: (/** @type {Effect} */ { type }) => LATE.has(type),
    run,
    draw,
  });
  const { dispatch } = loop;
  const header = createHeader({
    onFold: () => dispatch({ type: "fold" }),
    onOpen: () => dispatch({ type: "open" }),
    onHold: (isHeld) => dispatch({ type: "hold", isHeld }),
    onSave: (format) => dispatch({ type: "save", format }),
  });
  const graphHost = el("div", { class: "graph" });
  const heatmapHost = el("div", { class: "heatmap" });
  const alteredHost = el("div", { class: "altered" });
  const influenceHost = el("div", { class: "influence" });
  const ledgerHost = el("div", { class: "ledger" });
  const transportHost = el("div", { class: "transport", role: "group", "aria-label": "Time" });
  const matricesHost = el("section", { class: "matrices" });
  const slidersHost = el("section", { class: "knobs" });
  const arithmeticHost = el("section", { class: "arithmetic" });
  const tableHost = el("section", { class: "table" });
  root.replaceChildren(
    ...header.parts,
    graphHost,
    alteredHost,
    influenceHost,
    ledgerHost,
    heatmapHost,
    transportHost,
    el("div", { class: "columns" }, matricesHost, slidersHost),
    arithmeticHost,
    tableHost,
  );

  const graph = createGraph(graphHost, {
    onNode: (kind, step, index) => dispatch({ type: "node", kind, step, index }),
    onEdge: ({ matrix, row, col, t }) =>
      dispatch({ type: "grab", knob: entry(matrix, [row, col]), step: t }),
    onHover(spot) {
      if (!spot) return dispatch({ type: "point", hovered: null });
      const { node, edge, x, y } = spot;
      const number = edge && entry(edge.matrix, [edge.row, edge.col]);
      const hovered = {
        knob: number ?? inputOf(node),
        node: number ? null : node,
        t: edge?.t ?? node?.t ?? null,
      };
      dispatch({ type: "point", hovered, x, y });
    },
    onKey: (key) => dispatch({ type: "key", key }),
  });
  const altered = createAltered(alteredHost, (place) => dispatch({ type: "place", place }));
  const influence = createInfluence(influenceHost);
  const ledger = createLedger(ledgerHost);
  const heatmap = createHeatmap(heatmapHost, (step) => dispatch({ type: "cursor", step }));
  const transport = createTransport(transportHost, {
    onStep: (step) => dispatch({ type: "cursor", step }),
    onPlay: () => dispatch({ type: "play" }),
    onSpeed: (speed) => dispatch({ type: "speed", speed }),
  });
  const tip = createTip(graphHost);
  const matrices = createMatrices(matricesHost, {
    onSelect: (parameter, index) => dispatch({ type: "grab", knob: entry(parameter, index) }),
    onHover(parameter, index) {
      const knob = parameter && index && entry(parameter, index);
      dispatch({ type: "point", hovered: knob && { knob, node: null, t: null } });
    },
  });
  const sliders = createSliders(slidersHost, {
    onGrab: (knob) => dispatch({ type: "grab", knob }),
    onPreview: (knob, value) => dispatch({ type: "preview", knob, value }),
    onTurn: (knob, value) => dispatch({ type: "turn", knob, value }),
    onLetGo: () => dispatch({ type: "stay" }),
    onRefuse: (sentence) => dispatch({ type: "refuse", sentence }),
    onUnpin: (knob) => dispatch({ type: "unpin", knob }),
  });
  const ribbon = createRibbon(sliders.hand, {
    onPreview: (value) => scene.knob && dispatch({ type: "preview", knob: scene.knob, value }),
    onTurn: (value) => scene.knob && dispatch({ type: "turn", knob: scene.knob, value }),
    onLetGo: () => dispatch({ type: "stay" }),
    onChart: () => dispatch({ type: "chart" }),
    hasChart: () => scene.hasChart,
  });
  const arithmetic = createArithmetic(arithmeticHost, {
    onHover: (knob) =>
      dispatch({
        type: "point",
        hovered: knob && { knob, node: null, t: scene.step, isTerm: true },
      }),
    onTerm: (knob) => dispatch({ type: "grab", knob }),
    onLeave: () => dispatch({ type: "back" }),
  });
  const table = createTable(tableHost);
  const motion = createMotion((share) => dispatch({ type: "folding", share }));
  root.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") dispatch({ type: "escape" });
  });
  root.addEventListener("pointerup", () => {
    // A presenter's keys, such as PageDown, are the page's again once the hand lets go.
    const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
    if (loop.state?.model.projector && activeElement instanceof HTMLElement)
      setTimeout(() => activeElement.blur());
  });
  new ResizeObserver(() => {
    dress();
    draw(loop.state);
  }).observe(root);

  /**
   * @param {Model} model
   * @param {Handlers} given
   */
  function show(model, given) {
    handlers = given;
    dispatch({ type: "answer", model, hasChart: given.onChart !== undefined });
  }

  /** @param {Effect} effect */
  function run(effect) {
    if (effect.type === "send") {
      if (root.isConnected) handlers.onRequest(effect.request);
      else dispatch({ type: "gone" });
    } else if (effect.type === "start") {
      const { timer, after } = effect;
      clearTimeout(timers.get(timer));
      timers.set(
        timer,
        setTimeout(() => dispatch({ type: "timer", timer }), after),
      );
    } else if (effect.type === "stop") clearTimeout(timers.get(effect.timer));
    else if (effect.type === "move") motion.set(effect.fold, effect.atOnce);
    else if (effect.type === "say") tip.say(effect.text, effect.x, effect.y, width);
    else if (effect.type === "flash") flash(root.querySelector(FLASHING[effect.part]));
    else if (effect.type === "focus") (effect.part === "graph" ? graph : arithmetic).focus();
    else if (effect.type === "save") save(effect.format);
    else handlers.onChart?.();
  }

  /** Learn what the page looks like: its width, its colours, its font. */
  function dress() {
    const model = loop.state?.model;
    if (!model) return;
    root.dataset.view = model.projector ? "projector" : "page";
    root.dataset.hide = model.hide.join(" ");
    if (model.lock) root.dataset.lock = model.lock;
    else delete root.dataset.lock;
    const style = getComputedStyle(root);
    width = Math.floor(root.clientWidth);
    font = style.fontFamily;
    const { projector } = model;
    const theme = isDark(style) && !projector ? "dark" : "light";
    if (theme === colors?.theme && projector === colors.isProjected) return;
    colors = palette(theme, projector);
    root.dataset.theme = theme;
    for (const [parameter, color] of Object.entries(colors.role))
      root.style.setProperty(`--${parameter}`, color);
  }

  /** @param {State | null} state */
  function draw(state) {
    if (!state) return;
    if (state.model !== scene?.model) dress();
    if (width === 0) return;
    scene = sceneOf(state);
    const { model, shown, knob, sweep, step, unit } = scene;
    const place = graph.update(shown, scene, colors, width, font);
    altered.update(model, scene, scene.isStale, place, colors, font);
    influence.update(model, scene, scene.swept, place, colors, font);
    ledger.update(shown, scene.before, sweep, place, colors, font);
    heatmap.update(shown, step, unit, place, colors, font, scene.reached);
    transport.update(shown, step, scene);
    matrices.update(shown, knob, colors, width, font, scene.isHasty);
    sliders.update(model, knob, scene.value, (one) => turnedTo(scene.turns, one), sweep);
    const parameter = parameterOf(knob) ?? "W_xh";
    ribbon.update(model, sweep, scene.name, parameter, scene.value, scene, colors, font);
    const { knob: number = null, node = null } = scene.hovered ?? {};
    matrices.mark(number);
    graph.glance({ knob: number, node: number ? null : node }, colors);
    arithmetic.update(shown, scene.sum, scene.lit);
    graph.explain(sumInWords(shown, step, unit));
    table.update(shown, scene.isMoving);
    header.update(shown, scene);
  }

  /**
   * Save the graph as it is drawn.
   * @param {import("./saving.js").Format} format
   */
  function save(format) {
    const { shown, name, value } = scene;
    const inHand = name && value !== null ? { name, value } : null;
    const { look, place, drawOn } = graph.shown;
    savePicture(format, {
      title: shown.title,
      graph: { ...place, drawOn },
      altered: altered.shown,
      legend: legendOf(shown, look, place, colors, inHand),
      colors,
      font,
    });
  }

  return { show };
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  const channels = style.getPropertyValue("--ground").trim() || "#ffffff";
  return /^#[0-9a-f]{6}$/i.test(channels) && luminance(channels) < 0.2;
}
