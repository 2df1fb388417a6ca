// Numbers and names as people read them. rnnviz/number_words.py writes numbers in the same way:
// tests/panel/numbers.json holds both to the same cases.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * A number to so many significant digits, as in a sentence: "−0.22", "1024", "1.5×10⁻⁷". No digit
 * before the point is rounded away, and no zero at the end is written.
 * @param {number} value  finite
 * @param {number} [digits]  beside a power of ten there are at most 3
 */
export function inPrint(value, digits = 3) {
  const rounded = toDigits(finite(value), digits, 1e5);
  if (rounded === 0) return "0";
  if (Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e5) return minus(String(rounded));
  const [mantissa, exponent] = value.toExponential(Math.min(digits, 3) - 1).split("e");
  return `${minus(String(Number(mantissa)))}×10${superscript(Number(exponent))}`;
}

/**
 * A signed number for the screen, with a true minus sign: "+0.25", "−1.3e5".
 * @param {number} value  finite
 * @param {number} [decimals] of numbers below 10; larger ones keep fewer
 */
export function signed(value, decimals = 2) {
  const text = plain(value, decimals);
  return text.startsWith("−") ? text : `+${text}`;
}

/**
 * The same without the plus: "0.25", "−1.3e5".
 * @param {number} value  finite
 * @param {number} [decimals]
 */
export function plain(value, decimals = 2) {
  const size = Math.abs(finite(value));
  let text;
  if (size >= 10000 || (size > 0 && size < 0.5 * 10 ** -decimals && decimals >= 3)) {
    text = value.toExponential(1).replace("e+", "e");
  } else if (size >= 100) text = value.toFixed(0);
  else if (size >= 10) text = value.toFixed(Math.min(1, decimals));
  else text = value.toFixed(decimals);
  if (Number(text) === 0) text = text.replace("-", "");
  return minus(text);
}

/**
 * A size in two digits, as a small cell holds it: "0.46", "1024", "3e−5", "0".
 * @param {number} size  at least 0
 */
export function brief(size) {
  if (size > 3.4e38) return "∞"; // more than Python could send
  const rounded = toDigits(finite(size), size < 0.01 ? 1 : 2, 10000);
  const isShort = rounded === 0 || (rounded >= 0.01 && rounded < 10000);
  const text = isShort ? String(rounded) : size.toExponential(0).replace("e+", "e");
  return minus(text);
}

/**
 * A signed number for programs and screen readers: "+0.250", "-12.500".
 * @param {number} value
 */
export function spoken(value) {
  const text = value.toFixed(3);
  if (Number(text) === 0) return "+0.000";
  return value < 0 ? text : `+${text}`;
}

/**
 * A number as it stands in a field: the shortest that means the same float32.
 * @param {number} value
 */
export function exact(value) {
  const lengths = [6, 7, 8, 9]; // digits; 9 tell any two float32s apart
  const texts = lengths.map((digits) => Number(value.toPrecision(digits)));
  return String(texts.find((number) => Math.fround(number) === Math.fround(value)));
}

/**
 * A number to so many significant digits; below `most`, to all that stand before the point.
 * @param {number} value
 * @param {number} digits
 * @param {number} most
 */
function toDigits(value, digits, most) {
  const size = Math.abs(value);
  const whole = size >= 1 && size < most ? String(Math.trunc(size)).length : 0;
  return Number(value.toPrecision(Math.max(digits, whole)));
}

/** @param {string} text */
function minus(text) {
  return text.replaceAll("-", "−");
}

/** @param {number} exponent */
function superscript(exponent) {
  return [...String(exponent)]
    .map((sign) => (sign === "-" ? "⁻" : SUPERSCRIPTS[Number(sign)]))
    .join("");
}

/**
 * The number itself. No picture has a place for any that is not finite.
 * @param {number} value
 */
function finite(value) {
  if (!Number.isFinite(value)) throw new RangeError(`${value}: expected a finite number`);
  return value;
}

/**
 * A whole number as a subscript; −1 is ₋₁.
 * @param {number} n
 */
export function subscript(n) {
  const digits = [...String(Math.abs(n))].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
  return n < 0 ? `₋${digits}` : digits;
}

/**
 * A text of the user's as it can be drawn: spaces and breaks visible, characters that
 * would reorder or hide their neighbours replaced, and cut to `most` characters.
 * @param {string} text
 * @param {number} [most]
 */
export function printable(text, most = 12) {
  if (text === " ") return "␣";
  const shown = text
    .replace(/\n/g, "↵")
    .replace(/\t/g, "⇥")
    // The two joiners hold emoji and whole scripts together.
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, "�");
  const characters = [...new Intl.Segmenter().segment(shown)].map(({ segment }) => segment);
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : shown;
}
