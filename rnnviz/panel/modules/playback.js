// Playing: the cursor moves by itself, a step a beat, until the end or until somebody else
// moves it.

const BEAT = 900; // ms a step at speed 1

/**
 * @param {{onStep: (step: number) => void, onChange: () => void}} handlers
 */
export function createPlayback({ onStep, onChange }) {
  let speed = 1;
  let step = 0;
  let last = 0;
  let isPlaying = false;
  let isMidway = false; // played, and not shown whole again since
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;

  function wait() {
    clearTimeout(next);
    next = setTimeout(() => {
      if (step >= last) return stop();
      onStep(step + 1);
      if (step >= last) stop();
      else wait();
    }, BEAT / speed);
  }

  function stop() {
    clearTimeout(next);
    if (!isPlaying) return;
    isPlaying = false;
    if (step >= last) isMidway = false;
    onChange();
  }

  return {
    /** Begin at the cursor, or at the first step if it stands at the last. */
    play() {
      isPlaying = true;
      isMidway = true;
      if (step >= last) onStep(0);
      onChange();
      wait();
    },
    stop,
    /** Everything is shown whole again: the cursor was moved by hand. */
    end() {
      isMidway = false;
      stop();
    },
    /** @param {number} factor  0.5, 1 or 2 */
    setSpeed(factor) {
      speed = factor;
      if (isPlaying) wait();
      onChange();
    },
    /**
     * Where the cursor is, and the last step it can reach.
     * @param {number} at
     * @param {number} end
     */
    follow(at, end) {
      [step, last] = [at, end];
    },
    get isPlaying() {
      return isPlaying;
    },
    get speed() {
      return speed;
    },
    /** Milliseconds that a step is shown. */
    get beat() {
      return BEAT / speed;
    },
    /** The last step that playing has reached; later ones are ghosts. Null: all are shown. */
    get reached() {
      return isMidway ? step : null;
    },
  };
}
