// The frame of a drawing: what the page looks like, and where in it the graph's columns stand.

import { luminance, palette } from "./color.js";
import { between, layout } from "./geometry.js";
import { memo } from "./memo.js";

/**
 * @typedef {import("./payload.js").Model} Model
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./geometry.js").Layout} Layout
 *
 * @typedef {object} Frame
 * @property {number} width  of the panel
 * @property {string} font  family of the page
 * @property {import("./color.js").Palette} colors
 * @property {Layout} place
 */

/** @param {HTMLElement} root */
export function createFrame(root) {
  let width = 0;
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
    width = Math.floor(root.clientWidth);
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
    if (!isPlacedAnew(width, I, H, O, T, numShown, step, fold, opened, toRoom)) return;
    const first = place?.first ?? 0;
    const at = (/** @type {import("./geometry.js").Mode} */ mode) =>
      layout({ width, sizes, numShown, step, mode, first, toRoom });
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
      return { width, font, colors, place };
    },
  };
}

/** @param {CSSStyleDeclaration} style */
function isDark(style) {
  const channels = style.getPropertyValue("--ground").trim() || "#ffffff";
  return /^#[0-9a-f]{6}$/i.test(channels) && luminance(channels) < 0.2;
}
