// A field in place of a cell: a number is typed where it stands, as in a sheet. Enter and the
// arrows go on downwards, Tab sideways, Escape leaves the number as it was.

import { el, setAttributes } from "./dom.js";
import { numberIn, refusalOf } from "./typed.js";

/**
 * @typedef {object} Handlers
 * @property {(at: number, value: number) => void} onType
 * @property {(sentence: string) => void} onRefuse
 * @property {(at: number) => string} textOf  the number that stands in a cell
 * @property {(at: number, rows: number, cols: number) => number} next  the cell that is so many
 *   rows and columns further, or −1
 */

const STARTS = /^[0-9+\-−.,]$/; // keys that begin a number

/**
 * @param {HTMLElement} layers  holds the cells, and the field above them
 * @param {() => HTMLButtonElement[]} cells
 * @param {Handlers} handlers
 */
export function createCellField(layers, cells, { onType, onRefuse, textOf, next }) {
  const field = el("input", {
    type: "text",
    class: "cell-field",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
  });
  field.hidden = true;
  layers.append(field);
  let at = -1;
  let before = "";
  let name = "";

  /**
   * Open the field over a cell.
   * @param {number} cell
   * @param {string} [text]  typed already; left out, the number that stands there is selected
   */
  function open(cell, text) {
    at = cell;
    const button = cells()[at];
    name = button.ariaLabel?.split(" = ")[0] ?? "";
    before = textOf(at);
    setAttributes(field, { "aria-label": `${name}, exact value` });
    field.style.left = `${button.offsetLeft}px`;
    field.style.top = `${button.offsetTop}px`;
    field.style.minHeight = `${button.offsetHeight}px`;
    field.hidden = false;
    field.value = text ?? before;
    field.focus();
    if (text === undefined) field.select();
  }

  function close() {
    field.hidden = true;
    at = -1;
  }

  /** Take the number that was typed; false where it is none, and the field stays. */
  function commit() {
    if (field.value === before) return true;
    const value = numberIn(field.value);
    if (value === null) {
      onRefuse(refusalOf(name, field.value));
      field.select();
      return false;
    }
    onType(at, value);
    return true;
  }

  field.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Escape, or an arrow, means the field here
    const { key, shiftKey } = event;
    const rows = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
    const across = key === "Tab" ? (shiftKey ? -1 : 1) : 0;
    const cell = cells()[at];
    if (key === "Escape") {
      close();
      cell.focus();
    } else if (rows !== 0 || across !== 0) {
      if (!commit()) {
        event.preventDefault();
        return;
      }
      const to = next(at, rows, across);
      close();
      cell.focus();
      // At either end Tab leaves the sheet, from the cell where it is.
      if (across === 0 || to >= 0) event.preventDefault();
      if (to >= 0) open(to);
    }
  });
  field.addEventListener("blur", () => {
    if (at < 0 || field.hidden) return;
    commit();
    close();
  });

  return {
    open,
    /**
     * Whether a key on a cell opens the field, which it then does.
     * @param {KeyboardEvent} event
     * @param {number} cell
     */
    hear(event, cell) {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      const isChosen = cells()[cell].getAttribute("aria-pressed") === "true";
      if (STARTS.test(event.key)) open(cell, event.key.replace("−", "-"));
      else if (event.key === "F2" || (event.key === "Enter" && isChosen)) open(cell);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
