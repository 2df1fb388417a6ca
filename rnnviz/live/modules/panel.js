// The live panel: puts the parts together and keeps what they share, the cursor and the
// knob in hand. It knows nothing of Streamlit.

import { createArithmetic } from "./arithmetic.js";
import { luminance, palette } from "./color.js";
import { el } from "./dom.js";
import { createGraph } from "./graph.js";
import { MOST_DISCS } from "./geometry.js";
import { createHeatmap } from "./heatmap.js";
import { createMatrices } from "./matrices.js";
import { decode, sameKnob } from "./payload.js";
import { createSliders } from "./sliders.js";
import { createTransport } from "./transport.js";
import { createWishes } from "./wishes.js";

/**
 * @typedef {import("./payload.js").Payload} Payload
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 *
 * @typedef {{onWish: (wish: import("./wishes.js").Wish) => void}} Handlers
 */

const REST = 500; // ms that the cursor must stand still before it is told

/** @type {WeakMap<HTMLElement, ReturnType<typeof createPanel>>} */
const panels = new WeakMap();

/**
 * Draw a payload in `root`, making the panel the first time. Idempotent.
 * @param {HTMLElement} root
 * @param {Payload} payload
 * @param {Handlers} handlers
 */
export function render(root, payload, handlers) {
  let panel = panels.get(root);
  if (!panel) {
    panel = createPanel(root);
    panels.set(root, panel);
  }
  panel.show(payload, handlers);
  return panel;
}

