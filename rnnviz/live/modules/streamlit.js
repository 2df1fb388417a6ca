// The thin wrapper: Streamlit's component API on one side, the renderer on the other.

import { render } from "./panel.js";

/**
 * @param {{data: Uint8Array, parentElement: HTMLElement,
 *   setTriggerValue: (name: string, value: unknown) => void}} component
 */
export default function component({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".rnnviz"));
  render(root, data, { onWish: (wish) => setTriggerValue("wish", wish) });
}
