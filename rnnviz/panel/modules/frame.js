// The frame of a drawing: what the page looks like, and where in it the graph's columns stand.

import { luminance, palette } from "./color.js";
import { zoomOf } from "./dom.js";
import { between, layout } from "./geometry.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./geometry.js").Layout} Layout
 *
 * @typedef {object} Frame
 * @property {number} width  of the graph and of what stands under it
 * @property {number} railWidth  of the shared weights, beside the graph or under it
 * @property {string} font  family of the page
 * @property {import("./color.js").Palette} colors
 * @property {Layout} place
 */

const RAIL_FROM = 1100; // pixels of width from which the shared weights stand beside the graph
const RAIL = 312; // pixels: eight columns of numbers
const ALONE = 100; // pixels beside the panel, within which nothing else stands
const ROOM_BELOW = 8; // pixels between the graph and the dock

/**
 * @param {object} elements
 * @param {HTMLElement} elements.root
 * @param {HTMLElement} elements.main  the graph and what belongs to its columns
 * @param {HTMLElement} elements.dock  what stays at the window's foot
 * @param {HTMLElement} elements.graph
 */
export function createFrame({ root, main, dock, graph }) {
  let width = 0;
  let railWidth = 0;
  let height = Infinity; // for the graph, over the dock
  let font = "";
  /** @type {Frame["colors"]} */
  let colors;
  /** @type {Layout} */
  let place;
  const isPlacedAnew = memo();

  /**
   * Learn what the page looks like: its width, its colours, its font.
   * @param {Model} model
   */
  function dress({ projector, hide, lock }) {
    root.dataset.view = projector ? "projector" : "page";
    root.dataset.hide = hide.join(" ");
    if (lock) root.dataset.lock = lock;
    else delete root.dataset.lock;
    const style = getComputedStyle(root);
    const isBeside = root.clientWidth >= RAIL_FROM && !projector && !hidesRail(hide);
    root.dataset.rail = isBeside ? "beside" : "below";
    const { left, right } = root.getBoundingClientRect();
    root.style.setProperty("--bleed-left", left < ALONE ? "100vw" : "0px");
    root.style.setProperty("--bleed-right", innerWidth - right < ALONE ? "100vw" : "0px");
    width = Math.floor(main.clientWidth);
    railWidth = isBeside ? RAIL : width;
    height = roomIn(root, graph, dock);
    font = style.fontFamily;
    const theme = isDark(style) && !projector ? "dark" : "light";
    if (theme === colors?.theme && projector === colors.isProjected) return;
    colors = palette(theme, projector);
    root.dataset.theme = theme;
    for (const [parameter, color] of Object.entries(colors.role))
      root.style.setProperty(`--${parameter}`, color);
  }

  /**
   * Find where everything stands, if that is not known.
   * @param {Scene} scene
   */
  function lay({ shown, step, fold, opened }) {
    const { sizes, num_shown: numShown, projector: toRoom } = shown;
    const { I, H, O, T } = sizes;
    if (!isPlacedAnew(width, height, I, H, O, T, numShown, step, fold, opened, toRoom)) return;
    const first = place?.first ?? 0;
    const at = (/** @type {import("./geometry.js").Mode} */ mode) =>
      layout({ width, height, sizes, numShown, step, mode, first, toRoom });
    if (fold === 0) place = at(opened ? "opened" : "unrolled");
    else if (fold === 1) place = at("folded");
    else place = between(at("unrolled"), at("folded"), fold);
  }

  return {
    dress,
    /**
     * The frame of a scene; null while the page has no room for one.
     * @param {Scene} scene
     * @returns {Frame | null}
     */
    of(scene) {
      if (width === 0) return null;
      lay(scene);
      return { width, railWidth, font, colors, place };
    },
  };
}

/** @param {string[]} hide  the parts that the link hides */
function hidesRail(hide) {
  return hide.includes("matrices") && hide.includes("sliders");
}

/**
 * The height that the window has for the graph, between what stands over it and the dock. Where
 * the panel begins far down a page, what stands over it is scrolled away.
 * @param {HTMLElement} root
 * @param {HTMLElement} graph
 * @param {HTMLElement} dock
 */
function roomIn(root, graph, dock) {
  const top = root.getBoundingClientRect().top;
  const lead = top + scrolled(root);
  const above = graph.getBoundingClientRect().top - top + (lead < innerHeight / 3 ? lead : 0);
  return Math.floor((innerHeight - above) / zoomOf(root) - dock.offsetHeight - ROOM_BELOW);
}

/**
 * How far everything around an element is scrolled.
 * @param {Node} element
 */
function scrolled(element) {
  let sum = 0;
  /** @type {Node | null} */
  let node = element;
  while (node) {
    if (node instanceof Element) sum += node.scrollTop;
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return sum;
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  const channels = style.getPropertyValue("--ground").trim() || "#ffffff";
  return /^#[0-9a-f]{6}$/i.test(channels) && luminance(channels) < 0.2;
}
