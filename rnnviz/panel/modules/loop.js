// The loop around a state machine: an event makes a new state and effects; the effects are run,
// and the state is drawn.

/**
 * @template State
 * @template Event
 * @template Effect
 * @param {object} parts
 * @param {State} parts.state  the first one
 * @param {(state: State, event: Event) => {state: State, effects: Effect[]}} parts.transition
 * @param {(effect: Effect) => boolean} parts.waits  an effect that needs the state drawn
 * @param {(effect: Effect) => void} parts.run
 * @param {(state: State) => void} parts.draw
 */
export function createLoop({ state, transition, waits, run, draw }) {
  let isBusy = false;
  /** @type {Event[]} */
  let events = [];

  /** Handle all events that are there, and those that their effects make; then draw once. */
  function turn() {
    const drawn = state;
    /** @type {Effect[]} */
    const late = [];
    for (let event = events.shift(); event !== undefined; event = events.shift()) {
      const next = transition(state, event);
      state = next.state;
      for (const effect of next.effects) {
        if (waits(effect)) late.push(effect);
        else run(effect);
      }
    }
    if (state !== drawn) draw(state);
    late.forEach(run);
  }

  return {
    /** @param {Event} event  it follows the one that is being handled */
    dispatch(event) {
      events.push(event);
      if (isBusy) return;
      isBusy = true;
      try {
        while (events.length > 0) turn();
      } finally {
        isBusy = false;
        events = []; // those after one that failed
      }
    },
    get state() {
      return state;
    },
  };
}
