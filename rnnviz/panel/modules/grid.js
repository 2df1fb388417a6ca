// The numbers of one shared array as a grid: drawn on a canvas, and above each an invisible
// button that carries its name, focus and clicks.

import { valueColor } from "./color.js";
import { createCellField } from "./cell_field.js";
import { context, el, pool } from "./dom.js";
import { exact, signed, spoken } from "./format.js";
import { entry } from "./hovered.js";
import { hearPulls } from "./pulling.js";
import { spriteOf } from "./sprites.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./color.js").Palette} Palette
 * @typedef {import("./payload.js").Knob} Knob
 *
 * What a grid shows.
 * @typedef {object} GridData
 * @property {string} name  of the array, such as "W_hh"
 * @property {Float32Array} values  row by row
 * @property {number} rows
 * @property {number} cols
 * @property {boolean} isVector  it has one index, and not two
 * @property {string} lit  the index of the number in hand, such as "0,1"; "" where none is
 * @property {string} marked  of the number that the pointer is on, here or elsewhere
 * @property {number} limit  of the colour scale
 * @property {number} room  pixels of width
 * @property {boolean} isLocked  no number can be typed
 * @property {boolean} isHasty  a number is on the move: many names wait until it rests
 */

// By the longer side of the array, and by the room that it has.
const SIZES = [
  { name: "roomy", most: 8, w: 44, h: 28, gap: 3, text: 12.5, decimals: 2 },
  { name: "tight", most: 16, w: 36, h: 24, gap: 3, text: 11, decimals: 1 },
];
const TINY = { least: 7, most: 17 }; // pixels of a cell that has no room for a number

const BESIDE = 72; // pixels that narrow arrays take beside a tiny one

const MOST_AT_ONCE = 64; // names that are told in every frame

