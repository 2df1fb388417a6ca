// Streamlit loads this file, which leads to the panel's script and style. They stand in a folder
// named after their content, so that a browser may keep them for ever and never mixes two versions.

/**
 * @typedef {{data: Uint8Array, parentElement: ParentNode,
 *   setTriggerValue: (name: string, value: unknown) => void}} Component
 */

const MISSING = "The page's scripts did not arrive. Reload the page to try again.";

/** @type {WeakMap<Element, Component>} */
const newest = new WeakMap();
/** @type {WeakMap<Element, Promise<(component: Component) => void>>} */
const loading = new WeakMap();

/** @param {Component} component */
export default function (component) {
  const root = component.parentElement.querySelector(".rnnviz");
  if (!(root instanceof HTMLElement)) return;
  newest.set(root, component);
  if (!loading.has(root)) loading.set(root, load(root));
  loading.get(root)?.then(
    (show) => {
      // An answer that came while the scripts were on their way is newer.
      if (newest.get(root) === component) show(component);
    },
    () => {
      loading.delete(root);
      root.textContent = MISSING;
    },
  );
}

/**
 * What draws the panel, once it can be drawn in its own style.
 * @param {HTMLElement} root
 */
async function load(root) {
  const folder = new URL(`./${root.dataset.version}/`, import.meta.url);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("panel.css", folder).href;
  const isStyled = new Promise((resolve, reject) => {
    style.onload = resolve;
    style.onerror = reject;
  });
  root.before(style);
  const [{ show }] = await Promise.all([import(new URL("panel.js", folder).href), isStyled]);
  return show;
}
