// The live panel: puts the parts together and keeps what they share, the cursor and the
// knob in hand. It knows nothing of Streamlit.

import { createAltered } from "./altered.js";
import { createArithmetic, sumInWords } from "./arithmetic.js";
import { luminance, palette } from "./color.js";
import { el } from "./dom.js";
import { flash } from "./flash.js";
import { createGraph } from "./graph.js";
import { MOST_DISCS } from "./geometry.js";
import { createHeader } from "./header.js";
import { createHeatmap } from "./heatmap.js";
import { createInfluence } from "./influence.js";
import { entry, inputKnob, inputOf, keyOfHovered, lookAt, stateKnob, tipOf } from "./hovered.js";
import { createLedger } from "./ledger.js";
import { legendOf } from "./legend.js";
import { REFUSALS, canTake, canTurn } from "./locks.js";
import { createMatrices } from "./matrices.js";
import { createMotion } from "./motion.js";
import { isOffered, parameterOf, sameKnob } from "./payload.js";
import { createPlayback } from "./playback.js";
import { cachedIds, indexOf, sweepOf, turned } from "./preview.js";
import { createRibbon } from "./ribbon.js";
import { savePicture } from "./saving.js";
import { createSliders } from "./sliders.js";
import { below } from "./stand.js";
import { createTable } from "./table.js";
import { createTip } from "./tip.js";
import { createTransport } from "./transport.js";
import { createRequests } from "./requests.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 *
 * @typedef {object} Handlers
 * @property {(request: import("./requests.js").Request) => void} onRequest
 * @property {() => void} [onChart]  the sweep of the number in hand, as a large chart; left out
 *   where there is none
 * @typedef {import("./hovered.js").Hovered} Hovered
 */

