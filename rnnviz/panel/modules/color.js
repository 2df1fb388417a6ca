// Colour means one thing each: value (blue, near-white, orange) and role (which parameter).

const VALUE = {
  light: ["#2166ac", "#92c5de", "#f7f7f7", "#fdb863", "#b35806"],
  dark: ["#7cc4ff", "#2f6fa8", "#262b36", "#b3671a", "#ffb454"],
};
// Lines need 3:1 against the ground, so they take a darker ramp than cells do.
const LINE = {
  light: { negative: "#2f76b5", positive: "#c96f14", zero: "#b9bec6" },
  dark: { negative: "#6db4ee", positive: "#eda04a", zero: "#4a5160" },
};
const ROLE = {
  light: { W_xh: "#00806a", W_hh: "#7a3fa0", W_hy: "#b0305c", b_h: "#5b6470", b_y: "#5b6470" },
  dark: { W_xh: "#3fc1a3", W_hh: "#c597ea", W_hy: "#f283a6", b_h: "#a9b1bd", b_y: "#a9b1bd" },
};
const GROUND = {
  light: {
    page: "#ffffff",
    ink: "#1b1e24",
    soft: "#5b6470",
    rule: "#cdd2d9",
    band: "#f2edf8",
    card: "#ffffff",
    edge: "#8b929c",
    track: "#f5f6f8",
  },
  dark: {
    page: "#0e1117",
    ink: "#f3f4f6",
    soft: "#a9b1bd",
    rule: "#3d4452",
    band: "#231b30",
    card: "#141922",
    edge: "#69727f",
    track: "#181d27",
  },
};

/** @typedef {"light" | "dark"} Theme */

// No grey text, and strokes that reach the last row.
const PROJECTED = { ink: "#000000", soft: "#000000", rule: "#595f69" };

/**
 * @param {Theme} theme
 * @param {boolean} [isProjected]
 */
export function palette(theme, isProjected = false) {
  const ground = isProjected ? { ...GROUND[theme], ...PROJECTED } : GROUND[theme];
  return { theme, isProjected, line: LINE[theme], role: ROLE[theme], ...ground };
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
  ramps[theme] ??= ramp(VALUE[theme]);
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
    new Uint8Array(ramp(VALUE[theme]).flatMap((color) => [...rgb(color), 255])).buffer,
  );
  return pixels[theme][rampIndex(value, limit)];
}

// Influence: how much of a nudge arrives. Ink is all of it; it fades towards the ground over
// four decades, and goes on into red where a nudge has grown.
const INFLUENCE = {
  light: ["#ffffff", "#1b1f26", "#e0231c"],
  dark: ["#0e1117", "#f0f2f6", "#ff4a3d"],
};
const DECADES = 4;

/**
 * The colour of an influence, on a scale of 10⁻⁴ … 1 … 10⁴.
 * @param {number} size  at least 0
 * @param {Theme} theme
 */
export function influenceColor(size, theme) {
  const key = `${theme} influence`;
  ramps[key] ??= ramp(INFLUENCE[theme]);
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
  ramps[key] ??= ramp(VALUE[theme]).map((color) =>
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