/** @param {HTMLElement} root */
function createPanel(root) {
  const status = el("p", { class: "status", role: "status" });
  const title = el("h2", {});
  const description = el("p", { class: "description" });
  const fold = el("button", { type: "button", class: "switch" });
  const open = el("button", { type: "button", class: "switch" });
  const graphHost = el("div", { class: "graph" });
  const heatmapHost = el("div", { class: "heatmap" });
  const transportHost = el("div", { class: "transport", role: "group", "aria-label": "Time" });
  const matricesHost = el("section", { class: "matrices" });
  const slidersHost = el("section", { class: "knobs" });
  const arithmeticHost = el("section", { class: "arithmetic" });
  root.replaceChildren(
    el(
      "header",
      {},
      el("div", { class: "words" }, title, description),
      el("div", { class: "switches" }, open, fold),
    ),
    status,
    graphHost,
    heatmapHost,
    transportHost,
    el("div", { class: "columns" }, matricesHost, slidersHost),
    arithmeticHost,
  );

  const graph = createGraph(graphHost, {
    onNode(kind, t, index) {
      if (kind === "x") grab({ kind: "input", parameter: null, index: [t, index] }, t);
      else if (kind === "before" && t < 0)
        grab({ kind: "initial_state", parameter: null, index: [index] });
      else if (kind === "y") look({ step: t, output: index });
      else look({ step: Math.max(0, t), unit: index });
    },
    onEdge({ matrix, row, col, t }) {
      grab({ kind: "entry", parameter: matrix, index: [row, col] }, t);
    },
    onKey(key) {
      const { step, unit } = view;
      if (key === "ArrowLeft") look({ step: step - 1 });
      else if (key === "ArrowRight") look({ step: step + 1 });
      else if (key === "ArrowUp") look({ unit: unit - 1 });
      else if (key === "ArrowDown") look({ unit: unit + 1 });
      else if (key === "Home") look({ step: 0 });
      else if (key === "End") look({ step: model.num_shown - 1 });
      else if (key === "Escape" && knob) letGo();
      else return false;
      return true;
    },
  });
  const heatmap = createHeatmap(heatmapHost, (step) => look({ step }));
  const transport = createTransport(transportHost, (step) => look({ step }));
  const matrices = createMatrices(matricesHost, (parameter, index) =>
    grab({ kind: "entry", parameter, index }),
  );
  const sliders = createSliders(slidersHost, {
    onTurn: turn,
    onRefuse(sentence) {
      refused = sentence;
      draw();
    },
    onUnpin(other) {
      pins = pins.filter((pin) => !sameKnob(pin, other));
      if (sameKnob(knob, other)) letGo();
      else wish();
    },
  });
  const arithmetic = createArithmetic(arithmeticHost);
  fold.addEventListener("click", () => {
    view = { ...view, folded: !view.folded, opened: false };
    draw();
    wish();
  });
  open.addEventListener("click", () => {
    view = { ...view, opened: !view.opened };
    draw();
    wish();
  });
  new ResizeObserver(() => draw()).observe(root);

  /** @type {Model} */
  let model;
  /** @type {Handlers} */
  let handlers;
  /** @type {Knob | null} */
  let knob = null;
  /** @type {number | null} */
  let value = null;
  /** @type {Knob[]} */
  let pins = [];
  /** @type {import("./payload.js").View} */
  let view = { step: 0, unit: 0, output: 0, folded: false, opened: false };
  let refused = ""; // what the last number typed was, if it was none
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const wishes = createWishes((seq, turns) => {
    // A panel that has left the page must not speak for the one that took its place.
    if (!root.isConnected) wishes.forget(0);
    else handlers.onWish({ seq, epoch: model.epoch, turns, knob, pinned: pins, view });
  });

  /**
   * @param {Payload} payload
   * @param {Handlers} given
   */
  function show(payload, given) {
    handlers = given;
    const another = !model || payload.epoch !== model.epoch;
    model = decode(payload);
    if (another) {
      clearTimeout(resting);
      wishes.forget(payload.ack);
    }
    wishes.answered(payload.ack);
    if (!wishes.ahead) {
      // The newest answer is the truth, but what was wished since then is newer.
      ({ knob, value, view } = payload);
      pins = payload.sliders.filter(({ pinned }) => pinned).map((slider) => slider.knob);
      pins.reverse(); // the sliders stand newest first
    }
    view = { ...view, step: Math.max(0, Math.min(view.step, model.num_shown - 1)) };
    draw();
    wishes.next();
  }

  /**
   * Move the cursor or choose a unit; Python hears of it when it rests.
   * @param {Partial<import("./payload.js").View>} change
   */
  function look(change) {
    const { H, O } = model.sizes;
    const clamp = (/** @type {number} */ n, /** @type {number} */ size) =>
      Math.max(0, Math.min(size - 1, n));
    const next = { ...view, ...change };
    next.step = clamp(next.step, model.num_shown);
    next.unit = clamp(next.unit, H);
    next.output = clamp(next.output, O);
    view = next;
    draw();
    wishes.want();
    clearTimeout(resting);
    resting = setTimeout(wish, REST);
  }

  /**
   * Take a knob in hand.
   * @param {Knob} other
   * @param {number} [step]
   */
  function grab(other, step) {
    if (step !== undefined) view = { ...view, step };
    if (!sameKnob(other, knob)) [knob, value] = [other, null];
    const listed = model.sliders.some((slider) => sameKnob(slider.knob, other));
    if (!listed) pins = [...pins, other];
    draw();
    wish();
  }

  /** Take no knob in hand: nothing is lit. */
  function letGo() {
    [knob, value] = [null, null];
    draw();
    wish();
  }

  /**
   * @param {Knob} other
   * @param {number} to
   */
  function turn(other, to) {
    const slider = model.sliders.find((one) => sameKnob(one.knob, other));
    if (sameKnob(other, knob) && to === (value ?? slider?.value)) return;
    [knob, value] = [other, to];
    wishes.turn(other, to);
    draw();
    wish();
  }

  function wish() {
    refused = "";
    clearTimeout(resting);
    wishes.tell();
  }

  function draw() {
    const width = Math.floor(root.clientWidth);
    if (!model || width === 0) return;
    const style = getComputedStyle(root);
    const colors = palette(isDark(style) ? "dark" : "light");
    root.dataset.theme = colors.theme;
    for (const [parameter, color] of Object.entries(colors.role)) {
      root.style.setProperty(`--${parameter}`, color);
    }
    const many = model.sizes.H > MOST_DISCS;
    const mode = view.folded ? "folded" : view.opened && many ? "opened" : "unrolled";
    const place = graph.update(model, { ...view, knob, mode }, colors, width, style.fontFamily);
    heatmap.update(model, view.step, view.unit, place, colors, style.fontFamily);
    transport.update(model, view.step);
    matrices.update(model, knob, colors, width);
    sliders.update(model, knob, value, wishes.valueOf);
    arithmetic.update(model, view);
    title.textContent = model.title;
    description.textContent = model.description;
    fold.textContent = view.folded ? "Unroll" : "Fold";
    fold.title = view.folded ? "Draw every step" : "Draw one cell with a loop";
    open.textContent = view.opened ? "All steps" : "Open step";
    open.title = view.opened ? "Draw every step" : "Draw this step large, every weight a line";
    open.hidden = view.folded || !many;
    const exploded = model.num_shown < model.sizes.T;
    const sentence = exploded
      ? `Exploded at step ${model.num_shown}: a number grew beyond 10¹². ${model.num_shown ? "The steps before it are shown." : "Turn a weight down, or reset."}`
      : "";
    status.textContent = [refused, model.notice, sentence].filter(Boolean).join(" ");
    status.hidden = status.textContent === "";
  }

  return { show, draw };
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  const channels = style.getPropertyValue("--ground").trim() || "#ffffff";
  return /^#[0-9a-f]{6}$/i.test(channels) && luminance(channels) < 0.2;
}
