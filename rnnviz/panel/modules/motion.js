// Motion from one state to another, or a switch for readers who asked for less of it.

const LENGTH = 700; // ms

/**
 * @param {(share: number) => void} onFrame  called with a share that goes from one end to the
 *   other, smoothly, and stops at the end
 */
export function createMotion(onFrame) {
  let share = 0;
  let target = 0;
  let frame = 0;

  /** @param {number} to */
  function go(to) {
    target = to;
    cancelAnimationFrame(frame);
    const from = share;
    const start = performance.now();
    const length = LENGTH * Math.abs(to - from);
    const tick = (/** @type {number} */ now) => {
      const u = Math.min(1, Math.max(0, now - start) / length);
      share = from + (to - from) * ease(u);
      if (u < 1) frame = requestAnimationFrame(tick);
      else share = to;
      onFrame(share);
    };
    frame = requestAnimationFrame(tick);
  }

  return {
    /**
     * Move to an end, or be there at once.
     * @param {number} to
     * @param {boolean} [atOnce]
     */
    set(to, atOnce = false) {
      if (to === target && (share === target || !atOnce)) return;
      if (atOnce || isReduced()) {
        cancelAnimationFrame(frame);
        share = target = to;
        onFrame(share);
      } else go(to);
    },
  };
}

/** Whether the reader asked for less motion. */
export function isReduced() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** @param {number} u */
function ease(u) {
  return u < 0.5 ? 4 * u * u * u : 1 - (2 - 2 * u) ** 3 / 2;
}