/**
 * @param {HTMLElement} host
 * @param {import("./payload.js").Parameter} parameter
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createGrid(host, parameter, dispatch) {
  const canvas = el("canvas", { "aria-hidden": "true" });
  const table = el("div", { class: "grid", role: "group" });
  const layers = el("div", { class: "layers" }, canvas, table);
  host.append(layers);
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  let cols = 0;
  let isLocked = false;
  /** @type {Float32Array} */
  let numbers = new Float32Array(); // as they are shown
  let laid = "";
  let lit = "";
  let marked = "";
  const isDataNew = memo();
  /** @type {ArrayLike<number>} */
  let painted = []; // the values that are on the canvas
  /** @type {number[]} */
  let named = [];

  const cellField = createCellField(layers, () => buttons, {
    onType: (at, value) => dispatch({ type: "turn", knob: knobOf(buttons[at]), value }),
    onRefuse: (sentence) => dispatch({ type: "refuse", sentence }),
    textOf: (at) => exact(numbers[at]),
    next(at, rows, across) {
      const to = at + rows * cols + across;
      return to >= 0 && to < buttons.length ? to : -1;
    },
  });
  table.addEventListener("dblclick", (event) => {
    const button = buttonAt(event);
    if (button && !isLocked) cellField.open(buttons.indexOf(button));
  });
  table.addEventListener("copy", (event) => {
    const rows = Array.from({ length: Math.ceil(numbers.length / cols) }, (_, i) =>
      [...numbers.subarray(i * cols, (i + 1) * cols)].map(exact).join("\t"),
    );
    event.clipboardData?.setData("text/plain", rows.join("\n"));
    event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    event.preventDefault();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    dispatch({ type: "paste", parameter, text });
  });
  hearPulls(table, knobAt, dispatch);
  table.addEventListener("click", (event) => {
    const knob = knobAt(event);
    if (knob) dispatch({ type: "grab", knob });
  });
  const point = (/** @type {Knob | null} */ knob) =>
    dispatch({ type: "point", hovered: knob && { knob, node: null, t: null } });
  for (const type of ["mouseover", "focusin"])
    table.addEventListener(type, (event) => point(knobAt(event)));
  for (const type of ["mouseleave", "focusout"]) table.addEventListener(type, () => point(null));
  // It is one tab stop; the arrow keys move within it.
  table.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (at >= 0 && !isLocked && cellField.hear(event, at)) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -cols, ArrowDown: cols };
    const step = steps[/** @type {keyof steps} */ (event.key)];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = buttons[at + step];
    if (!next) return;
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  /** @param {HTMLButtonElement} button */
  function knobOf(button) {
    return entry(parameter, (button.dataset.index ?? "").split(",").map(Number));
  }

  /** @param {Event} event */
  function knobAt(event) {
    const button = buttonAt(event);
    return button && knobOf(button);
  }

  /** @param {string} index  "" for none */
  function buttonOf(index) {
    return table.querySelector(`[data-index="${index}"]`);
  }

  /**
   * Draw what has changed; idempotent.
   * @param {GridData} data
   * @param {Palette} colors
   * @param {string} font
   */
  function update(data, colors, font) {
    const { name, values, rows, limit, room, isHasty } = data;
    ({ isLocked, values: numbers } = data);
    const side = Math.max(rows, data.cols);
    const size = SIZES.find(({ most, w, gap }) => side <= most && data.cols * (w + gap) <= room);
    const tiny = Math.max(TINY.least, Math.min(TINY.most, Math.floor((room - BESIDE) / side)));
    const cell = size ?? { name: "tiny", w: tiny, h: tiny, gap: 0 };
    const plan = `${name} ${rows} ${data.cols} ${cell.w}`;
    if (plan !== laid) {
      laid = plan;
      lay(data, cell);
    }
    if (data.lit !== lit) {
      buttonOf(lit)?.setAttribute("aria-pressed", "false");
      buttonOf(data.lit)?.setAttribute("aria-pressed", "true");
      lit = data.lit;
    }
    mark(data.marked);
    if (isDataNew(plan, limit, colors, font, window.devicePixelRatio)) painted = [];
    paint(data, colors, font, cell, size);
    if (isHasty && values.length > MOST_AT_ONCE) return;
    buttons.forEach((button, i) => {
      if (named[i] === values[i]) return;
      named[i] = values[i];
      const called = `${name}[${button.dataset.index?.replace(",", ", ")}]`;
      button.setAttribute("aria-label", `${called} = ${spoken(values[i])}`);
      button.title = `${called} = ${signed(values[i], 3)}`;
    });
  }

  /**
   * @param {GridData} data
   * @param {{name: string, w: number, h: number, gap: number}} cell
   */
  function lay(data, cell) {
    ({ cols } = data);
    table.className = `grid ${cell.name}`;
    table.style.gridTemplateColumns = `repeat(${cols}, ${cell.w}px)`;
    table.style.gridAutoRows = `${cell.h}px`;
    table.style.gap = `${cell.gap}px`;
    buttons = pool(table, data.rows * cols, () => el("button", { type: "button" }));
    buttons.forEach((button, i) => {
      const index = data.isVector ? [i] : [Math.floor(i / cols), i % cols];
      button.dataset.index = index.join(",");
      button.tabIndex = i === 0 ? 0 : -1;
      button.setAttribute("aria-pressed", "false");
    });
    named = [];
    lit = "";
    mark("");
  }

  /** @param {string} index  of the number that the pointer is on; "" for none */
  function mark(index) {
    if (index === marked) return;
    marked = index;
    table.querySelector(".previewed")?.classList.remove("previewed");
    buttonOf(index)?.classList.add("previewed");
  }

  /**
   * @param {GridData} data
   * @param {Palette} colors
   * @param {string} font
   * @param {{w: number, h: number, gap: number}} cell
   * @param {{text: number, decimals: number} | undefined} written  undefined without numbers
   */
  function paint({ values, rows, limit }, colors, font, { w, h, gap }, written) {
    if (values === painted) return;
    const before = painted;
    painted = values;
    const isBlank = before.length === 0;
    const ctx = isBlank
      ? context(canvas, cols * (w + gap) - gap, rows * (h + gap) - gap)
      : /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const sprite =
      written &&
      spriteOf(ctx, {
        shape: "cell",
        w: w - 1,
        h: h - 1,
        size: written.text,
        font,
        decimals: written.decimals,
        limit,
        theme: colors.theme,
      });
    values.forEach((value, i) => {
      if (value === before[i]) return;
      const [x, y] = [(i % cols) * (w + gap), Math.floor(i / cols) * (h + gap)];
      if (!isBlank) ctx.clearRect(x, y, w, h);
      if (sprite) sprite(value, x + w / 2, y + h / 2);
      else {
        ctx.fillStyle = valueColor(value, limit, colors.theme);
        ctx.fillRect(x, y, w, h);
      }
    });
  }

  return { table, update };
}

/** @param {Event} event */
function buttonAt(event) {
  return /** @type {Element} */ (event.target).closest("button");
}
