// A drawing context that writes SVG: what is drawn on it with a canvas's own calls becomes paths
// and texts. It knows those calls that the graph makes, and no page.

import { element, escaped, short } from "./markup.js";

/**
 * How a text is in a font: its width, and how far its alphabetic baseline is under its middle.
 * @typedef {(text: string, font: string) => {width: number, drop: number}} Measure
 * @typedef {[number, number, number, number, number, number]} Matrix  as DOMMatrix's a … f
 */

const ANCHORS = { left: "", start: "", center: "middle", right: "end", end: "end" };
const PER_TURN = 2 * Math.PI;
const FONT = /^(?:(italic) )?(?:(\d+) )?([\d.]+)px (.+)$/;

export class SvgContext {
  fillStyle = "#000000";
  strokeStyle = "#000000";
  lineWidth = 1;
  /** @type {CanvasLineCap} */
  lineCap = "butt";
  /** @type {CanvasLineJoin} */
  lineJoin = "miter";
  globalAlpha = 1;
  font = "10px sans-serif";
  /** @type {CanvasTextAlign} */
  textAlign = "start";
  /** @type {CanvasTextBaseline} */
  textBaseline = "alphabetic";
  canvas = this; // what drawImage takes
  /** @type {number[]} */
  #dash = [];
  /** @type {Matrix} */
  #matrix = [1, 0, 0, 1, 0, 0];
  #clip = "";
  #path = "";
  /** @type {(() => void)[]} */
  #saved = [];
  /** @type {string[]} */
  #marks = [];
  #name = ""; // as a layer that was drawn
  #measure;
  #family;
  #names;

  /**
   * @param {Measure} measure
   * @param {string} family  the font of most texts, said once
   * @param {{count: number}} [names]  given out to the parts of one picture
   */
  constructor(measure, family, names = { count: 0 }) {
    this.#measure = measure;
    this.#family = family;
    this.#names = names;
  }

