// A lesson's prose as a page: texts stay texts, and a link is a button that tells Python.

/**
 * @typedef {{text: (string | [string, string])[], strong?: boolean, em?: boolean, code?: boolean, action?: string}} Run
 * @typedef {{kind: "paragraph" | "heading" | "list", runs: Run[], items: Run[][],
 *   ordered: boolean}} Block
 */

/**
 * @param {{data: {blocks: Block[], leading: boolean}, parentElement: HTMLElement,
 *   setTriggerValue: (name: string, value: unknown) => void}} component
 */
export default function component({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".prose"));
  const said = JSON.stringify(data);
  root.onclick = ({ target }) => {
    const action = target instanceof HTMLElement && target.closest("button")?.dataset.action;
    if (action) setTriggerValue("go", action);
  };
  // A link that is pressed keeps the keyboard's focus when Python has answered.
  if (root.dataset.said === said) return;
  root.dataset.said = said;
  root.classList.toggle("leading", data.leading);
  root.replaceChildren(...data.blocks.map(drawn));
}

/** @param {Block} block */
function drawn({ kind, runs, items, ordered }) {
  if (kind !== "list") return filled(kind === "heading" ? "h3" : "p", runs);
  const list = document.createElement(ordered ? "ol" : "ul");
  list.append(...items.map((item) => filled("li", item)));
  return list;
}

/**
 * @param {string} tag
 * @param {Run[]} runs
 */
function filled(tag, runs) {
  const element = document.createElement(tag);
  element.append(...runs.map(written));
  return element;
}

/** @param {string | [string, string]} piece  a text, or a letter and what stands below it */
function pieced(piece) {
  if (typeof piece === "string") return piece;
  const symbol = document.createElement("span");
  const parts = ["i", "sub"].map((tag) => document.createElement(tag));
  parts.forEach((part, i) => part.append(piece[i]));
  symbol.append(...parts);
  return symbol;
}

/** @param {Run} run */
function written({ text, strong, em, code, action }) {
  /** @type {HTMLElement} */
  let part = document.createElement("span");
  part.append(...text.map(pieced));
  const marks = [code && "code", em && "em", strong && "strong", action && "button"];
  for (const mark of marks.filter((tag) => typeof tag === "string")) {
    const element = document.createElement(mark);
    element.append(part);
    part = element;
  }
  if (action && part instanceof HTMLButtonElement) {
    part.type = "button";
    part.dataset.action = action;
  }
  return part;
}
