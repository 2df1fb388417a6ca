// Numbers that a reader types.

import { printable } from "./format.js";

/**
 * The number that was typed, or null where it is none, or not a finite one.
 * @param {string} text
 */
export function numberIn(text) {
  const plain = text.trim().replace("−", "-");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}

/**
 * Why a text is not taken for a number.
 * @param {string} name  of the number
 * @param {string} text
 */
export function refusalOf(name, text) {
  return (
    `${name} cannot be “${printable(text, 24)}”: expected a finite number, such as −0.5, ` +
    "with a point as the decimal sign."
  );
}
