/** One observable value: what every part of the page agrees on. */
export function createStore(initial) {
  let state = initial;
  const listeners = new Set();
  return {
    get: () => state,
    set(changes) {
      const next = { ...state, ...changes };
      if (Object.keys(changes).every((key) => Object.is(state[key], changes[key]))) return;
      state = next;
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
