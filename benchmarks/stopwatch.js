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

/** Every element of the page that a selector finds, in whichever shadow root it is. */
const everywhere = (selector) =>
  [...document.querySelectorAll("*")].flatMap((host) =>
    host.shadowRoot ? [...host.shadowRoot.querySelectorAll(selector)] : [],
  );

const read = {
  app: () =>
    everywhere(SYMBOL)
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

  /**
   * Milliseconds that frames of a drag keep the main thread: script, style, layout, paint. The
   * slider jumps about, so that every number changes in every frame.
   */
  async drag(name, count) {
    const slider = everywhere("input[type=range]").find((one) => one.ariaLabel === name);
    const [low, high] = [Number(slider.min), Number(slider.max)];
    const frames = [];
    for (let i = 0; i < count; i += 1) {
      slider.value = String(low + ((high - low) * ((i * 7) % count)) / count);
      const frame = new Promise((resolve) => {
        requestAnimationFrame(() => {
          const start = performance.now();
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - start);
          channel.port2.postMessage(null);
        });
      });
      frames.push(await frame);
    }
    return frames;
  },

  /** Milliseconds from the next key pressed until Python's answer has changed the address. */
  answer() {
    const before = location.href;
    return new Promise((resolve) => {
      const pressed = async () => {
        const start = performance.now();
        while (location.href === before && performance.now() - start < PATIENCE) await painted();
        resolve(performance.now() - start);
      };
      document.addEventListener("keydown", pressed, { capture: true, once: true });
    });
  },

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
