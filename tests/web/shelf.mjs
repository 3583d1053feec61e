/** A storage that is only a map; `full` makes it refuse. */
export function shelf(kept = {}) {
  const items = new Map(Object.entries(kept));
  return {
    items,
    full: false,
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index],
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (this.full) throw new Error("full");
      items.set(key, value);
    },
    removeItem: (key) => items.delete(key),
  };
}

/** Notes that nobody writes. */
export const NO_NOTES = Object.fromEntries(["start", "stop", "hurry", "learn"].map((name) => [name, () => {}]));