const MOST_PINS = 64; // as in document.py
const REST = 500; // ms that the cursor must stand still before it is told
const FLASHING = { node: ".nodes [aria-current]", knob: ".hand", graph: ".graph" };
const PAUSE = 100; // ms without a move after which a hand rests on a number

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
  const header = createHeader({
    onFold() {
      view = { ...view, folded: !view.folded, opened: false };
      motion.set(view.folded ? 1 : 0);
      draw();
      request();
    },
    onOpen() {
      view = { ...view, opened: !view.opened };
      draw();
      request();
    },
    onHold(isHeld) {
      holding = isHeld;
      draw();
    },
    onSave: save,
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
    onNode(kind, t, index) {
      if (kind === "before" && t >= 0) goTo({ step: t, unit: index });
      else {
        standOn({ kind, index }, Math.max(0, t));
        take();
      }
    },
    onEdge({ matrix, row, col, t }) {
      grab(entry(matrix, [row, col]), t);
    },
    onHover(spot) {
      if (!spot) return hover(null);
      const { node, edge } = spot;
      const number = edge && entry(edge.matrix, [edge.row, edge.col]);
      hover(
        {
          knob: number ?? inputOf(node),
          node: number ? null : node,
          t: edge?.t ?? node?.t ?? null,
        },
        spot,
      );
    },
    onKey(key) {
      const { step } = looked;
      const { kind, index } = stand;
      if (key === "ArrowLeft" && step === 0 && kind === "h" && !view.folded)
        standOn({ kind: "before", index });
      else if (key === "ArrowRight" && kind === "before") standOn({ kind: "h", index });
      else if (key === "ArrowLeft") goTo({ step: step - 1 });
      else if (key === "ArrowRight") goTo({ step: step + 1 });
      else if (key === "ArrowUp") standOn(below(stand, -1, model.sizes));
      else if (key === "ArrowDown") standOn(below(stand, 1, model.sizes));
      else if (key === "Home") goTo({ step: 0 });
      else if (key === "End") goTo({ step: drawn.num_shown - 1 });
      else if (key === "Enter") {
        if (!take()) arithmetic.focus();
      } else return false;
      return true;
    },
  });
  const altered = createAltered(alteredHost, (there) => {
    altering = there;
    request();
  });
  const influence = createInfluence(influenceHost);
  const ledger = createLedger(ledgerHost);
  const motion = createMotion(() => draw());
  const heatmap = createHeatmap(heatmapHost, (step) => goTo({ step }));
  const playback = createPlayback({ onStep: (step) => look({ step }), onChange: rest });
  const transport = createTransport(transportHost, {
    onStep: (step) => goTo({ step }),
    onPlay: () => (playback.isPlaying ? playback.stop() : playback.play()),
    onSpeed: playback.setSpeed,
  });
  const tip = createTip(graphHost);
  const matrices = createMatrices(matricesHost, {
    onSelect: (parameter, index) => grab(entry(parameter, index)),
    onHover: (parameter, index) =>
      hover(parameter && index ? { knob: entry(parameter, index), node: null, t: null } : null),
  });
  const sliders = createSliders(slidersHost, {
    onGrab: (other) => grab(other),
    onPreview: preview,
    onTurn: turn,
    onLetGo: stay,
    onRefuse(sentence) {
      refused = sentence;
      draw();
    },
    onUnpin(other) {
      if (model.lock) return;
      pins = pins.filter((pin) => !sameKnob(pin, other));
      if (sameKnob(knob, other)) letGo();
      else request();
    },
  });
  const ribbon = createRibbon(sliders.hand, {
    onPreview: (to) => knob && preview(knob, to),
    onTurn: (to) => knob && turn(knob, to),
    onLetGo: stay,
    onChart: () => handlers.onChart?.(),
    hasChart: () => handlers.onChart !== undefined,
  });
  const arithmetic = createArithmetic(arithmeticHost, {
    onHover: (term) => hover(term && { knob: term, node: null, t: view.step, isTerm: true }),
    onTerm: (term) => grab(term),
    onLeave: () => graph.focus(),
  });
  const table = createTable(tableHost);
  root.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && knob) letGo();
  });
  root.addEventListener("pointerup", () => {
    // A presenter's keys, such as PageDown, are the page's again once the hand lets go.
    const { activeElement } = /** @type {Document | ShadowRoot} */ (root.getRootNode());
    if (model.projector && activeElement instanceof HTMLElement)
      setTimeout(() => activeElement.blur());
  });
  new ResizeObserver(() => {
    dress();
    draw();
  }).observe(root);

  /** @type {Model} */
  let model;
  /** @type {Handlers} */
  let handlers;
  /** @type {Knob | null} */
  let knob = null;
  /** @type {number | null} */
  let value = null;
  /** @type {{knob: Knob, value: number} | null} */
  let moving = null; // under the reader's hand, not committed yet
  let isHasty = false; // it is on the move: a thousand names can wait until it rests
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pausing;
  /** @type {import("./preview.js").Sweep | null} */
  let sweep = null;
  let width = 0;
  let font = "";
  /** @type {import("./color.js").Palette} */
  let colors;
  /** @type {Hovered | null} */
  let hovered = null;
  /** @type {Model} */
  let drawn; // what is on the screen: the model, turned as it is now
  /** @type {{step: number, unit: number, output: number}} */
  let looked;
  let holding = false; // the state before the turn is shown
  /** @type {import("./stand.js").Stand} */
  let stand = { kind: "h", index: 0 };
  /** @type {Knob[]} */
  let pins = [];
  /** @type {import("./payload.js").View} */
  let view = { step: 0, unit: 0, output: 0, folded: false, opened: false };
  /** @type {import("./requests.js").Place | null} */
  let altering = null; // where the change shall be, until Python has answered
  let refused = ""; // what the last number typed was, if it was none
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  const requests = createRequests((seq, turns) => {
    // A panel that has left the page must not speak for the one that took its place.
    if (!root.isConnected) requests.forget(0);
    else {
      const cached = cachedIds(model, sweep);
      const told = { seq, generation: model.generation, turns, knob, pinned: pins, view, cached };
      handlers.onRequest({ ...told, altered: altering });
    }
  });

  /**
   * @param {Model} fresh
   * @param {Handlers} given
   */
  function show(fresh, given) {
    handlers = given;
    const another = !model || fresh.generation !== model.generation;
    model = fresh;
    sweep = sweepOf(model, sweep);
    if (another) {
      clearTimeout(resting);
      requests.forget(model.ack);
      moving = altering = null;
      playback.end();
      stand = { kind: "h", index: 0 };
    }
    requests.answered(model.ack);
    if (!requests.ahead) {
      // The newest answer is the truth, but what was requested since then is newer.
      const { step, unit, output } = view;
      ({ knob, value, view } = model);
      altering = null;
      // Playing is no request: the cursor is further than Python knows.
      if (playback.reached !== null && !another) view = { ...view, step, unit, output };
      pins = model.sliders.filter(({ pinned }) => pinned).map((slider) => slider.knob);
      // The sliders stand newest first; a full list has the one in hand besides.
      pins = pins.reverse().slice(0, MOST_PINS);
    }
    dress();
    motion.set(view.folded ? 1 : 0, another);
    draw();
    if (model.flash) flash(root.querySelector(FLASHING[model.flash]));
    // What the panel should hold but does not, after it was made anew, it asks for.
    if (model.sweep && !sweep) request();
    requests.next();
  }

  /**
   * Move the cursor or choose a unit by hand.
   * @param {Partial<import("./payload.js").View>} change
   */
  function goTo(change) {
    playback.end();
    look(change);
  }

  /**
   * Stand on a number of the graph; a unit or an output is thereby chosen.
   * @param {import("./stand.js").Stand} next
   * @param {number} [step]
   */
  function standOn(next, step = looked.step) {
    stand = next;
    const { kind, index } = next;
    goTo({ step, ...(kind === "y" ? { output: index } : kind === "x" ? {} : { unit: index }) });
  }

  /** Take in hand what the keyboard stands on, if it is a number to turn: tell whether it is. */
  function take() {
    const { kind, index } = stand;
    const number =
      kind === "x" ? inputKnob(looked.step, index) : kind === "before" ? stateKnob(index) : null;
    if (!number || !isOffered(model, number)) return false;
    grab(number);
    return true;
  }

  /**
   * Where the keyboard stands, now that the cursor is here: before it only at the first step.
   * @param {{step: number, unit: number, output: number}} look
   * @returns {import("./stand.js").Stand}
   */
  function standing({ step, unit, output }) {
    const { kind, index } = stand;
    if (kind === "y") return { kind, index: output };
    if (kind === "x") return { kind, index: Math.min(index, model.sizes.I - 1) };
    return { kind: step === 0 && !view.folded ? kind : "h", index: unit };
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
    next.step = clamp(next.step, drawn.num_shown);
    next.unit = clamp(next.unit, H);
    next.output = clamp(next.output, O);
    view = next;
    rest();
  }

  /** Show the cursor, and tell Python of it when it has stood still; while playing it does not. */
  function rest() {
    draw();
    clearTimeout(resting);
    if (playback.isPlaying) return;
    requests.want();
    resting = setTimeout(request, REST);
  }

  /**
   * Take a knob in hand.
   * @param {Knob} other
   * @param {number} [step]
   */
  function grab(other, step) {
    if (!canTake(model, other, knob)) {
      refuse();
      if (step !== undefined) goTo({ step });
      return;
    }
    if (step !== undefined) view = { ...view, step };
    if (!isOffered(model, other)) {
      refused = `${other.parameter}[${other.index.join(", ")}] cannot be turned in this file.`;
      return draw();
    }
    if (sameKnob(other, knob) && step === undefined) return;
    if (!sameKnob(other, knob)) [knob, value, moving] = [other, null, null];
    const listed = model.sliders.some((slider) => sameKnob(slider.knob, other));
    // A full list takes no more; the one in hand is in it all the same.
    if (!listed && pins.length < MOST_PINS) pins = [...pins, other];
    draw();
    request();
  }

  /** Say that a number is locked. */
  function refuse() {
    refused = REFUSALS[model.lock];
    draw();
  }

  /** Learn what the page looks like: its width, its colours, its font. */
  function dress() {
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

  /**
   * Show what the pointer is on, and restore what was there when it leaves.
   * @param {Hovered | null} next
   * @param {{x: number, y: number} | null} [spot]  where in the graph
   */
  function hover(next, spot = null) {
    tip.say(spot && next ? tipOf(next, drawn) : "", spot?.x ?? 0, spot?.y ?? 0, width);
    if (keyOfHovered(next) === keyOfHovered(hovered)) return;
    hovered = next;
    matrices.mark(hovered?.knob ?? null);
    glance(drawn, looked);
  }

  /**
   * Draw what hangs on the pointer: the lines it lights, and the sums.
   * @param {Model} shown
   * @param {{step: number, unit: number, output: number}} look
   */
  function glance(shown, look) {
    const { knob: number = null, node = null } = hovered ?? {};
    graph.glance({ knob: number, node: number ? null : node }, colors);
    const sum = hovered ? { ...look, ...lookAt(hovered) } : look;
    arithmetic.update(shown, sum, number ?? knob);
  }

  /** Take no knob in hand: nothing is lit. */
  function letGo() {
    if (model.lock) return; // else it could not be taken again
    [knob, value, moving] = [null, null, null];
    draw();
    request();
  }

  /**
   * A knob moves under the reader's hand: show what its sweep says; Python hears nothing.
   * @param {Knob} other
   * @param {number} to
   */
  function preview(other, to) {
    if (!canTurn(model, other, knob)) return refuse();
    if (!sameKnob(other, knob)) grab(other);
    moving = { knob: other, value: to };
    clearTimeout(pausing);
    pausing = setTimeout(draw, PAUSE);
    isHasty = true;
    draw();
    isHasty = false;
  }

  /** The knob was let go where it was. */
  function stay() {
    moving = null;
    draw();
  }

  /**
   * A knob was turned: commit its value.
   * @param {Knob} other
   * @param {number} to
   */
  function turn(other, to) {
    moving = null;
    if (!canTurn(model, other, knob)) return refuse();
    const slider = model.sliders.find((one) => sameKnob(one.knob, other));
    const before = sameKnob(other, knob) ? (value ?? slider?.value) : null;
    if (before !== null && before !== undefined && Math.fround(before) === Math.fround(to))
      return draw();
    [knob, value] = [other, to];
    requests.turn(other, to);
    request(); // first, so that Python works while this draws
    draw();
  }

  function request() {
    refused = "";
    clearTimeout(resting);
    requests.tell();
  }

  function draw() {
    if (!model || width === 0) return;
    const inHand = sweep && sameKnob(sweep.knob, knob) ? sweep : null;
    const slider = model.sliders.find((one) => sameKnob(one.knob, knob));
    const now = moving?.value ?? value ?? slider?.value ?? null;
    const neutral = inHand?.neutral ?? NaN;
    const before = at(inHand, neutral);
    const shownAt = holding && before ? neutral : now;
    const shown = at(inHand, shownAt) || model;
    const many = model.sizes.H > MOST_DISCS;
    const look = { ...view, step: Math.max(0, Math.min(view.step, shown.num_shown - 1)) };
    stand = standing(look);
    playback.follow(look.step, Math.max(0, shown.num_shown - 1));
    const seen = {
      ...look,
      stand,
      knob,
      opened: view.opened && many,
      fold: motion.share,
      reached: playback.reached,
      beat: playback.isPlaying ? playback.beat : 0,
      still: inHand?.base ?? model.arrays.W_hh,
    };
    const place = graph.update(shown, seen, colors, width, font);
    const isAsWas = shown === model || isAsSaid(shownAt);
    altered.update(model, seen, !isAsWas, place, colors, font);
    influence.update(model, look, isAsWas ? -1 : sweptAt(inHand, shownAt), place, colors, font);
    ledger.update(shown, before, inHand, place, colors, font);
    heatmap.update(shown, look.step, look.unit, place, colors, font, playback.reached);
    transport.update(shown, look.step, playback);
    matrices.update(shown, knob, colors, width, font, isHasty);
    sliders.update(model, knob, moving?.value ?? value, requests.valueOf, inHand);
    ribbon.update(
      model,
      inHand,
      slider?.name ?? "",
      parameterOf(knob) ?? "W_xh",
      now,
      look,
      colors,
      font,
    );
    glance(shown, look);
    graph.explain(sumInWords(shown, look.step, look.unit));
    table.update(shown, moving !== null || holding);
    [drawn, looked] = [shown, look];
    header.update(shown, {
      folded: view.folded,
      opened: view.opened,
      canOpen: many,
      differs: before !== null && now !== null && Math.fround(now) !== Math.fround(neutral),
      refused,
    });
  }

  /**
   * Save the graph as it is drawn.
   * @param {import("./saving.js").Format} format
   */
  function save(format) {
    const slider = model.sliders.find((one) => sameKnob(one.knob, knob));
    const now = moving?.value ?? value ?? slider?.value ?? null;
    const inHand = slider && now !== null ? { name: slider.name, value: now } : null;
    const { look, place, drawOn } = graph.shown;
    savePicture(format, {
      title: model.title,
      graph: { ...place, drawOn },
      altered: altered.shown,
      legend: legendOf(drawn, look, place, colors, inHand),
      colors,
      font,
    });
  }

  /**
   * Whether a value of the knob in hand is the one that Python's last answer was about.
   * @param {number | null} to
   */
  function isAsSaid(to) {
    if (to === null || model.value === null || !sameKnob(knob, model.knob)) return false;
    return Math.fround(to) === Math.fround(model.value);
  }

  /**
   * Where a value stands in the sweep of Python's last answer, or null.
   * @param {import("./preview.js").Sweep | null} all
   * @param {number | null} to
   */
  function sweptAt(all, to) {
    return all && to !== null && all.id === model.sweep?.id ? indexOf(all, to) : null;
  }

  /**
   * The network at a value of its sweep, or null where the sweep has no such value.
   * @param {import("./preview.js").Sweep | null} all
   * @param {number | null} to
   */
  function at(all, to) {
    const v = all === null || to === null ? -1 : indexOf(all, to);
    return all === null || v < 0 ? null : turned(model, all, v);
  }

  return { show, draw };
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  const channels = style.getPropertyValue("--ground").trim() || "#ffffff";
  return /^#[0-9a-f]{6}$/i.test(channels) && luminance(channels) < 0.2;
}
