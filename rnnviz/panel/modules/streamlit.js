// The thin wrapper: Streamlit's component API on one side, the renderer on the other.

import { render } from "./panel.js";
import { decode } from "./payload.js";

/** @type {WeakMap<HTMLElement, import("./payload.js").Model>} */
const models = new WeakMap(); // as they were sent last

/**
 * Draw what Python sent.
 * @param {{data: Uint8Array, parentElement: HTMLElement,
 *   setTriggerValue: (name: string, value: unknown) => void}} component
 */
export function show({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".rnnviz"));
  const model = decode(data, models.get(root));
  models.set(root, model);
  render(root, model, {
    // As text: Streamlit copies what is not, part by part, at each of its own steps.
    onRequest: (request) => setTriggerValue("request", JSON.stringify(request)),
    onChart: openCharts,
  });
}

const ARRIVAL = 2500; // ms in which the charts are drawn, and the page grows

/** Open the charts below the panel, and go there: the first shows the number in hand. */
function openCharts() {
  const charts = document.querySelector(".st-key-charts_open");
  const summary = charts?.querySelector("summary");
  if (!charts || !summary) return;
  if (!charts.querySelector("details")?.open) summary.click();
  summary.focus({ preventScroll: true });
  const growth = new ResizeObserver(() => charts.scrollIntoView());
  growth.observe(charts);
  setTimeout(() => growth.disconnect(), ARRIVAL);
}
