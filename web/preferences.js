/** What an operator chose for this browser: theme, language, sound, single keys. */
const KEY = "callcard.preferences";
const DEFAULTS = { theme: "system", language: "ru", sound: false, keys: true };

export function createPreferences(storage) {
  let chosen = { ...DEFAULTS, ...read(storage) };
  return {
    storageKey: KEY,
    get: () => chosen,
    /** Another tab chose something. */
    reread: () => (chosen = { ...DEFAULTS, ...read(storage) }),
    set(changes) {
      chosen = { ...chosen, ...changes };
      storage.setItem(KEY, JSON.stringify(chosen));
    },
  };
}

function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** Shows theme and language on the page itself. */
export function applyPreferences({ theme, language }, root) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.lang = language;
}
