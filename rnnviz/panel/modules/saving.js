// Saving the graph as a picture, in the browser: the control, and the file.

import { el } from "./dom.js";
import { toCanvas, toSvg } from "./picture.js";

/**
 * @typedef {"svg" | "png"} Format
 * @typedef {import("./picture.js").Parts} Parts
 */

const WORDS = {
  svg: "SVG: for print, and to edit",
  png: "PNG: for slides and documents",
};

/**
 * A control that offers the formats when it is opened.
 * @param {(format: Format) => void} onSave
 */
export function createSaving(onSave) {
  const summary = el("summary", { class: "switch" }, "Save", el("span", {}, " picture"));
  const buttons = Object.entries(WORDS).map(([format, words]) => {
    const button = el("button", { type: "button" }, words);
    button.addEventListener("click", () => {
      close();
      onSave(/** @type {Format} */ (format));
    });
    return button;
  });
  const control = el("details", { class: "saving" }, summary, el("div", {}, ...buttons));
  function close() {
    if (control.matches(":focus-within")) summary.focus();
    control.open = false;
  }
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !control.open) return;
    event.stopPropagation(); // it lets go of this, and not of the number in hand
    close();
  });
  control.addEventListener("focusout", ({ relatedTarget }) => {
    if (!control.contains(/** @type {Node | null} */ (relatedTarget))) control.open = false;
  });
  return control;
}

/**
 * Save a picture as a file.
 * @param {Format} format
 * @param {Parts} parts
 */
export function savePicture(format, parts) {
  const name = `${nameOf(parts.title)}.${format}`;
  if (format === "svg") saveFile(new Blob([toSvg(parts)], { type: "image/svg+xml" }), name);
  else toCanvas(parts).toBlob((blob) => blob && saveFile(blob, name), "image/png");
}

/**
 * A title as a file's name: letters and digits of any script.
 * @param {string} title
 */
export function nameOf(title) {
  const words = title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join("-")].slice(0, 60).join("") || "network";
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // some browsers are slow to begin
}
