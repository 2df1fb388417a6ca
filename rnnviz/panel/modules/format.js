// Numbers and names as people read them.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/**
 * A signed number for the screen, with a true minus sign: "+0.25", "−1.3e5".
 * @param {number} value
 * @param {number} [decimals] of numbers below 10; larger ones keep fewer
 */
export function signed(value, decimals = 2) {
  const text = plain(value, decimals);
  return text.startsWith("−") ? text : `+${text}`;
}

/**
 * The same without the plus: "0.25", "−1.3e5".
 * @param {number} value
 * @param {number} [decimals]
 */
export function plain(value, decimals = 2) {
  const size = Math.abs(value);
  let text;
  if (size >= 10000 || (size > 0 && size < 0.5 * 10 ** -decimals && decimals >= 3)) {
    text = value.toExponential(1).replace("e+", "e");
  } else if (size >= 100) text = value.toFixed(0);
  else if (size >= 10) text = value.toFixed(Math.min(1, decimals));
  else text = value.toFixed(decimals);
  if (Number(text) === 0) text = text.replace("-", "");
  return text.replaceAll("-", "−");
}

/**
 * A size in two digits, as a small cell holds it: "0.46", "3e−5", "370", "0".
 * @param {number} size  at least 0
 */
export function brief(size) {
  if (size === 0) return "0";
  if (size > 3.4e38) return "∞"; // more than Python could send
  const text = size.toPrecision(2);
  const isShort = size >= 0.0095 && size < 9950;
  return isShort
    ? String(Number(text))
    : size.toExponential(0).replace("e+", "e").replace("-", "−");
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
