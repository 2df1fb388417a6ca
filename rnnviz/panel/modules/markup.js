// Writing SVG as text. User text only ever enters escaped.

/**
 * A number in hundredths, as short as it can be.
 * @param {number} value
 */
export function short(value) {
  return String(Math.round(value * 100) / 100);
}

/**
 * An element as text; an attribute that is empty is left out.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes  not escaped yet
 * @param {string} [content]  markup already
 */
export function element(tag, attributes, content) {
  const all = Object.entries(attributes)
    .filter(([, value]) => value !== "")
    .map(
      ([name, value]) => ` ${name}="${typeof value === "number" ? short(value) : escaped(value)}"`,
    )
    .join("");
  return content === undefined ? `<${tag}${all}/>` : `<${tag}${all}>${content}</${tag}>`;
}

/**
 * A text as it can stand in XML: its own signs written out, and what no XML may hold replaced.
 * @param {string} text
 */
export function escaped(text) {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
