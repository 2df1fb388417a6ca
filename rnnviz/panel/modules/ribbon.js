// The ribbon: what the cursor's step would be at every value of the knob in hand. A row is a
// hidden unit, the last one the selected output; a column is a value. It can be dragged, too.

import { valueColor } from "./color.js";
import { context, el, setText } from "./dom.js";
import { exact, plain, subscript } from "./format.js";
import { parameterOf } from "./payload.js";
import { nearest } from "./preview.js";
import { nameParts } from "./sliders.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./preview.js").Sweep} Sweep
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./color.js").Palette} Palette
 */

const DOES = {
  entry: "one number, the same at every step",
  gain: "multiplies the whole matrix; 1 changes nothing",
  spectral_radius: "scales W_hh: below 1 the past fades, above 1 it can grow",
  shift: "adds to every bias; 0 changes nothing",
  input: "one input at one step",
  initial_state: "one unit before the first step",
};
const GUTTER = 52; // pixels at the left, for the rows' names

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createRibbon(host, dispatch) {
  const letters = el("span", {});
  const present = el("span", {});
  const name = el("strong", { class: "name" }, letters, present);
  let named = "";
  const does = el("span", { class: "does" });
  const canvas = el("canvas", { role: "img" });
  const mark = el("div", { class: "mark" });
  const was = el("div", { class: "was" });
  const picture = el("div", { class: "ribbon" }, canvas, was, mark);
  const low = el("span", {});
  const middle = el("span", {});
  const high = el("span", {});
  const ends = el("p", { class: "ends" }, low, middle, high);
  const words = el("span", {});
  const chart = el("button", { type: "button", class: "link" }, "As a large chart");
  chart.addEventListener("click", () => dispatch({ type: "chart" }));
  const caption = el("p", { class: "caption" }, words, " ", chart);
  host.append(el("p", { class: "held" }, name, does), picture, ends, caption);

  /** @type {Sweep | null} */
  let sweep = null;
  /** @type {import("./payload.js").Knob | null} */
  let knob = null; // in hand
  let width = 0;
  // Asking for it in every frame would lay out the page in every frame.
  new ResizeObserver(() => {
    width = Math.floor(host.clientWidth);
    again();
  }).observe(host);
  let again = () => {};
  /** @type {number | null} */
  let dragged = null;
  const isNew = memo();

  picture.addEventListener("pointerdown", (event) => {
    if (!sweep || event.button !== 0) return;
    picture.setPointerCapture(event.pointerId);
    follow(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (dragged !== null) follow(event);
  });
  picture.addEventListener("pointerup", () => {
    if (dragged !== null && knob) dispatch({ type: "turn", knob, value: dragged });
    dragged = null;
  });
  // A finger that went on to scroll the page did not mean to turn anything.
  picture.addEventListener("pointercancel", () => {
    if (dragged !== null) dispatch({ type: "stay" });
    dragged = null;
  });

  /** @param {PointerEvent} event */
  function follow(event) {
    if (!sweep) return;
    const box = picture.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const [least, most] = rangeOf(sweep);
    const at = (share * width - GUTTER) / (width - GUTTER);
    dragged = sweep.values[nearest(sweep.values, least + at * (most - least))];
    if (knob) dispatch({ type: "preview", knob, value: dragged });
  }

  /**
   * @param {Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update(scene, frame) {
    const { model, name: knobName, value, step, output } = scene;
    const { colors, font } = frame;
    ({ sweep, knob } = scene);
    again = () => update(scene, frame);
    picture.classList.toggle("empty", !sweep);
    chart.hidden = !sweep || !scene.hasChart;
    canvas.hidden = !sweep; // a picture of nothing has no name
    if (knobName !== named) {
      named = knobName;
      letters.replaceChildren(...(knobName ? nameParts(knobName) : []));
      name.className = `name ${parameterOf(knob) ?? "W_xh"}`;
    }
    const number = (/** @type {number} */ n) =>
      colors.isProjected ? plain(n) : exact(n).replace("-", "−");
    const shown = !knobName || value === null ? "" : ` = ${number(value)}`;
    setText(present, shown);
    const rowH = heightOf(model);
    if (!sweep) {
      does.textContent = knobName ? "its other values are on their way…" : "";
      if (!knobName)
        words.textContent =
          "Move a slider or click a number: each of its values then shows its result here.";
      picture.style.height = `${(model.sizes.H + 1) * rowH + 3}px`;
      for (const end of [low, middle, high]) end.textContent = "";
      isNew();
      const ctx = context(canvas, width, 0);
      ctx.clearRect(0, 0, width, 0);
      return;
    }
    const what = DOES[/** @type {keyof typeof DOES} */ (sweep.knob.kind)];
    setText(does, what);
    const [least, most] = rangeOf(sweep);
    // A transform, because a new left would lay out and paint the page in every frame.
    const place = (/** @type {number} */ v) =>
      `translateX(${GUTTER + ((v - least) / (most - least)) * (width - GUTTER)}px)`;
    if (value !== null) mark.style.transform = place(Math.max(least, Math.min(most, value)));
    was.style.transform = place(sweep.neutral);
    if (!isNew(sweep, model.lock, step, output, width, colors, window.devicePixelRatio)) return;
    draw(model, sweep, scene, colors, font, rowH);
    low.textContent = short(least);
    high.textContent = short(most);
    middle.textContent = `h${subscript(step)} and y${subscript(step)} at every value`;
    const invites = model.lock === "numbers" ? "" : " Drag here, too.";
    words.textContent = `Where a row changes colour, the result flips.${invites}`;
    canvas.setAttribute(
      "aria-label",
      `Step ${step} at every value of ${knobName}, from ${short(least)} to ${short(most)}.`,
    );
  }

  /**
   * @param {Model} model
   * @param {Sweep} all
   * @param {{step: number, output: number}} view
   * @param {Palette} colors
   * @param {string} font
   * @param {number} rowH
   */
  function draw(model, all, view, colors, font, rowH) {
    const { T, H, O } = model.sizes;
    const height = (H + 1) * rowH + 3;
    picture.style.height = `${height}px`;
    const ctx = context(canvas, width, height);
    const [least, most] = rangeOf(all);
    const { values } = all;
    const x = (/** @type {number} */ value) =>
      GUTTER + ((value - least) / (most - least)) * (width - GUTTER);
    const outputTop = H * rowH + 3;
    for (let v = 0; v < values.length; v += 1) {
      // A value's column reaches half of the way to its neighbours.
      const left = Math.round(v === 0 ? GUTTER : x((values[v - 1] + values[v]) / 2));
      const right = Math.round(
        v === values.length - 1 ? width : x((values[v] + values[v + 1]) / 2),
      );
      if (all.numShown[v] <= view.step) {
        hatch(ctx, left, right, height, colors);
        continue;
      }
      const cell = (
        /** @type {number} */ number,
        /** @type {number} */ limit,
        /** @type {number} */ y,
      ) => {
        ctx.fillStyle = valueColor(number, limit, colors.theme);
        // A pixel more than its own, or a zoomed view would show a seam.
        ctx.fillRect(left, y, right - left + 1, rowH - (rowH > 6 ? 1 : 0));
      };
      for (let j = 0; j < H; j += 1)
        cell(all.h[(v * T + view.step) * H + j], model.limits.h, j * rowH);
      cell(all.y[(v * T + view.step) * O + view.output], model.limits.y, outputTop);
    }
    ctx.font = `${Math.max(9, Math.min(12, rowH))}px ${font}`;
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colors.soft;
    if (rowH >= 9)
      for (let j = 0; j < H; j += 1) ctx.fillText(`unit ${j}`, GUTTER - 6, (j + 0.5) * rowH);
    else ctx.fillText("units", GUTTER - 6, (H * rowH) / 2);
    ctx.font = `12px ${font}`;
    const y = Math.min(outputTop + rowH / 2, height - 6);
    ctx.fillText(`output ${view.output}`, GUTTER - 6, y, GUTTER - 6);
  }

  return { update };
}

/** @param {Sweep} sweep */
function rangeOf({ values }) {
  return [values[0], values[values.length - 1]];
}

/**
 * A row's height: all rows together keep the same room, whatever is in hand.
 * @param {Model} model
 */
function heightOf({ sizes }) {
  return Math.max(3, Math.min(20, Math.floor(104 / (sizes.H + 1))));
}

/**
 * Mark a value at which the state has exploded before this step.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} left
 * @param {number} right
 * @param {number} height
 * @param {Palette} colors
 */
function hatch(ctx, left, right, height, colors) {
  ctx.fillStyle = colors.track;
  ctx.fillRect(left, 0, right - left, height);
  ctx.strokeStyle = colors.role.W_hy;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let y = 4; y < height; y += 6) {
    ctx.moveTo(left, y);
    ctx.lineTo(right, y - 4);
  }
  ctx.stroke();
}

/** @param {number} value */
function short(value) {
  return String(Number(value.toPrecision(4))).replace("-", "−");
}
