// Timers by name: one that is started anew begins anew.

/**
 * @template {string} Name
 * @param {(name: Name) => void} onEnd
 */
export function createTimers(onEnd) {
  /** @type {Map<Name, ReturnType<typeof setTimeout>>} */
  const running = new Map();
  const stop = (/** @type {Name} */ name) => clearTimeout(running.get(name));
  return {
    /**
     * @param {Name} name
     * @param {number} after  ms
     */
    start(name, after) {
      stop(name);
      running.set(
        name,
        setTimeout(() => onEnd(name), after),
      );
    },
    stop,
  };
}
