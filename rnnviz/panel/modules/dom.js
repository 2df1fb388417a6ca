// Making elements. User text only ever enters as text.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes]
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  return element;
}

/**
 * Set attributes that differ from what is there; false removes one.
 * @param {Element} element
 * @param {Record<string, string | number | boolean>} attributes
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/**
 * Set a text that differs from what is there: the same one again would be laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Make `parent` hold exactly `count` children, creating and removing at the end.
 * @template {Element} E
 * @param {Element} parent
 * @param {number} count
 * @param {(i: number) => E} create
 * @returns {E[]}
 */
export function pool(parent, count, create) {
  while (parent.childElementCount > count) parent.lastElementChild?.remove();
  while (parent.childElementCount < count) parent.append(create(parent.childElementCount));
  return /** @type {E[]} */ ([...parent.children]);
}

/**
 * Where the pointer is in a drawing, in the drawing's own pixels: in a zoomed view its box is larger.
 * @param {MouseEvent} event
 * @param {Element} drawing
 * @param {number} width  of the drawing
 * @returns {[number, number]}
 */
export function pointIn(event, drawing, width) {
  const box = drawing.getBoundingClientRect();
  const zoom = box.width / width || 1;
  return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
}

/**
 * How many of the page's pixels one of an element's is.
 * @param {Element} element
 */
export function zoomOf(element) {
  return /** @type {{currentCSSZoom?: number}} */ (element).currentCSSZoom ?? 1;
}

/** @type {WeakMap<HTMLCanvasElement, {width: number, height: number, screen: number, ratio: number}>} */
const sizes = new WeakMap();

/**
 * Size a canvas for the screen's pixels, clear it, and return its context in CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {number} [fineness]  the screen's pixels a CSS pixel; measured if it is left out
 */
export function context(canvas, width, height, fineness) {
  const screen = window.devicePixelRatio || 1;
  let size = sizes.get(canvas);
  if (!size || size.width !== width || size.height !== height || size.screen !== screen) {
    // To ask in every frame would work out the page's style once more in every frame. Where
    // a view is zoomed, one of its pixels is several; and a zoom changes the width as well.
    size = { width, height, screen, ratio: fineness ?? screen * zoomOf(canvas) };
    sizes.set(canvas, size);
    canvas.width = Math.round(width * size.ratio);
    canvas.height = Math.round(height * size.ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const { ratio } = size;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  return ctx;
}