  /** An empty layer, to be drawn on and then drawn elsewhere by drawImage. */
  layer() {
    return new SvgContext(this.#measure, this.#family, this.#names);
  }

  /**
   * All that was drawn, as an SVG file.
   * @param {number} width
   * @param {number} height
   * @param {string} title  for those who do not see it
   */
  toText(width, height, title) {
    const head = {
      xmlns: "http://www.w3.org/2000/svg",
      "xmlns:xlink": "http://www.w3.org/1999/xlink",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "font-family": this.#family,
    };
    const parts = [element("title", {}, escaped(title)), ...this.#marks];
    return `${element("svg", head, parts.join("\n"))}\n`;
  }

  save() {
    const fields = { ...this };
    const [dash, matrix, clip] = [this.#dash, this.#matrix, this.#clip];
    this.#saved.push(() => {
      Object.assign(this, fields);
      [this.#dash, this.#matrix, this.#clip] = [dash, matrix, clip];
    });
  }

  restore() {
    this.#saved.pop()?.();
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.#dash = dash;
  }

  getTransform() {
    const [a, b, c, d, e, f] = this.#matrix;
    return { a, b, c, d, e, f };
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  translate(x, y) {
    const [a, b, c, d] = this.#matrix;
    this.#matrix = [a, b, c, d, ...this.#at(x, y)];
  }

  /** @param {number} angle */
  rotate(angle) {
    const [a, b, c, d, e, f] = this.#matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#matrix = [
      a * cos + c * sin,
      b * cos + d * sin,
      c * cos - a * sin,
      d * cos - b * sin,
      e,
      f,
    ];
  }

  beginPath() {
    this.#path = "";
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  moveTo(x, y) {
    this.#path += `M${this.#place(x, y)}`;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  lineTo(x, y) {
    this.#path += `L${this.#place(x, y)}`;
  }

  /** @param {[number, number, number, number, number, number]} points */
  bezierCurveTo(...[x1, y1, x2, y2, x, y]) {
    this.#path += `C${this.#place(x1, y1)} ${this.#place(x2, y2)} ${this.#place(x, y)}`;
  }

  /**
   * A whole circle.
   * @param {number} x
   * @param {number} y
   * @param {number} r
   * @param {number} from
   * @param {number} to
   */
  arc(x, y, r, from, to) {
    if (to - from < PER_TURN) throw new RangeError("arc: expected a whole circle");
    const half = (/** @type {number} */ end) =>
      `A${short(r)} ${short(r)} 0 0 1 ${this.#place(end, y)}`;
    this.#path += `M${this.#place(x + r, y)}${half(x - r)}${half(x + r)}Z`;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} w
   * @param {number} h
   * @param {number} radius
   */
  roundRect(x, y, w, h, radius) {
    const r = Math.max(0, Math.min(radius, w / 2, h / 2));
    const [right, bottom] = [x + w, y + h];
    const corner = (/** @type {number} */ toX, /** @type {number} */ toY) =>
      r > 0 ? `A${short(r)} ${short(r)} 0 0 1 ${this.#place(toX, toY)}` : "";
    const line = (/** @type {number} */ toX, /** @type {number} */ toY) =>
      `L${this.#place(toX, toY)}`;
    this.#path +=
      `M${this.#place(x + r, y)}${line(right - r, y)}${corner(right, y + r)}` +
      `${line(right, bottom - r)}${corner(right - r, bottom)}` +
      `${line(x + r, bottom)}${corner(x, bottom - r)}${line(x, y + r)}${corner(x + r, y)}Z`;
  }

  /** What is drawn from now on, until the state is restored, is cut off at the path. */
  clip() {
    const name = this.#newName();
    const shape = element("path", { d: this.#path });
    this.#marks.push(element("clipPath", { id: name }, shape));
    this.#clip = name;
  }

  fill() {
    this.#mark("path", { d: this.#path, ...this.#paint("fill") });
  }

  stroke() {
    this.#mark("path", { d: this.#path, fill: "none", ...this.#paint("stroke"), ...this.#pen() });
  }

  /**
   * Stroke a path that is data already.
   * @param {string} d
   */
  strokeData(d) {
    const transform = this.#move(0, 0);
    const paint = { fill: "none", ...this.#paint("stroke"), ...this.#pen() };
    this.#mark("path", { d, transform, ...paint });
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} w
   * @param {number} h
   */
  fillRect(x, y, w, h) {
    const [left, top] = this.#at(x, y);
    this.#mark("rect", { x: left, y: top, width: w, height: h, ...this.#paint("fill") });
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} [most]  pixels; a longer text is squeezed
   */
  fillText(text, x, y, most) {
    this.#write(text, x, y, most, this.#paint("fill"));
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number} [most]
   */
  strokeText(text, x, y, most) {
    const paint = { fill: "none", ...this.#paint("stroke"), ...this.#pen() };
    this.#write(text, x, y, most, paint);
  }

  /** @param {string} text */
  measureText(text) {
    return this.#measure(text, this.font);
  }

  /**
   * Draw a layer, at the size that it was drawn in. The first time it is written out; from then
   * on it is used again.
   * @param {SvgContext} layer
   * @param {number} x
   * @param {number} y
   */
  drawImage(layer, x, y) {
    const place = { transform: this.#move(x, y), opacity: this.#alpha() };
    if (layer.#name) return this.#mark("use", { "xlink:href": `#${layer.#name}`, ...place });
    layer.#name = this.#newName();
    this.#mark("g", place, element("g", { id: layer.#name }, layer.#marks.join("\n")));
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {number | undefined} most
   * @param {Record<string, string | number>} paint
   */
  #write(text, x, y, most, paint) {
    const { width, drop } = this.#measure(text, this.font);
    const [left, top] = this.#at(x, y);
    const [, style = "", weight = "", size = "10", family = ""] = FONT.exec(this.font) ?? [];
    /** @type {Record<string, string | number>} */
    const all = {
      x: left,
      // Half of the programs that read SVG know no baseline but the alphabetic one.
      y: this.textBaseline === "middle" ? top + drop : top,
      "font-family": family === this.#family ? "" : family,
      "font-size": size,
      "font-weight": weight,
      "font-style": style,
      "text-anchor": ANCHORS[this.textAlign],
      // As wide as on the page, in whichever font the reader has.
      textLength: Math.min(width, most ?? width),
      lengthAdjust: "spacingAndGlyphs",
      ...paint,
    };
    this.#mark("text", all, escaped(text));
  }

  /**
   * @param {string} tag
   * @param {Record<string, string | number>} attributes
   * @param {string} [content]
   */
  #mark(tag, attributes, content) {
    const mark = element(tag, attributes, content);
    const clip = this.#clip && `url(#${this.#clip})`;
    this.#marks.push(clip ? element("g", { "clip-path": clip }, mark) : mark);
  }

  /** @param {"fill" | "stroke"} what */
  #paint(what) {
    const colour = what === "fill" ? this.fillStyle : this.strokeStyle;
    return { [what]: colour, [`${what}-opacity`]: this.#alpha() };
  }

  #pen() {
    return {
      "stroke-width": this.lineWidth,
      "stroke-dasharray": this.#dash.map(short).join(" "),
      "stroke-linecap": this.lineCap === "butt" ? "" : this.lineCap,
      "stroke-linejoin": this.lineJoin === "miter" ? "" : this.lineJoin,
    };
  }

  #alpha() {
    return this.globalAlpha < 1 ? this.globalAlpha : "";
  }

  #newName() {
    this.#names.count += 1;
    return `part${this.#names.count}`;
  }

  /**
   * Where a point is, on the layer.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  #at(x, y) {
    const [a, b, c, d, e, f] = this.#matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  /**
   * The move of what is placed at a point.
   * @param {number} x
   * @param {number} y
   */
  #move(x, y) {
    const [left, top] = this.#at(x, y);
    return left || top ? `translate(${short(left)} ${short(top)})` : "";
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #place(x, y) {
    return this.#at(x, y).map(short).join(" ");
  }
}
