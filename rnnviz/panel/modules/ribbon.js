// The number in hand: its name and value, the ribbon with the slider over it, the exact field.
// The ribbon shows what the cursor's step would be at every value: a row is a hidden unit, the
// last one the selected output; a column is a value of the slider.

import { valueColor } from "./color.js";
import { context, el, setText } from "./dom.js";
import { exact, plain, subscript } from "./format.js";
import { nameParts } from "./knobs.js";
import { parameterOf } from "./payload.js";
import { createSlider } from "./slider.js";
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
const EMPTY = "Press a number and turn it: every copy changes, so every later step does.";
const HEIGHT = 56; // pixels of all rows together, whatever is in hand
const THUMB = 14; // pixels: its centre stands at the slider's value
const GUTTER = 50; // pixels at the left, for the rows' names; a phone has no room for them

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
  const was = el("div", { class: "was" });
  const slider = createSlider(dispatch);
  const picture = el("div", { class: "ribbon" }, canvas, was, slider.range);
  const low = el("span", {});
  const words = el("span", {});
  const high = el("span", {});
  const chart = el("button", { type: "button", class: "link" }, "As a large chart");
  chart.addEventListener("click", () => dispatch({ type: "chart" }));
  const ends = el("p", { class: "ends" }, low, el("span", {}, words, " ", chart), high);
  host.append(el("p", { class: "held" }, name, does), picture, slider.field, ends);

  let width = 0;
  // Asking for it in every frame would lay out the page in every frame.
  new ResizeObserver(() => {
    width = Math.floor(picture.clientWidth);
    again();
  }).observe(picture);
  let again = () => {};
  const isNew = memo();

  /**
   * @param {Scene} scene
   * @param {import("./frame.js").Frame} frame
   */
  function update(scene, frame) {
    const { model, knob, sweep, slider: found, name: knobName, value, step, output } = scene;
    const { colors, font } = frame;
    again = () => update(scene, frame);
    slider.update(scene);
    host.classList.toggle("empty", !knobName);
    canvas.hidden = was.hidden = !sweep; // a picture of nothing has no name
    chart.hidden = !sweep || !scene.hasChart;
    if (knobName !== named) {
      named = knobName;
      letters.replaceChildren(...(knobName ? nameParts(knobName) : []));
      name.className = `name ${parameterOf(knob) ?? "W_xh"}`;
    }
    const number = (/** @type {number} */ n) =>
      colors.isProjected ? plain(n) : exact(n).replace("-", "−");
    setText(present, !knobName || value === null ? "" : ` = ${number(value)}`);
    const kind = /** @type {keyof typeof DOES} */ (knob?.kind ?? "entry");
    setText(does, knobName ? DOES[kind] : EMPTY);
    setText(low, found ? short(found.low) : "");
    setText(high, found ? short(found.high) : "");
    if (!sweep) {
      isNew();
      setText(
        words,
        found?.why_undefined ?? (knobName ? "its other values are on their way…" : ""),
      );
      return;
    }
    const gutter = gutterOf(width);
    host.style.setProperty("--gutter", `${gutter}px`);
    // A transform, because a new left would lay out and paint the page in every frame.
    was.style.transform = `translateX(${placeOf(sweep, gutter, width)(sweep.neutral)}px)`;
    if (!isNew(sweep, model.lock, step, output, width, colors, window.devicePixelRatio)) return;
    draw(model, sweep, scene, colors, font);
    const invites = model.lock === "numbers" ? "." : ": drag here.";
    setText(words, `h${subscript(step)} and y${subscript(step)} at every value${invites}`);
    canvas.setAttribute(
      "aria-label",
      `Step ${step} at every value of ${knobName}, from ${short(sweep.values[0])} to ` +
        `${short(sweep.values[sweep.values.length - 1])}. Where a row changes colour, the result flips.`,
    );
  }

  /**
   * @param {Model} model
   * @param {Sweep} all
   * @param {{step: number, output: number}} view
   * @param {Palette} colors
   * @param {string} font
   */
  function draw(model, all, view, colors, font) {
    const { T, H, O } = model.sizes;
    const height = Math.max(HEIGHT, H + 1);
    picture.style.height = `${height}px`;
    const ctx = context(canvas, width, height);
    const { values } = all;
    const gutter = gutterOf(width);
    const x = placeOf(all, gutter, width);
    const rowH = (height - 2) / (H + 1);
    const seam = rowH > 6 ? 1 : 0;
    const topOf = (/** @type {number} */ row) => Math.round(row * rowH) + (row === H ? 2 : 0);
    for (let v = 0; v < values.length; v += 1) {
      // A value's column reaches half of the way to its neighbours.
      const left = Math.round(v === 0 ? gutter : x((values[v - 1] + values[v]) / 2));
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
        /** @type {number} */ row,
      ) => {
        ctx.fillStyle = valueColor(number, limit, colors.theme);
        const bottom = row === H ? height : Math.round((row + 1) * rowH) - seam;
        // A pixel more than its own, or a zoomed view would show a seam.
        ctx.fillRect(left, topOf(row), right - left + 1, Math.max(1, bottom - topOf(row)));
      };
      for (let j = 0; j < H; j += 1) cell(all.h[(v * T + view.step) * H + j], model.limits.h, j);
      cell(all.y[(v * T + view.step) * O + view.output], model.limits.y, H);
    }
    if (gutter === 0) return;
    ctx.font = `${Math.max(9, Math.min(11, rowH))}px ${font}`;
    ctx.textAlign = "right";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colors.soft;
    const room = gutter - 6;
    if (rowH >= 9)
      for (let j = 0; j < H; j += 1) ctx.fillText(`unit ${j}`, room, (j + 0.5) * rowH, room);
    else ctx.fillText("units", room, (H * rowH) / 2);
    ctx.fillText(`output ${view.output}`, room, Math.min((H + 0.5) * rowH + 2, height - 6), room);
  }

  return { update };
}

/** @param {number} width */
function gutterOf(width) {
  return width < 480 ? 0 : GUTTER;
}

/**
 * Where the centre of the slider's thumb stands at a value.
 * @param {Sweep} sweep
 * @param {number} gutter
 * @param {number} width
 */
function placeOf({ values }, gutter, width) {
  const [least, most] = [values[0], values[values.length - 1]];
  return (/** @type {number} */ value) =>
    gutter + THUMB / 2 + ((value - least) / (most - least)) * (width - gutter - THUMB);
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
