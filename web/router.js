/** Which page is open: the fragment of the address, so that a static host needs no rewriting. */
const PAGES = ["desk", "missed", "journal", "contacts", "statistics", "check", "settings", "wallboard"];

/** `#/contacts/import/17?a=1` → {page: "contacts", id: "import", part: "17", query: "a=1"}; anything unknown is the desk. */
export function parseRoute(hash) {
  const [, path, query = ""] = /^#?\/?([^?]*)(?:\?(.*))?$/s.exec(hash);
  const [page, id, part] = path.split("/");
  if (!PAGES.includes(page)) return { page: "desk", id: null, part: null, query: "" };
  return { page, id: id ? decode(id) : null, part: part ? decode(part) : null, query };
}

/** `query` is what a page keeps of itself in the address, as `a=1&b=2`. */
export function routeHash(page, id = null, part = null, query = "") {
  const places = [id, id && part].filter(Boolean).map((place) => encodeURIComponent(place));
  return ["#", page, ...places].join("/") + (query && `?${query}`);
}

/** The journal of a contact (`{contact: id}`) or a number (`{query: "+7…"}`), however long ago. */
export const journalHash = (filter) => routeHash("journal", null, null, String(new URLSearchParams({ period: "all", ...filter })));

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Calls back with the route now and after each change of the address. */
export function watchRoute(window, listener) {
  const tell = () => listener(parseRoute(window.location.hash));
  window.addEventListener("hashchange", tell);
  tell();
  return () => window.removeEventListener("hashchange", tell);
}
