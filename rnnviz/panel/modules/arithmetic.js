// The whole equation of one unit and of one output at one step, with its numbers.

import { el, pool, setAttributes, setText } from "./dom.js";
import { plain, signed } from "./format.js";
import { stateBefore } from "./payload.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./payload.js").Knob} Knob
 * @typedef {import("./payload.js").Parameter} Parameter
 *
 * A product or a bias: its factors, and the number in the matrices that it has.
 * @typedef {{parameter: Parameter, index: number[], weight: number, value: number | null}} Term
 */

const MOST_INLINE = 8; // terms; more go on a line for each parameter
const FUNCTIONS = { tanh: "tanh", relu: "ReLU", linear: "", identity: "", sigmoid: "sigmoid" };

/**
 * @param {HTMLElement} host
 * @param {import("./reader.js").Dispatch} dispatch
 */
export function createArithmetic(host, dispatch) {
  const heading = el("h3", { tabindex: -1 }, "The arithmetic");
  const law = el("p", { class: "law" });
  const isLawNew = memo();
  host.append(
    heading,
    law,
    el(
      "p",
      { class: "caption" },
      "Each product is a number from the matrices times a number in the graph. Click another unit or output to see its sum.",
    ),
  );
  const hidden = createEquation(host);
  const output = createEquation(host);
  let step = 0; // the cursor's
  const termAt = (/** @type {Event} */ event) => {
    const term = /** @type {Element} */ (event.target).closest("[data-term]");
    if (!term) return null;
    const [parameter, index] = (term.getAttribute("data-term") ?? "").split(" ");
    return { kind: "entry", parameter, index: index.split(",").map(Number) };
  };
  const point = (/** @type {Knob | null} */ knob) =>
    dispatch({ type: "point", hovered: knob && { knob, node: null, t: step, isTerm: true } });
  host.addEventListener("mouseover", (event) => point(termAt(event)));
  host.addEventListener("mouseleave", () => point(null));
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // It leads back, and means nothing more: what is in hand stays there.
    event.stopPropagation();
    dispatch({ type: "back" });
  });
  host.addEventListener("click", (event) => {
    const knob = termAt(event);
    if (knob) dispatch({ type: "grab", knob });
  });

  /** @param {import("./scene.js").Scene} scene */
  function update({ shown: model, step: at, sum: view, lit }) {
    step = at;
    if (isLawNew(model.activation, model.output)) law.replaceChildren(...lawOf(model));
    const t = view.step;
    const isThere = t < model.num_shown;
    hidden.element.hidden = !isThere;
    output.element.hidden = !isThere;
    if (!isThere) return;
    const { H, O } = model.sizes;
    const terms = termsOfUnit(model, t, view.unit);
    const sum = total(terms);
    const f = FUNCTIONS[model.activation];
    hidden.show(terms, lit, {
      name: ["h", t, view.unit],
      f,
      end: f ? ` = ${f}(${plain(sum)}) = ` : " = ",
      result: signed(model.arrays.h[t * H + view.unit]),
    });
    const read = termsOfOutput(model, t, view.output);
    const logit = plain(total(read));
    const result = signed(model.arrays.y[t * O + view.output]);
    if (model.output === "softmax") {
      const end = ` = ${logit}, so y${t}[${view.output}] = exp(${logit}) ÷ Σ exp(z${t}) = `;
      output.show(read, lit, { name: ["z", t, view.output], f: "", end, result });
    } else {
      const g = FUNCTIONS[model.output];
      const end = g ? ` = ${g}(${logit}) = ` : " = ";
      output.show(read, lit, { name: ["y", t, view.output], f: g, end, result });
    }
  }

  return {
    update,
    /** Go there by keyboard; Escape goes back. */
    focus() {
      heading.focus();
      host.scrollIntoView({ block: "nearest" });
    },
  };
}

/**
 * What every step computes, in letters.
 * @param {Model} model
 * @returns {(Node | string)[]}
 */
function lawOf({ activation, output }) {
  const letter = (/** @type {string} */ name, /** @type {string} */ index, kind = "state") =>
    el("span", { class: kind }, el("i", {}, name), el("sub", {}, index));
  const shared = (/** @type {Parameter} */ name) => letter(name[0], name.slice(2), name);
  const within = (/** @type {string} */ f, /** @type {(Node | string)[]} */ sum) =>
    f ? [`${f}(`, ...sum, ")"] : sum;
  const read = [shared("W_hy"), " ", letter("h", "t"), " + ", shared("b_y")];
  return [
    letter("h", "t"),
    " = ",
    ...within(FUNCTIONS[activation], [
      ...[shared("W_xh"), " ", letter("x", "t"), " + ", shared("W_hh"), " ", letter("h", "t−1")],
      ...[" + ", shared("b_h")],
    ]),
    el("span", { class: "then" }),
    letter("y", "t"),
    " = ",
    ...within(output === "softmax" ? "softmax" : FUNCTIONS[output], read),
  ];
}

const MOST_SPOKEN = 12; // terms

/**
 * How a hidden unit's number comes about, to be read out: "tanh(0.50×1.00 + 0.25×−0.30 + 0.00)".
 * @param {Model} model
 * @param {number} t
 * @param {number} j
 */
