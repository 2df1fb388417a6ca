// Playing: the cursor moves by itself, a step a beat, until the end or until somebody else
// moves it. Pure: who waits for the beat is elsewhere.

/**
 * @typedef {object} Playback
 * @property {number} speed  0.5, 1 or 2
 * @property {boolean} isPlaying
 * @property {boolean} isMidway  it played, and nothing was shown whole again since: steps after
 *   the cursor are ghosts
 */

const BEAT = 900; // ms a step at speed 1

/** @type {Playback} */
export const STILL = { speed: 1, isPlaying: false, isMidway: false };

/**
 * @param {Playback} playback
 * @returns {Playback}
 */
export function begun({ speed }) {
  return { speed, isPlaying: true, isMidway: true };
}

/**
 * Stopped where the cursor is: at the end everything is shown whole.
 * @param {Playback} playback
 * @param {boolean} isAtEnd
 * @returns {Playback}
 */
export function stopped({ speed, isMidway }, isAtEnd) {
  return { speed, isPlaying: false, isMidway: isMidway && !isAtEnd };
}

/**
 * Everything is shown whole again: the cursor was moved by hand.
 * @param {Playback} playback
 * @returns {Playback}
 */
export function ended({ speed }) {
  return { ...STILL, speed };
}

/**
 * Milliseconds that a step is shown.
 * @param {Playback} playback
 */
export function beatOf({ speed }) {
  return BEAT / speed;
}
