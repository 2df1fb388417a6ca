// The buttons under a chart save it as it is drawn. Plotly's own camera does the work: it is set
// to one format by the chart's configuration, and for one click to the format of the button.
// (Streamlit runs no script with a letter behind a less-than sign.)

/** @typedef {HTMLElement & {_context: {toImageButtonOptions: object}}} Chart */

const CAMERA = '.modebar-btn[data-title^="Download plot"]';

/** @param {MouseEvent} event */
function save(event) {
  const pressed = /** @type {Element} */ (event.target).closest("button[data-saves]");
  if (!(pressed instanceof HTMLElement)) return;
  const { saves: format, chart: key } = pressed.dataset;
  const chart = /** @type {Chart | null} */ (
    document.querySelector(`.st-key-${key} .js-plotly-plot`)
  );
  const camera = chart?.querySelector(CAMERA);
  if (!chart || !(camera instanceof HTMLElement)) return; // it is not drawn yet
  const given = chart._context.toImageButtonOptions;
  // Pixels are made finer than the page's; what has none stays as large as it is.
  const own = format === "svg" ? { format, scale: 1 } : { format };
  chart._context.toImageButtonOptions = { ...given, ...own };
  camera.click();
  chart._context.toImageButtonOptions = given;
}

// Each chart brings this along.
if (!document.documentElement.dataset.charts) {
  document.documentElement.dataset.charts = "saved";
  document.addEventListener("click", save);
}
