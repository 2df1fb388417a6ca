// Runs in the page before anything else does.

/** Resolves when what was drawn in this task has been painted. */
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  });

const SYMBOL = '[role="graphics-symbol"][aria-label*="hidden unit"]';

/** All hidden units of the live panel, in whichever component's shadow root they are. */
const hiddenUnits = () =>
  [...document.querySelectorAll("*")].flatMap((host) =>
    host.shadowRoot ? [...host.shadowRoot.querySelectorAll(SYMBOL)] : [],
  );

const read = {
  app: () =>
    hiddenUnits()
      .map((unit) => unit.getAttribute("aria-label"))
      .join("; "),
  empty: () => document.querySelector('[data-testid="stMarkdown"]')?.textContent ?? "",
};

const PATIENCE = 30_000;

/** When what the page shows is no longer `before`, and that is painted. */
async function changed(page, before) {
  const start = performance.now();
  while (read[page]() === before) {
    if (performance.now() - start > PATIENCE) throw new Error(`the page still shows ${before}`);
    await painted();
  }
  return painted();
}

window.stopwatch = {
  /** Milliseconds from the start of the navigation until there is something to read. */
  firstPaint: (page) => changed(page, ""),

  /** Milliseconds from the next key pressed until something else is to be read, and painted. */
  roundTrip(page) {
    const before = read[page]();
    return new Promise((resolve, reject) => {
      const pressed = () => {
        const start = performance.now();
        changed(page, before).then((end) => resolve(end - start), reject);
      };
      document.addEventListener("keydown", pressed, { capture: true, once: true });
    });
  },
};
