// Colour means one thing each: value (blue, near-white, orange) and role (which parameter).

// All of them stand in the file that Python and CSS read, too (rnnviz/look/palette.py says which
// is which).
import LOOK from "../../look/colors.json" with { type: "json" };

/** @typedef {"light" | "dark"} Theme */

/**
 * The colours of a ground. To a room there is no grey text, and strokes reach the last row.
 * @param {Theme} theme
 * @param {boolean} [isProjected]
 */
export function palette(theme, isProjected = false) {
  const { ground, ...colors } = LOOK[theme];
  return { theme, isProjected, page: ground, ...colors, ...(isProjected ? LOOK.projected : {}) };
}

/** @typedef {ReturnType<typeof palette>} Palette */

const STEPS = 128; // on each side of zero
/** @type {Record<string, string[]>} */
const ramps = {};

/**
 * The colour of a value on a scale of −limit … limit; beyond it, the end of the scale.
 * @param {number} value
 * @param {number} limit
 * @param {Theme} theme
 */
export function valueColor(value, limit, theme) {
  ramps[theme] ??= ramp(LOOK[theme].value);
  return ramps[theme][rampIndex(value, limit)];
}

/** @type {Record<string, Uint32Array>} */
const pixels = {};

/**
 * The same colour as a pixel of an ImageData seen as 32-bit numbers.
 * @param {number} value
 * @param {number} limit
 * @param {Theme} theme
 */
export function valuePixel(value, limit, theme) {
  pixels[theme] ??= new Uint32Array(
    new Uint8Array(ramp(LOOK[theme].value).flatMap((color) => [...rgb(color), 255])).buffer,
  );
  return pixels[theme][rampIndex(value, limit)];
}

// Influence: how much of a nudge arrives. Ink is all of it; it fades towards the ground over
// four decades, and goes on into red where a nudge has grown.
const DECADES = 4;

/**
 * The colour of an influence, on a scale of 10⁻⁴ … 1 … 10⁴.
 * @param {number} size  at least 0
 * @param {Theme} theme
 */
export function influenceColor(size, theme) {
  const key = `${theme} influence`;
  const { ground, ink, growth } = LOOK[theme];
  ramps[key] ??= ramp([ground, ink, growth]);
  return ramps[key][rampIndex(Math.log10(size), DECADES)];
}

/**
 * Black or white, whichever reads better on an influence's colour.
 * @param {number} size
 * @param {Theme} theme
 */
export function inkOnInfluence(size, theme) {
  const color = influenceColor(size, theme);
  return contrast(color, "#ffffff") >= contrast(color, "#000000") ? "#ffffff" : "#000000";
}

/**
 * Black or white, whichever reads better on a value's colour.
 * @param {number} value
 * @param {number} limit
 * @param {Theme} theme
 */
export function inkOn(value, limit, theme) {
  const key = `${theme} ink`;
  ramps[key] ??= ramp(LOOK[theme].value).map((color) =>
    contrast(color, "#ffffff") >= contrast(color, "#000000") ? "#ffffff" : "#000000",
  );
  return ramps[key][rampIndex(value, limit)];
}

/**
 * @param {number} value
 * @param {number} limit
 */
function rampIndex(value, limit) {
  const share = Math.max(-1, Math.min(1, value / limit));
  return Math.round((share + 1) * STEPS);
}

/** @param {string[]} stops */
function ramp(stops) {
  return Array.from({ length: 2 * STEPS + 1 }, (_, i) => {
    const place = (i / (2 * STEPS)) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(place));
    const [a, b] = [rgb(stops[left]), rgb(stops[left + 1])];
    const mixed = a.map((channel, k) => Math.round(channel + (b[k] - channel) * (place - left)));
    return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
  });
}

/**
 * The three channels of a "#rrggbb" colour.
 * @param {string} color
 */
export function rgb(color) {
  return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
}

/**
 * The contrast ratio of two colours (WCAG 2.2).
 * @param {string} a
 * @param {string} b
 */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

/** @param {string} color */
export function luminance(color) {
  const [r, g, b] = rgb(color).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
