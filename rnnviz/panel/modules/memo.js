// Whether something is drawn already: an answer of Python's often says what a drag has shown.

/**
 * A function that tells whether it is called with anything else than the last time. Called with
 * nothing, it forgets: the next call is new.
 * @returns {(...items: unknown[]) => boolean}
 */
export function memo() {
  /** @type {unknown[] | null} */
  let last = null;
  return (...items) => {
    const isSame =
      last !== null &&
      items.length === last.length &&
      items.every((item, i) => Object.is(item, last?.[i]));
    last = items;
    return !isSame;
  };
}