export function sumInWords(model, t, j) {
  if (t >= model.num_shown) return "";
  const terms = termsOfUnit(model, t, j);
  const f = FUNCTIONS[model.activation];
  const sum =
    terms.length > MOST_SPOKEN
      ? `${plain(total(terms))}, a sum of ${terms.length} terms`
      : terms
          .map(({ weight, value }) =>
            value === null ? plain(weight) : `${plain(weight)}×${plain(value)}`,
          )
          .join(" + ");
  return f ? `${f}(${sum})` : sum;
}

/**
 * The terms of a hidden unit's sum.
 * @param {Model} model
 * @param {number} t
 * @param {number} j
 * @returns {Term[]}
 */
export function termsOfUnit(model, t, j) {
  const { I } = model.sizes;
  const x = model.arrays.x.subarray(t * I, (t + 1) * I);
  return [
    ...products(model, "W_xh", j, x),
    ...products(model, "W_hh", j, stateBefore(model, t)),
    { parameter: "b_h", index: [j], weight: model.arrays.b_h[j], value: null },
  ];
}

/**
 * @param {Model} model
 * @param {number} t
 * @param {number} k
 * @returns {Term[]}
 */
function termsOfOutput(model, t, k) {
  const { H } = model.sizes;
  const h = model.arrays.h.subarray(t * H, (t + 1) * H);
  return [
    ...products(model, "W_hy", k, h),
    { parameter: "b_y", index: [k], weight: model.arrays.b_y[k], value: null },
  ];
}

/**
 * @param {Model} model
 * @param {Parameter} parameter
 * @param {number} row
 * @param {Float32Array} values
 * @returns {Term[]}
 */
function products(model, parameter, row, values) {
  return Array.from(values, (value, col) => ({
    parameter,
    index: [row, col],
    weight: model.arrays[parameter][row * values.length + col],
    value,
  }));
}

/** @param {Term[]} terms */
export function total(terms) {
  return terms.reduce((sum, { weight, value }) => sum + weight * (value ?? 1), 0);
}

/**
 * A term as it is written, without the sign before it: "2.00·(−0.71)".
 * @param {Term} term
 */
function written({ weight, value }) {
  const factor = plain(weight).replace(/^−/, "");
  if (value === null) return factor;
  const other = plain(value);
  return `${factor}·${other.startsWith("−") ? `(${other})` : other}`;
}

/** @param {HTMLElement} host */
function createEquation(host) {
  const left = el("span", { class: "left" });
  const body = el("span", { class: "body" });
  const right = el("span", { class: "right" });
  const result = el("strong", {});
  const element = el("div", { class: "equation" }, left, body, right, result);
  host.append(element);
  let named = "";

  /**
   * @param {Term[]} terms
   * @param {Knob | null} lit
   * @param {{name: [string, number, number], f: string, end: string, result: string}} words
   */
  function show(terms, lit, words) {
    const inline = terms.length <= MOST_INLINE;
    element.className = inline ? "equation" : "equation long";
    const [letter, step, index] = words.name;
    const name = `${letter} ${step} ${index} ${words.f}`;
    if (name !== named) {
      const open = words.f ? `${words.f}(` : "";
      const sub = el("sub", {}, String(step));
      left.replaceChildren(el("i", {}, letter), sub, `[${index}] = ${open}`);
      named = name;
    }
    const parameters = [...new Set(terms.map(({ parameter }) => parameter))];
    const groups = pool(body, parameters.length, () => el("span", {}));
    parameters.forEach((parameter, g) => {
      const own = terms.filter((term) => term.parameter === parameter);
      fill(groups[g], own, lit, g === 0, inline ? null : total(own));
    });
    setText(right, `${words.f ? ")" : ""}${words.end}`);
    setText(result, words.result);
  }

  return { element, show };
}

/**
 * Write one parameter's terms; elements that are there already only change their text.
 * @param {HTMLElement} group
 * @param {Term[]} terms
 * @param {Knob | null} lit
 * @param {boolean} isFirst
 * @param {number | null} sum  written behind several terms; null leaves it out
 */
function fill(group, terms, lit, isFirst, sum) {
  setAttributes(group, { class: `terms ${terms[0].parameter}` });
  const hasSum = sum !== null && terms.length > 1;
  const spans = pool(group, 2 * terms.length + (hasSum ? 1 : 0), () => el("span", {}));
  terms.forEach((term, i) => {
    const [sign, number] = [spans[2 * i], spans[2 * i + 1]];
    const isNegative = plain(term.weight).startsWith("−");
    const isHead = isFirst && i === 0;
    setText(sign, isHead ? (isNegative ? "−" : "") : isNegative ? " − " : " + ");
    setText(number, written(term));
    const isLit =
      lit?.kind === "entry" &&
      lit.parameter === term.parameter &&
      lit.index.join() === term.index.join();
    setAttributes(sign, { class: i === 0 ? "plus" : "sign", "data-term": false });
    setAttributes(number, {
      class: isLit ? "term lit" : "term",
      "data-term": `${term.parameter} ${term.index.join(",")}`,
    });
  });
  if (!hasSum) return;
  const last = spans[2 * terms.length];
  setAttributes(last, { class: "sum", "data-term": false });
  setText(last, ` = ${plain(sum)}`);
}
