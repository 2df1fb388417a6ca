// The shared numbers as grids of buttons: one set, used at every step.

import { inkOn, valueColor } from "./color.js";
import { el, pool, setAttributes, setText } from "./dom.js";
import { signed, spoken } from "./format.js";
import { keyOf, parameterOf, shapeOf } from "./payload.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Parameter} Parameter
 * @typedef {import("./color.js").Palette} Palette
 */

// [W_xh | W_hh | b_h] stand side by side: their rows are the rows of one sum.
const ORDER = /** @type {Parameter[]} */ (["W_xh", "W_hh", "b_h", "W_hy", "b_y"]);
const LEADS = {
  W_xh: "inputs → hidden",
  W_hh: "hidden → hidden, one step later",
  W_hy: "hidden → outputs",
  b_h: "hidden bias",
  b_y: "output bias",
};

/**
 * @param {HTMLElement} host
 * @param {{onSelect: (parameter: Parameter, index: number[]) => void,
 *   onHover: (parameter: Parameter | null, index: number[] | null) => void}} handlers
 */
export function createMatrices(host, { onSelect, onHover }) {
  const count = el("p", { class: "caption" });
  const grids = el("div", { class: "grids" });
  host.append(el("h3", {}, "Shared weights"), count, grids);
  const tables = ORDER.map((parameter) => {
    const table = el("div", { class: "grid", role: "group" });
    const name = el(
      "span",
      { class: `letter ${parameter}` },
      parameter[0],
      el("sub", {}, parameter.slice(2)),
    );
    grids.append(
      el(
        "figure",
        { class: "matrix" },
        el("figcaption", {}, name, el("small", {}, LEADS[parameter])),
        el("div", { class: "scroll" }, table),
      ),
    );
    table.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button) onSelect(parameter, indexOf(button));
    });
    for (const type of ["mouseover", "focusin"])
      table.addEventListener(type, (event) => {
        const button = /** @type {Element} */ (event.target).closest("button");
        onHover(button && parameter, button && indexOf(button));
      });
    for (const type of ["mouseleave", "focusout"])
      table.addEventListener(type, () => onHover(null, null));
    table.addEventListener("keydown", (event) => moveFocus(table, event));
    return table;
  });

  /** @type {Partial<Record<Parameter, unknown[]>>} */
  const drawn = {};
  /** @type {WeakMap<Element, string>} */
  const written = new WeakMap();

  /**
   * @param {Model} model
   * @param {Knob | null} knob
   * @param {Palette} colors
   * @param {number} width
   * @param {boolean} isMoving  under the reader's hand: what is not seen waits until it rests
   */
  function update(model, knob, colors, width, isMoving) {
    const { T, H } = model.sizes;
    const tiny = Math.max(7, Math.min(12, Math.floor((width - 110) / H)));
    if (grids.style.getPropertyValue("--tiny") !== `${tiny}px`)
      grids.style.setProperty("--tiny", `${tiny}px`);
    const n = model.num_parameters;
    const words =
      `${grouped(n)} numbers, used ${T} ${T === 1 ? "time" : "times"} each; without sharing there ` +
      `would be ${grouped(n * T)}. Click one: every copy lights up in the graph.`;
    setText(count, words);
    ORDER.forEach((parameter, p) => {
      // A thousand buttons need not be touched because the cursor or another number moved.
      const now = [model.arrays[parameter], keyOf(knob), colors.theme, model.limits.W];
      if (now.every((item, i) => item === drawn[parameter]?.[i])) return;
      const [height, breadth] = shapeOf(model.sizes, parameter);
      const paintsOnly = isMoving && height * breadth > 64;
      drawn[parameter] = paintsOnly ? [] : now;
      const [rows, cols] = shapeOf(model.sizes, parameter);
      const table = tables[p];
      const size =
        Math.max(rows, cols) <= 8 ? "roomy" : Math.max(rows, cols) <= 16 ? "tight" : "tiny";
      const whole = knob !== null && knob.kind !== "entry" && parameterOf(knob) === parameter;
      table.className = `grid ${size}${whole ? " whole" : ""}`;
      table.style.gridTemplateColumns = `repeat(${cols}, auto)`;
      table.setAttribute(
        "aria-label",
        `${parameter}: ${LEADS[parameter]}, ${rows} rows, ${cols} columns`,
      );
      const cells = pool(table, rows * cols, () => el("button", { type: "button", tabindex: -1 }));
      const focusable = cells.findIndex((cell) => cell.tabIndex === 0);
      if (focusable < 0 && cells.length > 0) cells[0].tabIndex = 0;
      cells.forEach((cell, i) => {
        const value = model.arrays[parameter][i];
        const index =
          cols === 1 && parameter.startsWith("b") ? [i] : [Math.floor(i / cols), i % cols];
        const lit =
          knob?.kind === "entry" &&
          knob.parameter === parameter &&
          knob.index.join() === index.join();
        const says = `${index} ${value} ${lit} ${size} ${colors.theme} ${model.limits.W}`;
        if (written.get(cell) === says) return;
        if (!paintsOnly) {
          written.set(cell, says);
          const name = `${parameter}[${index.join(", ")}]`;
          setAttributes(cell, {
            "data-index": index.join(","),
            "aria-label": `${name} = ${spoken(value)}`,
            "aria-pressed": String(lit),
            title: `${name} = ${signed(value, 3)}`,
          });
        }
        const text = size === "tiny" ? "" : size === "tight" ? signed(value, 1) : signed(value);
        setText(cell, text);
        cell.style.background = valueColor(value, model.limits.W, colors.theme);
        cell.style.color = inkOn(value, model.limits.W, colors.theme);
      });
    });
  }

  /**
   * Mark the number that the pointer is on elsewhere: a line of the graph, a term of a sum.
   * @param {Knob | null} knob
   */
  function mark(knob) {
    for (const cell of grids.querySelectorAll(".glanced")) cell.classList.remove("glanced");
    if (knob?.kind !== "entry") return;
    const table = tables[ORDER.indexOf(/** @type {Parameter} */ (knob.parameter))];
    table.querySelector(`[data-index="${knob.index.join(",")}"]`)?.classList.add("glanced");
  }

  return { update, mark };
}

/**
 * A whole number with its thousands apart: "243 600".
 * @param {number} n
 */
function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** @param {Element} button */
function indexOf(button) {
  return (button.getAttribute("data-index") ?? "").split(",").map(Number);
}

/**
 * A grid is one tab stop; the arrow keys move within it.
 * @param {HTMLElement} table
 * @param {KeyboardEvent} event
 */
function moveFocus(table, event) {
  const cells = [...table.querySelectorAll("button")];
  const at = cells.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const cols = table.style.gridTemplateColumns.match(/\d+/)?.[0] ?? "1";
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -Number(cols), ArrowDown: Number(cols) };
  const step = steps[/** @type {keyof steps} */ (event.key)];
  if (step === undefined || at < 0) return;
  event.preventDefault();
  const next = cells[at + step];
  if (!next) return;
  cells[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
